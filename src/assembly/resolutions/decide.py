# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a voting does to a resolution: put it under vote, record the outcome, give it back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.audit.record import record_act
from assembly.errors import IllegalMove
from assembly.resolutions.models import Resolution
from assembly.resolutions.rules.lifecycle import STATE_OF, State, require_annullable, require_move
from assembly.resolutions.rules.outcome import Outcome


async def put_under_vote(session: AsyncSession, resolution_id: UUID) -> Resolution:
    """The tabled resolution is under vote; its text cannot change. Locks its row."""
    resolution = await hold_resolution(session, resolution_id)
    require_move(resolution.state, State.UNDER_VOTE)
    resolution.state = State.UNDER_VOTE
    resolution.revision += 1
    return resolution


async def record_outcome(
    session: AsyncSession,
    resolution_id: UUID,
    outcome: Outcome,
    *,
    at: datetime,
    by: str,
    decided_at: datetime | None = None,
) -> None:
    """The resolution is adopted or not adopted, for good; decided now, or when `decided_at` says.

    Locks its row.
    """
    resolution = await hold_resolution(session, resolution_id)
    require_move(resolution.state, STATE_OF[outcome])
    resolution.state = STATE_OF[outcome]
    resolution.revision += 1
    resolution.decided_at = decided_at or at
    record_act(
        session,
        "record_outcome",
        at=at,
        by=by,
        subject=f"resolution:{resolution.number}",
        assembly_id=resolution.assembly_id,
        outcome=outcome.value,
    )


async def return_to_table(
    session: AsyncSession, resolution_id: UUID, *, at: datetime, by: str
) -> None:
    """The resolution is tabled again, as after a void or an annulled voting. Locks its row.

    Refuses one that is neither under vote nor decided, and history, whose outcome is what its
    source says (`IllegalMove`).
    """
    resolution = await hold_resolution(session, resolution_id)
    require_annullable(resolution.state)
    if resolution.source_id is not None:
        raise IllegalMove("An imported outcome is history; it is never annulled.")
    resolution.state = State.TABLED
    resolution.revision += 1
    resolution.decided_at = None
    record_act(
        session,
        "return_to_table",
        at=at,
        by=by,
        subject=f"resolution:{resolution.number}",
        assembly_id=resolution.assembly_id,
        revision=resolution.revision,
    )


async def hold_resolution(session: AsyncSession, resolution_id: UUID) -> Resolution:
    """The row of one that exists by foreign key, held FOR UPDATE and as it is now."""
    rows = await session.scalars(
        select(Resolution)
        .where(Resolution.id == resolution_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return rows.one()
