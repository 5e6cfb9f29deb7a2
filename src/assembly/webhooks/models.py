# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: webhooks, the numbers of their secrets, what is or was delivered, and each attempt.

No secret is in them: it is worked out from `SECRET_KEY` (docs/decisions/0038).
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from assembly.database import Base, one_of, words
from assembly.webhooks.rules.backoff import Disabled, Failure
from assembly.webhooks.rules.event import EventType


class Webhook(Base):
    """An address that is told of what an assembly publishes. An assembly has each address once.

    `revision` rises with every change of `events` and is what If-Match names.
    """

    __tablename__ = "webhooks"
    __table_args__ = (
        one_of("disabled_because", Disabled),
        CheckConstraint(
            "(disabled_at IS NULL) = (disabled_because IS NULL)", name="disabled_says_why"
        ),
        CheckConstraint("revision > 0", name="revision_counts"),
        UniqueConstraint("assembly_id", "url"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"))
    url: Mapped[str] = mapped_column(String(500))
    events: Mapped[list[Any]]
    revision: Mapped[int]
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(60))
    failing_since: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    disabled_because: Mapped[Disabled | None] = mapped_column(words(Disabled))


class WebhookSecret(Base):
    """Which secrets of a webhook sign: those without an end, and the others until it."""

    __tablename__ = "webhook_secrets"
    __table_args__ = (CheckConstraint("number > 0", name="number_counts"),)

    webhook_id: Mapped[UUID] = mapped_column(
        ForeignKey("webhooks.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]


class WebhookDelivery(Base):
    """One event for one webhook: waiting, delivered, or ended without getting through.

    `body` is what was sent first and is sent each time; `attempts` counts from the last time that
    somebody asked for it.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        one_of("kind", EventType),
        one_of("failed_because", Failure),
        CheckConstraint("attempts >= 0", name="attempts_count"),
        CheckConstraint("delivered_at IS NULL OR ended_at IS NULL", name="delivered_or_ended"),
        CheckConstraint("ended_at IS NULL OR failed_because IS NOT NULL", name="ended_says_why"),
        Index("ix_webhook_deliveries_webhook_id_made_at", "webhook_id", "made_at"),
        Index(
            "ix_webhook_deliveries_next_at_waiting",
            "next_at",
            postgresql_where="delivered_at IS NULL AND ended_at IS NULL",
        ),
    )

    webhook_id: Mapped[UUID] = mapped_column(
        ForeignKey("webhooks.id", ondelete="CASCADE"), primary_key=True
    )
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[EventType] = mapped_column(words(EventType))
    facts: Mapped[dict[str, Any]]
    links: Mapped[dict[str, Any]]
    body: Mapped[str | None] = mapped_column(Text())
    made_at: Mapped[datetime]
    attempts: Mapped[int]
    next_at: Mapped[datetime]
    last_at: Mapped[datetime | None]
    last_status: Mapped[int | None]
    took_ms: Mapped[int | None]
    failed_because: Mapped[Failure | None] = mapped_column(words(Failure))
    delivered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class WebhookAttempt(Base):
    """One attempt to deliver an event: when it began, and what came of it.

    Without `took_ms` it is under way, or whoever made it stopped before writing down what came of
    it. Nothing that the receiver said is kept but the status.
    """

    __tablename__ = "webhook_attempts"
    __table_args__ = (
        one_of("failed_because", Failure),
        CheckConstraint("number > 0", name="number_counts"),
        CheckConstraint(
            "took_ms IS NOT NULL OR (status IS NULL AND failed_because IS NULL)",
            name="over_took_time",
        ),
        ForeignKeyConstraint(
            ["webhook_id", "event_id"],
            ["webhook_deliveries.webhook_id", "webhook_deliveries.event_id"],
            ondelete="CASCADE",
        ),
    )

    webhook_id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    status: Mapped[int | None]
    failed_because: Mapped[Failure | None] = mapped_column(words(Failure))
    took_ms: Mapped[int | None]
