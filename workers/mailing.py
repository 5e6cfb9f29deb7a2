# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One mail after the other, so that a slow mail server never holds up a count."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from assembly.inviting.mail import Post
from assembly.settings import Settings

log = structlog.get_logger()

Context = dict[str, Any]

AT_A_STRETCH = 60.0
"""Seconds; what is left over is rung for again, so that no job runs for hours."""


def sends_mail(context: Context) -> bool:
    """Whether this worker was told of a mail server."""
    settings: Settings | None = context.get("settings")
    return settings is not None and settings.sends_mail


async def send_due(
    context: Context, what: str, send_next: Callable[[Post], Awaitable[bool | None]], **named: str
) -> None:
    """What is due went out or failed, until nothing is due or a minute is over; it is logged.

    `send_next` says whether one went out, and None when none is due. A worker that is busy with
    `what` already leaves it to the sweep.
    """
    doors: dict[str, asyncio.Lock] = context.setdefault("mailing", {})
    door = doors.setdefault(what, asyncio.Lock())
    if door.locked() or not sends_mail(context):
        return
    sent = failed = 0
    began = time.monotonic()
    async with door, Post(context["settings"]) as post:
        while time.monotonic() - began < AT_A_STRETCH:
            done = await send_next(post)
            if done is None:
                break
            sent, failed = sent + done, failed + (not done)
    if sent or failed:
        log.info(what, **named, sent=sent, failed=failed)
