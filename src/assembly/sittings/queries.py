# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about sittings and their agendas. Who speaks and who waits: `floor.py`.

A resolution that is not public yet has no name here: whoever may read drafts says so (`drafts`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.database import LARGEST
from assembly.errors import SittingNotFound
from assembly.identity.rules.permissions import Actor, Permission, may
from assembly.resolutions.queries import resolutions_among
from assembly.resolutions.rules.lifecycle import PUBLIC_STATES
from assembly.sittings.models import AgendaItem, Sitting
from assembly.sittings.rules.clock import Clock
from assembly.sittings.rules.lifecycle import LIVE, ItemKind, ItemState, State


@dataclass(frozen=True, slots=True)
class SittingView:
    """A sitting as everybody may see it. `revision` is what If-Match names."""

    id: UUID
    assembly_id: UUID
    number: int
    title: str
    place: str | None
    planned_for: datetime | None
    planned_until: datetime | None
    state: State
    revision: int
    planned_at: datetime
    changed_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    cancelled_because: str | None
    minutes_published_at: datetime | None


@dataclass(frozen=True, slots=True)
class ResolutionLine:
    """The resolution an item is about, as this reader may know it."""

    id: UUID
    number: int
    title: str
    public: bool


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item of an agenda. `own_title` is what was written; `title` is what to show, if anything.

    `resolution` is None where the item is about none, or about one this reader may not know.
    """

    id: UUID
    position: int
    kind: ItemKind
    own_title: str | None
    resolution: ResolutionLine | None
    minutes: int | None
    speaking_seconds: int | None
    alternates: bool
    new_voices_first: bool
    floor_open: bool
    state: ItemState
    began_at: datetime | None
    ended_at: datetime | None
    clock: Clock

    @property
    def title(self) -> str | None:
        """Its own title, else the resolution's."""
        return self.own_title or (self.resolution.title if self.resolution else None)


@dataclass(frozen=True, slots=True)
class SittingMarks:
    """Three words; each is another one whenever what it is about is."""

    sitting: str
    agenda: str
    floor: str


def in_the_hall(actor: Actor, assembly_id: UUID) -> bool:
    """Whether the list of speakers may be shown: to participants and moderators of the assembly."""
    return may(actor, Permission.HEAR_FLOOR, assembly_id)


async def sittings_of(session: AsyncSession, assembly_id: UUID) -> list[SittingView]:
    """All sittings of an assembly, by number."""
    rows = await session.scalars(
        select(Sitting).where(Sitting.assembly_id == assembly_id).order_by(Sitting.number)
    )
    return [view_of(row) for row in rows]


async def require_sitting(session: AsyncSession, assembly_id: UUID, number: int) -> SittingView:
    """The sitting with this number, or `SittingNotFound`."""
    row = await session.scalar(
        select(Sitting).where(
            Sitting.assembly_id == assembly_id, Sitting.number == max(0, min(number, LARGEST))
        )
    )
    if row is None:
        raise SittingNotFound("There is no sitting with this number here.")
    return view_of(row)


async def sitting_by_id(session: AsyncSession, sitting_id: UUID) -> SittingView:
    """The sitting with this id, which exists by foreign key."""
    return view_of((await session.scalars(select(Sitting).where(Sitting.id == sitting_id))).one())


async def sittings_among(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, SittingView]:
    """Those with these ids, in one statement."""
    if not ids:
        return {}
    rows = await session.scalars(select(Sitting).where(Sitting.id.in_(ids)))
    return {row.id: view_of(row) for row in rows}


async def released_sittings(session: AsyncSession) -> list[UUID]:
    """Every sitting whose minutes are public."""
    rows = await session.scalars(
        select(Sitting.id).where(Sitting.minutes_published_at.is_not(None)).order_by(Sitting.id)
    )
    return list(rows)


async def live_sitting(session: AsyncSession, assembly_id: UUID) -> SittingView | None:
    """The one that is open or suspended, if any."""
    row = await session.scalar(
        select(Sitting).where(Sitting.assembly_id == assembly_id, Sitting.state.in_(LIVE))
    )
    return None if row is None else view_of(row)


async def next_sitting(session: AsyncSession, assembly_id: UUID) -> SittingView | None:
    """The live one, else the planned one that comes first; one without an hour comes last."""
    rows = await session.scalars(
        select(Sitting)
        .where(Sitting.assembly_id == assembly_id, Sitting.state.in_([*LIVE, State.PLANNED]))
        .order_by(
            (Sitting.state == State.PLANNED), Sitting.planned_for.nulls_last(), Sitting.number
        )
        .limit(1)
    )
    row = rows.first()
    return None if row is None else view_of(row)


async def agenda_of(
    session: AsyncSession, sitting_id: UUID, *, drafts: bool = False
) -> list[ItemView]:
    """The items in their order. `drafts` names resolutions that are not public too."""
    rows = await session.scalars(
        select(AgendaItem).where(AgendaItem.sitting_id == sitting_id).order_by(AgendaItem.position)
    )
    return await views_of_items(session, rows.all(), drafts=drafts)


async def views_of_items(
    session: AsyncSession, rows: Sequence[AgendaItem], *, drafts: bool
) -> list[ItemView]:
    """These items as this reader may see them."""
    ids = [row.resolution_id for row in rows if row.resolution_id is not None]
    known = await resolutions_among(session, ids)
    lines = {
        key: ResolutionLine(key, view.number, view.title, view.state in PUBLIC_STATES)
        for key, view in known.items()
    }
    return [
        _item(row, lines[row.resolution_id] if row.resolution_id else None, drafts=drafts)
        for row in rows
    ]


async def sitting_marks(session: AsyncSession, assembly_id: UUID) -> SittingMarks:
    """What changes about the sittings of an assembly, in one statement, for comparing."""
    floor = (
        select(func.coalesce(func.sum(AgendaItem.floor_revision), 0))
        .where(AgendaItem.assembly_id == assembly_id)
        .scalar_subquery()
    )
    row = (
        await session.execute(
            select(
                func.count(),
                func.coalesce(func.sum(Sitting.revision - Sitting.agenda_revision), 0),
                func.coalesce(func.sum(Sitting.agenda_revision), 0),
                floor,
            ).where(Sitting.assembly_id == assembly_id)
        )
    ).one()
    return SittingMarks(f"{row[0]}.{row[1]}", str(row[2]), str(row[3]))


def view_of(row: Sitting) -> SittingView:
    """The row as others may hold it."""
    return SittingView(
        id=row.id,
        assembly_id=row.assembly_id,
        number=row.number,
        title=row.title,
        place=row.place,
        planned_for=row.planned_for,
        planned_until=row.planned_until,
        state=row.state,
        revision=row.revision,
        planned_at=row.planned_at,
        changed_at=row.changed_at,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        cancelled_because=row.cancelled_because,
        minutes_published_at=row.minutes_published_at,
    )


def clock_of(item: AgendaItem) -> Clock:
    """How long the item is dealt with, of the minutes planned for it."""
    limit = None if item.minutes is None else timedelta(minutes=item.minutes)
    return Clock(item.spent, item.running_since, limit)


def _item(row: AgendaItem, line: ResolutionLine | None, *, drafts: bool) -> ItemView:
    shown = line is not None and (drafts or line.public)
    return ItemView(
        id=row.id,
        position=row.position,
        kind=row.kind,
        own_title=row.title,
        resolution=line if shown else None,
        minutes=row.minutes,
        speaking_seconds=row.speaking_seconds,
        alternates=row.alternates,
        new_voices_first=row.new_voices_first,
        floor_open=row.floor_open,
        state=row.state,
        began_at=row.began_at,
        ended_at=row.ended_at,
        clock=clock_of(row),
    )
