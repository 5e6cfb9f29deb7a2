# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: webhooks, their secrets, their log."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from assembly.api.schema import Schema
from assembly.webhooks.queries import AttemptState, DeliveryState
from assembly.webhooks.rules.backoff import Disabled, Failure
from assembly.webhooks.rules.event import CHOSEN, EventType

Chosen = Literal["record.published", "record.corrected", "minutes.published", "voting.annulled"]


class RegisterWebhook(Schema):
    """Where to send, and what of."""

    url: str = Field(max_length=500, description="https, to a public address")
    events: list[Chosen] = Field(min_length=1, max_length=len(CHOSEN))


class ChooseEvents(Schema):
    """What a webhook is told of from now on."""

    events: list[Chosen] = Field(min_length=1, max_length=len(CHOSEN))


class WebhookOut(Schema):
    """A webhook. `disabled_because` says why nothing is sent to it any more.

    `revision` is what If-Match names when its events are changed.
    """

    id: UUID
    url: str
    events: list[EventType]
    revision: int
    made_at: datetime
    failing_since: datetime | None
    disabled_at: datetime | None
    disabled_because: Disabled | None


class WebhooksOut(Schema):
    """Every webhook of the assembly."""

    webhooks: list[WebhookOut]


class WebhookWithSecret(Schema):
    """A new webhook with its secret, which is told in this answer and never again."""

    webhook: WebhookOut
    secret: str = Field(description="whsec_ and base64, as Standard Webhooks writes secrets")


class NewSecret(Schema):
    """A further secret, told in this answer and never again. Those before sign until `overlap`."""

    secret: str
    overlap_until: datetime


class AttemptOut(Schema):
    """One attempt. `open`: under way, or broken off before its outcome was written down.

    `at` is when it began, `took_ms` milliseconds.
    """

    number: int
    state: AttemptState
    at: datetime
    status: int | None
    failed_because: Failure | None
    took_ms: int | None


class DeliveryOut(Schema):
    """An event in the log. `again`: the last attempt failed, another follows at `next_at`.

    `attempts` counts from the last time that somebody asked for it by hand; `latest_attempts` are
    the last twenty of all there were, the newest first.
    """

    event_id: UUID
    kind: EventType
    state: DeliveryState
    made_at: datetime
    attempts: int
    next_at: datetime | None
    last_at: datetime | None
    last_status: int | None
    took_ms: int | None
    failed_because: Failure | None
    delivered_at: datetime | None
    latest_attempts: list[AttemptOut]


class DeliveriesOut(Schema):
    """The latest hundred events of one webhook."""

    deliveries: list[DeliveryOut]
