# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One adapter a job: transaction, verb, bell. A job carries an id, never data."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.clock import now
from assembly.doorbell import Doorbell
from assembly.errors import PapersNotAgreed
from assembly.identity.sign_in import forget_old_attempts
from assembly.publication.publish import publish_record
from assembly.publication.queries import waiting_for_publication
from assembly.voting.count import count_voting
from assembly.voting.queries import waiting_for_count
from assembly.voting.unlink import sweep_old_marks

log = structlog.get_logger()

Context = dict[str, Any]


async def count(context: Context, voting_id: str) -> None:
    """The closed voting is counted, and its record asked for. One that waits for papers waits."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    bell: Doorbell = context["bell"]
    counted = False
    with suppress(PapersNotAgreed):
        async with sessions.begin() as session:
            counted = await count_voting(session, UUID(voting_id), at=now())
    if counted:
        log.info("counted", voting_id=voting_id)
        await bell.publish(UUID(voting_id))
        await sweep_old_marks(context["engine"])


async def publish(context: Context, voting_id: str) -> None:
    """The counted voting's record is public."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    bell: Doorbell = context["bell"]
    async with sessions.begin() as session:
        slug = await publish_record(session, UUID(voting_id), at=now())
    if slug is not None:
        log.info("published", voting_id=voting_id)
        await bell.changed(slug, f"voting/{voting_id}")


async def sweep(context: Context) -> None:
    """Whatever a lost bell left behind is done now: first the counts, then the records."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    async with sessions.begin() as session:
        uncounted = await waiting_for_count(session)
    for voting_id in uncounted:
        await _quietly(count, context, voting_id)
    async with sessions.begin() as session:
        unpublished = await waiting_for_publication(session)
    for voting_id in unpublished:
        await _quietly(publish, context, voting_id)
    async with sessions.begin() as session:
        await forget_old_attempts(session, at=now())


async def _quietly(
    job: Callable[[Context, str], Awaitable[None]], context: Context, voting_id: UUID
) -> None:
    """One voting that cannot be counted never keeps the next one waiting."""
    try:
        await job(context, str(voting_id))
    except Exception as problem:  # noqa: BLE001 - said, and tried again at the next sweep
        log.warning("sweep_failed", voting_id=str(voting_id), problem=type(problem).__name__)
