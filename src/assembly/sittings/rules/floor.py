# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who speaks next: an order that everybody can recompute, with the reason for each place.

1. Points of order go first, in the order of asking.
2. Then, where the item says so, whoever has not spoken on it goes before whoever has.
3. Then the order of raising hands.
4. Where an item alternates, the two sides take turns: after a speaker in favour comes the first
   one against, and the other way round. The first turn is that of the side whose first hand came
   first. Where nobody of the other side waits, the same side goes on. Who speaks for neither side
   takes the place of rules 2 and 3 and leaves the turn as it was.

Rule 4 goes before rule 2: a side whose turn it is is heard even when all of it has spoken before.
Hands raised at the same instant stand in the order of their ids. The same lists give the same order
on every machine, and taking the first one away leaves the others in their order.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from assembly.errors import InvalidRequest


class Kind(StrEnum):
    """What somebody asks the floor for."""

    CONTRIBUTION = "contribution"
    PRO = "pro"
    CONTRA = "contra"
    POINT_OF_ORDER = "point_of_order"


class Reason(StrEnum):
    """Why somebody stands where they stand."""

    POINT_OF_ORDER = "point_of_order"
    HAND = "hand"
    NEW_VOICE = "new_voice"
    TURN = "turn"
    OTHER_SIDE_SILENT = "other_side_silent"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A hand that is up."""

    id: UUID
    seat_id: UUID
    kind: Kind
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Spoken:
    """Somebody who was called on this item, in the order of calling."""

    seat_id: UUID
    kind: Kind


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place in the list, and why it is this one."""

    waiting: Waiting
    because: Reason


SIDES = {Kind.PRO: Kind.CONTRA, Kind.CONTRA: Kind.PRO}
"""Each side, and the other one."""


def order(
    waiting: Iterable[Waiting],
    spoken: Sequence[Spoken],
    *,
    alternates: bool = False,
    new_voices_first: bool = False,
) -> list[Place]:
    """Everybody who waits, the next one first."""
    heard = {one.seat_id for one in spoken if one.kind is not Kind.POINT_OF_ORDER}
    hands = sorted(waiting, key=lambda one: (one.asked_at, one.id))
    points = [one for one in hands if one.kind is Kind.POINT_OF_ORDER]
    others = [one for one in hands if one.kind is not Kind.POINT_OF_ORDER]
    first = [Place(one, Reason.POINT_OF_ORDER) for one in points]
    line = _line(others, heard) if new_voices_first else [Place(one, Reason.HAND) for one in others]
    return first + (_in_turn(line, others, spoken) if alternates else line)


def next_up(places: Sequence[Place]) -> Waiting | None:
    """The one who is called next, if anybody waits."""
    return places[0].waiting if places else None


def require_kind(kind: Kind, *, alternates: bool) -> None:
    """Where an item alternates, a speaker says for which side (`InvalidRequest`)."""
    if alternates and kind is Kind.CONTRIBUTION:
        raise InvalidRequest(
            "This item hears both sides in turn: ask for the floor in favour (pro) or"
            " against (contra).",
            errors=[{"pointer": "/kind", "detail": "pro, contra or point_of_order"}],
        )


def _line(hands: Sequence[Waiting], heard: Collection[UUID]) -> list[Place]:
    """New voices first; a place is explained by it where others raised their hands before."""
    new = [one for one in hands if one.seat_id not in heard]
    old = [one for one in hands if one.seat_id in heard]
    passed = [one for one in new if old and hands.index(one) > hands.index(old[0])]
    return [Place(one, Reason.NEW_VOICE if one in passed else Reason.HAND) for one in new + old]


def _in_turn(
    line: Sequence[Place], hands: Sequence[Waiting], spoken: Sequence[Spoken]
) -> list[Place]:
    left = list(line)
    side = next((SIDES[one.kind] for one in reversed(spoken) if one.kind in SIDES), None)
    if side is None:
        side = next((one.kind for one in hands if one.kind in SIDES), None)
    placed = []
    while left:
        chosen = next((one for one in left if one.waiting.kind in (side, Kind.CONTRIBUTION)), None)
        because = Reason.TURN
        if chosen is None:
            chosen, because = left[0], Reason.OTHER_SIDE_SILENT
        elif chosen is left[0]:
            because = chosen.because
        left.remove(chosen)
        placed.append(Place(chosen.waiting, because))
        side = SIDES.get(chosen.waiting.kind, side)
    return placed
