# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Follow by mail: asked for, confirmed from the mailbox, stopped at once.

None of it is in the audit trail: whom an assembly interests is nobody's business.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.errors import SubscriptionNotFound
from assembly.subscribing.models import Follow, Notice, SpreadNews, SpreadUntil, Subscriber
from assembly.subscribing.rules.following import (
    BETWEEN_LETTERS,
    MOST_FOLLOWED,
    TOKEN_HOLDS,
    UNCONFIRMED,
    Followed,
    digest_of,
)


async def ask_to_follow(
    session: AsyncSession,
    email: str,
    language: str,
    kind: Followed,
    target_id: UUID,
    *,
    at: datetime,
) -> None:
    """What is asked waits to be confirmed by who reads the mailbox; a letter that asks waits.

    Nothing tells whether the address was known: who follows this already, who follows as much as
    one can, and who was written to within the hour gets no letter, and the same answer. Locks the
    subscriber's row.
    """
    subscriber = await _subscriber(session, email, language, at=at)
    mine = Follow.subscriber_id == subscriber.id
    there = await session.scalar(
        select(Follow).where(mine, Follow.kind == kind, Follow.target_id == target_id)
    )
    if there is not None and there.confirmed_at is not None:
        return
    many = await session.scalar(select(func.count()).where(mine)) or 0
    if there is None and many >= MOST_FOLLOWED:
        return
    if there is None:
        session.add(
            Follow(subscriber_id=subscriber.id, kind=kind, target_id=target_id, asked_at=at)
        )
    if subscriber.asked_at is None and (
        subscriber.letter_at is None or subscriber.letter_at <= at - BETWEEN_LETTERS
    ):
        subscriber.asked_at, subscriber.attempts, subscriber.next_at = at, 0, at
    await session.flush()


async def _subscriber(
    session: AsyncSession, email: str, language: str, *, at: datetime
) -> Subscriber:
    """The row of the address, held; new, or as it was. The language is of who confirmed."""
    known = email.lower()
    await session.execute(
        insert(Subscriber)
        .values(email=known, language=language, attempts=0, next_at=at)
        .on_conflict_do_nothing()
    )
    found = await session.execute(
        select(Subscriber)
        .where(Subscriber.email == known)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = found.scalar_one()
    confirmed = select(Follow.id).where(
        Follow.subscriber_id == row.id, Follow.confirmed_at.is_not(None)
    )
    if not await session.scalar(select(confirmed.exists())):
        row.language = language
    return row


async def asked_with(session: AsyncSession, token: str, *, at: datetime) -> Subscriber:
    """Whose letter the token stood in, held; or `SubscriptionNotFound`, also when it is too old."""
    row = await session.scalar(
        select(Subscriber)
        .where(Subscriber.token_hash == digest_of(token), Subscriber.letter_at > at - TOKEN_HOLDS)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise SubscriptionNotFound("This link was used, is too old, or was never ours.")
    return row


async def confirm(session: AsyncSession, token: str, *, at: datetime) -> UUID:
    """All that this address asked for is followed from now on; whose it is. A token does it once.

    Refuses as `asked_with`.
    """
    row = await asked_with(session, token, at=at)
    row.token_hash = row.asked_at = None
    await session.execute(
        update(Follow)
        .where(Follow.subscriber_id == row.id, Follow.confirmed_at.is_(None))
        .values(confirmed_at=at)
    )
    return row.id


async def stop(session: AsyncSession, subscriber_id: UUID, follow_id: UUID | None = None) -> None:
    """This is not followed any more, or nothing is; with the last one the address is deleted.

    Done again, nothing changes.
    """
    mine = Follow.subscriber_id == subscriber_id
    if follow_id is not None:
        await session.execute(delete(Follow).where(mine, Follow.id == follow_id))
        left = select(Follow.id).where(mine).exists()
        if await session.scalar(select(left)):
            return
    await session.execute(delete(Subscriber).where(Subscriber.id == subscriber_id))


async def forget_unconfirmed(session: AsyncSession, *, at: datetime) -> None:
    """What nobody confirmed is gone, with addresses that follow nothing; so is old news.

    What somebody still waits to hear is kept, and what would be taken for new otherwise.
    """
    await session.execute(
        delete(Follow).where(Follow.confirmed_at.is_(None), Follow.asked_at < at - UNCONFIRMED)
    )
    followed = select(Follow.id).where(Follow.subscriber_id == Subscriber.id).exists()
    await session.execute(delete(Subscriber).where(~followed))
    waits = select(Notice.news_id).where(
        Notice.news_id == SpreadNews.news_id, Notice.ended_at.is_(None)
    )
    until = select(SpreadUntil.at).scalar_subquery()
    old = SpreadNews.spread_at < func.least(at, until) - 4 * UNCONFIRMED
    await session.execute(delete(SpreadNews).where(old, ~waits.exists()))
