# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One delivery after the other: claimed, sent, and what came of it written down."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.audit.record import record_act
from assembly.clock import now
from assembly.settings import Settings
from assembly.webhooks.keys import secret_of
from assembly.webhooks.models import (
    Webhook,
    WebhookAttempt,
    WebhookDelivery,
    WebhookSecret,
)
from assembly.webhooks.rules.backoff import (
    GONE,
    KEPT,
    LEASE,
    Disabled,
    Failure,
    is_lost,
    next_attempt,
    read_retry_after,
)
from assembly.webhooks.rules.event import Event, write_body
from assembly.webhooks.rules.signing import headers
from assembly.webhooks.send import Answer, Sender

BY = "system:worker"
LUCK = secrets.SystemRandom()


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this process sends now, and the numbers of the secrets that sign it.

    `attempt` counts all that there ever were for this event, those asked for by hand too.
    """

    webhook_id: UUID
    event_id: UUID
    attempt: int
    url: str
    body: str
    secrets: tuple[int, ...]


async def send_next(
    sessions: async_sessionmaker[AsyncSession],
    webhook_id: UUID,
    settings: Settings,
    sender: Sender,
) -> bool | None:
    """One event got through (True) or did not (False); None when the webhook has none that is due.

    What breaks off in between is sent again after `LEASE`, under the same id with the same body: a
    receiver may get an event twice, and none is lost.
    """
    async with sessions.begin() as session:
        claimed = await claim(session, webhook_id, site=settings.public_url, at=now())
    if claimed is None:
        return None
    at = now()
    signed = headers(
        (secret_of(settings, webhook_id, number) for number in claimed.secrets),
        str(claimed.event_id),
        int(at.timestamp()),
        claimed.body,
    )
    answer = await sender.post(claimed.url, signed, claimed.body)
    async with sessions.begin() as session:
        await settle(session, claimed, answer, at=now(), luck=LUCK.random())
    return answer.failure is None


async def claim(
    session: AsyncSession, webhook_id: UUID, *, site: str, at: datetime
) -> Claimed | None:
    """The next event that is due, for whoever sends it now; others who claim pass it over.

    Its body is written down before it is sent for the first time, and stays; so is the attempt,
    before anybody knows what comes of it.
    """
    found = (
        await session.execute(
            select(WebhookDelivery, Webhook.url)
            .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
            .where(
                WebhookDelivery.webhook_id == webhook_id,
                WebhookDelivery.delivered_at.is_(None),
                WebhookDelivery.ended_at.is_(None),
                WebhookDelivery.next_at <= at,
                Webhook.disabled_at.is_(None),
            )
            .order_by(WebhookDelivery.next_at, WebhookDelivery.event_id)
            .limit(1)
            .with_for_update(of=WebhookDelivery, skip_locked=True)
        )
    ).one_or_none()
    if found is None:
        return None
    row, url = found
    row.attempts += 1
    row.next_at = at + LEASE
    if row.body is None:
        event = Event(row.kind, row.facts, row.links)
        row.body = write_body(row.event_id, event, row.made_at, site=site)
    attempt = 1 + await _attempts_made(session, webhook_id, row.event_id)
    session.add(WebhookAttempt(webhook_id=webhook_id, event_id=row.event_id, number=attempt, at=at))
    numbers = await session.scalars(
        select(WebhookSecret.number)
        .where(
            WebhookSecret.webhook_id == webhook_id,
            or_(WebhookSecret.ends_at.is_(None), WebhookSecret.ends_at > at),
        )
        .order_by(WebhookSecret.number.desc())
    )
    return Claimed(webhook_id, row.event_id, attempt, url, row.body, tuple(numbers))


async def settle(
    session: AsyncSession, claimed: Claimed, answer: Answer, *, at: datetime, luck: float
) -> None:
    """What came of the attempt is in the log; the event is delivered, waits again, or is given up.

    An answer of 410, or a delivery that is given up when nothing got through for five days,
    disables the webhook. Where it was removed meanwhile nothing is written, and where another
    attempt has overtaken this one, nothing but the attempt. Locks the webhook's row, then the
    delivery's.
    """
    webhook = await session.scalar(
        select(Webhook).where(Webhook.id == claimed.webhook_id).with_for_update(key_share=True)
    )
    row = await session.scalar(
        select(WebhookDelivery)
        .where(
            WebhookDelivery.webhook_id == claimed.webhook_id,
            WebhookDelivery.event_id == claimed.event_id,
        )
        .with_for_update()
    )
    if webhook is None or row is None:
        return
    await _note_attempt(session, claimed, answer)
    if await _attempts_made(session, claimed.webhook_id, claimed.event_id) != claimed.attempt:
        return
    row.last_at, row.last_status, row.took_ms = at, answer.status, answer.took_ms
    row.failed_because = answer.failure
    if answer.failure is None:
        row.delivered_at, row.ended_at = at, None
        webhook.failing_since = None
        return
    webhook.failing_since = webhook.failing_since or at
    again = next_attempt(
        row.attempts, at, luck=luck, retry_after=read_retry_after(answer.retry_after, at)
    )
    gone = answer.status == GONE
    if gone or again is None:
        row.ended_at = at
    else:
        row.next_at = again
    if gone:
        await _disable(session, webhook, Disabled.GONE, at=at)
    elif again is None and is_lost(webhook.failing_since, at):
        await _disable(session, webhook, Disabled.FAILING, at=at)


async def _attempts_made(session: AsyncSession, webhook_id: UUID, event_id: UUID) -> int:
    """How many there ever were; nobody adds one while the delivery's row is held."""
    return (
        await session.scalar(
            select(func.max(WebhookAttempt.number)).where(
                WebhookAttempt.webhook_id == webhook_id, WebhookAttempt.event_id == event_id
            )
        )
        or 0
    )


async def _note_attempt(session: AsyncSession, claimed: Claimed, answer: Answer) -> None:
    await session.execute(
        update(WebhookAttempt)
        .where(
            WebhookAttempt.webhook_id == claimed.webhook_id,
            WebhookAttempt.event_id == claimed.event_id,
            WebhookAttempt.number == claimed.attempt,
        )
        .values(status=answer.status, failed_because=answer.failure, took_ms=answer.took_ms)
    )


async def _disable(
    session: AsyncSession, webhook: Webhook, because: Disabled, *, at: datetime
) -> None:
    """Nothing is sent there any more, and what waited has ended; once."""
    if webhook.disabled_at is not None:
        return
    webhook.disabled_at, webhook.disabled_because = at, because
    await session.flush()
    await session.execute(
        update(WebhookDelivery)
        .where(
            WebhookDelivery.webhook_id == webhook.id,
            WebhookDelivery.delivered_at.is_(None),
            WebhookDelivery.ended_at.is_(None),
        )
        .values(ended_at=at, failed_because=Failure.DISABLED)
        .execution_options(synchronize_session="fetch")
    )
    record_act(
        session,
        "disable_webhook",
        at=at,
        by=BY,
        subject=f"webhook:{webhook.id}",
        assembly_id=webhook.assembly_id,
        because=because.value,
    )


async def forget_old_deliveries(
    session: AsyncSession, *, at: datetime, kept: timedelta = KEPT
) -> None:
    """Deliveries that were over long ago are out of the log."""
    over = or_(WebhookDelivery.delivered_at < at - kept, WebhookDelivery.ended_at < at - kept)
    await session.execute(delete(WebhookDelivery).where(over))
