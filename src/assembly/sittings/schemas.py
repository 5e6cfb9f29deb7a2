# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: sittings, agendas, the floor, notes. Clocks are whole seconds as of `at`."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from pydantic import Field

from assembly.api.schema import Schema
from assembly.assemblies.rules.wall import local_time
from assembly.assemblies.schemas import SeatNumber
from assembly.database import LARGEST
from assembly.sittings.floor import FloorView, SpeakerView, WaitingView
from assembly.sittings.queries import ItemView, SittingView
from assembly.sittings.rules.agenda import (
    LONGEST_DAY,
    LONGEST_NOTE,
    LONGEST_SPEECH,
    LONGEST_TITLE,
    MOST_ITEMS,
    SHORTEST_SPEECH,
    Planned,
)
from assembly.sittings.rules.clock import Clock, seconds
from assembly.sittings.rules.floor import Kind, Reason
from assembly.sittings.rules.lifecycle import ItemKind, ItemState, State

WRITTEN = "RFC 3339 with an offset, or 2026-11-22T20:00 on the wall of the assembly's time zone"
LINE = 4 * LONGEST_TITLE
"""Longest line taken in: white space is folded before it is judged."""


# ── in ────────────────────────────────────────────────────────────────────────
class WriteSitting(Schema):
    """What a sitting is called, where it is held and when."""

    judged_later: ClassVar[frozenset[str]] = frozenset(
        {"title", "place", "planned_for", "planned_until"}
    )

    title: str = Field(max_length=LINE)
    place: str | None = Field(None, max_length=LINE)
    planned_for: str | None = Field(None, max_length=40, description=WRITTEN)
    planned_until: str | None = Field(None, max_length=40, description=WRITTEN)


class PlanSitting(WriteSitting):
    """A new sitting."""

    id: UUID | None = Field(None, description="Drawn by you: sent again, it is planned once")


class CancelSitting(Schema):
    """Why a sitting is not held. Everybody may read it."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"because"})

    because: str = Field(max_length=8000, description="10 to 1000 characters")


class WriteItem(Schema):
    """An item of an agenda: a title, a resolution, or both."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"title"})

    id: UUID | None = Field(
        None, description="Of an item that is on the agenda, or drawn by you for a new one"
    )
    kind: ItemKind
    title: str | None = Field(None, max_length=LINE)
    resolution: int | None = Field(None, ge=1, le=LARGEST, description="The resolution's number")
    minutes: int | None = Field(None, ge=1, le=LONGEST_DAY, description="Planned for it")
    speaking_seconds: int | None = Field(
        None, ge=SHORTEST_SPEECH, le=LONGEST_SPEECH, description="For each speaker"
    )
    alternates: bool = Field(False, description="Speakers for and against take turns")
    new_voices_first: bool = Field(
        False, description="Who has not spoken on it goes before who has"
    )
    floor_open: bool = Field(False, description="The list of speakers opens when the item begins")

    def value(self) -> Planned:
        """As the rules know it."""
        return Planned(
            kind=self.kind,
            title=self.title,
            resolution=self.resolution,
            minutes=self.minutes,
            speaking_seconds=self.speaking_seconds,
            alternates=self.alternates,
            new_voices_first=self.new_voices_first,
            floor_open=self.floor_open,
            id=self.id,
        )


class PutAgenda(Schema):
    """The whole agenda in its order."""

    items: list[WriteItem] = Field(max_length=MOST_ITEMS)


class BeginItem(Schema):
    """Why an item is taken up again; needed only for one that was done or passed over."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"because"})

    because: str | None = Field(None, max_length=8000, description="10 to 1000 characters")


class AskForFloor(Schema):
    """A raised hand. A participant asks for the own seat, a moderator for any."""

    kind: Kind = Kind.CONTRIBUTION
    seat: SeatNumber | None = Field(None, description="Moderators only")
    id: UUID | None = Field(None, description="Drawn by you: sent again, it is asked once")


class CallNext(Schema):
    """Who was called last, as the list said: so that two who call the next call one."""

    after: UUID | None = Field(description="`last_called` of the floor you saw")


class AddNote(Schema):
    """A line for the minutes. It is never changed: a correction is a further note."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"text"})

    text: str = Field(max_length=2 * LONGEST_NOTE)
    id: UUID | None = Field(None, description="Drawn by you: sent again, it is noted once")


# ── out ───────────────────────────────────────────────────────────────────────
class ClockOut(Schema):
    """A clock as of `at`: `left` is null without a limit, `over` is zero until it is passed."""

    running: bool
    running_since: datetime | None
    spent: int
    limit: int | None
    left: int | None
    over: int
    at: datetime

    @classmethod
    def of(cls, clock: Clock, at: datetime) -> Self:
        """As it stands then."""
        left = clock.left(at)
        return cls(
            running=clock.running_since is not None,
            running_since=clock.running_since,
            spent=seconds(clock.at(at)),
            limit=None if clock.limit is None else seconds(clock.limit),
            left=None if left is None else seconds(left),
            over=seconds(clock.over(at)),
            at=at,
        )


class AboutOut(Schema):
    """The resolution an item is about."""

    number: int
    title: str


class ItemOut(Schema):
    """An item of an agenda. A resolution that is not public has no name here."""

    id: UUID
    position: int
    kind: ItemKind
    title: str | None
    resolution: AboutOut | None
    minutes: int | None
    speaking_seconds: int | None
    alternates: bool
    new_voices_first: bool
    floor_open: bool
    state: ItemState
    began_at: datetime | None
    ended_at: datetime | None
    clock: ClockOut

    @classmethod
    def of(cls, item: ItemView, at: datetime) -> Self:
        """As it stands then."""
        about = item.resolution
        return cls(
            id=item.id,
            position=item.position,
            kind=item.kind,
            title=item.title,
            resolution=about and AboutOut(number=about.number, title=about.title),
            minutes=item.minutes,
            speaking_seconds=item.speaking_seconds,
            alternates=item.alternates,
            new_voices_first=item.new_voices_first,
            floor_open=item.floor_open,
            state=item.state,
            began_at=item.began_at,
            ended_at=item.ended_at,
            clock=ClockOut.of(item.clock, at),
        )


class SittingLine(Schema):
    """A sitting without its agenda. Local times stand as the wall in the assembly shows them."""

    id: UUID
    number: int
    title: str
    place: str | None
    state: State
    revision: int
    time_zone: str
    planned_for: datetime | None
    planned_until: datetime | None
    planned_for_local: str | None
    planned_until_local: str | None
    opened_at: datetime | None
    closed_at: datetime | None
    cancelled_because: str | None
    minutes_published_at: datetime | None

    @classmethod
    def of(cls, view: SittingView, zone: str) -> Self:
        """With the local times of this zone."""
        return cls(**_line(view, zone))


class SittingOut(SittingLine):
    """A sitting with its agenda; `revision` is its ETag."""

    agenda: list[ItemOut]

    @classmethod
    def shown(cls, view: SittingView, items: list[ItemView], zone: str, at: datetime) -> Self:
        """With its items as they stand then."""
        return cls(**_line(view, zone), agenda=[ItemOut.of(item, at) for item in items])


class SittingList(Schema):
    """All sittings of an assembly, by number."""

    items: list[SittingLine]


class SpeakerOut(Schema):
    """Somebody who asked for the floor."""

    id: UUID
    item: UUID
    seat: int
    label: str
    kind: Kind
    asked_at: datetime
    called_at: datetime | None
    ended_at: datetime | None
    withdrawn_at: datetime | None
    clock: ClockOut

    @classmethod
    def of(cls, view: SpeakerView, at: datetime) -> Self:
        """As it stands then."""
        return cls(
            id=view.id,
            item=view.item_id,
            seat=view.seat,
            label=view.label,
            kind=view.kind,
            asked_at=view.asked_at,
            called_at=view.called_at,
            ended_at=view.ended_at,
            withdrawn_at=view.withdrawn_at,
            clock=ClockOut.of(view.clock, at),
        )


class WaitingOut(Schema):
    """Somebody who waits: `place` counts from 1, `because` says why it is this one."""

    place: int
    because: Reason
    speaker: SpeakerOut

    @classmethod
    def of(cls, view: WaitingView, place: int, at: datetime) -> Self:
        """At this place."""
        return cls(place=place, because=view.because, speaker=SpeakerOut.of(view.speaker, at))


class FloorOut(Schema):
    """Who speaks, who waits, who was heard on the current item. `last_called` is for CallNext."""

    item: ItemOut | None
    open: bool
    speaking: SpeakerOut | None
    waiting: list[WaitingOut]
    heard: list[SpeakerOut]
    last_called: UUID | None

    @classmethod
    def of(cls, view: FloorView, at: datetime) -> Self:
        """As it stands then."""
        return cls(
            item=view.item and ItemOut.of(view.item, at),
            open=view.item is not None and view.item.floor_open,
            speaking=view.speaking and SpeakerOut.of(view.speaking, at),
            waiting=[
                WaitingOut.of(one, place, at) for place, one in enumerate(view.waiting, start=1)
            ],
            heard=[SpeakerOut.of(one, at) for one in view.heard],
            last_called=view.last_called,
        )


class NoteOut(Schema):
    """A note as it stands in the minutes."""

    id: UUID
    text: str
    noted_at: datetime


def _line(view: SittingView, zone: str) -> dict[str, object]:
    return {
        "id": view.id,
        "number": view.number,
        "title": view.title,
        "place": view.place,
        "state": view.state,
        "revision": view.revision,
        "time_zone": zone,
        "planned_for": view.planned_for,
        "planned_until": view.planned_until,
        "planned_for_local": local_time(view.planned_for, zone),
        "planned_until_local": local_time(view.planned_until, zone),
        "opened_at": view.opened_at,
        "closed_at": view.closed_at,
        "cancelled_because": view.cancelled_because,
        "minutes_published_at": view.minutes_published_at,
    }
