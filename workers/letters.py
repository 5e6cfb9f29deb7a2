# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mails letters, one after the other and one assembly at a time in a worker."""

import asyncio
import time
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.clock import now
from assembly.doorbell import Doorbell
from assembly.inviting.letters import send_next
from assembly.inviting.mail import Post
from assembly.inviting.queries import letters_due
from assembly.settings import Settings

log = structlog.get_logger()

Context = dict[str, Any]

AT_A_STRETCH = 60.0
"""Seconds; what is left over is rung for again, so that no job runs for hours."""


async def send_letters(context: Context, assembly_id: str) -> None:
    """Letters that are due went out or failed by name. Busy already, it leaves it to the sweep."""
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    door: asyncio.Lock = context.setdefault("mailing", asyncio.Lock())
    if door.locked() or not sends_mail(context):
        return
    sent = failed = 0
    began = time.monotonic()
    async with door, Post(context["settings"]) as post:
        while time.monotonic() - began < AT_A_STRETCH:
            done = await send_next(
                sessions, UUID(assembly_id), context["hasher"], context["settings"], post
            )
            if done is None:
                break
            sent, failed = sent + done, failed + (not done)
    if sent or failed:
        log.info("letters_sent", assembly_id=assembly_id, sent=sent, failed=failed)


def sends_mail(context: Context) -> bool:
    """Whether this worker was told of a mail server."""
    settings: Settings | None = context.get("settings")
    return settings is not None and settings.sends_mail


async def ring_for_letters(context: Context) -> None:
    """Every assembly with a letter that is due is rung for."""
    if not sends_mail(context):
        return
    sessions: async_sessionmaker[AsyncSession] = context["sessions"]
    bell: Doorbell = context["bell"]
    async with sessions.begin() as session:
        due = await letters_due(session, now())
    for assembly_id in due:
        await bell.send_letters(assembly_id)
