# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/desk/staff`: who runs this installation, and forgetting one of them. Administrators only."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import async_sessionmaker

from assembly.api.dependencies import Sessions
from assembly.api.problems import status_of
from assembly.clock import now
from assembly.errors import Conflict, Refusal
from assembly.identity.forget import forget_staff
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.queries import require_staff, staff_enrolled
from assembly.identity.rules.permissions import Actor, Permission
from assembly.web.rendering import PERSONAL, redirect, render
from assembly.web.texts import FORM_ERRORS, PROBLEMS

ALL = "/desk/staff"


@get(ALL, guards=[signed_in])
async def staff_page(
    request: Request[Any, Any, Any], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """Everybody who may sign in with a password, and what forgets them."""
    permit(actor, Permission.ENROL_STAFF)
    return await _page(request, sessions, actor)


@post(ALL + "/{person_id:uuid}/forgetting", status_code=200, guards=[signed_in])
async def forget_on_desk(
    request: Request[Any, Any, Any],
    person_id: FromPath[UUID],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """They are forgotten; or the page again, where it was not ticked or is refused."""
    permit(actor, Permission.ENROL_STAFF)
    if not (await request.form()).get("sure"):
        async with sessions.begin() as session:
            await require_staff(session, person_id)
        return await _page(request, sessions, actor, unsure=person_id)
    try:
        async with sessions.begin() as session:
            await forget_staff(session, person_id, at=now(), by=actor.name)
    except Conflict as refused:
        return await _page(request, sessions, actor, refusal=refused)
    return redirect(request, ALL)


async def _page(
    request: Request[Any, Any, Any],
    sessions: async_sessionmaker[Any],
    actor: Actor,
    *,
    unsure: UUID | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    async with sessions.begin() as session:
        staff = await staff_enrolled(session)
    status = 422 if unsure else 200
    return render(
        request,
        "desk_staff.html",
        headers=PERSONAL,
        home=ALL,
        status_code=status if refusal is None else status_of(type(refusal)),
        staff=staff,
        me=actor.person_id,
        unsure=unsure,
        error=FORM_ERRORS["sure"],
        problem=PROBLEMS[refusal.slug] if refusal else None,
    )


router = Router("/", route_handlers=[staff_page, forget_on_desk], include_in_schema=False)
