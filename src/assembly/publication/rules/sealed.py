# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The roll and the box as a bundle carries them: written in one form, and read back in no other."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from operator import itemgetter
from typing import Any, NamedTuple

from assembly.errors import InvalidRequest
from assembly.voting.rules.document import Keys
from assembly.voting.rules.exact import read_exact, write_exact
from assembly.voting.rules.roll import ONE, Entry, FrozenRoll

ROLL_LINE = ("seat", "weight", "college", "present", "held_by")
BOX = ("trackers", "ballots")
BALLOT_LINE = ("seat", "tracker", "choice")
TRACKER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A tracker in its one form, as `str(UUID(…))` writes it."""


class BallotLine(NamedTuple):
    """One line of a roll call, without the name."""

    seat: int
    tracker: str
    choice: str


_entry: Callable[[Iterable[Any]], Entry] = partial(tuple.__new__, Entry)
_ballot: Callable[[Iterable[Any]], BallotLine] = partial(tuple.__new__, BallotLine)
"""As `_make`, without a call of Python's for each of a hundred thousand."""


@dataclass(frozen=True)
class SealedBox:
    """The trackers of a secret voting, or the ballots of a roll call; the other is None."""

    secret: tuple[str, ...] | None
    ballots: tuple[BallotLine, ...] | None

    @property
    def is_secret(self) -> bool:
        """Whether names stand apart."""
        return self.ballots is None

    @cached_property
    def trackers(self) -> tuple[str, ...]:
        """Every tracker, as listed."""
        return (*(self.secret or ()), *[ballot.tracker for ballot in self.ballots or ()])

    @property
    def lines(self) -> list[str]:
        """What the digest is taken of: a tracker; or a seat's number, its tracker, its choice."""
        return [
            *(self.secret or ()),
            *[f"{seat} {tracker} {choice}" for seat, tracker, choice in self.ballots or ()],
        ]

    @property
    def is_sorted(self) -> bool:
        """Trackers ascending, or ballots by seat."""
        if self.ballots is not None:
            seats = [ballot.seat for ballot in self.ballots]
            return seats == sorted(seats)
        return list(self.trackers) == sorted(self.trackers)


@dataclass(frozen=True, slots=True)
class Sealed:
    """Both."""

    roll: FrozenRoll
    box: SealedBox


def write_roll(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """The lines of a roll, by seat number. No names."""
    weights = {id(entry.weight): entry.weight for entry in entries}
    words = {one: write_exact(weight) for one, weight in weights.items()}
    return [
        {
            "seat": entry.number,
            "weight": words[id(entry.weight)],
            "college": entry.college,
            "present": entry.present,
            "held_by": entry.held_by,
        }
        for entry in entries
    ]


def read_roll(document: object) -> FrozenRoll:
    """What `write_roll` wrote, and nothing that only resembles it."""
    seats, words, colleges, presents, holders = _columns(document, ROLL_LINE, "roll")
    _require_numbers(seats, "roll.seat")
    _require_kinds(words, {str}, "roll.weight")
    _require_kinds(colleges, {str, type(None)}, "roll.college")
    _require_kinds(presents, {bool}, "roll.present")
    _require_numbers([seat for seat in holders if seat is not None], "roll.held_by")
    weights = {word: _weight(word) for word in set(words)}
    weighed = map(weights.__getitem__, words)
    lines = zip(seats, weighed, colleges, presents, holders, strict=True)
    return FrozenRoll(tuple(map(_entry, lines)))


def write_box(box: SealedBox) -> dict[str, Any]:
    """The box as JSON."""
    return {
        "trackers": None if box.secret is None else list(box.secret),
        "ballots": None
        if box.ballots is None
        else [
            {"seat": ballot.seat, "tracker": ballot.tracker, "choice": ballot.choice}
            for ballot in box.ballots
        ],
    }


def read_box(document: object) -> SealedBox:
    """What `write_box` wrote: either trackers or ballots, each tracker in its one form."""
    keys = Keys.of(document, BOX, "box")
    trackers, ballots = keys.values.get("trackers"), keys.values.get("ballots")
    if len(keys.values) < len(BOX) or (trackers is None) == (ballots is None):
        raise InvalidRequest("A box holds trackers, or ballots by name; the other is null.")
    if ballots is None:
        words = _listed(trackers, "box.trackers")
        _require_trackers(words)
        return SealedBox(tuple(words), None)
    seats, trackers, choices = _columns(ballots, BALLOT_LINE, "box.ballots")
    _require_numbers(seats, "box.ballots.seat")
    _require_trackers(trackers)
    _require_kinds(choices, {str}, "box.ballots.choice")
    return SealedBox(None, tuple(map(_ballot, zip(seats, trackers, choices, strict=True))))


def _columns(document: object, keys: Sequence[str], place: str) -> list[list[Any]]:
    """What the lines hold, a key at a time; a line has these keys and no other."""
    lines = _listed(document, place)
    _require_kinds(lines, {dict}, place)
    try:
        columns = [list(map(itemgetter(key), lines)) for key in keys]
    except KeyError as missing:
        raise InvalidRequest(f"{place}.{missing.args[0]} is missing.", what=place) from None
    if not {len(keys)}.issuperset(map(len, lines)):
        raise InvalidRequest(f"{place} has a key that is not known here.", what=place)
    return columns


def _weight(word: str) -> Fraction:
    """Equal weights are one number: reading one takes a while."""
    weight = ONE if word == "1" else Fraction(read_exact(word, what="weight"))
    if write_exact(weight) != word:
        raise InvalidRequest("A weight is not in the form in which it is published.", what="roll")
    return weight


def _require_trackers(words: list[Any]) -> None:
    _require_kinds(words, {str}, "box")
    if not all(map(TRACKER.fullmatch, words)):
        raise InvalidRequest("A tracker is not in the form in which it is published.", what="box")


def _require_numbers(values: list[Any], place: str) -> None:
    """Whole, and never negative."""
    _require_kinds(values, {int}, place)
    if min(values, default=0) < 0:
        raise InvalidRequest(f"{place} is no whole number.", what=place)


def _require_kinds(values: list[Any], kinds: set[type], place: str) -> None:
    """JSON's own kinds to the letter: true is no number, and 1.0 is no whole one."""
    if not kinds.issuperset(map(type, values)):
        raise InvalidRequest(f"{place} is not in the form in which it is published.", what=place)


def _listed(document: object, place: str) -> list[Any]:
    if not isinstance(document, list):
        raise InvalidRequest(f"{place} is no list.", what=place)
    return document
