# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ask for the floor, take it back, open and close the list."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.errors import AlreadyTaken, AlreadyWaiting, FloorClosed, IllegalMove, NotPermitted
from assembly.identity.rules.permissions import Permission
from assembly.sittings.floor import speakers_on
from assembly.sittings.hold import hold_current, hold_item, note, share_sitting
from assembly.sittings.models import AgendaItem, Sitting, Speaker
from assembly.sittings.rules.floor import Kind, require_kind
from assembly.sittings.speak import find_speaker


async def ask_for_floor(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    seat_id: UUID,
    kind: Kind,
    *,
    at: datetime,
    by: str,
    speaker_id: UUID | None = None,
) -> Speaker:
    """The seat waits for the floor on the current item. Asking again for the same changes nothing.

    A point of order is heard whenever an item is dealt with, anything else while its list is open;
    else `FloorClosed`. Refuses a seat that waits to say something else (`AlreadyWaiting`), a kind
    that the item does not have (`InvalidRequest`), and a `speaker_id` that is another's
    (`AlreadyTaken`); under one of one's own it is asked once. Locks the sitting FOR
    SHARE, then the current item.
    """
    sitting = await share_sitting(session, assembly_id, number)
    before = await _asked_before(session, sitting, seat_id, speaker_id)
    if before is not None:
        return before
    item = await hold_current(session, sitting.id)
    before = await _asked_before(session, sitting, seat_id, speaker_id)
    if before is not None:
        return before
    if item is None:
        raise FloorClosed("No item is being dealt with.")
    waiting = await _waiting(session, item, seat_id, kind)
    if waiting is not None:
        if waiting.kind is not kind:
            raise AlreadyWaiting(
                "This seat waits already; take that back first.", kind=waiting.kind.value
            )
        return waiting
    require_kind(kind, alternates=item.alternates)
    if kind is not Kind.POINT_OF_ORDER and not item.floor_open:
        raise FloorClosed("The list of speakers is closed.")
    speaker = Speaker(
        id=speaker_id or uuid4(),
        assembly_id=assembly_id,
        sitting_id=sitting.id,
        item_id=item.id,
        seat_id=seat_id,
        kind=kind,
        asked_at=at,
        spent=timedelta(0),
    )
    session.add(speaker)
    item.floor_revision += 1
    await session.flush()
    note(session, "ask_for_floor", sitting, at=at, by=by, speaker=str(speaker.id), kind=kind.value)
    return speaker


async def withdraw_from_floor(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    speaker_id: UUID,
    *,
    at: datetime,
    by: str,
    seat_id: UUID | None = None,
) -> Speaker:
    """Who waited does not wait any more. Harmless when repeated.

    Where a `seat_id` is named, only its own hand is taken down (`NotPermitted`). Refuses who was
    called (`IllegalMove`). Locks the sitting FOR SHARE, then the item.
    """
    sitting = await share_sitting(session, assembly_id, number)
    found = await find_speaker(session, sitting.id, speaker_id)
    if seat_id is not None and found.seat_id != seat_id:
        raise NotPermitted(
            "Only your own hand is yours to take down.", permission=Permission.MODERATE.value
        )
    item = await hold_item(session, sitting.id, found.item_id)
    speaker = await find_speaker(session, sitting.id, speaker_id)
    if speaker.withdrawn_at is not None:
        return speaker
    if speaker.called_at is not None:
        raise IllegalMove("Who was called does not wait any more.")
    speaker.withdrawn_at = max(at, speaker.asked_at)
    item.floor_revision += 1
    note(session, "withdraw_from_floor", sitting, at=at, by=by, speaker=str(speaker.id))
    return speaker


async def set_list(
    session: AsyncSession, assembly_id: UUID, number: int, *, is_open: bool, at: datetime, by: str
) -> AgendaItem:
    """The list of the current item is open, or closed. Harmless when repeated.

    Who waits keeps waiting. Refuses while nothing is dealt with (`FloorClosed`). Locks the row of
    the current item.
    """
    sitting = await share_sitting(session, assembly_id, number)
    item = await hold_current(session, sitting.id)
    if item is None:
        raise FloorClosed("No item is being dealt with.")
    if item.floor_open is not is_open:
        item.floor_open = is_open
        item.floor_revision += 1
        act = "open_list" if is_open else "close_list"
        note(session, act, sitting, at=at, by=by, item=str(item.id))
    return item


async def _asked_before(
    session: AsyncSession, sitting: Sitting, seat_id: UUID, speaker_id: UUID | None
) -> Speaker | None:
    if speaker_id is None:
        return None
    before = await session.get(Speaker, speaker_id, populate_existing=True)
    if before is not None and (before.sitting_id, before.seat_id) != (sitting.id, seat_id):
        raise AlreadyTaken("Somebody else asked under this id.", field="id")
    return before


async def _waiting(
    session: AsyncSession, item: AgendaItem, seat_id: UUID, kind: Kind
) -> Speaker | None:
    """The same seat's hand that is up already: one for points of order, one for anything else."""
    point = kind is Kind.POINT_OF_ORDER
    for row in await speakers_on(session, item.id):
        up = row.called_at is None and row.withdrawn_at is None
        if up and row.seat_id == seat_id and (row.kind is Kind.POINT_OF_ORDER) is point:
            return row
    return None
