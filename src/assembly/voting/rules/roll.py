# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The frozen roll: who may cast, for whom, with what weight; and the digests the public checks.

Absent is who is not in the room, where attendance is taken; where it is not, who has given a proxy.
A proxy is used only for somebody absent, by a holder who is present: no chains, so a holder who is
represented holds nothing. The represented count as present, because their ballots can be cast:
a share of those present is never a share of fewer people than may say yes (RULES, "Who may vote").
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from assembly.voting.rules.ballot import Electorate
from assembly.voting.rules.exact import write_exact

ONE = Fraction(1)
"""The weight of nearly everybody."""
SMALLEST_CLASS = 5
"""Fewer electors of one weight and college, beside others, could be told apart in a secret box."""


@dataclass(frozen=True, slots=True)
class SeatNow:
    """A seat at the moment of opening. `holder` is the number of the seat it gave its proxy to."""

    number: int
    weight: Fraction
    college: str | None
    in_room: bool
    holder: int | None


class Entry(NamedTuple):
    """One line of the roll. `held_by` is the number of the seat that casts for it by proxy.

    A tuple, because a roll of a hundred thousand is read in a breath.
    """

    number: int
    weight: Fraction = ONE
    college: str | None = None
    present: bool = True
    held_by: int | None = None

    @property
    def counts_as_present(self) -> bool:
        """In person, or by a holder who is."""
        return self.present or self.held_by is not None

    @property
    def line(self) -> str:
        """As the digest reads it: the number, and then only what is out of the ordinary."""
        parts = [str(self.number)]
        if self.weight is not ONE and self.weight != 1:
            parts.append(f"weight={write_exact(self.weight)}")
        if not self.present:
            parts.append("absent")
        if self.held_by is not None:
            parts.append(f"held_by={self.held_by}")
        if self.college is not None:
            parts.append(f"college={self.college}")
        return " ".join(parts)


class Columns(NamedTuple):
    """The same roll, a kind of fact at a time: what stands at one place is of one entry."""

    numbers: tuple[int, ...] = ()
    weights: tuple[Fraction, ...] = ()
    colleges: tuple[str | None, ...] = ()
    present: tuple[bool, ...] = ()
    held_by: tuple[int | None, ...] = ()


@dataclass(frozen=True)
class FrozenRoll:
    """Everybody entitled, by seat number, and what follows from it."""

    entries: tuple[Entry, ...]

    @cached_property
    def columns(self) -> Columns:
        """The entries a column at a time, which is the quick way to ask all of them something."""
        return Columns(*zip(*self.entries, strict=True))

    @cached_property
    def entitled_heads(self) -> Counter[tuple[Fraction, str | None]]:
        """How many there are of each weight and college. Not to be changed."""
        return _heads_of(self.columns.weights, self.columns.colleges)

    @cached_property
    def present_heads(self) -> Counter[tuple[Fraction, str | None]]:
        """How many of each are in the room or represented. Not to be changed."""
        if all(self.columns.present):
            return self.entitled_heads
        inside = [entry for entry in self.entries if entry.counts_as_present]
        return _heads_of([entry.weight for entry in inside], [entry.college for entry in inside])

    @property
    def present(self) -> int:
        """Heads in the room or represented."""
        return self.present_heads.total()

    @property
    def represented(self) -> int:
        """Heads somebody else casts for."""
        return len(self.entries) - self.columns.held_by.count(None)

    @property
    def entitled_weight(self) -> Fraction:
        """The weight of everybody on the roll."""
        return sum((entry.weight for entry in self.entries), Fraction(0))

    @property
    def present_weight(self) -> Fraction:
        """The weight of those in the room or represented."""
        return sum((entry.weight for entry in self.entries if entry.counts_as_present), Fraction(0))

    @property
    def colleges(self) -> frozenset[str]:
        """The names of those that somebody on the roll belongs to."""
        return frozenset(entry.college for entry in self.entries if entry.college is not None)

    @property
    def step(self) -> Fraction:
        """The weights' own step: a power of ten, 1 where all are whole, at least a millionth."""
        weights = {weight for weight, _ in self.entitled_heads}
        for places in range(6):
            step = Fraction(1, 10**places)
            if all((weight / step).denominator == 1 for weight in weights):
                return step
        return Fraction(1, 10**6)

    @property
    def small_classes(self) -> tuple[tuple[str, str | None, int], ...]:
        """Weight, college and heads of each class small enough to unmask; none if all are alike."""
        classes = self.entitled_heads
        if len(classes) == 1:
            return ()
        return tuple(
            (write_exact(weight), college, heads)
            for (weight, college), heads in sorted(
                classes.items(), key=lambda item: (item[0][1] or "", item[0][0])
            )
            if heads < SMALLEST_CLASS
        )

    @property
    def digest(self) -> str:
        """SHA-256 over the entries' lines, numbers ascending, LF after each. Lower-case hex."""
        if self._nobody_is_special:
            return _digest(map(str, sorted(self.columns.numbers)))
        return _digest([entry.line for entry in sorted(self.entries, key=itemgetter(0))])

    @property
    def _nobody_is_special(self) -> bool:
        """Whether everybody is there, has the weight one, no college and nobody to cast for it."""
        return (
            list(self.entitled_heads) == [(ONE, None)]
            and all(self.columns.present)
            and self.represented == 0
        )


def _heads_of(
    weights: Sequence[Fraction], colleges: Sequence[str | None]
) -> Counter[tuple[Fraction, str | None]]:
    """How many there are of each weight and college. A number is hashed once, not for everybody."""
    by_id = dict(zip(map(id, weights), weights, strict=True))
    found: Counter[tuple[Fraction, str | None]] = Counter()
    for (one, college), heads in Counter(zip(map(id, weights), colleges, strict=True)).items():
        found[by_id[one], college] += heads
    return found


def freeze(
    seats: Sequence[SeatNow], electorate: Electorate, *, attendance_taken: bool
) -> FrozenRoll:
    """The roll these seats make, by number. The same seats give the same roll in any order."""
    absent = {
        seat.number
        for seat in seats
        if (not seat.in_room if attendance_taken else seat.holder is not None)
    }
    numbers = {seat.number for seat in seats}
    entries = []
    for seat in sorted(seats, key=lambda seat: seat.number):
        away = seat.number in absent
        holder = seat.holder if away and seat.holder in numbers - absent else None
        if electorate is Electorate.ALL or not away or holder is not None:
            entries.append(Entry(seat.number, seat.weight, seat.college, not away, holder))
    return FrozenRoll(tuple(entries))


def roll_digest(seat_numbers: Iterable[int]) -> str:
    """The digest of a roll where everybody is present, has the weight one and casts for itself."""
    return FrozenRoll(tuple(Entry(number) for number in seat_numbers)).digest


def box_digest(lines: Iterable[str]) -> str:
    """SHA-256 over the lines of a box, sorted, LF after each: what the public list must give.

    Of a secret voting a line is a tracker; of a roll call it is seat number, tracker and choice.
    """
    return _digest(sorted(lines))


def _digest(lines: Iterable[str]) -> str:
    text = "\n".join([*lines, ""])
    return hashlib.sha256(text.encode()).hexdigest()
