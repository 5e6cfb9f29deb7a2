# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The roll and the box as a bundle carries them: written in one form, and read back in no other."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple, get_args

import msgspec

from assembly.errors import InvalidRequest
from assembly.voting.rules.document import Keys
from assembly.voting.rules.exact import read_exact, write_exact
from assembly.voting.rules.roll import ONE, Entry, FrozenRoll

BOX = ("trackers", "ballots")
TRACKER = "00000000-0000-0000-0000-000000000000"
"""A tracker in its one form, as `str(UUID(…))` writes it."""
DASHES = [place for place, sign in enumerate(TRACKER) if sign == "-"]
HEX = b"0123456789abcdef"

_entry: Callable[[Iterable[Any]], Entry] = partial(tuple.__new__, Entry)
"""As `_make`, without a call of Python's for each of a hundred thousand."""


class RollLine(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """One line of a roll in a bundle that was read in its published form, keys ascending."""

    college: str | None
    held_by: int | None
    present: bool
    seat: int
    weight: str


class BallotLine(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """One line of a roll call, without the name, likewise."""

    choice: str
    seat: int
    tracker: str


KINDS: dict[tuple[type[msgspec.Struct], str], set[type]] = {
    (line, field.name): set(get_args(field.type)) or {field.type}
    for line in (RollLine, BallotLine)
    for field in msgspec.structs.fields(line)
}
"""JSON's own kinds of what a line holds."""


class Ballots(NamedTuple):
    """A roll call without the names: what stands at one place belongs to one ballot."""

    seats: Sequence[int]
    trackers: Sequence[str]
    choices: Sequence[str]


@dataclass(frozen=True)
class SealedBox:
    """The trackers of a secret voting, or the ballots of a roll call; the other is None."""

    secret: tuple[str, ...] | None
    ballots: Ballots | None

    @property
    def is_secret(self) -> bool:
        """Whether names stand apart."""
        return self.ballots is None

    @property
    def trackers(self) -> Sequence[str]:
        """Every tracker, as listed."""
        return self.secret or () if self.ballots is None else self.ballots.trackers

    @property
    def lines(self) -> Sequence[str]:
        """What the digest is taken of: a tracker; or a seat's number, its tracker, its choice."""
        if self.ballots is None:
            return self.trackers
        return [
            f"{seat} {tracker} {choice}"
            for seat, tracker, choice in zip(*self.ballots, strict=True)
        ]

    @property
    def is_sorted(self) -> bool:
        """Trackers ascending, or ballots by seat."""
        listed: list[Any] = list(self.trackers if self.ballots is None else self.ballots.seats)
        return listed == sorted(listed)


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
    colleges, holders, presents, seats, words = _columns(document, RollLine, "roll")
    _require_numbers(seats, "roll.seat")
    _require_numbers([seat for seat in set(holders) if seat is not None], "roll.held_by")
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
            {"seat": seat, "tracker": tracker, "choice": choice}
            for seat, tracker, choice in zip(*box.ballots, strict=True)
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
        _require_kinds(words, {str}, "box.trackers")
        _require_trackers(words)
        return SealedBox(tuple(words), None)
    choices, seats, trackers = _columns(ballots, BallotLine, "box.ballots")
    _require_numbers(seats, "box.ballots.seat")
    _require_trackers(trackers)
    return SealedBox(None, Ballots(seats, trackers, choices))


def _columns(document: object, line: type[msgspec.Struct], place: str) -> list[list[Any]]:
    """What the lines hold, a key at a time; a line has these keys and kinds and no other."""
    lines, keys = _listed(document, place), line.__struct_fields__
    if lines and {line}.issuperset(map(type, lines)):
        return [list(map(attrgetter(key), lines)) for key in keys]
    _require_kinds(lines, {dict}, place)
    try:
        columns = [list(map(itemgetter(key), lines)) for key in keys]
    except KeyError as missing:
        raise InvalidRequest(f"{place}.{missing.args[0]} is missing.", what=place) from None
    if not {len(keys)}.issuperset(map(len, lines)):
        raise InvalidRequest(f"{place} has a key that is not known here.", what=place)
    for key, column in zip(keys, columns, strict=True):
        _require_kinds(column, KINDS[line, key], f"{place}.{key}")
    return columns


def _weight(word: str) -> Fraction:
    """Equal weights are one number: reading one takes a while."""
    weight = ONE if word == "1" else Fraction(read_exact(word, what="weight"))
    if write_exact(weight) != word:
        raise InvalidRequest("A weight is not in the form in which it is published.", what="roll")
    return weight


def _require_trackers(words: list[Any]) -> None:
    """All of them at once: letters where there are letters, and dashes at their places only."""
    many, lengths = len(words), set(map(len, words))
    signs = "".join(words).encode(errors="replace")
    if (
        not {len(TRACKER)}.issuperset(lengths)
        or signs.translate(None, HEX) != b"-" * (many * len(DASHES))
        or any(signs[place :: len(TRACKER)] != b"-" * many for place in DASHES)
    ):
        raise InvalidRequest("A tracker is not in the form in which it is published.", what="box")


def _require_numbers(values: list[Any], place: str) -> None:
    """Never negative."""
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
