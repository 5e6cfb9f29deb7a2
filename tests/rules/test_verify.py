# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever changes one thing in what was published is found out by whoever verifies it."""

import copy
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from assembly.errors import InvalidRequest
from assembly.publication.rules.record import (
    Decided,
    Papers,
    canonical_json,
    record_digest,
    write_record,
)
from assembly.publication.rules.sealed import BallotLine, SealedBox, write_box, write_roll
from assembly.publication.rules.verify import BUNDLE, cannot_know, read_document, verify
from assembly.resolutions.rules.text import Kind, Provision, digest
from assembly.voting.rules.majority import preset
from assembly.voting.rules.outcome import Rule
from assembly.voting.rules.paper import PaperLine
from assembly.voting.rules.quorum import Quorum, QuorumOf
from assembly.voting.rules.roll import Entry, FrozenRoll, box_digest
from assembly.voting.rules.sums import Class, Standing, add_up, decide_sums
from assembly.voting.rules.tally import Tally

TEXT = (Provision(Kind.PARAGRAPH, "", "Gratis bus onder 18."), Provision(Kind.ITEM, "a.", "Ook."))
HALF, TWO = Fraction(1, 2), Fraction(2)
ROLL = FrozenRoll(
    (
        Entry(1, TWO, "nl"),
        Entry(2, HALF, "nl"),
        Entry(3, HALF, "fr"),
        Entry(4, HALF, "fr", present=False, held_by=3),
        Entry(5, TWO, "nl", present=False),
        Entry(6, HALF, "fr"),
    )
)
PLAIN = FrozenRoll(tuple(Entry(number) for number in range(1, 7)))
RULE = Rule(
    preset("two_thirds"),
    Quorum(HALF, None, QuorumOf.VOTED),
    {"fr": preset("simple"), "nl": preset("simple")},
)
CHOICES = {1: "yes", 2: "abstain", 3: "yes", 4: "no"}
PAPER = PaperLine(HALF, "fr", Tally(1, 0, 0), 1)
LONE_PAPER = PaperLine(Fraction(1), None, Tally(0, 0, 0, 1, 1), 2)


def tracker(seat: int) -> str:
    return str(UUID(int=seat << 96 | 7))


def bundle_of(
    roll: FrozenRoll, rule: Rule, *, secret: bool, papers: list[PaperLine] | None = None
) -> dict[str, Any]:
    """A voting as it would be published."""
    classes: dict[int, Class] = {
        entry.number: (entry.weight, entry.college) for entry in roll.entries
    }
    standings: dict[Class, Standing] = {}
    for entry in roll.entries:
        before = standings.get(classes[entry.number], Standing(0, 0))
        standings[classes[entry.number]] = Standing(
            before.entitled + 1, before.present + entry.counts_as_present
        )
    cast = [
        (classes[seat], Tally(*(int(choice == word) for word in ("yes", "no", "abstain"))))
        for seat, choice in CHOICES.items()
    ]
    cast += [(line.of, line.tally) for line in papers or []]
    sums = add_up(standings, cast, roll.step)
    box = SealedBox(
        tuple(tracker(seat) for seat in CHOICES) if secret else None,
        None
        if secret
        else tuple(BallotLine(seat, tracker(seat), choice) for seat, choice in CHOICES.items()),
    )
    decided = Decided(
        assembly_slug="voorbeeld",
        assembly_name="Voorbeeld",
        number=7,
        title="Gratis bus onder 18.",
        title_derived=True,
        language="nl",
        version=2,
        text_digest=digest(TEXT),
        provisions=TEXT,
        voting_id=str(UUID(int=7)),
        secrecy="secret" if secret else "roll_call",
        choices=("yes", "no", "abstain"),
        rehearsal=False,
        opened_at=datetime(2026, 3, 1, 10, 0, tzinfo=UTC),
        closed_at=datetime(2026, 3, 1, 10, 5, tzinfo=UTC),
        roll_digest=roll.digest,
        box_digest=box_digest(box.lines),
        medium="electronic" if papers is None else "hybrid",
        represented=roll.represented,
        attendance_taken=True,
        small_classes=secret and bool(roll.small_classes),
        papers=None if papers is None else Papers(papers, marked=2),
    )
    record = write_record(decided, rule, sums, decide_sums(rule, sums))
    return {
        "format": BUNDLE,
        "record": record,
        "digest": record_digest(record),
        "roll": write_roll(roll.entries),
        "box": write_box(box),
    }


BUNDLES = {
    "a plain secret voting": bundle_of(PLAIN, Rule(preset("simple")), secret=True),
    "a plain roll call": bundle_of(PLAIN, Rule(preset("simple")), secret=False),
    "paper beside devices": bundle_of(
        PLAIN, Rule(preset("absolute_cast")), secret=True, papers=[LONE_PAPER]
    ),
    "weights, colleges and a quorum, by name, with paper": bundle_of(
        ROLL, RULE, secret=False, papers=[PAPER]
    ),
    "weights, colleges and a quorum, secret": bundle_of(ROLL, RULE, secret=True),
}


def differs(document: dict[str, Any]) -> list[str]:
    return [check.said for check in verify(document) if not check.ok]


def is_found(data: bytes) -> bool:
    try:
        return bool(differs(read_document(data)))
    except InvalidRequest:
        return True


@pytest.mark.parametrize("name", BUNDLES)
def test_what_was_published_holds(name):
    document = read_document(canonical_json(BUNDLES[name]))
    assert differs(document) == []
    assert len(verify(document)) >= 12
    assert cannot_know(document)


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value there is, and to every key."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield (*way, key)
            yield from places(part, (*way, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield (*way, index)
            yield from places(part, (*way, index))


def others(value: Any) -> list[Any]:
    """Other values than this one, some of which only look different."""
    match value:
        case bool():
            return [not value, int(value), None]
        case int():
            return [value + 1, float(value), str(value), None]
        case str():
            return [value + "0", value[:-1], value.upper() + "x", None]
        case None:
            return [0, "x", {}]
        case list():
            return [*([value[:-1], value + value[-1:], value[::-1]] if value else [[None]]), None]
        case _:
            return [{**value, "more": 1}, None]


@pytest.mark.parametrize("name", BUNDLES)
def test_whatever_single_thing_is_changed_is_found(name):
    bundle = BUNDLES[name]
    tried = 0
    for way in places(bundle):
        for other in others(at(bundle, way)):
            changed = copy.deepcopy(bundle)
            at(changed, way[:-1])[way[-1]] = other
            if json.dumps(changed, sort_keys=True) == json.dumps(bundle, sort_keys=True):
                continue
            tried += 1
            assert is_found(json.dumps(changed).encode()), (way, other)
        if isinstance(way[-1], str):
            changed = copy.deepcopy(bundle)
            del at(changed, way[:-1])[way[-1]]
            assert is_found(json.dumps(changed).encode()), ("gone", way)
    assert tried > 300


@pytest.mark.parametrize("name", BUNDLES)
def test_whatever_single_byte_is_changed_is_found(name):
    data = canonical_json(BUNDLES[name])
    for place in range(0, len(data), 13):
        for other in (data[place] ^ 1, 0x20):
            if other != data[place]:
                changed = data[:place] + bytes([other]) + data[place + 1 :]
                assert is_found(changed), data[max(0, place - 20) : place + 20]


REWRITTEN = [
    pytest.param(("tally", "yes"), 9, id="a count"),
    pytest.param(("turnout",), 9, id="the turnout"),
    pytest.param(("roll", "entitled"), 9, id="how many are entitled"),
    pytest.param(("roll", "present"), 2, id="how many are present"),
    pytest.param(("roll", "represented"), 2, id="how many are represented"),
    pytest.param(("roll", "weights", "entitled"), "9", id="the weights of the roll"),
    pytest.param(("roll", "weights", "step"), "1", id="the step"),
    pytest.param(("roll", "digest"), "0" * 64, id="the roll's digest"),
    pytest.param(("box_digest",), "0" * 64, id="the box's digest"),
    pytest.param(("weighed", "yes"), "9", id="the weights counted"),
    pytest.param(("colleges", "fr", "entitled"), 2, id="a college"),
    pytest.param(("colleges", "fr", "tally", "yes"), 0, id="what a college said"),
    pytest.param(("paper", "lines", 0, "papers"), 2, id="the papers"),
    pytest.param(("paper", "not_handed_in"), 0, id="papers not handed in"),
    pytest.param(("verdict", "outcome"), "not_adopted", id="the outcome"),
    pytest.param(("verdict", "margin"), "7", id="the margin"),
    pytest.param(("labels", "nl"), "Anders", id="a label"),
    pytest.param(("sentences", "de"), "Anders.", id="a sentence"),
    pytest.param(("rule", "share"), "1/2", id="the rule"),
    pytest.param(("rule", "quorum", "share"), "1/1", id="the quorum"),
    pytest.param(("resolution", "provisions", 0, "text"), "Anders.", id="the words"),
    pytest.param(("format",), "assembly-record/9", id="the format"),
]


@pytest.mark.parametrize(("way", "other"), REWRITTEN)
def test_who_writes_a_new_digest_beside_the_change_is_found_too(way, other):
    bundle = copy.deepcopy(BUNDLES["weights, colleges and a quorum, by name, with paper"])
    assert at(bundle["record"], way) != other
    at(bundle["record"], way[:-1])[way[-1]] = other
    bundle["digest"] = record_digest(bundle["record"])
    assert is_found(canonical_json(bundle))


def test_a_record_of_format_1_stays_verifiable():
    bundle = copy.deepcopy(BUNDLES["a plain secret voting"])
    record = bundle["record"]
    for key in ("medium", "weighed", "colleges", "paper"):
        del record[key]
    record["format"] = "assembly-record/1"
    record["rule"] = {key: record["rule"][key] for key in ("preset", "share", "strictness", "base")}
    record["roll"] = {key: record["roll"][key] for key in ("entitled", "present", "digest")}
    verdict = record["verdict"]
    record["verdict"] = {
        "outcome": verdict["outcome"],
        "ground": verdict["ground"],
        **{key: int(verdict[key]) for key in ("base", "needed_yes", "margin")},
    }
    bundle["digest"] = record_digest(record)
    assert differs(read_document(canonical_json(bundle))) == []


def test_a_result_alone_is_checked_as_far_as_it_goes():
    bundle = BUNDLES["a plain secret voting"]
    result = {key: bundle[key] for key in ("record", "digest")} | {"published_at": "2026"}
    document = read_document(canonical_json(result))
    assert differs(document) == []
    assert "only the result" in cannot_know(document)[0]


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"record": {}}', b"\xff", b"[" * 10**5])
def test_what_is_no_bundle_is_not_read(data):
    with pytest.raises(InvalidRequest):
        read_document(data)


def at(document: Any, way: tuple[Any, ...]) -> Any:
    for step in way:
        document = document[step]
    return document
