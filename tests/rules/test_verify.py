# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever changes one thing in what was published is found out by whoever verifies it."""

import copy
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from assembly.audit.rules.checkpoint import read_note
from assembly.audit.signing import is_signed
from assembly.errors import InvalidRequest
from assembly.publication.bundle_file import read_bundle
from assembly.publication.rules.logged import keys_in, since_checks
from assembly.publication.rules.record import (
    Decided,
    Papers,
    canonical_json,
    record_digest,
    write_record,
)
from assembly.publication.rules.sealed import Ballots, SealedBox, write_box, write_roll
from assembly.publication.rules.verify import BUNDLE, BUNDLE_1, cannot_know, read_document, verify
from assembly.resolutions.rules.change_document import write_changes, write_edits
from assembly.resolutions.rules.changes import Base, Change, Insert, Remove, Style
from assembly.resolutions.rules.edits import Op, ProvisionEdit
from assembly.resolutions.rules.find import find_changes
from assembly.resolutions.rules.text import Kind, Provision, digest
from assembly.resolutions.rules.words import tokens_of
from assembly.voting.rules.majority import preset
from assembly.voting.rules.outcome import Rule
from assembly.voting.rules.paper import PaperLine
from assembly.voting.rules.quorum import Quorum, QuorumOf
from assembly.voting.rules.roll import Entry, FrozenRoll, box_digest
from assembly.voting.rules.sums import Class, Standing, add_up, decide_sums
from assembly.voting.rules.tally import Tally
from tests.build.changes import assert_every_byte_counts, assert_every_change_is_found, at
from tests.build.log import log_part, note, other_signature, with_log

TEXT = (
    Provision(Kind.PARAGRAPH, "", "Gratis bus onder 18.", id="p1"),
    Provision(Kind.ITEM, "a.", "Ook.", id="p2"),
)
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


def asked_for(number: int, *edits: ProvisionEdit) -> dict[str, Any]:
    """An amendment as it stands in a record."""
    changes = find_changes(Base(TEXT), list(edits))
    return {
        "number": number,
        "version": 2,
        "edits": write_edits(edits),
        "changes": write_changes(changes),
    }


def bundle_of(
    roll: FrozenRoll,
    rule: Rule,
    *,
    secret: bool,
    papers: list[PaperLine] | None = None,
    amendments: Sequence[dict[str, Any]] = (),
    choices: Mapping[int, str] = CHOICES,
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
        for seat, choice in choices.items()
    ]
    cast += [(line.of, line.tally) for line in papers or []]
    sums = add_up(standings, cast, roll.step)
    box = SealedBox(
        tuple(tracker(seat) for seat in choices) if secret else None,
        None
        if secret
        else Ballots(list(choices), [tracker(seat) for seat in choices], list(choices.values())),
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
        amendments=amendments,
    )
    record = write_record(decided, rule, sums, decide_sums(rule, sums))
    bundle = {
        "format": BUNDLE,
        "record": record,
        "digest": record_digest(record),
        "roll": write_roll(roll.entries),
        "box": write_box(box),
    }
    return with_log(bundle)


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
    "two amendments together": bundle_of(
        PLAIN,
        Rule(preset("simple")),
        secret=True,
        amendments=[
            asked_for(3, ProvisionEdit(Op.REPLACE, "p1", "Gratis bus en tram onder 21.")),
            asked_for(
                4,
                ProvisionEdit(Op.INSERT_AFTER, "p2", "Vanaf 2027.", Kind.ITEM, "b."),
                ProvisionEdit(Op.DELETE, "p2"),
            ),
        ],
    ),
}


def differs(document: dict[str, Any]) -> list[str]:
    return [check.said for check in verify(document, is_signed) if not check.ok]


def is_found(data: bytes) -> bool:
    try:
        return bool(differs(read_bundle(data)))
    except InvalidRequest:
        return True


@pytest.mark.parametrize("name", BUNDLES)
def test_what_was_published_holds(name):
    document = read_document(canonical_json(BUNDLES[name]))
    assert differs(document) == []
    assert len(verify(document, is_signed)) >= 18
    assert cannot_know(document)


@pytest.mark.parametrize("name", BUNDLES)
def test_whatever_single_thing_is_changed_is_found(name):
    assert_every_change_is_found(BUNDLES[name], is_found)


@pytest.mark.parametrize("name", BUNDLES)
def test_whatever_single_byte_is_changed_is_found(name):
    assert_every_byte_counts(canonical_json(BUNDLES[name]), is_found, steps=slice(0, None, 13))


def test_a_bundle_from_before_the_next_checkpoint_holds_and_says_what_it_leaves_open():
    bundle = BUNDLES["a plain roll call"]
    early = read_document(canonical_json(bundle | {"log": None}))
    assert differs(early) == []
    assert "shown the same record" in cannot_know(early)[-1]
    assert "whether the key is theirs" in cannot_know(bundle)[-1]


@pytest.mark.parametrize(("before", "after"), [(0, 0), (0, 3), (1, 0), (7, 0), (8, 9)])
def test_it_holds_wherever_in_the_log_it_stands(before, after):
    bundle = with_log(BUNDLES["a plain roll call"], before=before, after=after)
    assert differs(read_document(canonical_json(bundle))) == []


def without_the_key(bundle):
    """Somebody who has everything but the private key rewrites the record and all that follows."""
    changed = copy.deepcopy(bundle)
    changed["record"]["assembly"]["name"] = "Anders"
    changed["digest"] = record_digest(changed["record"])
    changed["log"] = log_part(changed)
    return changed


def test_who_rewrites_everything_without_the_key_is_found():
    other = Ed25519PrivateKey.from_private_bytes(b"x" * 32)
    forged = without_the_key(BUNDLES["a plain roll call"])
    assert differs(forged) == [], "with the key nothing inside the bundle tells"
    log = forged["log"]
    signed = read_note(log["checkpoint"])
    log["checkpoint"] = note(signed.root, signed.size, signed.at, other)
    assert len(differs(forged)) == 1
    known = note(signed.root, signed.size, signed.at)
    log["checkpoint"] = other_signature(known)
    assert differs(forged) == ["The log's checkpoint is signed by the key that the bundle names"]


def test_who_has_the_key_is_found_by_a_checkpoint_that_somebody_kept():
    bundle = BUNDLES["a plain roll call"]
    kept = read_note(bundle["log"]["checkpoint"])
    same = since_checks(kept, kept, [], keys_in(bundle), is_signed)
    assert [check.ok for check in same] == [True, True]
    forged = read_note(without_the_key(bundle)["log"]["checkpoint"])
    checks = since_checks(forged, kept, [], keys_in(bundle), is_signed)
    assert [check.ok for check in checks] == [True, False]


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
    pytest.param(("turnout",), "5", id="a number as text"),
    pytest.param(("medium",), "hybri", id="a medium nobody knows"),
    pytest.param(("roll", "electorate"), "some", id="an electorate nobody knows"),
    pytest.param(("resolution", "language"), "xx", id="a language nobody knows"),
    pytest.param(("voting", "choices"), ["no", "yes", "abstain"], id="choices in another order"),
    pytest.param(("roll", "weights", "step"), "0.50", id="a needless zero"),
    pytest.param(("rule", "colleges"), {}, id="no rule of any college"),
]


@pytest.mark.parametrize(("way", "other"), REWRITTEN)
def test_who_writes_a_new_digest_beside_the_change_is_found_too(way, other):
    bundle = copy.deepcopy(BUNDLES["weights, colleges and a quorum, by name, with paper"])
    assert at(bundle["record"], way) != other
    at(bundle["record"], way[:-1])[way[-1]] = other
    bundle["digest"] = record_digest(bundle["record"])
    bundle = with_log(bundle)
    assert is_found(canonical_json(bundle))


PARTS = [
    pytest.param(("colleges", "fr", "tally", "yes"), 2, id="more in a college than in all"),
    pytest.param(("colleges", "fr", "tally", "no"), 0, id="fewer in colleges than in all"),
    pytest.param(("colleges", "fr", "weights", "tally", "yes"), "1.5", id="too heavy for heads"),
    pytest.param(("weighed", "no"), "4", id="the whole too heavy"),
]


@pytest.mark.parametrize(("way", "other"), PARTS)
def test_counts_that_no_box_can_hold_are_found_without_names(way, other):
    bundle = copy.deepcopy(BUNDLES["weights, colleges and a quorum, secret"])
    assert at(bundle["record"], way) != other
    at(bundle["record"], way[:-1])[way[-1]] = other
    bundle["digest"] = record_digest(bundle["record"])
    found = differs(read_document(canonical_json(with_log(bundle))))
    assert "Colleges, heads and weights can be the counts of one box" in found


@pytest.mark.parametrize("more", [{}, {"annulment": None}, {"annulment": None, "corrected": None}])
def test_a_result_by_itself_is_read_with_or_without_an_annulment(more):
    bundle = BUNDLES["a plain roll call"]
    result = {"record": bundle["record"], "digest": bundle["digest"], "published_at": None} | more
    document = read_document(canonical_json(result))
    assert differs(document) == []
    assert any("annulled" in said for said in cannot_know(document)) is not bool(more)


AMENDED = [
    pytest.param((0, "edits", 0, "text"), "Gratis bus onder 25.", id="the words asked for"),
    pytest.param((0, "edits", 0, "provision"), "p2", id="the provision"),
    pytest.param((0, "edits", 0, "provision"), "p9", id="a provision that is not there"),
    pytest.param((0, "edits", 0, "op"), "insert_after", id="what is done"),
    pytest.param((0, "edits"), [], id="no edit"),
    pytest.param((0, "changes", 0, "words"), [" en", " trein"], id="the words found"),
    pytest.param((0, "changes", 0, "start"), 90, id="a place outside the text"),
    pytest.param((0, "changes", 0, "provision"), "p9", id="a change of nothing"),
    pytest.param((0, "changes"), [], id="no change"),
    pytest.param((0, "number"), 4, id="a number twice"),
    pytest.param((1, "number"), 2, id="another order"),
    pytest.param((1, "edits", 0, "marker"), "c.", id="a marker"),
    pytest.param((1, "more"), 1, id="a key of its own"),
]


@pytest.mark.parametrize(("way", "other"), AMENDED)
def test_an_amendment_that_was_rewritten_with_its_digest_is_found(way, other):
    bundle = copy.deepcopy(BUNDLES["two amendments together"])
    amendments = bundle["record"]["amendments"]
    at(amendments, way[:-1])[way[-1]] = other
    assert amendments != BUNDLES["two amendments together"]["record"]["amendments"]
    bundle["digest"] = record_digest(bundle["record"])
    bundle = with_log(bundle)
    found = differs(read_document(canonical_json(bundle)))
    assert len(found) == 1
    assert "mendment" in found[0]


def test_other_changes_that_give_the_same_text_are_no_difference():
    """A later release may find other changes in the same edits."""
    bundle = copy.deepcopy(BUNDLES["two amendments together"])
    first = bundle["record"]["amendments"][0]
    plain = Style(Kind.PARAGRAPH, "", 0)
    whole: list[Change] = [
        Remove("p1"),
        Insert("", plain, tuple(tokens_of("Gratis bus en tram onder 21."))),
    ]
    assert first["changes"] != write_changes(whole)
    first["changes"] = write_changes(whole)
    bundle["digest"] = record_digest(bundle["record"])
    bundle = with_log(bundle)
    assert differs(read_document(canonical_json(bundle))) == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"to": 3}, "what amendment 4 comes to: it was made to amendment 3"),
        ({"version": 1}, "what amendment 4 comes to: it was made to version 1"),
    ],
)
def test_what_an_amendment_to_another_text_comes_to_cannot_be_known(more, said):
    bundle = copy.deepcopy(BUNDLES["two amendments together"])
    bundle["record"]["amendments"][1] |= more
    bundle["digest"] = record_digest(bundle["record"])
    bundle = with_log(bundle)
    document = read_document(canonical_json(bundle))
    assert differs(document) == []
    assert [one for one in cannot_know(document) if one.startswith(said)]
    assert not [one for one in cannot_know(document) if "amendment 3 comes to" in one]


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
    assert differs(read_document(canonical_json(with_log(bundle)))) == []
    older = {key: part for key, part in bundle.items() if key != "log"}
    assert differs(read_document(canonical_json(older | {"format": BUNDLE_1}))) == []


def test_a_result_alone_is_checked_as_far_as_it_goes():
    bundle = BUNDLES["a plain secret voting"]
    result = {key: bundle[key] for key in ("record", "digest")} | {"published_at": "2026"}
    document = read_document(canonical_json(result))
    assert differs(document) == []
    assert "only the result" in cannot_know(document)[0]


ODD = [
    b"",
    b"[]",
    b"{}",
    b'{"record": {}}',
    b"\xff",
    b'{"a":"\xed\xa0\x80"}',
    b"[" * 10**5,
    b'{"format":"assembly-bundle/3","record":{}}',
]


@pytest.mark.parametrize("read", [read_document, read_bundle])
@pytest.mark.parametrize("data", ODD)
def test_what_is_no_bundle_is_not_read(data, read):
    with pytest.raises(InvalidRequest):
        read(data)


SPELLINGS = {
    "a key twice": (b'"papers":0,', b'"papers":0,"papers":0,'),
    "a space": (b'{"box":', b'{ "box":'),
    "a sign": (b'"seat":1,', b'"seat":-1,'),
    "no sign that counts": (b'"seat":1,', b'"seat":-0,'),
    "a dot": (b'"seat":1,', b'"seat":1.0,'),
    "an exponent": (b'"seat":1,', b'"seat":1e0,'),
    "beyond every counter": (b'"seat":1,', b'"seat":123456789012345678901234567890,'),
    "an escape": (b'"seat":1,', b'"se\\u0061t":1,'),
    "true for one": (b'"seat":1,', b'"seat":true,'),
    "no number": (b'"seat":1,', b'"seat":NaN,'),
    "more behind": (b'"seat":1,', b'"seat":1,"more":1,'),
}


@pytest.mark.parametrize("name", BUNDLES)
def test_the_quick_reader_reads_what_the_careful_one_reads(name):
    """And refuses what that refuses, however a number or a key is spelt."""
    data = canonical_json(BUNDLES[name])

    def told(read: Callable[[bytes], dict[str, Any]], changed: bytes) -> tuple[object, object]:
        try:
            document = read(changed)
            plain = msgspec.to_builtins(document)
            return plain, [check.line for check in verify(document, is_signed)]
        except InvalidRequest as refused:
            return refused.detail, None

    assert told(read_bundle, data) == told(read_document, data)
    changes = {what: data.replace(*spelt, 1) for what, spelt in SPELLINGS.items()}
    assert sum(changed != data for changed in changes.values()) >= 9
    for what, changed in changes.items():
        assert repr(told(read_bundle, changed)) == repr(told(read_document, changed)), what
        assert changed == data or is_found(changed) or what in MEANS_THE_SAME, what


MEANS_THE_SAME = {"a space", "an escape"}
