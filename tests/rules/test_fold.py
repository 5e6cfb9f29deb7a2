# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Amendments to amendments: folded in, with who made what, in whatever order they come."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assembly.resolutions.rules.changes import Base, Reword
from assembly.resolutions.rules.edits import Op, ProvisionEdit
from assembly.resolutions.rules.find import find_changes
from assembly.resolutions.rules.fold import fold, text_with
from assembly.resolutions.rules.merge import merge
from assembly.resolutions.rules.text import Kind, Provision
from tests.rules.test_merge import amended, asked_for, bare, texts

BASE = Base(
    [Provision(Kind.PARAGRAPH, "", "De bus is in heel onze stad gratis onder 18.", id="p1")]
)


def replaced(base, text):
    return find_changes(base, [ProvisionEdit(Op.REPLACE, "p1", text)])


OWN = replaced(BASE, "De bus is in heel onze stad gratis onder 21.")
TEXT = Base(text_with(BASE, "A1", OWN))


def test_who_changed_a_word_is_named_and_nobody_else():
    further = {
        "B2": replaced(TEXT, "De bus is in heel onze stad gratis onder 25."),
        "B1": replaced(TEXT, "De tram is in heel onze stad gratis onder 21."),
    }
    folded = fold(BASE, "A1", OWN, further)
    assert folded.changes == (
        Reword("p1", 1, 2, (" tram",)),
        Reword("p1", 9, 10, (" 25",)),
    )
    assert list(folded.credit.values()) == [("B1",), ("B2",)]


def test_what_two_of_them_want_otherwise_stays_as_the_amendment_has_it():
    further = {
        "B1": replaced(TEXT, "De bus is in heel onze stad gratis onder 25."),
        "B2": replaced(TEXT, "De bus is in heel onze stad gratis onder 30."),
    }
    folded = fold(BASE, "A1", OWN, further)
    assert folded.changes == tuple(OWN)
    assert folded.credit == {}
    assert [one.amendments for one in folded.conflicts] == [("B1", "B2")]


def test_together_they_may_undo_the_amendment():
    back = replaced(TEXT, "De bus is in heel onze stad gratis onder 18.")
    assert fold(BASE, "A1", OWN, {"B1": back}).changes == ()


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_the_amendment_folded_gives_the_text_of_both_in_every_order(data):
    base = Base(data.draw(texts))
    changes = asked_for(base, data.draw(amended(base.provisions)), typed=False)
    text = Base(text_with(base, "A1", changes))
    further = {}
    for name in ("B1", "B2", "B3"):
        found = text.provisions and asked_for(
            text, data.draw(amended(text.provisions)), typed=False
        )
        if found:
            further[name] = found
    if not changes or not further:
        return
    folded = fold(base, "A1", changes, further)
    assert bare(merge(base, {"A1": folded.changes}).provisions) == bare(
        merge(text, further).provisions
    )
    assert fold(base, "A1", changes, dict(reversed(further.items()))) == folded
    assert set(folded.credit) == set(folded.changes) - set(changes)
    assert all(names and set(names) <= set(further) for names in folded.credit.values())
