# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""docs/sittings.md is executed: each row of its table is what the floor does."""

import re
from pathlib import Path

import pytest

from assembly.sittings.rules.floor import Kind, Reason, order
from assembly.sittings.rules.lifecycle import ItemKind, State
from tests.rules.test_floor import hands, heard, seats

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs/sittings.md").read_text("utf-8")
RULES = {"alternates", "new_voices_first"}


def rows(heading: str) -> list[list[str]]:
    """The cells below this heading."""
    (found,) = re.findall(
        rf"^\| {re.escape(heading)} \|\n\|[-|]+\n((?:\|.*\|\n)+)", DOCUMENT, re.MULTILINE
    )
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found.splitlines()]


ORDERS = rows("hands | heard | the item says | order | because")


@pytest.mark.parametrize("row", ORDERS, ids=" ".join)
def test_the_floor_does_what_the_document_says(row):
    waiting, spoken, said, placed, because = row
    assert set(said.split()) <= RULES
    rule = dict.fromkeys(said.split(), True)
    found = order(hands(waiting), heard(spoken), **rule)
    assert (seats(found), " ".join(place.because for place in found)) == (placed, because)


def test_every_reason_and_both_rules_have_an_example():
    told = " ".join(" ".join(row) for row in ORDERS)
    assert [reason.value for reason in Reason if reason.value not in told] == []
    assert [rule for rule in RULES if rule not in told] == []


def test_every_state_kind_and_reason_is_named():
    assert {row[0] for row in rows("state | means | then")} == {state.value for state in State}
    for word in (*ItemKind, *Kind, *Reason):
        assert word.value in DOCUMENT, word
