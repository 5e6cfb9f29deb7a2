# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write events for webhooks, in the transaction of what they tell of."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.queries import assembly_of
from assembly.errors import DeliveryNotFound, IllegalMove
from assembly.webhooks.models import Webhook, WebhookDelivery
from assembly.webhooks.register import hold_webhook
from assembly.webhooks.rules.event import Event, EventType


async def announce(session: AsyncSession, assembly_id: UUID, event: Event, *, at: datetime) -> None:
    """Every webhook that chose this kind of event is to be told: exactly when this commits.

    Nothing for a rehearsal, and nothing for a webhook that is disabled. Holds the webhooks FOR KEY
    SHARE, so that none is removed meanwhile.
    """
    hooks = await session.scalars(
        select(Webhook)
        .where(Webhook.assembly_id == assembly_id, Webhook.disabled_at.is_(None))
        .order_by(Webhook.id)
        .with_for_update(read=True, key_share=True)
    )
    chosen = [one.id for one in hooks if event.kind.value in one.events]
    if not chosen or (await assembly_of(session, assembly_id)).is_rehearsal:
        return
    event_id = uuid4()
    session.add_all(_delivery(webhook_id, event_id, event, at=at) for webhook_id in chosen)
    await session.flush()


async def ping(
    session: AsyncSession, assembly_id: UUID, webhook_id: UUID, *, at: datetime
) -> WebhookDelivery:
    """A test event waits for this webhook. Refuses one that is disabled (`IllegalMove`)."""
    await _held_enabled(session, assembly_id, webhook_id)
    assembly = await assembly_of(session, assembly_id)
    event = Event(
        EventType.PING, {"assembly": assembly.slug}, {"page": f"/assemblies/{assembly.slug}"}
    )
    delivery = _delivery(webhook_id, uuid4(), event, at=at)
    session.add(delivery)
    await session.flush()
    return delivery


async def redeliver(
    session: AsyncSession, assembly_id: UUID, webhook_id: UUID, event_id: UUID, *, at: datetime
) -> WebhookDelivery:
    """The same event waits again, under the same id with the same body, and is due now.

    Refuses a webhook that is disabled (`IllegalMove`) and an event that is not in its log
    (`DeliveryNotFound`). Locks both rows.
    """
    await _held_enabled(session, assembly_id, webhook_id)
    delivery = await session.scalar(
        select(WebhookDelivery)
        .where(WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.event_id == event_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if delivery is None:
        raise DeliveryNotFound("This event is not in the log of this webhook.")
    if delivery.delivered_at is not None or delivery.ended_at is not None:
        delivery.attempts = 0
        delivery.delivered_at = delivery.ended_at = delivery.failed_because = None
    delivery.next_at = at
    return delivery


async def _held_enabled(session: AsyncSession, assembly_id: UUID, webhook_id: UUID) -> None:
    webhook = await hold_webhook(session, assembly_id, webhook_id)
    if webhook.disabled_at is not None:
        raise IllegalMove("This webhook is disabled; enable it first.", state="disabled")


def _delivery(webhook_id: UUID, event_id: UUID, event: Event, *, at: datetime) -> WebhookDelivery:
    return WebhookDelivery(
        webhook_id=webhook_id,
        event_id=event_id,
        kind=event.kind,
        facts=dict(event.facts),
        links=dict(event.links),
        made_at=at,
        attempts=0,
        next_at=at,
    )
