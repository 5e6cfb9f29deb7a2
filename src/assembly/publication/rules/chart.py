# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A bar from numbers: where each part begins and how wide it is, in whole steps of the drawing.

Exact numbers in, whole numbers out, so that the same counts give the same drawing everywhere. The
numbers stand in a table beside it: what is too small to be seen is never left unsaid.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from assembly.voting.rules.exact import Exact

WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of the bar; as wide as nothing where its number is too small to be drawn."""

    name: str
    start: int
    width: int


@dataclass(frozen=True, slots=True)
class Bar:
    """The parts side by side from 0; `mark` is where the first one must come to, if anywhere."""

    parts: tuple[Part, ...]
    mark: int | None = None

    @property
    def end(self) -> int:
        """Where the last part ends; what is left up to `WIDTH` is nobody's."""
        return max((part.start + part.width for part in self.parts), default=0)


def bar(counts: Iterable[tuple[str, Exact]], *, whole: Exact = 0, mark: Exact | None = None) -> Bar:
    """The counts side by side, in their order, on a ground as wide as the largest of three.

    These are all counts together, the `whole` that a share is taken of (those who did not vote
    leave the end empty), and the `mark`. Each edge is rounded by itself, half upwards: the widths
    add up to the edge of the sum, and a part that falls short of the mark never ends behind it.
    Without any number nothing is drawn.
    """
    listed = list(counts)
    scale = max(sum((number for _, number in listed), Fraction(0)), whole, mark or 0)
    parts = []
    reached: Exact = 0
    for name, number in listed:
        start = _place(reached, scale)
        reached += number
        parts.append(Part(name, start, _place(reached, scale) - start))
    return Bar(tuple(parts), None if mark is None or not scale else _place(mark, scale))


def _place(number: Exact, scale: Exact) -> int:
    return int(Fraction(number * WIDTH) / scale + Fraction(1, 2)) if scale else 0
