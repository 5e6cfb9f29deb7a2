# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who is present now, as the roll of a voting opened now would have it; and the order of instants.

In the room is who was marked as arriving and not as leaving. Until anybody was ever marked, whoever
gave no proxy is taken to be in the room. Present is who is in the room, and who is absent and has a
proxy whose holder is in the room (docs/decisions/0015).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A seat now: whether its stay in the room is open, and the seat it gave its proxy to."""

    number: int
    marked: bool
    holder: int | None


@dataclass(frozen=True, slots=True)
class Presence:
    """The numbers of the seats in the room, and holder by giver for those represented."""

    seated: int
    in_room: frozenset[int]
    represented: dict[int, int]

    @property
    def present(self) -> int:
        """Heads in the room or represented: what a share of those present is taken of."""
        return len(self.in_room) + len(self.represented)


def presence_of(places: Sequence[Place], *, taken: bool) -> Presence:
    """Who is in the room and who is represented. `taken` says whether attendance ever was."""
    in_room = frozenset(
        place.number for place in places if (place.marked if taken else place.holder is None)
    )
    represented = {
        place.number: place.holder
        for place in places
        if place.holder is not None and place.number not in in_room and place.holder in in_room
    }
    return Presence(len(places), in_room, represented)


def begins_at(at: datetime, last: tuple[datetime, datetime | None] | None) -> datetime:
    """When the next stay or proxy begins: `at`, but after the last began and not before it ended.

    So a clock that was set back never puts the line of time out of order.
    """
    if last is None:
        return at
    began, ended = last
    return max(at, began + TICK, ended or began)
