# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mails subscribers what is new for them."""

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.clock import now
from assembly.doorbell import Doorbell
from assembly.inviting.mail import Post
from assembly.subscribing.mail import send_next, spread_news
from assembly.subscribing.queries import mail_due
from workers.mailing import Context, send_due, sends_mail


async def send_notices(context: Context, _: str) -> None:
    """Letters to subscribers that are due went out or failed. Busy already, it leaves them."""

    async def one(post: Post) -> bool | None:
        return await send_next(context["sessions"], context["settings"], post)

    await send_due(context, "notices_sent", one)


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
