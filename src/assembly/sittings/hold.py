# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hold a sitting, or an item of its agenda, while something about it is done; and say what was.

What is done to a sitting or its agenda takes the sitting's row FOR NO KEY UPDATE, what is done on
the floor takes it FOR SHARE, so that no item begins or ends meanwhile; then each takes the row of
the item. A key that only points at one of these rows, as a raised hand does, waits for neither.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly
from assembly.audit.record import record_act
from assembly.database import LARGEST
from assembly.errors import AgendaItemNotFound, SittingNotFound, Stale
from assembly.sittings.models import AgendaItem, MomentRow, Sitting
from assembly.sittings.rules.lifecycle import ItemState, Moment


async def hold_sitting(session: AsyncSession, assembly_id: UUID, number: int) -> Sitting:
    """The row as it is now, held FOR NO KEY UPDATE, or `SittingNotFound`."""
    sitting = await session.scalar(
        select(Sitting)
        .where(Sitting.assembly_id == assembly_id, Sitting.number == max(0, min(number, LARGEST)))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if sitting is None:
        raise SittingNotFound("There is no sitting with this number here.")
    return sitting


async def share_sitting(session: AsyncSession, assembly_id: UUID, number: int) -> Sitting:
    """The row as it is now, held FOR SHARE, or `SittingNotFound`: for what is done on the floor."""
    sitting = await session.scalar(
        select(Sitting)
        .where(Sitting.assembly_id == assembly_id, Sitting.number == max(0, min(number, LARGEST)))
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )
    if sitting is None:
        raise SittingNotFound("There is no sitting with this number here.")
    return sitting


async def hold_item(session: AsyncSession, sitting_id: UUID, item_id: UUID) -> AgendaItem:
    """The row as it is now, held FOR NO KEY UPDATE, or `AgendaItemNotFound`."""
    item = await session.scalar(
        select(AgendaItem)
        .where(AgendaItem.sitting_id == sitting_id, AgendaItem.id == item_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if item is None:
        raise AgendaItemNotFound("There is no such item on the agenda (any more).")
    return item


async def hold_items(session: AsyncSession, sitting_id: UUID) -> list[AgendaItem]:
    """Every item of the agenda in its order, held FOR NO KEY UPDATE in the order of ids."""
    rows = await session.scalars(
        select(AgendaItem)
        .where(AgendaItem.sitting_id == sitting_id)
        .order_by(AgendaItem.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return sorted(rows, key=lambda item: item.position)


async def hold_current(session: AsyncSession, sitting_id: UUID) -> AgendaItem | None:
    """The item that is dealt with, held FOR NO KEY UPDATE, if there is one.

    The sitting's row must be held, so that it stays this one.
    """
    return await session.scalar(
        select(AgendaItem)
        .where(AgendaItem.sitting_id == sitting_id, AgendaItem.state == ItemState.CURRENT)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def require_revision(sitting: Sitting, revision: int | None) -> None:
    """Nobody's work is written over: the change must be made on what stands there now."""
    if revision is not None and sitting.revision != revision:
        raise Stale(
            "Somebody changed this sitting meanwhile; read it again and repeat your change.",
            yours=revision,
            current=sitting.revision,
        )


def changed(sitting: Sitting, at: datetime, *, agenda: bool = False) -> None:
    """The sitting, or its agenda, is another one than before."""
    sitting.revision += 1
    sitting.agenda_revision += agenda
    sitting.changed_at = at


async def remember(
    session: AsyncSession,
    sitting: Sitting,
    what: Moment,
    *,
    at: datetime,
    item: AgendaItem | None = None,
    facts: Mapping[str, object] | None = None,
) -> None:
    """The minutes will tell it. The sitting's row must be held."""
    last = await session.scalar(
        select(func.max(MomentRow.ordinal)).where(MomentRow.sitting_id == sitting.id)
    )
    session.add(
        MomentRow(
            sitting_id=sitting.id,
            ordinal=(last or 0) + 1,
            assembly_id=sitting.assembly_id,
            what=what,
            item_id=item and item.id,
            at=at,
            facts=dict(facts or {}),
        )
    )
    await session.flush()


def note(
    session: AsyncSession, act: str, sitting: Sitting, *, at: datetime, by: str, **facts: object
) -> None:
    """The act is in the trail, by the sitting's number."""
    record_act(
        session,
        act,
        at=at,
        by=by,
        subject=f"sitting:{sitting.number}",
        assembly_id=sitting.assembly_id,
        revision=sitting.revision,
        **facts,
    )


async def hold_assembly(session: AsyncSession, assembly_id: UUID) -> None:
    """Nobody else plans or opens a sitting of it until the transaction ends."""
    await session.execute(
        select(Assembly.id).where(Assembly.id == assembly_id).with_for_update(key_share=True)
    )
