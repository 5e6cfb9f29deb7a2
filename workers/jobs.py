# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One adapter a job: transaction, verb, bell. A job carries an id, never data."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.assemblies.queries import assembly_of
from assembly.clock import now
from assembly.doorbell import Doorbell
from assembly.errors import PapersNotAgreed
from assembly.identity.sign_in import forget_old_attempts
from assembly.publication.publish import publish_record
from assembly.publication.queries import waiting_for_publication
from assembly.voting import due
from assembly.voting.count import count_voting
from assembly.voting.queries import (
    ending_soon,
    require_voting,
    waiting_for_count,
    waiting_to_close,
    waiting_to_open,
)
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.schedule import WARNINGS, warning_due
from assembly.voting.unlink import (
    note_unlinked,
    rewrite_marks,
    sweep_old_marks,
    waiting_to_unlink,
)

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
        async with sessions.begin() as session:
            voting = await require_voting(session, UUID(voting_id))
            slug = (await assembly_of(session, voting.assembly_id)).slug
        await bell.publish(UUID(voting_id))
        await bell.changed(slug, f"voting/{voting_id}", test=voting.is_test)
        await _quietly(unlink, context, UUID(voting_id))


async def publish(context: Context, voting_id: str) -> None:
    """The counted voting's record is public."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    bell: Doorbell = context["bell"]
    async with sessions.begin() as session:
        slug = await publish_record(session, UUID(voting_id), at=now())
    if slug is not None:
        log.info("published", voting_id=voting_id)
        await bell.changed(slug, f"voting/{voting_id}")


async def open_due(context: Context, voting_id: str) -> None:
    """The voting whose hour has come is open, or says why not."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    bell: Doorbell = context["bell"]
    async with sessions.begin() as session:
        voting = await due.open_due(session, UUID(voting_id), at=now())
        slug = voting and (await assembly_of(session, voting.assembly_id)).slug
    if voting and slug:
        if voting.state is State.OPEN and voting.closes_at is not None:
            await bell.close_at(voting.id, voting.closes_at, WARNINGS)
        await bell.changed(slug, f"voting/{voting_id}", test=voting.is_test)


async def close_due(context: Context, voting_id: str) -> None:
    """The voting whose end has come is closed, and its count asked for."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    bell: Doorbell = context["bell"]
    async with sessions.begin() as session:
        voting = await due.close_due(session, UUID(voting_id), at=now())
        slug = voting and (await assembly_of(session, voting.assembly_id)).slug
    if voting and slug:
        await bell.count(voting.id)
        await bell.changed(slug, f"voting/{voting_id}", test=voting.is_test)


async def warn(context: Context, voting_id: str) -> None:
    """Those who listen know that the end is near; nobody is told twice of the same end."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    bell: Doorbell = context["bell"]
    async with sessions.begin() as session:
        voting = await require_voting(session, UUID(voting_id))
        slug = (await assembly_of(session, voting.assembly_id)).slug
    at, ends = now(), voting.closes_at
    if voting.state is State.OPEN and ends is not None and (mark := warning_due(ends, at)):
        left = (ends - at).total_seconds()
        what = f"voting/{voting_id}"
        await bell.warn(slug, what, ends, left=left, mark=mark, test=voting.is_test)


async def unlink(context: Context, voting_id: str) -> None:
    """Nothing in the tables joins the marks of a secret voting that is over with its ballots."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    async with sessions.begin() as session:
        rewritten = await rewrite_marks(session, UUID(voting_id))
    if rewritten:
        await sweep_old_marks(context["engine"])
        async with sessions.begin() as session:
            await note_unlinked(session, UUID(voting_id), at=now())
        log.info("unlinked", voting_id=voting_id)


async def sweep(context: Context) -> None:
    """Whatever a lost bell left behind is done now, each thing after what it follows from."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    at = now()
    for job, which in (
        (open_due, waiting_to_open),
        (close_due, waiting_to_close),
        (warn, ending_soon),
    ):
        async with sessions.begin() as session:
            due_now = await which(session, at)
        for voting_id in due_now:
            await _quietly(job, context, voting_id)
    async with sessions.begin() as session:
        uncounted = await waiting_for_count(session)
    for voting_id in uncounted:
        await _quietly(count, context, voting_id)
    async with sessions.begin() as session:
        unpublished = await waiting_for_publication(session)
    for voting_id in unpublished:
        await _quietly(publish, context, voting_id)
    async with sessions.begin() as session:
        linked = await waiting_to_unlink(session)
    for voting_id in linked:
        await _quietly(unlink, context, voting_id)
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
