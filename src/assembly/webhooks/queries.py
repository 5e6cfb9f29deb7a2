# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about webhooks: which there are, what was delivered, and to whom something is due."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.errors import WebhookNotFound
from assembly.webhooks.models import Webhook, WebhookAttempt, WebhookDelivery
from assembly.webhooks.rules.backoff import Disabled, Failure
from assembly.webhooks.rules.event import EventType

LATEST = 100
"""Deliveries of one webhook that are shown."""
ATTEMPTS = 20
"""Attempts of one delivery that are shown."""
AT_ONCE = 20
"""Webhooks that are rung for at a time."""

DeliveryState = Literal["waiting", "again", "delivered", "failed"]
AttemptState = Literal["open", "delivered", "failed"]


@dataclass(frozen=True, slots=True)
class WebhookView:
    """A webhook as moderators see it; never its secret."""

    id: UUID
    url: str
    events: list[EventType]
    revision: int
    made_at: datetime
    failing_since: datetime | None
    disabled_at: datetime | None
    disabled_because: Disabled | None


@dataclass(frozen=True, slots=True)
class AttemptView:
    """One attempt; of the receiver's answer no more than its status."""

    number: int
    at: datetime
    status: int | None
    failed_because: Failure | None
    took_ms: int | None

    @property
    def state(self) -> AttemptState:
        """In one word; `open` where what came of it was never written down, or is not yet."""
        if self.took_ms is None:
            return "open"
        return "delivered" if self.failed_because is None else "failed"


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """An event in the log of one webhook. Nothing that the receiver said is in it but a status.

    `latest_attempts` are the last `ATTEMPTS` of all there were, the newest first; `attempts` counts
    from the last time that somebody asked for it by hand.
    """

    event_id: UUID
    kind: EventType
    made_at: datetime
    attempts: int
    next_at: datetime | None
    last_at: datetime | None
    last_status: int | None
    took_ms: int | None
    failed_because: Failure | None
    delivered_at: datetime | None
    ended_at: datetime | None
    latest_attempts: Sequence[AttemptView]

    @property
    def state(self) -> DeliveryState:
        """In one word."""
        if self.delivered_at is not None:
            return "delivered"
        if self.ended_at is not None:
            return "failed"
        return "again" if self.failed_because is not None else "waiting"


async def webhooks_of(session: AsyncSession, assembly_id: UUID) -> list[WebhookView]:
    """All of the assembly, the first registered first."""
    rows = await session.scalars(
        select(Webhook)
        .where(Webhook.assembly_id == assembly_id)
        .order_by(Webhook.made_at, Webhook.id)
    )
    return [webhook_view(row) for row in rows]


async def webhook_by_id(session: AsyncSession, assembly_id: UUID, webhook_id: UUID) -> WebhookView:
    """The webhook of this assembly, or `WebhookNotFound`."""
    row = await session.scalar(
        select(Webhook).where(Webhook.id == webhook_id, Webhook.assembly_id == assembly_id)
    )
    if row is None:
        raise WebhookNotFound("This assembly has no such webhook.")
    return webhook_view(row)


async def deliveries_of(session: AsyncSession, webhook_id: UUID) -> list[DeliveryView]:
    """The `LATEST` events of the webhook, the newest first, in two statements."""
    rows = list(
        await session.scalars(
            select(WebhookDelivery)
            .where(WebhookDelivery.webhook_id == webhook_id)
            .order_by(WebhookDelivery.made_at.desc(), WebhookDelivery.event_id)
            .limit(LATEST)
        )
    )
    attempts = await _latest_attempts(session, webhook_id, [row.event_id for row in rows])
    return [delivery_view(row, attempts[row.event_id]) for row in rows]


async def delivery_by_id(session: AsyncSession, row: WebhookDelivery) -> DeliveryView:
    """The delivery with its attempts."""
    attempts = await _latest_attempts(session, row.webhook_id, [row.event_id])
    return delivery_view(row, attempts[row.event_id])


async def _latest_attempts(
    session: AsyncSession, webhook_id: UUID, event_ids: Sequence[UUID]
) -> dict[UUID, list[AttemptView]]:
    newest = (
        func.row_number()
        .over(partition_by=WebhookAttempt.event_id, order_by=WebhookAttempt.number.desc())
        .label("newest")
    )
    ranked = (
        select(WebhookAttempt.event_id, WebhookAttempt.number, newest)
        .where(WebhookAttempt.webhook_id == webhook_id, WebhookAttempt.event_id.in_(event_ids))
        .subquery()
    )
    rows = await session.scalars(
        select(WebhookAttempt)
        .where(
            WebhookAttempt.webhook_id == webhook_id,
            tuple_(WebhookAttempt.event_id, WebhookAttempt.number).in_(
                select(ranked.c.event_id, ranked.c.number).where(ranked.c.newest <= ATTEMPTS)
            ),
        )
        .order_by(WebhookAttempt.number.desc())
        .execution_options(populate_existing=True)
    )
    found: dict[UUID, list[AttemptView]] = defaultdict(list)
    for row in rows:
        found[row.event_id].append(
            AttemptView(row.number, row.at, row.status, row.failed_because, row.took_ms)
        )
    return found


async def disabled_webhooks(session: AsyncSession, assembly_id: UUID) -> int:
    """How many webhooks of the assembly are disabled."""
    counted = await session.scalar(
        select(func.count())
        .select_from(Webhook)
        .where(Webhook.assembly_id == assembly_id, Webhook.disabled_at.is_not(None))
    )
    return counted or 0


async def webhooks_due(session: AsyncSession, at: datetime) -> list[tuple[UUID, datetime]]:
    """Webhooks to which something is to be sent now, and since when; the longest first."""
    since = func.min(WebhookDelivery.next_at)
    rows = await session.execute(
        select(WebhookDelivery.webhook_id, since)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(
            WebhookDelivery.delivered_at.is_(None),
            WebhookDelivery.ended_at.is_(None),
            WebhookDelivery.next_at <= at,
            Webhook.disabled_at.is_(None),
        )
        .group_by(WebhookDelivery.webhook_id)
        .order_by(since)
        .limit(AT_ONCE)
    )
    return [(webhook_id, due) for webhook_id, due in rows]


def webhook_view(row: Webhook) -> WebhookView:
    """The row as it may be shown."""
    return WebhookView(
        row.id,
        row.url,
        [EventType(kind) for kind in row.events],
        row.revision,
        row.made_at,
        row.failing_since,
        row.disabled_at,
        row.disabled_because,
    )


def delivery_view(row: WebhookDelivery, attempts: Sequence[AttemptView]) -> DeliveryView:
    """The row as it may be shown."""
    over = row.delivered_at is not None or row.ended_at is not None
    return DeliveryView(
        row.event_id,
        row.kind,
        row.made_at,
        row.attempts,
        None if over else row.next_at,
        row.last_at,
        row.last_status,
        row.took_ms,
        row.failed_because,
        row.delivered_at,
        row.ended_at,
        attempts,
    )
