# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sends events to webhooks, to few at a time, so that a slow receiver never holds up a count."""

import asyncio
import time
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.clock import now
from assembly.doorbell import Doorbell
from assembly.settings import Settings
from assembly.webhooks.deliver import send_next
from assembly.webhooks.queries import webhooks_due
from assembly.webhooks.send import Sender

log = structlog.get_logger()

Context = dict[str, Any]

AT_ONCE = 2
"""Webhooks of one worker; it has four hands."""
AT_A_STRETCH = 30.0
"""Seconds; what is left over is rung for again."""


async def deliver(context: Context, webhook_id: str) -> None:
    """Events that are due were sent, up to the first that failed; busy, it leaves them."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    settings: Settings = context["settings"]
    doors: asyncio.Semaphore = context.setdefault("delivering", asyncio.Semaphore(AT_ONCE))
    if doors.locked():
        return
    sent, through = 0, True
    began = time.monotonic()
    async with doors, Sender(local=settings.webhooks_local) as sender:
        while through and time.monotonic() - began < AT_A_STRETCH:
            done = await send_next(sessions, UUID(webhook_id), settings, sender)
            if done is None:
                break
            sent, through = sent + done, done
    if sent or not through:
        log.info("events_sent", webhook_id=webhook_id, sent=sent, failed=int(not through))


async def ring_for_webhooks(context: Context) -> None:
    """Every webhook to which something is due is rung for."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    bell: Doorbell = context["bell"]
    async with sessions.begin() as session:
        due = await webhooks_due(session, now())
    for webhook_id, since in due:
        await bell.deliver(webhook_id, since)
