# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write an agenda: all of it at once, or one item more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.errors import AlreadyTaken, InvalidRequest
from assembly.resolutions.queries import resolution_id_of
from assembly.sittings.hold import changed, hold_items, hold_sitting, note, require_revision
from assembly.sittings.models import AgendaItem, Sitting
from assembly.sittings.rules.agenda import MOST_ITEMS, Planned, sound_agenda, sound_item
from assembly.sittings.rules.lifecycle import ItemState, require_changeable, require_not_begun


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A sound item with the resolution it is about found."""

    item: Planned
    resolution_id: UUID | None

    def is_what(self, row: AgendaItem) -> bool:
        """Whether the row is the thing asked for: what may not change once it was begun."""
        mine = (self.item.kind, self.item.title, self.resolution_id)
        return mine == (row.kind, row.title, row.resolution_id)

    def stands_in(self, row: AgendaItem) -> bool:
        """Whether the row says all that is asked for already."""
        return (
            self.item.id in (None, row.id)
            and self.is_what(row)
            and self.item.minutes == row.minutes
            and self.item.speaking_seconds == row.speaking_seconds
            and self.item.alternates == row.alternates
            and self.item.new_voices_first == row.new_voices_first
            and (row.state is not ItemState.PLANNED or self.item.floor_open == row.floor_open)
        )


async def put_agenda(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    items: Sequence[Planned],
    *,
    revision: int,
    at: datetime,
    by: str,
) -> Sitting:
    """The agenda has these items, in this order; an item with an id it had before stays that item.

    Sending what stands there already changes nothing, also on an earlier revision. What was begun
    or passed over stays (`AgendaItemBegun`); its time, and whether sides take turns, may change,
    and its list is opened and closed on the floor. Refuses when the sitting is not at `revision`
    any more (`Stale`), and once it is over (`IllegalMove`). Locks its row, then the items.
    """
    wanted = [await _found(session, assembly_id, item) for item in sound_agenda(items)]
    sitting = await hold_sitting(session, assembly_id, number)
    rows = await hold_items(session, sitting.id)
    if len(rows) == len(wanted) and all(
        one.stands_in(row) for one, row in zip(wanted, rows, strict=True)
    ):
        return sitting
    require_changeable(sitting.state)
    require_revision(sitting, revision)
    _require_begun_kept(wanted, rows)
    known = {row.id: row for row in rows}
    await _require_free(session, [one.item.id for one in wanted], known)
    kept = {one.item.id for one in wanted}
    for row in rows:
        if row.id not in kept:
            await session.delete(row)
    for position, one in enumerate(wanted, start=1):
        present = known.get(one.item.id) if one.item.id else None
        if present is None:
            session.add(_new(sitting, one, position))
        else:
            _write(present, one, position)
    await _changed(session, sitting, at)
    note(session, "put_agenda", sitting, at=at, by=by, items=len(wanted))
    return sitting


async def add_item(
    session: AsyncSession, assembly_id: UUID, number: int, item: Planned, *, at: datetime, by: str
) -> Sitting:
    """The item stands last on the agenda. Under an id of one's own it is added once.

    Refuses an id that is used elsewhere (`AlreadyTaken`), an agenda that is full
    (`InvalidRequest`), and a sitting that is over (`IllegalMove`). Locks the sitting's row.
    """
    one = await _found(session, assembly_id, sound_item(item))
    sitting = await hold_sitting(session, assembly_id, number)
    rows = await hold_items(session, sitting.id)
    known = {row.id: row for row in rows}
    if one.item.id in known:
        return sitting
    require_changeable(sitting.state)
    if len(rows) >= MOST_ITEMS:
        raise InvalidRequest(
            f"An agenda has at most {MOST_ITEMS} items.",
            errors=[{"pointer": "", "detail": "the agenda is full"}],
        )
    await _require_free(session, [one.item.id], known)
    row = _new(sitting, one, len(rows) + 1)
    session.add(row)
    await _changed(session, sitting, at)
    note(session, "add_item", sitting, at=at, by=by, item=str(row.id), position=row.position)
    return sitting


async def _found(session: AsyncSession, assembly_id: UUID, item: Planned) -> _Wanted:
    """Refuses a resolution that the assembly does not have (`ResolutionNotFound`)."""
    if item.resolution is None:
        return _Wanted(item, None)
    return _Wanted(item, await resolution_id_of(session, assembly_id, item.resolution))


async def _require_free(
    session: AsyncSession, ids: Iterable[UUID | None], known: dict[UUID, AgendaItem]
) -> None:
    """New items bear ids that no sitting's agenda has."""
    drawn = [one for one in ids if one is not None and one not in known]
    if drawn and await session.scalar(
        select(select(AgendaItem.id).where(AgendaItem.id.in_(drawn)).exists())
    ):
        raise AlreadyTaken("An item with this id is on another agenda.", field="id")


def _require_begun_kept(wanted: Sequence[_Wanted], rows: Sequence[AgendaItem]) -> None:
    by_id = {one.item.id: one for one in wanted if one.item.id is not None}
    for row in rows:
        one = by_id.get(row.id)
        if one is None or not one.is_what(row):
            require_not_begun(row.state, row.position)


def _new(sitting: Sitting, one: _Wanted, position: int) -> AgendaItem:
    row = AgendaItem(
        id=one.item.id or uuid4(),
        assembly_id=sitting.assembly_id,
        sitting_id=sitting.id,
        floor_revision=0,
        state=ItemState.PLANNED,
        spent=timedelta(0),
    )
    _write(row, one, position)
    return row


def _write(row: AgendaItem, one: _Wanted, position: int) -> None:
    """The row is as it is wanted; the list of an item that was begun is left alone."""
    item = one.item
    row.position = position
    row.kind, row.title, row.resolution_id = item.kind, item.title, one.resolution_id
    row.minutes, row.speaking_seconds = item.minutes, item.speaking_seconds
    if row.state is ItemState.PLANNED:
        row.floor_open = item.floor_open
    elif (row.alternates, row.new_voices_first) != (item.alternates, item.new_voices_first):
        row.floor_revision += 1
    row.alternates, row.new_voices_first = item.alternates, item.new_voices_first


async def _changed(session: AsyncSession, sitting: Sitting, at: datetime) -> None:
    changed(sitting, at, agenda=True)
    await session.flush()
