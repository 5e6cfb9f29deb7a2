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

from assembly.voting.rules.ballot import Electorate

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


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the roll. `held_by` is the number of the seat that casts for it by proxy."""

    number: int
    weight: Fraction = Fraction(1)
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
        if self.weight != 1:
            parts.append(f"weight={plain_decimal(self.weight)}")
        if not self.present:
            parts.append("absent")
        if self.held_by is not None:
            parts.append(f"held_by={self.held_by}")
        if self.college is not None:
            parts.append(f"college={self.college}")
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class FrozenRoll:
    """Everybody entitled, by seat number, and what follows from it."""

    entries: tuple[Entry, ...]

    @property
    def present(self) -> int:
        """Heads in the room or represented."""
        return sum(entry.counts_as_present for entry in self.entries)

    @property
    def represented(self) -> int:
        """Heads somebody else casts for."""
        return sum(entry.held_by is not None for entry in self.entries)

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
        for places in range(6):
            step = Fraction(1, 10**places)
            if all((entry.weight / step).denominator == 1 for entry in self.entries):
                return step
        return Fraction(1, 10**6)

    @property
    def small_classes(self) -> tuple[tuple[str, str | None, int], ...]:
        """Weight, college and heads of each class small enough to unmask; none if all are alike."""
        classes = Counter((entry.weight, entry.college) for entry in self.entries)
        if len(classes) == 1:
            return ()
        return tuple(
            (plain_decimal(weight), college, heads)
            for (weight, college), heads in sorted(
                classes.items(), key=lambda item: (item[0][1] or "", item[0][0])
            )
            if heads < SMALLEST_CLASS
        )

    @property
    def digest(self) -> str:
        """SHA-256 over the entries' lines, numbers ascending, LF after each. Lower-case hex."""
        return _digest(entry.line for entry in sorted(self.entries, key=lambda entry: entry.number))


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


def plain_decimal(number: Fraction) -> str:
    """An exact decimal with at most six places and no trailing zeros: 1, 0.5, 1.000001."""
    millionths = number * 10**6
    if millionths.denominator != 1:
        message = "a weight has at most six places"
        raise ValueError(message)
    whole, places = divmod(int(millionths), 10**6)
    return f"{whole}.{places:06}".rstrip("0").rstrip(".")


def box_digest(lines: Iterable[str]) -> str:
    """SHA-256 over the lines of a box, sorted, LF after each: what the public list must give.

    Of a secret voting a line is a tracker; of a roll call it is seat number, tracker and choice.
    """
    return _digest(sorted(lines))


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
