# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A result that is held back, on the desk: see it beforehand, move its hour, publish it."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, post
from litestar.params import FromPath

from assembly.api.dependencies import Bell, Sessions
from assembly.assemblies.rules.wall import read_time
from assembly.clock import now
from assembly.errors import (
    AmbiguousLocalTime,
    Conflict,
    ImpossibleSchedule,
    InvalidRequest,
    NoSuchLocalTime,
    Refusal,
)
from assembly.identity.guard import Acting, signed_in
from assembly.publication.publish import preview_record, publish_now
from assembly.publication.queries import Decision
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.reason import LONGEST_REASON
from assembly.voting.hold import move_publication
from assembly.voting.ring import ring
from assembly.voting.rules.ballot import Subject
from assembly.web.desk_frame import as_it_is_now, desk_page, frame_for
from assembly.web.hours import moment_shown
from assembly.web.rendering import language_of, redirect
from assembly.web.texts import FORM_ERRORS, PROBLEMS
from assembly.web.views import resolution_shown
from assembly.web.voting_here import Here, Typed, here_for, voting_page

HERE = "/assemblies/{slug:str}/desk/votings/{voting_id:uuid}"
TIMES = (NoSuchLocalTime, AmbiguousLocalTime, ImpossibleSchedule)

Asked = Request[Any, Any, Any]


@post(HERE + "/preview", status_code=200, guards=[signed_in])
async def preview(
    request: Asked,
    slug: FromPath[str],
    voting_id: FromPath[UUID],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """What everybody will read; that somebody looked is on record. Else back to the voting."""
    language, at = language_of(request), now()
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        here = await here_for(session, frame, voting_id, actor, language)
        if not here.voting.is_held:
            return redirect(request, here.address)
        seen = await preview_record(session, voting_id, at=at, by=actor.name)
    outcome = seen.document["verdict"]["outcome"]
    decision = Decision(here.resolution, None if outcome is None else Outcome(outcome), seen)
    zone, hour = frame.assembly.time_zone, here.voting.publish_at
    return desk_page(
        request,
        "desk_preview.html",
        frame,
        home=f"/votings/{voting_id}",
        resolution=resolution_shown(decision, language, zone),
        publishes=hour and moment_shown(hour, zone, at, language),
    )


@post(HERE + "/hour", status_code=200, guards=[signed_in])
async def move(
    request: Asked,
    slug: FromPath[str],
    voting_id: FromPath[UUID],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The result is published at another hour; what is refused comes back with what was typed."""
    typed, language = _typed(await request.form()), language_of(request)
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        here = await here_for(session, frame, voting_id, actor, language)
    zone, words = frame.assembly.time_zone, typed.value("publish_at")
    try:
        hour = read_time(words, zone, "publish_at") if words else None
        async with sessions.begin() as session:
            await move_publication(
                session, voting_id, hour, typed.value("why"), at=now(), by=actor.name
            )
            voting = await as_it_is_now(session, voting_id)
    except (Conflict, InvalidRequest, *TIMES) as refusal:
        return _again(request, here, typed, refusal)
    await ring(bell, slug, voting)
    return redirect(request, here.address)


@post(HERE + "/publication", status_code=200, guards=[signed_in])
async def publish(
    request: Asked,
    slug: FromPath[str],
    voting_id: FromPath[UUID],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """Asked for once more, then the result is public."""
    form = await request.form()
    typed, language = _typed(form), language_of(request)
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        here = await here_for(session, frame, voting_id, actor, language)
    if "sure" not in form and here.voting.is_held:
        return voting_page(request, here, typed=typed, ask="publication")
    try:
        async with sessions.begin() as session:
            await publish_now(session, voting_id, typed.value("why"), at=now(), by=actor.name)
    except (Conflict, InvalidRequest) as refusal:
        return _again(request, here, typed, refusal)
    await bell.changed(slug, f"voting/{voting_id}")
    await bell.changed(slug, f"resolution/{here.resolution.number}")
    if here.voting.subject is Subject.AMENDMENTS:
        await bell.keep_up(here.resolution.id)
    return redirect(request, here.address)


def _typed(form: Any) -> Typed:
    return Typed(
        paper={
            "publish_at": str(form.get("publish_at") or "")[:40].strip(),
            "why": str(form.get("why") or "")[: 2 * LONGEST_REASON],
        }
    )


def _again(request: Asked, here: Here, typed: Typed, refusal: Refusal) -> Response[Any]:
    """The page with the fault at its field, or on top where it is about none."""
    if isinstance(refusal, TIMES):
        typed.errors["publish_at"] = PROBLEMS[refusal.slug].when
    elif isinstance(refusal, InvalidRequest):
        pointers = {str(one["pointer"]) for one in refusal.facts.get("errors", [])}
        field = "publish_at" if "/publish_at" in pointers else "why"
        typed.errors[field] = FORM_ERRORS["no_time" if field == "publish_at" else "reason"]
    return voting_page(request, here, refusal, typed)


router = Router("/", route_handlers=[preview, move, publish], include_in_schema=False)
