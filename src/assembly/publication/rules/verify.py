# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Checking what was published, from nothing but what was published (docs/verify.md).

A bundle is one document with a voting's record, its digest, the roll and the box. Every part of it
is held against another part, or works out again; what cannot be known from outside is said.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assembly.errors import InvalidRequest
from assembly.publication.rules.again import (
    WRONG_SHAPE,
    decide_again,
    sums_in,
    text_in,
    verdict_document,
)
from assembly.publication.rules.record import canonical_json, record_digest
from assembly.publication.rules.sealed import Sealed, read_box, read_roll
from assembly.voting.rules.ballot import Choice
from assembly.voting.rules.numbers import write_college, write_heads, write_weights
from assembly.voting.rules.paper import PaperLine, read_lines
from assembly.voting.rules.roll import FrozenRoll, box_digest
from assembly.voting.rules.sums import Class, Standing, Sums, add_up
from assembly.voting.rules.tally import Tally, tally_of

BUNDLE = "assembly-bundle/1"
BUNDLE_KEYS = {"format", "record", "digest", "roll", "box"}
RESULT_KEYS = {"record", "digest", "published_at"}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, in plain words, and whether it is as it must be."""

    ok: bool
    said: str

    @property
    def line(self) -> str:
        """As it is printed."""
        return f"{'ok' if self.ok else 'differs':<8} {self.said}"


def read_document(data: bytes) -> dict[str, Any]:
    """A bundle, or a result without roll and box; `InvalidRequest` where it is neither."""
    try:
        document = json.loads(data.decode(), object_pairs_hook=_once_each, parse_constant=_no)
    except (ValueError, RecursionError) as problem:
        raise InvalidRequest(f"This is no JSON document of ours: {problem}.") from None
    if not isinstance(document, dict) or not isinstance(document.get("record"), dict):
        raise InvalidRequest("There is no record in this document.")
    expected = BUNDLE_KEYS if "format" in document else RESULT_KEYS
    if set(document) != expected or document.get("format", BUNDLE) != BUNDLE:
        raise InvalidRequest("This is neither a bundle of format 1 nor a result.")
    return document


def verify(document: Mapping[str, Any]) -> list[Check]:
    """Everything that can be looked at, in the order in which a reader would."""
    record = document["record"]
    return list(_checks(record, document))


def cannot_know(document: Mapping[str, Any]) -> list[str]:
    """What no check of published documents tells."""
    record = document["record"]
    said = ["who sits on which seat, and whether everybody entitled is on the roll."]
    if "roll" not in document:
        said.insert(0, "whether roll and box are those of the record: only the result was given.")
    voting = record.get("voting")
    if isinstance(voting, dict) and voting.get("secrecy") == "secret":
        said.append(
            "what a single secret ballot says, and so whether the counts are those of the box; "
            "whoever kept a receipt can look whether their ballot is in it."
        )
    if record.get("paper") is not None:
        said.append("whether the papers said what two people counted.")
    said.append("whether everybody is shown the same record: compare its digest with others.")
    return said


def _checks(record: dict[str, Any], document: Mapping[str, Any]) -> Iterator[Check]:
    yield _same("The record has the digest that stands beside it", _digest(record), document)
    yield Check(text_in(record) is not None, "The text has the digest that the record gives")
    sealed = None
    if "roll" in document:
        try:
            sealed = Sealed(read_roll(document["roll"]), read_box(document["box"]))
        except WRONG_SHAPE:
            yield Check(ok=False, said="Roll and box have the form they must have")
        else:
            yield Check(ok=True, said="Roll and box have the form they must have")
    try:
        sums, papers = sums_in(record), _papers(record)
        yield Check(_papers_add_up(record, papers), "The papers, if any, add up line by line")
        if sealed is not None:
            yield from _roll(record, sealed.roll, sums)
            yield from _box(record, sealed, sums, papers)
        yield Check(
            record["turnout"] == sums.whole.tally.ballots,
            "The counts add up to the turnout",
        )
    except WRONG_SHAPE:
        yield Check(ok=False, said="The record's counts can be read")
    yield from _decision(record)


def _digest(record: dict[str, Any]) -> str | None:
    try:
        return record_digest(record)
    except ValueError:
        return None


def _same(said: str, recomputed: str | None, document: Mapping[str, Any]) -> Check:
    return Check(recomputed is not None and recomputed == document["digest"], said)


def _roll(record: Mapping[str, Any], roll: FrozenRoll, sums: Sums) -> Iterator[Check]:
    given = record["roll"]
    yield Check(roll.digest == given["digest"], "The roll has the digest that the record gives")
    numbers = [entry.number for entry in roll.entries]
    inside = {entry.number for entry in roll.entries if entry.present}
    yield Check(
        numbers == sorted(set(numbers))
        and all(entry.held_by in inside for entry in roll.entries if entry.held_by is not None)
        and (
            given.get("electorate") != "present"
            or all(entry.counts_as_present for entry in roll.entries)
        ),
        "Every seat is on the roll once, and proxies are held by somebody present",
    )
    recounted = add_up(_standings(roll), [], roll.step)
    yield Check(
        _roll_numbers(recounted, roll, record) == _given_numbers(sums, record),
        "Entitled, present, represented, weights and colleges are those of the roll",
    )


def _roll_numbers(recounted: Sums, roll: FrozenRoll, record: Mapping[str, Any]) -> bytes:
    small = record["voting"]["secrecy"] == "secret" and bool(roll.small_classes)
    told = {"represented": roll.represented, "small_classes": small}
    return canonical_json(
        {
            **(told if "represented" in record["roll"] else {}),
            **_parts(recounted),
        }
    )


def _given_numbers(sums: Sums, record: Mapping[str, Any]) -> bytes:
    given = record["roll"]
    told = {key: given[key] for key in ("represented", "small_classes") if key in given}
    return canonical_json({**told, **_parts(sums)})


def _parts(sums: Sums) -> dict[str, Any]:
    """Entitled and present of the whole and of each college, without what they said."""
    parts = {"": sums.whole, **sums.colleges}
    told = {name: write_college(part) for name, part in parts.items()}
    for part in told.values():
        del part["tally"]
        if part["weights"] is not None:
            del part["weights"]["tally"]
    return {"step": str(sums.step), "parts": told}


def _standings(roll: FrozenRoll) -> dict[Class, Standing]:
    entitled = Counter((entry.weight, entry.college) for entry in roll.entries)
    present = Counter(
        (entry.weight, entry.college) for entry in roll.entries if entry.counts_as_present
    )
    return {one: Standing(heads, present[one]) for one, heads in entitled.items()}


def _box(
    record: Mapping[str, Any], sealed: Sealed, sums: Sums, papers: list[PaperLine]
) -> Iterator[Check]:
    box, secret = sealed.box, record["voting"]["secrecy"] == "secret"
    yield Check(
        box_digest(box.lines) == record["box_digest"] and box.is_secret is secret,
        "The box has the digest that the record gives",
    )
    yield Check(
        len(set(box.trackers)) == len(box.trackers) and box.is_sorted,
        "Every tracker is in the box once",
    )
    on_paper = sum(line.papers for line in papers)
    yield Check(
        len(box.trackers) == record["turnout"] - on_paper,
        "The box holds one ballot for everybody who voted on a device",
    )
    standings = _standings(sealed.roll)
    yield Check(
        all(line.of in standings for line in papers), "The papers are those of classes on the roll"
    )
    cast = None
    if not secret:
        cast = _by_class(sealed, record)
        yield Check(cast is not None, "Each seat on the roll voted at most once, as was offered")
    elif len(standings) == 1:
        cast = [(next(iter(standings)), _without(sums.whole.tally, papers))]
    if cast is not None:
        paper = [(line.of, line.tally) for line in papers]
        recounted = add_up(standings, [*cast, *paper], sealed.roll.step)
        said = "The counts are what the names say" if not secret else "Counts and weights agree"
        yield Check(_told(recounted) == _told(sums), said)


def _told(sums: Sums) -> bytes:
    weights = sums.whole.weights
    return canonical_json(
        {
            "tally": write_heads(sums.whole.tally),
            "weighed": None if weights is None else write_weights(weights.tally),
            "colleges": {name: write_college(part) for name, part in sums.colleges.items()},
        }
    )


def _by_class(sealed: Sealed, record: Mapping[str, Any]) -> list[tuple[Class, Tally]] | None:
    """A roll call counted again; None where a line is not of this roll or says something else."""
    classes = {entry.number: (entry.weight, entry.college) for entry in sealed.roll.entries}
    ballots = sealed.box.ballots or ()
    seats = [ballot.seat for ballot in ballots]
    offered = set(record["voting"]["choices"])
    if len(set(seats)) != len(seats) or not set(seats) <= set(classes):
        return None
    if any(ballot.choice not in offered for ballot in ballots):
        return None
    counts: dict[Class, Counter[Choice]] = {}
    for ballot in ballots:
        counts.setdefault(classes[ballot.seat], Counter())[Choice(ballot.choice)] += 1
    return [(one, tally_of(found)) for one, found in counts.items()]


def _papers(record: Mapping[str, Any]) -> list[PaperLine]:
    paper = record.get("paper")
    return [] if paper is None else read_lines(paper["lines"])


def _papers_add_up(record: Mapping[str, Any], papers: list[PaperLine]) -> bool:
    given = record.get("paper")
    if given is None:
        return str(record.get("medium", "electronic")) != "hand"
    handed_in, marked = sum(line.papers for line in papers), given["marked"]
    return bool(
        record["medium"] != "electronic"
        and all(line.tally.ballots == line.papers for line in papers)
        and given["papers"] == handed_in
        and given["not_handed_in"] == (marked - handed_in if marked else None)
        and (not marked or handed_in <= marked)
    )


def _without(tally: Tally, papers: Iterable[PaperLine]) -> Tally:
    """The electronic part of the counts."""
    lines = [line.tally for line in papers]
    return Tally(
        *(
            getattr(tally, count) - sum(getattr(line, count) for line in lines)
            for count in ("yes", "no", "abstain", "blank", "invalid")
        )
    )


def _decision(record: Mapping[str, Any]) -> Iterator[Check]:
    again = decide_again(record)
    yield Check(
        again is not None
        and canonical_json(verdict_document(record, again.verdict))
        == canonical_json({**_mapping(record.get("verdict"))}),
        "The outcome and its reason follow from the rule, the roll and the counts",
    )
    yield Check(
        again is not None
        and (again.sentences, again.labels) == (record.get("sentences"), record.get("labels")),
        "The sentences say so in every language",
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        message = "a key stands twice in one object"
        raise ValueError(message)
    return found


def _no(word: str) -> object:
    message = f"{word} is no number"
    raise ValueError(message)
