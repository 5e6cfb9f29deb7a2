# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/assemblies/{slug}/webhooks`: who is told of what is published. Moderators only."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from assembly.api.dependencies import Bell, House, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.api.revisions import revision_asked
from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.errors import (
    AlreadyTaken,
    AssemblyNotFound,
    DeliveryNotFound,
    IllegalMove,
    PreconditionMissing,
    Stale,
    UnsoundAddress,
    WebhookLimitReached,
    WebhookNotFound,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Permission
from assembly.webhooks import announce
from assembly.webhooks.keys import secret_of
from assembly.webhooks.queries import (
    deliveries_of,
    delivery_by_id,
    webhook_by_id,
    webhook_view,
    webhooks_of,
)
from assembly.webhooks.register import (
    choose_events,
    enable_webhook,
    register_webhook,
    remove_webhook,
    rotate_secret,
)
from assembly.webhooks.rules.backoff import OVERLAP
from assembly.webhooks.rules.event import EventType
from assembly.webhooks.rules.signing import shown
from assembly.webhooks.schemas import (
    ChooseEvents,
    DeliveriesOut,
    DeliveryOut,
    NewSecret,
    RegisterWebhook,
    WebhookOut,
    WebhooksOut,
    WebhookWithSecret,
)

NO_STORE = {"Cache-Control": "no-store"}
ALL = "/assemblies/{slug:str}/webhooks"
ONE = ALL + "/{webhook_id:uuid}"
FOUND = (*GUARDED, AssemblyNotFound, WebhookNotFound)


@get(
    ALL,
    guards=[signed_in],
    operation_id="listWebhooks",
    responses=refusals(*GUARDED, AssemblyNotFound),
    security=NEEDS_TOKEN,
)
async def list_all(slug: FromPath[str], sessions: Sessions, actor: Acting) -> Response[WebhooksOut]:
    """Every webhook of the assembly, without secrets."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        found = await webhooks_of(session, assembly.id)
    told = WebhooksOut(webhooks=[WebhookOut.model_validate(one) for one in found])
    return Response(told, headers=NO_STORE)


@post(
    ALL,
    guards=[signed_in],
    operation_id="registerWebhook",
    responses=refusals(
        *GUARDED,
        *READS_BODY,
        AssemblyNotFound,
        AlreadyTaken,
        UnsoundAddress,
        WebhookLimitReached,
    ),
    security=NEEDS_TOKEN,
)
async def register(
    slug: FromPath[str],
    data: JSONBody[RegisterWebhook],
    sessions: Sessions,
    settings: House,
    actor: Acting,
) -> Response[WebhookWithSecret]:
    """Tell this address of what the assembly publishes. The secret stands in this answer alone.

    If the answer is lost on its way, ask for a further secret.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        row = await register_webhook(
            session,
            assembly,
            data.url,
            [EventType(kind) for kind in data.events],
            local=settings.webhooks_local,
            at=now(),
            by=actor.name,
        )
    told = WebhookWithSecret(
        webhook=WebhookOut.model_validate(webhook_view(row)),
        secret=shown(secret_of(settings, row.id, 1)),
    )
    return Response(told, status_code=201, headers=NO_STORE)


@patch(
    ONE,
    guards=[signed_in],
    operation_id="changeWebhook",
    responses=refusals(*FOUND, *READS_BODY, PreconditionMissing, Stale),
    security=NEEDS_TOKEN,
)
async def change(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    webhook_id: FromPath[UUID],
    data: JSONBody[ChooseEvents],
    sessions: Sessions,
    actor: Acting,
) -> Response[WebhookOut]:
    """Choose what it is told of. `If-Match` names the `revision` that was read: 412 when stale.

    Address, secrets and log stay as they are; events that wait already are still sent.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        row = await choose_events(
            session,
            assembly.id,
            webhook_id,
            [EventType(kind) for kind in data.events],
            revision=revision_asked(request),
            at=now(),
            by=actor.name,
        )
    told = WebhookOut.model_validate(webhook_view(row))
    return Response(told, headers=NO_STORE | {"ETag": f'"{row.revision}"'})


@delete(
    ONE,
    guards=[signed_in],
    operation_id="removeWebhook",
    responses=refusals(*FOUND),
    security=NEEDS_TOKEN,
)
async def remove(
    slug: FromPath[str], webhook_id: FromPath[UUID], sessions: Sessions, actor: Acting
) -> None:
    """Nothing is sent there any more, and its log is gone."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        await remove_webhook(session, assembly.id, webhook_id, at=now(), by=actor.name)


@post(
    ONE + "/secrets",
    guards=[signed_in],
    operation_id="rotateWebhookSecret",
    responses=refusals(*FOUND),
    security=NEEDS_TOKEN,
)
async def rotate(
    slug: FromPath[str],
    webhook_id: FromPath[UUID],
    sessions: Sessions,
    settings: House,
    actor: Acting,
) -> Response[NewSecret]:
    """A further secret. For a day every event is signed with the ones before as well."""
    at = now()
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        number = await rotate_secret(session, assembly.id, webhook_id, at=at, by=actor.name)
    secret = shown(secret_of(settings, webhook_id, number))
    told = NewSecret(secret=secret, overlap_until=at + OVERLAP)
    return Response(told, status_code=201, headers=NO_STORE)


@post(
    ONE + "/enabling",
    status_code=200,
    guards=[signed_in],
    operation_id="enableWebhook",
    responses=refusals(*FOUND),
    security=NEEDS_TOKEN,
)
async def enable(
    slug: FromPath[str], webhook_id: FromPath[UUID], sessions: Sessions, actor: Acting
) -> Response[WebhookOut]:
    """A webhook that was disabled is told of what happens from now on. Repeating is harmless."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        await enable_webhook(session, assembly.id, webhook_id, at=now(), by=actor.name)
        view = await webhook_by_id(session, assembly.id, webhook_id)
    return Response(WebhookOut.model_validate(view), headers=NO_STORE)


@get(
    ONE + "/deliveries",
    guards=[signed_in],
    operation_id="listWebhookDeliveries",
    responses=refusals(*FOUND),
    security=NEEDS_TOKEN,
)
async def list_deliveries(
    slug: FromPath[str], webhook_id: FromPath[UUID], sessions: Sessions, actor: Acting
) -> Response[DeliveriesOut]:
    """What was sent, when, and what came of each attempt; kept for thirty days."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        await webhook_by_id(session, assembly.id, webhook_id)
        found = await deliveries_of(session, webhook_id)
    told = DeliveriesOut(deliveries=[_out(one) for one in found])
    return Response(told, headers=NO_STORE)


@post(
    ONE + "/pings",
    status_code=202,
    guards=[signed_in],
    operation_id="pingWebhook",
    responses=refusals(*FOUND, IllegalMove),
    security=NEEDS_TOKEN,
)
async def ping(
    slug: FromPath[str],
    webhook_id: FromPath[UUID],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[DeliveryOut]:
    """Send a test event, whatever was chosen."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        row = await announce.ping(session, assembly.id, webhook_id, at=now())
        view = await delivery_by_id(session, row)
    await bell.deliver(webhook_id)
    return Response(_out(view), status_code=202, headers=NO_STORE)


@post(
    ONE + "/deliveries/{event_id:uuid}/attempts",
    status_code=202,
    guards=[signed_in],
    operation_id="redeliverEvent",
    responses=refusals(*FOUND, DeliveryNotFound, IllegalMove),
    security=NEEDS_TOKEN,
)
async def redeliver(
    slug: FromPath[str],
    webhook_id: FromPath[UUID],
    event_id: FromPath[UUID],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[DeliveryOut]:
    """Send the event again now, under the same id with the same body."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        row = await announce.redeliver(session, assembly.id, webhook_id, event_id, at=now())
        view = await delivery_by_id(session, row)
    await bell.deliver(webhook_id)
    return Response(_out(view), status_code=202, headers=NO_STORE)


def _out(view: object) -> DeliveryOut:
    return DeliveryOut.model_validate(view)


router = Router(
    "/",
    route_handlers=[
        list_all,
        register,
        change,
        remove,
        rotate,
        enable,
        list_deliveries,
        ping,
        redeliver,
    ],
    tags=["Webhooks"],
)
