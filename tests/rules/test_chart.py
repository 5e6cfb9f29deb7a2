# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bars of counts: edges to the step, widths that add up, and a mark nobody passes by rounding."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.publication.rules.chart import WIDTH, Bar, Part, bar

NAMES = ("yes", "no", "abstain", "blank")


def spans(drawn: Bar) -> list[tuple[int, int]]:
    return [(part.start, part.width) for part in drawn.parts]


@pytest.mark.parametrize(
    ("counts", "whole", "mark", "expected", "at"),
    [
        pytest.param(
            (4, 1, 0), 5, Fraction(5, 2), [(0, 800), (800, 200), (1000, 0)], 500, id="four to one"
        ),
        pytest.param(
            (2, 2, 0), 4, 2, [(0, 500), (500, 500), (1000, 0)], 500, id="a tie ends at the mark"
        ),
        pytest.param(
            (1, 1, 1), 3, 2, [(0, 333), (333, 334), (667, 333)], 667, id="thirds add up to all"
        ),
        pytest.param((0, 0, 0), 0, None, [(0, 0), (0, 0), (0, 0)], None, id="nobody voted"),
        pytest.param((0, 0, 5), 0, 1, [(0, 0), (0, 0), (0, 1000)], 200, id="all abstained"),
        pytest.param(
            (30, 10, 0), 100, 51, [(0, 300), (300, 100), (400, 0)], 510, id="who did not vote"
        ),
        pytest.param(
            (10, 30, 0),
            40,
            60,
            [(0, 167), (167, 500), (667, 0)],
            1000,
            id="a mark beyond all counts",
        ),
        pytest.param(
            (Fraction(5, 2), 1, Fraction(1, 2)),
            Fraction(7, 2),
            Fraction(9, 5),
            [(0, 625), (625, 250), (875, 125)],
            450,
            id="weights",
        ),
    ],
)
def test_every_edge_is_where_it_belongs(counts, whole, mark, expected, at):
    drawn = bar(zip(NAMES, counts, strict=False), whole=whole, mark=mark)
    assert spans(drawn) == expected
    assert drawn.mark == at


def test_without_parts_there_is_nothing():
    assert bar([]) == Bar(())
    assert bar([]).end == 0


def test_what_is_too_small_is_as_wide_as_nothing():
    drawn = bar([("yes", 100_000), ("no", 1)])
    assert drawn.parts == (Part("yes", 0, WIDTH), Part("no", WIDTH, 0))


weights = st.fractions(min_value=0, max_value=10**6, max_denominator=10**6)
numbers = st.one_of(st.integers(0, 10**6), weights)


@given(st.lists(numbers, min_size=1, max_size=4), numbers, st.none() | numbers)
def test_parts_stand_side_by_side_and_never_leave_the_drawing(counts, whole, mark):
    drawn = bar(zip(NAMES, counts, strict=False), whole=whole, mark=mark)
    reached = 0
    for part in drawn.parts:
        assert part.start == reached
        assert part.width >= 0
        reached += part.width
    assert reached == drawn.end <= WIDTH
    if sum(counts) and sum(counts) >= max(whole, mark or 0):
        assert drawn.end == WIDTH


@given(numbers, numbers, numbers)
def test_the_first_part_is_on_its_own_side_of_the_mark(yes, no, mark):
    drawn = bar([("yes", yes), ("no", no)], mark=mark)
    if drawn.mark is not None:
        assert (drawn.parts[0].width >= drawn.mark) or yes < mark
        assert (drawn.parts[0].width <= drawn.mark) or yes > mark
