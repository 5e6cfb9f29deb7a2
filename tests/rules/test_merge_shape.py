# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the work grows, counted in calls: twice the amendments, twice the work."""

import sys

import pytest

from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.conflicts import claims_of, find_conflicts
from assembly.resolutions.rules.edits import Op, ProvisionEdit
from assembly.resolutions.rules.find import find_changes
from assembly.resolutions.rules.merge import merge
from assembly.resolutions.rules.order import opponents, voting_order
from assembly.resolutions.rules.text import Kind, Provision

TEXT = [
    Provision(Kind.PARAGRAPH, "", f"Bepaling {at} over de bus en de tram in de stad.", id=f"p{at}")
    for at in range(800)
]


def calls(work) -> int:
    """How many functions are called while it is done, those written in C too."""
    many = 0

    def count(_frame, event, _argument):
        nonlocal many
        many += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return many


def amendments(many):
    """Each changes a provision of its own; every tenth one is against the one before it."""
    made = {}
    for at in range(many):
        about = at - 1 if at % 10 == 9 else at
        edit = ProvisionEdit(
            Op.REPLACE, f"p{about}", f"Bepaling {about} over meer {at} in de stad."
        )
        made[f"A{at}"] = find_changes(Base(TEXT).around([f"p{about}"]), [edit])
    return made


def conflicts_and_order(made):
    base = Base(TEXT)
    opponents(base, made, find_conflicts(base, claims_of(made)))
    voting_order(base, made)


def consolidated(made):
    merge(Base(TEXT), made)


@pytest.mark.parametrize("work", [conflicts_and_order, consolidated])
def test_twice_the_amendments_are_twice_the_work(work):
    few, many = amendments(300), amendments(600)
    work(few)
    assert calls(lambda: work(many)) < 2.2 * calls(lambda: work(few))


def test_many_changes_of_one_long_provision_are_compared_with_their_neighbours_only():
    words = [f"woord{at}" for at in range(4_000)]
    base = Base([Provision(Kind.PARAGRAPH, "", " ".join(words), id="p1")])

    def made(many):
        found = {}
        for at in range(many):
            text = " ".join([*words[: at * 5], "anders", *words[at * 5 + 1 :]])
            found[f"A{at}"] = find_changes(base, [ProvisionEdit(Op.REPLACE, "p1", text)])
        return claims_of(found)

    few, many = made(50), made(100)
    assert calls(lambda: find_conflicts(base, many)) < 2.5 * calls(
        lambda: find_conflicts(base, few)
    )
