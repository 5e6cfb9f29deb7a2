# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A page where anybody tries a rule with numbers. It decides nothing and asks no database.

The form is the address: whoever has it sees the same numbers and the same answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from litestar import Response, Router, get

from assembly.api.warm import Content
from assembly.errors import Refusal
from assembly.voting.rules.decision import COUNTS, Question, read_question
from assembly.voting.rules.exact import Exact, read_exact, write_exact
from assembly.voting.rules.majority import PRESETS, Base, Strictness, read_share
from assembly.voting.rules.outcome import Verdict, decide
from assembly.voting.rules.quorum import QuorumOf, Unmet
from assembly.voting.rules.sentence import condition, label, sentence
from assembly.web.rendering import Asked, html_of, language_of, translated
from assembly.web.texts import TRIAL_ERRORS

COLLEGES = ("1", "2", "3")
NUMBERS = (*COUNTS, "present", "entitled", "quorum_number")
IN_COLLEGE = (*COUNTS, "entitled")
FIRST = {"rule": "simple", "yes": "50", "no": "51", "abstain": "9"}
LONGEST = 40

CHOICES: dict[str, tuple[str, ...]] = {
    "rule": (*PRESETS, "custom"),
    "strictness": tuple(Strictness),
    "base": ("", *Base),
    "quorum": ("", "share", "number"),
    "of": tuple(QuorumOf),
    "unmet": tuple(Unmet),
    "college_rule": ("", *PRESETS),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the numbers decide, in the reader's language."""

    verdict: Verdict
    label: str
    sentence: str
    condition: str
    numbers: dict[str, str]


@dataclass(slots=True)
class Trial:
    """What was typed, field by field, and what is wrong with it: a key of `TRIAL_ERRORS`."""

    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """As it was typed, without the spaces around it."""
        return self.typed.get(name, "")

    def chosen(self, name: str) -> str:
        """One of the words of a list, the first where nothing was chosen."""
        word = self.value(name) or CHOICES[name][0]
        if word not in CHOICES[name]:
            self.errors[name] = "choice"
        return word

    def number(self, name: str, *, required: bool = False) -> str | None:
        """A number as `decide` takes it, with a point; None where nothing was typed."""
        text = self.value(name).replace(",", ".")
        if not text:
            if required:
                self.errors[name] = "missing"
            return None
        try:
            if read_exact(text, what=name) < 0:
                self.errors[name] = "number"
        except Refusal:
            self.errors[name] = "number"
        return text

    def share(self, name: str) -> str:
        """A fraction such as 3/5."""
        text = self.value(name).replace(" ", "")
        try:
            read_share(text)
        except Refusal:
            self.errors[name] = "share"
        return text


@get("/try-a-rule", include_in_schema=False)
async def try_a_rule(request: Asked) -> Response[bytes]:
    """The form, and the answer to what stands in it; mistakes are named at their fields."""
    given = {name: str(text)[:LONGEST].strip() for name, text in request.query_params.items()}
    trial = Trial(given or FIRST)
    told = _answer(trial, language_of(request))
    html = html_of(
        request,
        "try_a_rule.html",
        trial=trial,
        told=told,
        errors={
            name: translated(request, TRIAL_ERRORS[fault]) for name, fault in trial.errors.items()
        },
        choices=CHOICES,
        places=COLLEGES,
        counts=COUNTS,
        with_colleges=any(
            trial.value(f"{key}{place}") for place in COLLEGES for key in ("name", *IN_COLLEGE)
        ),
    )
    headers = {"Content-Language": language_of(request), "Cache-Control": "no-cache"}
    headers["Vary"] = "Accept-Encoding"
    content = Content.of(html.encode())
    body = content.for_who_accepts(request.headers.get("accept-encoding", ""), headers)
    return Response(body, headers=headers, media_type="text/html; charset=utf-8")


def _answer(trial: Trial, language: str) -> Answer | None:
    """None where a field is wrong; what only all fields together show stands at `whole`."""
    document = _document(trial)
    if trial.errors:
        return None
    try:
        question = read_question(document)
        verdict = decide(question.tally, question.roll, question.rule, colleges=question.colleges)
    except Refusal as refusal:
        _blame(trial, refusal)
        return None
    return _told(question, verdict, language)


def _told(question: Question, verdict: Verdict, language: str) -> Answer:
    weighted = question.weighted

    def shown(number: Exact) -> str:
        return write_exact(number).replace(".", "." if language == "en" else ",")

    numbers = {"base": shown(verdict.base)}
    if verdict.needed_yes is not None and verdict.margin is not None:
        numbers["needed"] = shown(verdict.needed_yes)
        numbers["margin"] = shown(max(verdict.margin, -verdict.margin))
    if verdict.quorum is not None:
        numbers["required"] = shown(verdict.quorum.required)
        numbers["reached"] = shown(verdict.quorum.reached)
    return Answer(
        verdict,
        label(verdict.outcome, language),
        sentence(verdict, question.tally, question.rule, language, weighted=weighted),
        condition(question.rule, language, weighted=weighted),
        numbers,
    )


def _document(trial: Trial) -> dict[str, Any]:
    """What `assembly decide` would be asked; fields that are wrong are marked."""
    numbers = {name: trial.number(name, required=name in {"yes", "no"}) for name in COUNTS}
    document: dict[str, Any] = {
        "rule": _rule(trial),
        "tally": numbers,
        "entitled": trial.number("entitled"),
        "present": trial.number("present"),
    }
    kind, of, unmet = trial.chosen("quorum"), trial.chosen("of"), trial.chosen("unmet")
    if kind:
        size = (
            trial.share("quorum_share")
            if kind == "share"
            else trial.number("quorum_number", required=True)
        )
        in_weights = any("." in (number or "") for number in numbers.values())
        unit = "weights" if in_weights else "heads"
        document["quorum"] = {kind: size, "of": of, "unmet": unmet, "counted_in": unit}
    colleges = {name: part for place in COLLEGES for name, part in _college(trial, place).items()}
    if colleges:
        document["colleges"] = colleges
        rule = trial.chosen("college_rule")
        document["rule"]["colleges"] = {"preset": rule} if rule else dict(document["rule"])
    return document


def _rule(trial: Trial) -> dict[str, Any]:
    name, base, strictness = (trial.chosen(key) for key in ("rule", "base", "strictness"))
    if name != "custom":
        return {"preset": name, "base": base} if base else {"preset": name}
    share = trial.share("share")
    return {"share": share, "strictness": strictness, "base": base or Base.YES_NO.value}


def _college(trial: Trial, place: str) -> Mapping[str, Any]:
    """The college at this place of the form, or nothing where no field of it is filled in."""
    name = trial.value(f"name{place}")
    filled = [key for key in IN_COLLEGE if trial.value(f"{key}{place}")]
    if not name and not filled:
        return {}
    part = {key: trial.number(f"{key}{place}", required=key in {"yes", "no"}) for key in IN_COLLEGE}
    earlier = {trial.value(f"name{other}") or other for other in COLLEGES if other < place}
    if (name or place) in earlier:
        trial.errors[f"name{place}"] = "name"
    return {name or place: part}


def _blame(trial: Trial, refusal: Refusal) -> None:
    """The field that must change; what no single field explains is said above them all."""
    what = str(refusal.facts.get("what", ""))
    fault = {"unsound-number": "missing"}.get(refusal.slug, "together")
    if fault == "missing" and what in {"present", "entitled"}:
        trial.errors[what] = "needed"
    elif what in {"present", "entitled"}:
        trial.errors[what] = "too_many"
    elif what.startswith("colleges."):
        trial.errors["whole"] = "parts"
    elif what == "tally":
        trial.errors["entitled"] = "too_few"
    else:
        trial.errors["whole"] = "together"


router = Router("/", route_handlers=[try_a_rule], include_in_schema=False)
