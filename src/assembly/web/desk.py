# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The moderator's desk: every resolution with its next step as one button, and no counts."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import status_of
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import require_assembly, slugs_of
from assembly.clock import now
from assembly.errors import Conflict, NoSuchAddress, NotPermitted
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Actor, Permission
from assembly.publication.queries import decisions_of, totals_of
from assembly.resolutions.draft import move_resolution
from assembly.resolutions.queries import resolution_id_of
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.voting.close import close_voting
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.queries import VotingView, votings_of
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.majority import preset
from assembly.web.rendering import PERSONAL, language_of, redirect, render
from assembly.web.texts import PROBLEMS
from assembly.web.views import assembly_shown, on_desk, resolution_shown

USUAL = Terms(Secrecy.SECRET, abstain=True, rule=preset("simple"))
"""What the button opens: a secret voting by simple majority. The API offers every other."""


@get("/desk", include_in_schema=False, guards=[signed_in])
async def desks(
    request: Request[Any, Any, Any], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """To the desk of the first assembly one moderates."""
    async with sessions.begin() as session:
        slugs = await slugs_of(session, actor.moderates)
    if not slugs:
        raise NotPermitted("You moderate no assembly yet.")
    return redirect(request, f"/assemblies/{slugs[0]}/desk")


@get("/assemblies/{slug:str}/desk", include_in_schema=False, guards=[signed_in])
async def desk(
    request: Request[Any, Any, Any], slug: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """Where every resolution stands, and what may be done next."""
    return await _desk(request, slug, sessions, actor)


@post("/assemblies/{slug:str}/desk/{number:int}/{step:str}", guards=[signed_in])
async def take_step(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    step: FromPath[str],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The step is taken and the desk shown again; a step taken meanwhile by another is said."""
    try:
        async with sessions.begin() as session:
            assembly = await require_assembly(session, slug)
            permit(actor, Permission.MODERATE, assembly.id)
            closed = await _take(session, assembly, number, step, actor)
    except Conflict as refusal:
        return await _desk(request, slug, sessions, actor, refusal)
    if closed is not None:
        await bell.count(closed.id)
    await bell.changed(slug, f"resolution/{number}")
    return redirect(request, f"/assemblies/{slug}/desk#r{number}")


async def _take(
    session: AsyncSession, assembly: Assembly, number: int, step: str, actor: Actor
) -> VotingView | None:
    """The voting that was closed, if that was the step."""
    at, by = now(), actor.name
    if step == "tabling":
        await move_resolution(session, assembly.id, number, ResolutionState.TABLED, at=at, by=by)
        return None
    resolution_id = await resolution_id_of(session, assembly.id, number)
    live = next(
        (
            voting
            for voting in await votings_of(session, assembly.id)
            if voting.resolution_id == resolution_id
        ),
        None,
    )
    if step == "opening":
        if live is None or live.state not in {State.PLANNED, State.OPEN}:
            planned = await plan_voting(session, assembly, number, USUAL, at=at, by=by)
            await open_voting(session, planned.id, at=at, by=by)
        else:
            await open_voting(session, live.id, at=at, by=by)
        return None
    if step == "closing" and live is not None:
        await close_voting(session, live.id, at=at, by=by)
        return live
    raise NoSuchAddress("There is no such step.")


async def _desk(
    request: Request[Any, Any, Any],
    slug: str,
    sessions: Sessions,
    actor: Actor,
    refusal: Conflict | None = None,
) -> Response[Any]:
    language = language_of(request)
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        totals = await totals_of(session, assembly.id)
        decisions = await decisions_of(session, assembly.id, drafts=True)
        latest: dict[object, VotingView] = {}
        for voting in await votings_of(session, assembly.id):
            latest.setdefault(voting.resolution_id, voting)
    return render(
        request,
        "desk.html",
        headers=PERSONAL,
        status_code=200 if refusal is None else status_of(type(refusal)),
        assembly=assembly_shown(assembly, totals),
        resolutions=[
            on_desk(
                resolution_shown(decision, language, assembly.time_zone),
                latest.get(decision.resolution.id),
            )
            for decision in decisions
        ],
        problem=PROBLEMS[refusal.slug] if refusal else None,
    )


router = Router("/", route_handlers=[desks, desk, take_step], include_in_schema=False)
