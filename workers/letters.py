# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mails letters of invitation, one assembly at a time in a worker."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.clock import now
from assembly.doorbell import Doorbell
from assembly.inviting.letters import send_next
from assembly.inviting.mail import Post
from assembly.inviting.queries import letters_due
from workers.mailing import Context, send_due, sends_mail


async def send_letters(context: Context, assembly_id: str) -> None:
    """Letters that are due went out or failed by name. Busy already, it leaves it to the sweep."""

    async def one(post: Post) -> bool | None:
        hasher, settings = context["hasher"], context["settings"]
        return await send_next(context["sessions"], UUID(assembly_id), hasher, settings, post)

    await send_due(context, "letters_sent", one, assembly_id=assembly_id)


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
