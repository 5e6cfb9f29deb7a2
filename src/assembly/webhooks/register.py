# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Register a webhook, change what it is told of, give it a further secret, enable, remove it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly
from assembly.audit.record import record_act
from assembly.errors import AlreadyTaken, Stale, WebhookLimitReached, WebhookNotFound
from assembly.webhooks.models import Webhook, WebhookSecret
from assembly.webhooks.rules.address import sound_address
from assembly.webhooks.rules.backoff import OVERLAP
from assembly.webhooks.rules.event import CHOSEN, EventType

MOST = 20
"""Webhooks of one assembly."""


async def register_webhook(
    session: AsyncSession,
    assembly: Assembly,
    url: str,
    events: Iterable[EventType],
    *,
    local: bool,
    at: datetime,
    by: str,
) -> Webhook:
    """From now on the address is told of these events; its first secret signs.

    Refuses an address that is none or not public (`UnsoundAddress`), one that the assembly has
    (`AlreadyTaken`), and more than `MOST` (`WebhookLimitReached`; two at once may pass it by one).
    """
    sound = sound_address(url, local=local)
    many = await session.scalar(
        select(func.count()).select_from(Webhook).where(Webhook.assembly_id == assembly.id)
    )
    if (many or 0) >= MOST:
        raise WebhookLimitReached("An assembly has at most 20 webhooks.", limit=MOST)
    webhook_id = await session.scalar(
        insert(Webhook)
        .values(
            id=uuid4(),
            assembly_id=assembly.id,
            url=sound,
            events=_in_order(events),
            revision=1,
            made_at=at,
            made_by=by,
        )
        .on_conflict_do_nothing()
        .returning(Webhook.id)
    )
    if webhook_id is None:
        raise AlreadyTaken("This address is registered already.", field="url")
    session.add(WebhookSecret(webhook_id=webhook_id, number=1, made_at=at, ends_at=None))
    _note(session, "register_webhook", webhook_id, assembly.id, at=at, by=by)
    await session.flush()
    return await hold_webhook(session, assembly.id, webhook_id)


async def choose_events(
    session: AsyncSession,
    assembly_id: UUID,
    webhook_id: UUID,
    events: Iterable[EventType],
    *,
    revision: int,
    at: datetime,
    by: str,
) -> Webhook:
    """From now on the webhook is told of these events; what waits for it already is still sent.

    Refuses when it is not at `revision` any more (`Stale`). The same choice again changes nothing.
    Locks its row.
    """
    webhook = await hold_webhook(session, assembly_id, webhook_id)
    if webhook.revision != revision:
        raise Stale(
            "Somebody changed this webhook meanwhile; read it again and repeat your change.",
            yours=revision,
            current=webhook.revision,
        )
    chosen = _in_order(events)
    if chosen != webhook.events:
        webhook.events = chosen
        webhook.revision += 1
        _note(
            session, "choose_webhook_events", webhook_id, assembly_id, at=at, by=by, events=chosen
        )
        await session.flush()
    return webhook


async def rotate_secret(
    session: AsyncSession, assembly_id: UUID, webhook_id: UUID, *, at: datetime, by: str
) -> int:
    """The number of a further secret, which signs from now on; those before sign for `OVERLAP`.

    Each call gives another one. Locks the webhook's row.
    """
    await hold_webhook(session, assembly_id, webhook_id)
    secrets = list(
        await session.scalars(select(WebhookSecret).where(WebhookSecret.webhook_id == webhook_id))
    )
    for one in secrets:
        if one.ends_at is None:
            one.ends_at = at + OVERLAP
    number = max(one.number for one in secrets) + 1
    session.add(WebhookSecret(webhook_id=webhook_id, number=number, made_at=at, ends_at=None))
    _note(session, "rotate_webhook_secret", webhook_id, assembly_id, at=at, by=by, number=number)
    await session.flush()
    return number


async def enable_webhook(
    session: AsyncSession, assembly_id: UUID, webhook_id: UUID, *, at: datetime, by: str
) -> None:
    """It is told of what happens from now on. Harmless when repeated. Locks its row."""
    webhook = await hold_webhook(session, assembly_id, webhook_id)
    if webhook.disabled_at is None:
        return
    webhook.disabled_at = webhook.disabled_because = webhook.failing_since = None
    _note(session, "enable_webhook", webhook_id, assembly_id, at=at, by=by)


async def remove_webhook(
    session: AsyncSession, assembly_id: UUID, webhook_id: UUID, *, at: datetime, by: str
) -> None:
    """Nothing is sent there any more, and its log is gone. Refuses one that is not there."""
    webhook = await hold_webhook(session, assembly_id, webhook_id)
    await session.delete(webhook)
    _note(session, "remove_webhook", webhook_id, assembly_id, at=at, by=by)
    await session.flush()


async def hold_webhook(session: AsyncSession, assembly_id: UUID, webhook_id: UUID) -> Webhook:
    """The webhook, held so that events can still be written for it; or `WebhookNotFound`."""
    webhook = await session.scalar(
        select(Webhook)
        .where(Webhook.id == webhook_id, Webhook.assembly_id == assembly_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if webhook is None:
        raise WebhookNotFound("This assembly has no such webhook.")
    return webhook


def _in_order(events: Iterable[EventType]) -> list[str]:
    wanted = set(events)
    return [kind.value for kind in CHOSEN if kind in wanted]


def _note(
    session: AsyncSession,
    act: str,
    webhook_id: UUID,
    assembly_id: UUID,
    *,
    at: datetime,
    by: str,
    **facts: object,
) -> None:
    """In the trail, without the address: it may hold a token of the receiver's."""
    record_act(
        session,
        act,
        at=at,
        by=by,
        subject=f"webhook:{webhook_id}",
        assembly_id=assembly_id,
        **facts,
    )
