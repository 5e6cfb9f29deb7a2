# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about the floor: who speaks, who waits and why in this order, who was heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.queries import names_and_numbers
from assembly.sittings.models import AgendaItem, Speaker
from assembly.sittings.queries import ItemView, views_of_items
from assembly.sittings.rules.clock import Clock
from assembly.sittings.rules.floor import Kind, Place, Reason, Spoken, Waiting, order
from assembly.sittings.rules.lifecycle import ItemState


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """Somebody who asked for the floor: the seat's number and its label, and the clock."""

    id: UUID
    item_id: UUID
    seat: int
    label: str
    kind: Kind
    asked_at: datetime
    called_at: datetime | None
    ended_at: datetime | None
    withdrawn_at: datetime | None
    clock: Clock


@dataclass(frozen=True, slots=True)
class WaitingView:
    """Somebody who waits, and why at this place."""

    speaker: SpeakerView
    because: Reason


@dataclass(frozen=True, slots=True)
class FloorView:
    """The floor of the current item; `item` is None, and the rest empty, between two items.

    `last_called` is what `call_next` must name: who was called last on this item, if anybody.
    """

    item: ItemView | None
    speaking: SpeakerView | None
    waiting: tuple[WaitingView, ...]
    heard: tuple[SpeakerView, ...]
    last_called: UUID | None


async def floor_of(session: AsyncSession, sitting_id: UUID, *, drafts: bool = False) -> FloorView:
    """The floor as it is now, for those in the house."""
    item = await session.scalar(
        select(AgendaItem).where(
            AgendaItem.sitting_id == sitting_id, AgendaItem.state == ItemState.CURRENT
        )
    )
    if item is None:
        return FloorView(None, None, (), (), None)
    (shown,) = await views_of_items(session, [item], drafts=drafts)
    rows = await speakers_on(session, item.id)
    views = {view.id: view for view in await _views(session, rows)}
    speaking = [row for row in rows if row.called_at and not row.ended_at]
    heard = [row for row in rows if row.ended_at]
    return FloorView(
        item=shown,
        speaking=views[speaking[0].id] if speaking else None,
        waiting=tuple(
            WaitingView(views[place.waiting.id], place.because) for place in ordered(item, rows)
        ),
        heard=tuple(views[row.id] for row in heard),
        last_called=last_called(rows),
    )


async def speakers_on(session: AsyncSession, item_id: UUID) -> list[Speaker]:
    """Everybody who asked for the floor on an item: those called first, in the order of calling."""
    rows = await session.scalars(
        select(Speaker)
        .where(Speaker.item_id == item_id)
        .order_by(Speaker.called_at.nulls_last(), Speaker.asked_at, Speaker.id)
        .execution_options(populate_existing=True)
    )
    return list(rows)


async def speakers_of(session: AsyncSession, sitting_id: UUID) -> list[SpeakerView]:
    """Everybody who was called in a sitting, in the order of calling: for its minutes."""
    rows = await session.scalars(
        select(Speaker)
        .where(Speaker.sitting_id == sitting_id, Speaker.called_at.is_not(None))
        .order_by(Speaker.called_at, Speaker.id)
    )
    return await _views(session, rows.all())


async def speaker_view(session: AsyncSession, row: Speaker) -> SpeakerView:
    """One of them."""
    (view,) = await _views(session, [row])
    return view


def ordered(item: AgendaItem, rows: Sequence[Speaker]) -> list[Place]:
    """Those of `rows` who wait, in the order the item asks for; `rows` as `speakers_on` gives."""
    waiting = [
        Waiting(row.id, row.seat_id, row.kind, row.asked_at)
        for row in rows
        if row.called_at is None and row.withdrawn_at is None
    ]
    spoken = [Spoken(row.seat_id, row.kind) for row in rows if row.called_at is not None]
    return order(
        waiting, spoken, alternates=item.alternates, new_voices_first=item.new_voices_first
    )


def last_called(rows: Sequence[Speaker]) -> UUID | None:
    """Who was called last, of `rows` as `speakers_on` gives them."""
    called = [row.id for row in rows if row.called_at is not None]
    return called[-1] if called else None


def clock_of(row: Speaker) -> Clock:
    """The time spoken, of what the speaker was given when called."""
    limit = None if row.limit_seconds is None else timedelta(seconds=row.limit_seconds)
    return Clock(row.spent, row.running_since, limit)


async def _views(session: AsyncSession, rows: Sequence[Speaker]) -> list[SpeakerView]:
    somebody = await names_and_numbers(session, {row.seat_id for row in rows})
    return [
        SpeakerView(
            id=row.id,
            item_id=row.item_id,
            seat=somebody[row.seat_id][0],
            label=somebody[row.seat_id][1],
            kind=row.kind,
            asked_at=row.asked_at,
            called_at=row.called_at,
            ended_at=row.ended_at,
            withdrawn_at=row.withdrawn_at,
            clock=clock_of(row),
        )
        for row in rows
    ]
