# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What `assembly decide` reads and answers, as JSON documents (docs/voting-rules.md).

```json
{"rule": {"preset": "two_thirds"},
 "tally": {"yes": 66, "no": 33, "abstain": 4, "blank": 0, "invalid": 0},
 "entitled": 120, "present": 110, "quorum": {"share": "1/2", "of": "present"}}
```

Yes and no are required, the other counts are 0 where they are not given. Numbers are integers or
decimal strings; in the answer every exact number is a string. For weights, `step` says in what
steps they are written (else the smallest that fits them all), and `heads` what a quorum that counts
heads is held against. Anything unknown, missing or contradictory is refused, naming its key.
"""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from typing import Any

from assembly.errors import InvalidRequest, UnsoundNumber
from assembly.voting.rules.college import College
from assembly.voting.rules.document import Keys
from assembly.voting.rules.exact import Exact, step_of, write_exact
from assembly.voting.rules.majority import Roll
from assembly.voting.rules.outcome import CollegeVerdict, Rule, Verdict, decide
from assembly.voting.rules.quorum import Heads
from assembly.voting.rules.rule_document import read_college_rule, read_majority, read_quorum
from assembly.voting.rules.sentence import sentences
from assembly.voting.rules.tally import Tally

DOCUMENT = ("rule", "tally", "entitled", "present", "quorum", "colleges", "heads", "step")
COUNTS = ("yes", "no", "abstain", "blank", "invalid")
HEADS = ("entitled", "present", "voted", "expressed")
MOST_COLLEGES = 1000


@dataclass(frozen=True, slots=True)
class Question:
    """Everything that `decide` is asked."""

    rule: Rule
    tally: Tally
    roll: Roll
    heads: Heads | None
    colleges: dict[str, College] | None

    @property
    def weighted(self) -> bool:
        """Whether sentences speak of weights: a count is no whole number, or heads stand apart."""
        return self.roll.step != 1 or self.heads is not None


def answer(document: object) -> dict[str, Any]:
    """The decision on a document, or a refusal that names the key that is wrong."""
    question = read_question(document)
    verdict = decide(
        question.tally,
        question.roll,
        question.rule,
        heads=question.heads,
        colleges=question.colleges,
    )
    return write_answer(verdict, question)


def read_question(document: object) -> Question:
    """The document's values; refuses what `Keys` refuses. Whether they fit, `decide` looks at."""
    keys = Keys.of(document, DOCUMENT)
    tally = read_tally(Keys.of(keys.required("tally"), COUNTS, "tally"))
    entitled, present = keys.number_or_none("entitled"), keys.number_or_none("present")
    parts = _read_parts(keys)
    step = _read_step(keys, [*astuple(tally), entitled, present, *_numbers(parts)])
    return Question(
        rule=_read_rule(keys),
        tally=tally,
        roll=Roll(entitled, present, step),
        heads=_read_heads(keys),
        colleges=None
        if parts is None
        else {
            name: College(tally, Roll(entitled, present, step))
            for name, (tally, entitled, present) in parts.items()
        },
    )


def read_tally(keys: Keys) -> Tally:
    """The counts under these keys."""
    return Tally(
        keys.number("yes"),
        keys.number("no"),
        *(keys.number_or_none(key) or 0 for key in ("abstain", "blank", "invalid")),
    )


def write_answer(verdict: Verdict, question: Question) -> dict[str, Any]:
    """The answer's document; `colleges` is there when the rule asks for them."""
    check = verdict.quorum
    told: dict[str, Any] = {
        "outcome": verdict.outcome and verdict.outcome.value,
        "ground": verdict.ground.value,
        "base": write_exact(verdict.base),
        "needed_yes": _written(verdict.needed_yes),
        "margin": _written(verdict.margin),
        "quorum": check
        and {
            "required": write_exact(check.required),
            "reached": write_exact(check.reached),
            "met": check.met,
        },
        "sentences": sentences(verdict, question.tally, question.rule, weighted=question.weighted),
    }
    if question.rule.college_rule is not None:
        told["colleges"] = {part.name: _college_document(part) for part in verdict.colleges}
    return told


def _read_rule(keys: Keys) -> Rule:
    document = keys.required("rule")
    majority = read_majority(document, "rule", ("colleges",))
    colleges = document.get("colleges")
    return Rule(
        majority,
        read_quorum(keys.values["quorum"], "quorum") if keys.has("quorum") else None,
        None if colleges is None else read_college_rule(colleges, "rule.colleges"),
    )


Parts = dict[str, tuple[Tally, Exact | None, Exact | None]]


def _read_parts(keys: Keys) -> Parts | None:
    if not keys.has("colleges"):
        return None
    document = keys.values["colleges"]
    if not isinstance(document, dict) or len(document) > MOST_COLLEGES:
        raise InvalidRequest("colleges is no JSON object with a tally for each.", what="colleges")
    parts: Parts = {}
    for name, value in document.items():
        part = Keys.of(value, (*COUNTS, "entitled", "present"), f"colleges.{name}")
        parts[name] = (
            read_tally(part),
            part.number_or_none("entitled"),
            part.number_or_none("present"),
        )
    return parts


def _numbers(parts: Parts | None) -> Iterable[Exact | None]:
    for tally, entitled, present in (parts or {}).values():
        yield from (*astuple(tally), entitled, present)


def _read_step(keys: Keys, numbers: Iterable[Exact | None]) -> Exact:
    step = keys.number_or_none("step")
    if step is None:
        return step_of(number for number in numbers if number is not None)
    if step == 0:
        raise UnsoundNumber("step is above 0.", what="step")
    return step


def _read_heads(keys: Keys) -> Heads | None:
    if not keys.has("heads"):
        return None
    heads = Keys.of(keys.values["heads"], HEADS, "heads")
    numbers = {key: heads.number_or_none(key) for key in HEADS}
    for key, number in numbers.items():
        if number is not None and number.denominator != 1:
            raise UnsoundNumber(f"heads.{key} is no whole number.", what=f"heads.{key}")
    return Heads(**numbers)


def _college_document(part: CollegeVerdict) -> Mapping[str, Any]:
    return {
        "base": write_exact(part.base),
        "needed_yes": _written(part.needed_yes),
        "margin": _written(part.margin),
        "met": part.met,
    }


def _written(number: Exact | None) -> str | None:
    return None if number is None else write_exact(number)
