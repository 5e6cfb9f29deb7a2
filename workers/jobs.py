# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One adapter a job: transaction, verb, bell. A job carries an id, never data."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.amendments import keep_up as amendments
from assembly.amendments.queries import behind
from assembly.assemblies.queries import assembly_of
from assembly.audit.checkpoint import extend_log
from assembly.clock import now
from assembly.doorbell import Doorbell
from assembly.errors import PapersNotAgreed
from assembly.identity.sign_in import forget_old_attempts
from assembly.publication.publish import publish_record
from assembly.publication.publish_minutes import keep_released
from assembly.publication.published_minutes import waiting_to_be_kept
from assembly.publication.queries import waiting_for_publication
from assembly.resolutions.queries import place_of
from assembly.subscribing.follow import forget_unconfirmed
from assembly.voting import due
from assembly.voting.count import count_voting
from assembly.voting.queries import (
    ending_soon,
    require_voting,
    waiting_for_count,
    waiting_to_close,
    waiting_to_open,
)
from assembly.voting.ring import ring
from assembly.voting.rules.ballot import Subject
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.schedule import warning_due
from assembly.voting.unlink import (
    note_unlinked,
    rewrite_marks,
    sweep_old_marks,
    waiting_to_unlink,
)
from assembly.webhooks.deliver import forget_old_deliveries
from workers.imports import ring_for_waiting
from workers.letters import ring_for_letters
from workers.notices import ring_for_notices
from workers.webhooks import ring_for_webhooks

log = structlog.get_logger()

Context = dict[str, Any]
Work = Callable[[Context, str], Awaitable[None]]
Waiting = Callable[[AsyncSession, datetime], Awaitable[Sequence[UUID]]]


async def count(context: Context, voting_id: str) -> None:
    """The closed voting is counted, and its record asked for. One that waits for papers waits.

    What is held back is published at its hour.
    """
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
        if voting.is_held:
            await ring(bell, slug, voting)
        else:
            await bell.publish(UUID(voting_id))
        await bell.changed(slug, f"voting/{voting_id}", test=voting.is_test)
        await _quietly(unlink, context, UUID(voting_id))


async def publish(context: Context, voting_id: str) -> None:
    """The counted voting's record is public, unless it is held back until later."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    bell: Doorbell = context["bell"]
    async with sessions.begin() as session:
        slug = await publish_record(session, UUID(voting_id), at=now())
        about = await require_voting(session, UUID(voting_id))
    if slug is not None:
        log.info("published", voting_id=voting_id)
        await extend(context)
        await bell.changed(slug, f"voting/{voting_id}")
        await ring_for_webhooks(context)
        if about.subject is Subject.AMENDMENTS:
            await _quietly(keep_up, context, about.resolution_id)


async def open_due(context: Context, voting_id: str) -> None:
    """The voting whose hour has come is open, or says why not."""
    await _at_its_hour(due.open_due, context, UUID(voting_id))


async def close_due(context: Context, voting_id: str) -> None:
    """The voting whose end has come is closed, and its count asked for."""
    await _at_its_hour(due.close_due, context, UUID(voting_id))


async def _at_its_hour(verb: due.Due, context: Context, voting_id: UUID) -> None:
    """Done and committed, then whatever follows is rung for; nothing where nothing was due."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    bell: Doorbell = context["bell"]
    async with sessions.begin() as session:
        voting = await verb(session, voting_id, at=now())
        slug = voting and (await assembly_of(session, voting.assembly_id)).slug
    if voting and slug:
        await ring(bell, slug, voting)


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


async def keep_up(context: Context, resolution_id: str) -> None:
    """Amendments are on the present version, and what was adopted makes the next one."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    bell: Doorbell = context["bell"]
    async with sessions.begin() as session:
        done = await amendments.keep_up(session, UUID(resolution_id), at=now())
        assembly_id, number = await place_of(session, UUID(resolution_id))
        slug = (await assembly_of(session, assembly_id)).slug
    if done:
        log.info("kept_up", resolution_id=resolution_id)
        await bell.changed(slug, f"resolution/{number}")


async def keep_minutes(context: Context, sitting_id: str) -> None:
    """Minutes that were public before versions were kept are kept as they are."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    async with sessions.begin() as session:
        await keep_released(session, UUID(sitting_id), at=now())
    log.info("minutes_kept", sitting_id=sitting_id)


def _at_any_hour(waiting: Callable[[AsyncSession], Awaitable[Sequence[UUID]]]) -> Waiting:
    return lambda session, _: waiting(session)


SWEEP: tuple[tuple[Work, Waiting], ...] = (
    (open_due, waiting_to_open),
    (close_due, waiting_to_close),
    (warn, ending_soon),
    (count, _at_any_hour(waiting_for_count)),
    (publish, waiting_for_publication),
    (unlink, _at_any_hour(waiting_to_unlink)),
    (keep_up, _at_any_hour(behind)),
    (keep_minutes, _at_any_hour(waiting_to_be_kept)),
)
"""What is done, and what waits for it; each after what it follows from."""


async def extend(context: Context) -> None:
    """What happened is in the log, under a signed checkpoint; what fails waits for a sweep."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    try:
        async with sessions.begin() as session:
            size = await extend_log(session, context["signer"], at=now())
    except (SQLAlchemyError, OSError) as problem:
        log.warning("log_not_extended", problem=type(problem).__name__)
    else:
        if size is not None:
            log.info("log_extended", size=size)


async def sweep(context: Context) -> None:
    """Whatever a lost bell left behind is done now."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    at = now()
    for job, waiting in SWEEP:
        async with sessions.begin() as session:
            left_behind = await waiting(session, at)
        for subject_id in left_behind:
            await _quietly(job, context, subject_id)
    await extend(context)
    await ring_for_waiting(context)
    await ring_for_letters(context)
    await ring_for_webhooks(context)
    await ring_for_notices(context)
    async with sessions.begin() as session:
        await forget_unconfirmed(session, at=now())
        await forget_old_attempts(session, at=now())
        await forget_old_deliveries(session, at=now())


async def _quietly(job: Work, context: Context, subject_id: UUID) -> None:
    """One voting that cannot be counted never keeps the next one waiting."""
    try:
        await job(context, str(subject_id))
    except Exception as problem:  # noqa: BLE001 - said, and tried again at the next sweep
        log.warning(
            "sweep_failed",
            job=job.__name__,
            subject=str(subject_id),
            problem=type(problem).__name__,
        )
