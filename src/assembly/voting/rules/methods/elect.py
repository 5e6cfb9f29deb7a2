# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`assembly elect`: an election as JSON, in and out. Exact numbers are written as strings."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from assembly.errors import MalformedBody, Refusal, UnsoundBallot
from assembly.voting.rules.methods.method import MOST_OPTIONS, Option, Question, gather
from assembly.voting.rules.methods.registry import method_named
from assembly.voting.rules.methods.tie import lot_order, seed_of
from assembly.voting.rules.methods.told import Told, refuse
from assembly.voting.rules.methods.words import exact
from assembly.voting.rules.sentence import LANGUAGES

MOST_BALLOTS = 1_000_000
OPTION_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
DIGEST = re.compile(r"[0-9a-f]{64}")


def elect(text: bytes) -> dict[str, Any]:
    """The election this text describes, ready to be written as JSON.

    The same election gives the same answer in whatever order its ballots stand.
    """
    told = Told(_read(text))
    name = told.words("method")
    question = Question(
        tuple(_option(value, i) for i, value in enumerate(told.many("options", MOST_OPTIONS))),
        told.whole("seats", 1, 1, MOST_OPTIONS),
    )
    settings = Told(told.anything("settings") if told.has("settings") else {}, "/settings")
    method = method_named(name, question, settings)
    digest = told.words("roll_digest")
    if not DIGEST.fullmatch(digest):
        raise refuse("/roll_digest", "This must be 64 lower-case hex digits.")
    voting_id = told.words("voting_id") if told.has("voting_id") else ""
    ballots = told.many("ballots", MOST_BALLOTS)
    told.finish()

    def validated() -> Iterator[tuple[Any, Fraction]]:
        for i, value in enumerate(ballots):
            paper = Told(value, f"/ballots/{i}")
            ballot, count = paper.anything("ballot"), paper.amount("count", 1)
            paper.finish()
            try:
                yield method.validate(question, ballot), count
            except UnsoundBallot as refusal:
                detail = f"Ballot {i + 1} of the list: {refusal.detail}"
                raise UnsoundBallot(detail, **refusal.facts, place=i + 1) from None

    seed = seed_of(digest, voting_id, question.ids)
    election = method.decide(question, method.count(question, gather(validated())), seed)
    return {
        "method": name,
        "settings": {key: value for key, value in written(method).items() if value is not None},
        "seats": question.seats,
        **written(election),
        "tie_break": {
            "roll_digest": digest,
            "voting_id": voting_id,
            "seed": seed,
            "order": list(lot_order(seed, question.ids)),
        },
        "explanation": {
            language: method.explain(question, election, language) for language in LANGUAGES
        },
    }


def elect_each(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """One answer a line, where that is refused its refusal. Empty lines get none."""
    for line in lines:
        if not line.strip():
            continue
        try:
            yield elect(line)
        except Refusal as refusal:
            yield {"error": {"type": refusal.slug, "detail": refusal.detail, **refusal.facts}}


def written(value: Any) -> Any:
    """As JSON: exact numbers as strings, records as objects, the order of everything kept."""
    if isinstance(value, Fraction):
        return exact(value)
    if is_dataclass(value):
        return {
            field.name.rstrip("_"): written(getattr(value, field.name)) for field in fields(value)
        }
    if isinstance(value, Mapping):
        return {key: written(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [written(one) for one in value]
    return value


def _read(text: bytes) -> object:
    """The JSON. A key that stands twice is refused: which of the two was meant?"""
    try:
        return json.loads(
            text.decode(),
            object_pairs_hook=_once,
            parse_float=_refuse_point,
            parse_constant=_refuse_point,
        )
    except (ValueError, RecursionError):
        raise MalformedBody("This is not JSON in UTF-8.") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise MalformedBody("An object says the same key twice.")
    return found


def _refuse_point(_: str) -> object:
    raise MalformedBody('A number with a point is written as a string, such as "2.5".')


def _option(value: object, place: int) -> Option:
    told = Told(value, f"/options/{place}")
    id_ = told.words("id")
    if not OPTION_ID.fullmatch(id_):
        raise refuse(told.at("id"), "This must be 1 to 64 of the signs A-Z a-z 0-9 . _ -")
    label = told.words("label") if told.has("label") else id_
    told.finish()
    return Option(id_, label)
