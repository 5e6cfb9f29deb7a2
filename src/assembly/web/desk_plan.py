# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One planned sitting on the desk: its title, place and hours, and calling it off.

A form names the revision it was made on. What another moderator did meanwhile is not written over:
the form comes back with what was typed, on what stands there now.
"""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, Sessions
from assembly.clock import now
from assembly.errors import Conflict, InvalidRequest, MarkupInText, Refusal, Stale
from assembly.identity.guard import Acting, signed_in
from assembly.sittings.plan import cancel_sitting, change_sitting
from assembly.sittings.queries import require_sitting
from assembly.sittings.rules.lifecycle import ENDED, State
from assembly.web.desk_frame import Frame, desk_page, frame_for
from assembly.web.desk_sittings import Planning
from assembly.web.rendering import language_of, redirect
from assembly.web.sitting_views import when_words
from assembly.web.texts import FORM_ERRORS

HERE = "/assemblies/{slug:str}/desk/sittings/{sitting:int}/plan"


@get(HERE, guards=[signed_in])
async def plan_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sitting: FromPath[int],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """The plan as it stands, to be changed."""
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        return await _page(request, session, frame, sitting)


@post(HERE, status_code=200, guards=[signed_in])
async def change_plan(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sitting: FromPath[int],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The sitting is planned so, or called off; what is refused keeps what was typed."""
    sent = await request.form()
    form, off = Planning.of(sent), "off" in sent
    refusal: Refusal | None = None
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
    try:
        async with sessions.begin() as session:
            act = _call_off if off else _change
            await act(session, frame, sitting, form, actor.name)
    except (Conflict, Stale) as refused:
        refusal = refused
    if refusal is not None or form.errors:
        async with sessions.begin() as session:
            return await _page(request, session, frame, sitting, form, refusal, off=off)
    await bell.changed(slug, "sitting")
    return redirect(request, f"{frame.desk}/sittings/{sitting}")


async def _change(
    session: AsyncSession, frame: Frame, number: int, form: Planning, by: str
) -> None:
    plan = form.plan(frame.assembly.time_zone)
    if plan is not None:
        await change_sitting(
            session, frame.assembly.id, number, plan, revision=form.revision, at=now(), by=by
        )


async def _call_off(
    session: AsyncSession, frame: Frame, number: int, form: Planning, by: str
) -> None:
    because = form.value("because")
    try:
        await cancel_sitting(session, frame.assembly.id, number, because, at=now(), by=by)
    except (InvalidRequest, MarkupInText):
        form.errors["because"] = FORM_ERRORS["reason"]


async def _page(
    request: Request[Any, Any, Any],
    session: AsyncSession,
    frame: Frame,
    number: int,
    form: Planning | None = None,
    refusal: Refusal | None = None,
    *,
    off: bool = False,
) -> Response[Any]:
    """After a refusal the form is on what stands there now, which is shown beside it."""
    view = await require_sitting(session, frame.assembly.id, number)
    zone = frame.assembly.time_zone
    there = Planning.as_it_is(view, zone)
    if form is None:
        form = there
    elif off:
        form.typed = {**there.typed, "because": form.value("because")}
        form.revision = view.revision
    elif isinstance(refusal, Stale):
        form.revision = view.revision
    return desk_page(
        request,
        "desk_plan.html",
        frame,
        home=f"/sittings/{number}/plan",
        refusal=refusal,
        status_code=422 if form.errors else 200,
        sitting=view,
        now_planned=when_words(view, zone, language_of(request)),
        is_stale=isinstance(refusal, Stale),
        may_change=view.state not in ENDED,
        may_call_off=view.state is State.PLANNED,
        form=form,
    )


router = Router("/", route_handlers=[plan_page, change_plan], include_in_schema=False)
