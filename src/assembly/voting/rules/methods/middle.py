# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Grades outwards from the middle. An option's ballots lie in a row, the best grade first.

Taking the middle one away again and again meets, at depth x, the ballots at W/2 + x (the lower one,
which comes first) and W/2 − x of W. Grades are places in the list of grades: 0 is the best.
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import accumulate

Rows = Mapping[str, tuple[Fraction, ...]]
"""For each option its ballots by grade, best grade first; all rows have the same total."""


def depths(rows: Rows, total: Fraction) -> list[Fraction]:
    """0 and every distance from the middle at which some option's grade changes, ascending."""
    middle = total / 2
    edges = {abs(edge - middle) for row in rows.values() for edge in accumulate(row)}
    return sorted({Fraction(0), *edges} - {middle})


def walks(rows: Rows, total: Fraction) -> dict[str, tuple[int, ...]]:
    """For each option its lower and upper grade at every depth, outwards: the least is the best."""
    middle, steps = total / 2, depths(rows, total)
    return {
        id_: tuple(
            grade
            for depth in steps
            for grade in (
                grade_at(row, middle + depth, lower=True),
                grade_at(row, middle - depth, lower=False),
            )
        )
        for id_, row in rows.items()
    }


def grade_at(row: tuple[Fraction, ...], place: Fraction, *, lower: bool) -> int:
    """The grade of the ballot just below this place, or just above it; ballots lie best first."""
    return next(
        grade
        for grade, edge in enumerate(accumulate(row))
        if edge > place or (edge == place and not lower)
    )
