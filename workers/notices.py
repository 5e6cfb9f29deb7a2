# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mails subscribers, one after the other, so that a slow mail server never holds up a count."""

import asyncio
import time
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.clock import now
from assembly.doorbell import Doorbell
from assembly.inviting.mail import Post
from assembly.subscribing.mail import send_next, spread_news
from assembly.subscribing.queries import mail_due
from workers.letters import sends_mail

log = structlog.get_logger()

Context = dict[str, Any]

AT_A_STRETCH = 60.0
"""Seconds; what is left over is rung for again."""


async def send_notices(context: Context, _: str) -> None:
    """Letters to subscribers that are due went out or failed. Busy already, it leaves them."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    door: asyncio.Lock = context.setdefault("noticing", asyncio.Lock())
    if door.locked() or not sends_mail(context):
        return
    sent = failed = 0
    began = time.monotonic()
    async with door, Post(context["settings"]) as post:
        while time.monotonic() - began < AT_A_STRETCH:
            done = await send_next(sessions, context["settings"], post)
            if done is None:
                break
            sent, failed = sent + done, failed + (not done)
    if sent or failed:
        log.info("notices_sent", sent=sent, failed=failed)


async def ring_for_notices(context: Context) -> None:
    """What is new is on its way to whoever follows it, and rung for."""
    if not sends_mail(context):
        return
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    bell: Doorbell = context["bell"]
    async with sessions.begin() as session:
        await spread_news(session, at=now())
        due = await mail_due(session, now())
    if due:
        await bell.send_notices()
