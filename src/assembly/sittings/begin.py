# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Begin an item of the agenda, end it, pass it over. One at most is dealt with at a time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.resolutions.rules.reason import sound_reason
from assembly.sittings.hold import (
    changed,
    hold_current,
    hold_item,
    hold_sitting,
    note,
    remember,
    require_revision,
)
from assembly.sittings.models import AgendaItem, Sitting
from assembly.sittings.queries import clock_of
from assembly.sittings.rules.lifecycle import (
    NEEDS_A_REASON,
    ItemState,
    Moment,
    require_changeable,
    require_in_session,
    require_item_move,
)
from assembly.sittings.speak import end_speaking


async def begin_item(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    item_id: UUID,
    *,
    at: datetime,
    by: str,
    because: str | None = None,
    revision: int | None = None,
) -> Sitting:
    """The item is dealt with, and the one before is done. Harmless when repeated.

    One that was done or passed over is taken up again only for a reason, which the minutes tell.
    Refuses while the sitting is not open (`SittingNotOpen`), and where a `revision` is named that
    is not the present one (`Stale`). Locks the sitting's row, then those of the two items.
    """
    sitting = await hold_sitting(session, assembly_id, number)
    before = await hold_current(session, sitting.id)
    item = await hold_item(session, sitting.id, item_id)
    if item.state is ItemState.CURRENT:
        return sitting
    require_in_session(sitting.state)
    require_item_move(item.state, ItemState.CURRENT)
    again = item.state in NEEDS_A_REASON
    reason = sound_reason(because or "") if again else None
    require_revision(sitting, revision)
    if before is not None:
        await finish(session, sitting, before, at=at, by=by)
    item.state, item.ended_at, item.running_since = ItemState.CURRENT, None, at
    item.began_at = item.began_at or at
    item.floor_revision += 1
    changed(sitting, at, agenda=True)
    what = Moment.ITEM_TAKEN_UP_AGAIN if again else Moment.ITEM_BEGUN
    facts = {"position": item.position} | ({"because": reason} if reason else {})
    await remember(session, sitting, what, at=at, item=item, facts=facts)
    note(session, "begin_item", sitting, at=at, by=by, item=str(item.id), **facts)
    return sitting


async def end_item(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    item_id: UUID,
    *,
    at: datetime,
    by: str,
) -> Sitting:
    """The item is done, and whoever spoke on it has ended. Harmless when repeated.

    Who still waits keeps the place for when it is taken up again. Refuses an item that was not
    begun (`IllegalMove`). Locks the sitting's row, then the item's.
    """
    sitting = await hold_sitting(session, assembly_id, number)
    item = await hold_item(session, sitting.id, item_id)
    if item.state is ItemState.DONE:
        return sitting
    require_item_move(item.state, ItemState.DONE)
    await finish(session, sitting, item, at=at, by=by)
    changed(sitting, at, agenda=True)
    return sitting


async def pass_over(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    item_id: UUID,
    *,
    at: datetime,
    by: str,
) -> Sitting:
    """The planned item is not dealt with now. Harmless when repeated.

    Refuses one that was begun (`IllegalMove`), and a sitting that is over. Locks the sitting's row,
    then the item's.
    """
    sitting = await hold_sitting(session, assembly_id, number)
    item = await hold_item(session, sitting.id, item_id)
    if item.state is ItemState.PASSED_OVER:
        return sitting
    require_changeable(sitting.state)
    require_item_move(item.state, ItemState.PASSED_OVER)
    item.state = ItemState.PASSED_OVER
    changed(sitting, at, agenda=True)
    facts = {"position": item.position}
    await remember(session, sitting, Moment.ITEM_PASSED_OVER, at=at, item=item, facts=facts)
    note(session, "pass_over", sitting, at=at, by=by, item=str(item.id), **facts)
    return sitting


async def finish(
    session: AsyncSession, sitting: Sitting, item: AgendaItem, *, at: datetime, by: str
) -> None:
    """The current item is done, its list is closed and its clock stands. Both rows must be held."""
    await end_speaking(session, item, at=at)
    clock = clock_of(item).stopped(at)
    item.state, item.ended_at = ItemState.DONE, max(at, item.began_at or at)
    item.spent, item.running_since = clock.spent, None
    item.floor_open = False
    item.floor_revision += 1
    await session.flush()  # before another one is current
    facts = {"position": item.position, "over": int(clock.over(at).total_seconds())}
    await remember(session, sitting, Moment.ITEM_DONE, at=at, item=item, facts=facts)
    note(session, "end_item", sitting, at=at, by=by, item=str(item.id), **facts)
