# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads documents of proposals, one at a time in a worker, so that counting never waits for it."""

import asyncio
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.archive.import_queries import waiting_to_be_read
from assembly.archive.reading.apart import read_apart
from assembly.archive.rules.proposals import ProposalDocument
from assembly.archive.take_in import LEASE, claim, keep_reading, still_reading
from assembly.clock import now
from assembly.doorbell import Doorbell
from assembly.errors import DocumentUnreadable

log = structlog.get_logger()

Context = dict[str, Any]


async def read_import(context: Context, import_id: str) -> None:
    """The document is read, or refused by name. Busy with another, it leaves it to the sweep."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    desk: asyncio.Lock = context.setdefault("reading", asyncio.Lock())
    if desk.locked():
        return
    async with desk:
        async with sessions.begin() as session:
            claimed = await claim(session, UUID(import_id), at=now())
        if claimed is None:
            return
        file, data = claimed
        saying_so = asyncio.create_task(_say_so(sessions, UUID(import_id)))
        try:
            found = await _read(data, file)
        finally:
            saying_so.cancel()
            await asyncio.gather(saying_so, return_exceptions=True)
        async with sessions.begin() as session:
            kept = await keep_reading(session, UUID(import_id), found, at=now())
    log.info("document_read", import_id=import_id, kept=kept)
    await ring_for_waiting(context)


async def ring_for_waiting(context: Context) -> None:
    """Every document that waits and that nobody is reading is rung for."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    bell: Doorbell = context["bell"]
    async with sessions.begin() as session:
        waiting = await waiting_to_be_read(session, now())
    for import_id, attempt in waiting:
        await bell.read_import(import_id, attempt)


async def _read(data: bytes, file: str) -> ProposalDocument | DocumentUnreadable:
    try:
        return await read_apart(data, file)
    except DocumentUnreadable as refusal:
        return refusal


async def _say_so(sessions: async_sessionmaker[AsyncSession], import_id: UUID) -> None:
    """Until it is cancelled, others know that somebody is at it."""
    while True:
        await asyncio.sleep(LEASE.total_seconds() / 4)
        async with sessions.begin() as session:
            await still_reading(session, import_id, at=now())
