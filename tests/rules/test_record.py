# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A record: enough to decide again, one way to write it down, one digest."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from assembly.publication.rules.again import decide_again
from assembly.publication.rules.record import (
    FORMAT,
    Decided,
    canonical_json,
    instant,
    record_digest,
    write_record,
)
from assembly.resolutions.rules.text import Kind, Provision, digest
from assembly.voting.rules.majority import Roll, preset
from assembly.voting.rules.numbers import write_verdict
from assembly.voting.rules.outcome import Rule, decide
from assembly.voting.rules.rule_document import read_rule
from assembly.voting.rules.sums import Sum, Sums, decide_sums
from assembly.voting.rules.tally import Tally

TEXT = (Provision(Kind.PARAGRAPH, "", "Gratis bus onder 18."), Provision(Kind.ITEM, "a.", "Ook."))
DECIDED = Decided(
    assembly_slug="voorbeeld",
    assembly_name="Voorbeeld",
    number=7,
    title="Gratis bus onder 18.",
    title_derived=True,
    language="nl",
    version=2,
    text_digest=digest(TEXT),
    provisions=TEXT,
    voting_id="00000000-0000-4000-8000-000000000007",
    secrecy="secret",
    choices=("yes", "no", "abstain"),
    rehearsal=False,
    opened_at=datetime(2026, 3, 1, 10, 0, 0, 999_999, tzinfo=UTC),
    closed_at=datetime(2026, 3, 1, 10, 5, tzinfo=UTC),
    roll_digest="1" * 64,
    box_digest="2" * 64,
)
TALLY = Tally(yes=6, no=3, abstain=1)


def document(rule: str = "simple", tally: Tally = TALLY, decided: Decided = DECIDED):
    chosen, sums = Rule(preset(rule)), Sums(Sum(12, 11, tally, None), {}, 1)
    return write_record(decided, chosen, sums, decide_sums(chosen, sums))


@pytest.mark.parametrize("rule", ["simple", "two_thirds", "unanimity", "absolute_entitled"])
@pytest.mark.parametrize("tally", [TALLY, Tally(0, 0, 4), Tally(2, 2, 0), Tally(0, 0, 0)])
def test_whoever_has_the_record_can_decide_again(rule, tally):
    read = json.loads(canonical_json(document(rule, tally)))
    roll = Roll(read["roll"]["entitled"], read["roll"]["present"])
    verdict = decide(Tally(**read["tally"]), roll, read_rule(read["rule"]))
    assert read["verdict"] == write_verdict(verdict)
    again = decide_again(read)
    assert again is not None
    assert (again.verdict, again.sentences) == (verdict, read["sentences"])
    assert read["turnout"] == sum(read["tally"].values())


def test_whoever_has_the_record_can_digest_the_text_again():
    read = json.loads(canonical_json(document()))["resolution"]
    text = [Provision(Kind(one["kind"]), one["marker"], one["text"]) for one in read["provisions"]]
    assert digest(text) == read["digest"]


def test_the_record_says_the_outcome_in_every_language():
    read = document()
    assert read["format"] == FORMAT
    assert read["labels"] == {
        "nl": "Goedgekeurd",
        "fr": "Approuvée",
        "de": "Angenommen",
        "en": "Approved",
    }
    assert all(read["sentences"][one].startswith(read["labels"][one]) for one in read["labels"])


def test_the_same_decision_is_the_same_document():
    assert document() == document()
    assert record_digest(document()) == record_digest(document())


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(document(tally=Tally(6, 3, 0)), id="a ballot less"),
        pytest.param(document("two_thirds"), id="another rule"),
        pytest.param(document(decided=replace(DECIDED, box_digest="3" * 64)), id="another box"),
        pytest.param(document(decided=replace(DECIDED, roll_digest="3" * 64)), id="another roll"),
        pytest.param(document(decided=replace(DECIDED, rehearsal=True)), id="a rehearsal"),
    ],
)
def test_whatever_differs_changes_the_digest(other):
    assert record_digest(other) != record_digest(document())


def test_the_canonical_form_is_sorted_compact_and_plain_utf_8():
    assert canonical_json({"b": [1, None, True], "a": "één “x”"}) == (
        '{"a":"één “x”","b":[1,null,true]}'.encode()
    )


def test_the_digest_is_that_of_the_canonical_form():
    assert record_digest({"b": 1, "a": "é"}) == (
        hashlib.sha256('{"a":"é","b":1}'.encode()).hexdigest()
    )


def test_a_number_that_is_none_is_never_digested():
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"share": float("nan")})


def test_the_record_holds_no_fraction_that_two_machines_write_differently():
    def numbers(value):
        if isinstance(value, dict):
            return [one for part in value.values() for one in numbers(part)]
        if isinstance(value, list):
            return [one for part in value for one in numbers(part)]
        return [value]

    assert not [value for value in numbers(document()) if isinstance(value, float)]


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (datetime(2026, 3, 1, 10, 0, 0, 999_999, tzinfo=UTC), "2026-03-01T10:00:00Z"),
        (
            datetime(2026, 3, 1, 0, 30, tzinfo=timezone(timedelta(hours=1))),
            "2026-02-28T23:30:00Z",
        ),
    ],
)
def test_instants_are_in_utc_to_the_second(at, written):
    assert instant(at) == written
