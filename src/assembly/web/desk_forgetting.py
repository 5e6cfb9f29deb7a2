# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forgetting on the desk: one person, after a tick; and what roll calls call those who were."""

from typing import Any

from litestar import Request, Response, Router, post
from litestar.params import FromPath

from assembly.api.dependencies import Bell, Sessions
from assembly.assemblies.rules.called import RollCallNames
from assembly.clock import now
from assembly.errors import Conflict, Refusal
from assembly.forgetting.forget import forget_participant, say_roll_call_names
from assembly.identity.guard import Acting, signed_in
from assembly.web.desk_frame import frame_for
from assembly.web.desk_people import Person
from assembly.web.desk_person import person_answer, seat_shown
from assembly.web.rendering import redirect
from assembly.web.texts import FORM_ERRORS

DESK = "/assemblies/{slug:str}/desk"


@post(DESK + "/people/{number:int}/forgetting", status_code=200, guards=[signed_in])
async def forget(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """They are forgotten; or their page again, where it was not ticked or is refused."""
    sure = bool((await request.form()).get("sure"))
    refusal: Refusal | None = None
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
    if sure:
        try:
            async with sessions.begin() as session:
                await forget_participant(session, frame.assembly, number, at=now(), by=actor.name)
        except Conflict as refused:
            refusal = refused
        else:
            await bell.changed(slug, "attendance")
            return redirect(request, f"{frame.desk}/people")
    async with sessions.begin() as session:
        seat = await seat_shown(session, frame, number)
    filled = Person({"name": seat.name, "email": seat.email or ""})
    if not sure:
        filled.errors["sure"] = FORM_ERRORS["sure"]
    return person_answer(request, frame, seat, filled, refusal)


@post(DESK + "/roll-call-names", status_code=200, guards=[signed_in])
async def say_names(
    request: Request[Any, Any, Any], slug: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """It is said; without a choice, nothing changes."""
    word = str((await request.form()).get("names") or "")
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        if word in set(RollCallNames):
            await say_roll_call_names(
                session, frame.assembly, RollCallNames(word), at=now(), by=actor.name
            )
    return redirect(request, f"{frame.desk}/people#forgotten")


router = Router("/", route_handlers=[forget, say_names], include_in_schema=False)
