# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Changes as people read them: nothing is left out, nothing is made up, long stretches fold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.resolutions.rules.changes import Base, Style
from assembly.resolutions.rules.fold import text_with
from assembly.resolutions.rules.lines import printed_lines
from assembly.resolutions.rules.rows import Fate, Mark, Row, Run, stretches
from assembly.resolutions.rules.shown import shown
from assembly.resolutions.rules.text import Kind, Provision
from tests.rules.test_merge import amended, asked_for, texts


def rows_of(text, changes):
    return shown(Base(text), changes, printed_lines(text, 40))


def old_text(rows):
    pieces: list[str] = []
    for row in rows:
        if row.fate in {Fate.INSERTED, Fate.MOVED_HERE}:
            continue
        words = "".join(run.text for run in row.old)
        if row.split:
            pieces[-1] += words
        else:
            pieces.append(words)
    return [piece.removeprefix(" ") for piece in pieces]


def new_text(rows):
    pieces: list[tuple[str, Style]] = []
    for row in rows:
        if row.after is None or not row.new:
            continue
        words = "".join(run.text for run in row.new)
        if row.joined and pieces:
            text, style = pieces.pop()
            pieces.append((text + words, style))
        else:
            pieces.append((words, row.after))
    return [(text.removeprefix(" "), style) for text, style in pieces]


@given(st.data())
def test_both_texts_can_be_read_off_the_changes_to_the_letter(data):
    text = data.draw(texts)
    changes = asked_for(Base(text), data.draw(amended(text)), typed=data.draw(st.booleans()))
    rows = rows_of(text, changes)
    assert old_text(rows) == [one.text for one in text]
    wanted = text_with(Base(text), "A1", changes)
    assert new_text(rows) == [(one.text, Style.of(one)) for one in wanted]


@given(st.data())
def test_folding_leaves_every_row_in_its_place(data):
    text = data.draw(texts)
    rows = rows_of(text, asked_for(Base(text), data.draw(amended(text)), typed=False))
    found = stretches(rows)
    assert [row for one in found for row in one.rows] == rows
    assert not any(row.changed for one in found if one.folded for row in one.rows)


def row(*, changed: bool) -> Row:
    style = Style(Kind.PARAGRAPH, "", 0)
    run = (Run(Mark.KEPT, "Zo."),)
    return Row(Fate.REWORDED if changed else Fate.STAYS, style, style, run)


@pytest.mark.parametrize(
    ("pattern", "folded"),
    [
        pytest.param("....x....", [(3, True), (3, False), (3, True)], id="both ends fold"),
        pytest.param("..x..", [(1, False), (3, False), (1, False)], id="too short to fold"),
        pytest.param("x.....x", [(2, False), (3, True), (2, False)], id="between two changes"),
        pytest.param("....", [(4, True)], id="nothing changes"),
        pytest.param("", [], id="no text"),
    ],
)
def test_long_unchanged_stretches_fold(pattern, folded):
    found = stretches([row(changed=one == "x") for one in pattern])
    assert [(len(one.rows), one.folded) for one in found] == folded


def test_a_row_says_on_which_printed_lines_it_stands():
    text = [
        Provision(
            Kind.PARAGRAPH, "", "Een regel van meer dan veertig tekens staat op twee.", 0, "p1"
        ),
        Provision(Kind.ITEM, "a.", "Kort.", 0, "p2"),
    ]
    rows = rows_of(text, [])
    assert [(one.first_line, one.last_line) for one in rows] == [(1, 2), (3, 3)]
