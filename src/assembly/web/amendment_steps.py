# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is done with an amendment on its page: support, split, withdraw, take over.

What cannot be undone is asked once more; what is refused is said on the same page.
"""

from typing import Any

from litestar import Request, Response, Router, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments import judge
from assembly.amendments.queries import require_amendment
from assembly.amendments.rights import Right, require_right
from assembly.amendments.support import ask_to_split, end_support, support_amendment
from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import status_of
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.errors import AmendmentsClosed, Conflict, NoSuchAddress, Refusal
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Actor, Permission, may
from assembly.resolutions.queries import resolution_id_of
from assembly.web.amendments import HERE, one_values
from assembly.web.rendering import PERSONAL, redirect, render
from assembly.web.texts import PROBLEMS

STEPS = frozenset({"support", "support-end", "splitting", "withdrawal", "taking-over"})
FINAL = frozenset({"withdrawal", "taking-over"})


@post(HERE + "/amendments/{amendment:int}/{step:str}", status_code=200, guards=[signed_in])
async def take_step(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    amendment: FromPath[int],
    step: FromPath[str],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The step is taken and the amendment shown again; or it is asked for once more."""
    form = await request.form()
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.AMEND, assembly.id)
        if step not in STEPS:
            raise NoSuchAddress("There is no such step.")
        resolution_id = await resolution_id_of(session, assembly.id, number)
        await _require_right(session, assembly, number, amendment, step, actor)
    here = f"/assemblies/{slug}/resolutions/{number}/amendments/{amendment}"

    async def page(refusal: Refusal | None = None, ask: str | None = None) -> Response[Any]:
        values = await one_values(request, sessions, slug, number, amendment, actor)
        problem = PROBLEMS[refusal.slug] if refusal else None
        return render(
            request,
            "amendment.html",
            headers=PERSONAL,
            home=here,
            status_code=status_of(type(refusal)) if refusal else 200,
            **(values | {"problem": problem, "ask": ask, "links": []}),
        )

    if step in FINAL and "sure" not in form:
        return await page(ask=step)
    try:
        async with sessions.begin() as session:
            await _take(session, assembly, number, amendment, step, actor)
    except (Conflict, AmendmentsClosed) as refusal:
        return await page(refusal)
    if step in FINAL:
        await bell.keep_up(resolution_id)
    await bell.changed(slug, f"resolution/{number}")
    return redirect(request, here)


async def _require_right(
    session: AsyncSession, assembly: Assembly, number: int, amendment: int, step: str, actor: Actor
) -> None:
    """Supporting takes a seat, withdrawing the author, taking over a sponsor; or a moderator."""
    if step in {"support", "support-end"}:
        permit(actor, Permission.CAST, assembly.id)
    if may(actor, Permission.MODERATE, assembly.id) or step not in FINAL:
        return
    right = Right.AUTHOR
    if step == "taking-over":
        right = Right.SPONSOR
        resolution_id = await resolution_id_of(session, assembly.id, number)
        await require_amendment(session, resolution_id, amendment)
    await require_right(session, actor, assembly.id, number, amendment, right)


async def _take(
    session: AsyncSession, assembly: Assembly, number: int, amendment: int, step: str, actor: Actor
) -> None:
    at, by, place = now(), actor.name, (assembly.id, number, amendment)
    match step:
        case "support" | "support-end":
            assert actor.seat_id is not None  # noqa: S101 - the permission has seen to it
            act = support_amendment if step == "support" else end_support
            await act(session, *place, actor.seat_id, at=at, by=by)
        case "splitting":
            await ask_to_split(session, *place, at=at, by=by)
        case "withdrawal":
            await judge.withdraw_amendment(session, *place, at=at, by=by)
        case _:
            await judge.take_over(session, *place, at=at, by=by)


router = Router("/", route_handlers=[take_step], include_in_schema=False)
