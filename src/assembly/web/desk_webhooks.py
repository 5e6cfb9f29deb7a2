# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Webhooks on the desk: who is told of what, whether it gets through, and a secret shown once."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, House, Sessions
from assembly.clock import now
from assembly.errors import (
    Conflict,
    DeliveryNotFound,
    NoSuchAddress,
    Refusal,
    Stale,
    UnsoundAddress,
)
from assembly.identity.guard import Acting, signed_in
from assembly.identity.rules.permissions import Actor
from assembly.settings import Settings
from assembly.web.desk_frame import Frame, desk_page, frame_for
from assembly.web.forms import id_in, number_in
from assembly.web.hours import moment_shown
from assembly.web.rendering import language_of, redirect
from assembly.web.texts import (
    WEBHOOK_ATTEMPTS,
    WEBHOOK_DISABLED,
    WEBHOOK_EVENTS,
    WEBHOOK_FAILURES,
    WEBHOOK_STATES,
)
from assembly.webhooks.announce import ping, redeliver
from assembly.webhooks.keys import secret_of
from assembly.webhooks.queries import deliveries_of, webhook_by_id, webhooks_of
from assembly.webhooks.register import (
    choose_events,
    enable_webhook,
    register_webhook,
    remove_webhook,
    rotate_secret,
)
from assembly.webhooks.rules.event import CHOSEN, EventType
from assembly.webhooks.rules.signing import shown

ALL = "/assemblies/{slug:str}/desk/webhooks"
ONE = ALL + "/{webhook_id:uuid}"


@get(ALL, guards=[signed_in])
async def webhooks_page(
    request: Request[Any, Any, Any], slug: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """Every webhook with how it is doing, and the form for a further one."""
    return await _all(request, slug, sessions, actor)


@post(ALL, guards=[signed_in], status_code=200)
async def register_form(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sessions: Sessions,
    settings: House,
    actor: Acting,
) -> Response[Any]:
    """The secret, in this answer and never again; or the form again, with the reason."""
    form = await request.form()
    url = str(form.get("url") or "").strip()
    chosen = _ticked(form.getall("event", []))
    try:
        async with sessions.begin() as session:
            frame = await frame_for(session, slug, actor)
            if not chosen:
                return await _all(request, slug, sessions, actor, url=url, nothing_chosen=True)
            row = await register_webhook(
                session,
                frame.assembly,
                url,
                chosen,
                local=settings.webhooks_local,
                at=now(),
                by=actor.name,
            )
    except (Conflict, UnsoundAddress) as refusal:
        return await _all(request, slug, sessions, actor, refusal, url=url, chosen=chosen)
    return _secret(request, frame, settings, row.id, 1)


@get(ONE, guards=[signed_in])
async def webhook_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    webhook_id: FromPath[UUID],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """One webhook: its log, and what can be done about it."""
    return await _one(request, slug, webhook_id, sessions, actor)


@post(ONE + "/events", guards=[signed_in], status_code=200)
async def choose_form(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    webhook_id: FromPath[UUID],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """It is told of what was ticked; or the webhook again, with what is wrong."""
    form = await request.form()
    chosen, revision = _ticked(form.getall("event", [])), number_in(form.get("revision"))
    if not chosen:
        return await _one(request, slug, webhook_id, sessions, actor, nothing_chosen=True)
    try:
        async with sessions.begin() as session:
            frame = await frame_for(session, slug, actor)
            await choose_events(
                session,
                frame.assembly.id,
                webhook_id,
                chosen,
                revision=revision,
                at=now(),
                by=actor.name,
            )
    except Stale as refusal:
        return await _one(request, slug, webhook_id, sessions, actor, refusal)
    return redirect(request, f"{frame.desk}/webhooks/{webhook_id}")


@post(ONE + "/{step:str}", guards=[signed_in], status_code=200)
async def take_webhook_step(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    webhook_id: FromPath[UUID],
    step: FromPath[str],
    sessions: Sessions,
    settings: House,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The step is taken and the webhook shown again. A new secret is shown in this answer alone."""
    form = await request.form()
    event_id = UUID(id_in(form.get("event")))
    try:
        async with sessions.begin() as session:
            frame = await frame_for(session, slug, actor)
            number = await _take(session, frame, webhook_id, step, event_id, actor.name)
    except (Conflict, DeliveryNotFound) as refusal:
        return await _one(request, slug, webhook_id, sessions, actor, refusal)
    if number is not None:
        return _secret(request, frame, settings, webhook_id, number)
    await bell.deliver(webhook_id)
    to = "webhooks" if step == "removal" else f"webhooks/{webhook_id}"
    return redirect(request, f"{frame.desk}/{to}")


async def _take(
    session: AsyncSession, frame: Frame, webhook_id: UUID, step: str, event_id: UUID, by: str
) -> int | None:
    """The number of a new secret, where the step was to make one."""
    assembly_id, at = frame.assembly.id, now()
    match step:
        case "secret":
            return await rotate_secret(session, assembly_id, webhook_id, at=at, by=by)
        case "ping":
            await ping(session, assembly_id, webhook_id, at=at)
        case "again":
            await redeliver(session, assembly_id, webhook_id, event_id, at=at)
        case "enabling":
            await enable_webhook(session, assembly_id, webhook_id, at=at, by=by)
        case "removal":
            await remove_webhook(session, assembly_id, webhook_id, at=at, by=by)
        case _:
            raise NoSuchAddress("There is no such step.")
    return None


async def _all(
    request: Request[Any, Any, Any],
    slug: str,
    sessions: Sessions,
    actor: Actor,
    refusal: Refusal | None = None,
    *,
    url: str = "",
    chosen: Sequence[EventType] | None = None,
    nothing_chosen: bool = False,
) -> Response[Any]:
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        found = await webhooks_of(session, frame.assembly.id)
    return desk_page(
        request,
        "desk_webhooks.html",
        frame,
        refusal=refusal,
        status_code=422 if nothing_chosen else 200,
        home="/webhooks",
        webhooks=found,
        filled_url=url[:500],
        chosen=CHOSEN if chosen is None and not nothing_chosen else chosen or (),
        nothing_chosen=nothing_chosen,
        kinds=CHOSEN,
        event_words=WEBHOOK_EVENTS,
        disabled_words=WEBHOOK_DISABLED,
    )


async def _one(
    request: Request[Any, Any, Any],
    slug: str,
    webhook_id: UUID,
    sessions: Sessions,
    actor: Actor,
    refusal: Refusal | None = None,
    *,
    nothing_chosen: bool = False,
) -> Response[Any]:
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        it = await webhook_by_id(session, frame.assembly.id, webhook_id)
        deliveries = await deliveries_of(session, webhook_id)
    zone, language, seen = frame.assembly.time_zone, language_of(request), now()
    return desk_page(
        request,
        "desk_webhook.html",
        frame,
        refusal=refusal,
        status_code=422 if nothing_chosen else 200,
        home=f"/webhooks/{webhook_id}",
        it=it,
        kinds=CHOSEN,
        nothing_chosen=nothing_chosen,
        deliveries=deliveries,
        when={
            at: moment_shown(at, zone, seen, language)
            for one in deliveries
            for at in (one.made_at, one.next_at, *(each.at for each in one.latest_attempts))
            if at is not None
        },
        event_words=WEBHOOK_EVENTS,
        disabled_words=WEBHOOK_DISABLED,
        failure_words=WEBHOOK_FAILURES,
        delivery_states=WEBHOOK_STATES,
        attempt_states=WEBHOOK_ATTEMPTS,
    )


def _ticked(words: Iterable[object]) -> list[EventType]:
    found = {str(word) for word in words}
    return [kind for kind in CHOSEN if kind.value in found]


def _secret(
    request: Request[Any, Any, Any],
    frame: Frame,
    settings: Settings,
    webhook_id: UUID,
    number: int,
) -> Response[Any]:
    return desk_page(
        request,
        "desk_webhook_secret.html",
        frame,
        home=f"/webhooks/{webhook_id}",
        webhook_id=webhook_id,
        secret=shown(secret_of(settings, webhook_id, number)),
        overlaps=number > 1,
    )


router = Router(
    "/",
    route_handlers=[webhooks_page, register_form, webhook_page, choose_form, take_webhook_step],
    include_in_schema=False,
)
