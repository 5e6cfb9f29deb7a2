# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rehearse: a test voting for the hall to try its phones on, opened in one act."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly
from assembly.resolutions.draft import lock_resolution
from assembly.voting.models import Voting
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.rules.lifecycle import State


async def rehearse_voting(
    session: AsyncSession,
    assembly: Assembly,
    resolution_number: int,
    terms: Terms,
    *,
    at: datetime,
    by: str,
) -> Voting:
    """A test voting on this tabled resolution is open: the one that was, or a new one.

    It moves nothing and nothing of it is ever published, so that small classes are accepted. The
    resolution's row is locked first: two who press at once open one. Refuses what planning and
    opening refuse.
    """
    resolution = await lock_resolution(session, assembly.id, resolution_number)
    running = await session.scalar(
        select(Voting)
        .where(Voting.resolution_id == resolution.id, Voting.is_test, Voting.state == State.OPEN)
        .order_by(Voting.opened_at.desc(), Voting.id)
        .limit(1)
    )
    if running is not None:
        return running
    tried = replace(terms, test=True, accept_small_classes=True)
    planned = await plan_voting(session, assembly, resolution_number, tried, at=at, by=by)
    return await open_voting(session, planned.id, at=at, by=by)
