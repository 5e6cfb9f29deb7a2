# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A voting on the desk: turnout, its end, who has not voted; more time, closing, annulling.

Closing and annulling ask once. No count is shown here either.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, Sessions
from assembly.clock import now
from assembly.errors import (
    Conflict,
    ImpossibleSchedule,
    InvalidRequest,
    NoSuchAddress,
    Refusal,
    SmallClasses,
    VotingNotFound,
)
from assembly.identity.guard import Acting, signed_in
from assembly.resolutions.queries import ResolutionView, resolution_by_id
from assembly.voting.annul import annul_voting
from assembly.voting.close import close_voting
from assembly.voting.electorate import NotVoted, not_voted
from assembly.voting.open import open_voting
from assembly.voting.queries import VotingView, require_voting
from assembly.voting.routes import ring
from assembly.voting.rules.annulment import LONGEST_REASON, sound_reason
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.sentence import condition
from assembly.voting.schedule import extend_voting
from assembly.web.desk_frame import Frame, as_it_is_now, desk_page, frame_for
from assembly.web.hours import end_shown, moment_shown
from assembly.web.rendering import language_of, redirect
from assembly.web.texts import FORM_ERRORS, PROBLEMS

MINUTES = (1, 5, 10)
STEPS = ("opening", "extension", "closing", "annulment")


@dataclass(frozen=True, slots=True)
class Running:
    """A voting of this assembly with its resolution, and who has not voted while it is open."""

    frame: Frame
    voting: VotingView
    resolution: ResolutionView
    missing: list[NotVoted]


@get("/assemblies/{slug:str}/desk/votings/{voting_id:uuid}", guards=[signed_in])
async def running(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    voting_id: FromPath[UUID],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """Where the voting stands now."""
    async with sessions.begin() as session:
        here = await _here(session, await frame_for(session, slug, actor), voting_id)
    return _page(request, here)


@post(
    "/assemblies/{slug:str}/desk/votings/{voting_id:uuid}/{step:str}",
    status_code=200,
    guards=[signed_in],
)
async def step(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    voting_id: FromPath[UUID],
    step: FromPath[str],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The step is taken, or asked for once more; what is refused is said with what was typed."""
    form = await request.form()
    because = str(form.get("because") or "")[: 2 * LONGEST_REASON]
    async with sessions.begin() as session:
        here = await _here(session, await frame_for(session, slug, actor), voting_id)
    if step not in STEPS:
        raise NoSuchAddress("There is no such step.")
    if step == "annulment":
        try:
            sound_reason(because)
        except InvalidRequest as refusal:
            return _page(request, here, refusal, because, FORM_ERRORS["reason"])
    if step in {"closing", "annulment"} and "sure" not in form:
        return _page(request, here, because=because, ask=step)
    try:
        async with sessions.begin() as session:
            voting = await _take(session, voting_id, step, form, because, actor.name)
    except (Conflict, ImpossibleSchedule) as refusal:
        async with sessions.begin() as session:
            here = await _here(session, here.frame, voting_id)
        return _page(request, here, refusal, because)
    await ring(bell, slug, voting)
    await bell.changed(slug, f"resolution/{here.resolution.number}", test=voting.is_test)
    return redirect(request, f"{here.frame.desk}/votings/{voting_id}")


async def _take(
    session: AsyncSession, voting_id: UUID, step: str, form: Any, because: str, by: str
) -> VotingView:
    match step:
        case "opening":
            accept = bool(form.get("accept_small_classes"))
            await open_voting(session, voting_id, at=now(), by=by, accept_small_classes=accept)
        case "extension":
            minutes = str(form.get("minutes") or "")
            if minutes not in map(str, MINUTES):
                raise InvalidRequest("The form is not one of ours; open the voting again.")
            await extend_voting(session, voting_id, seconds=60 * int(minutes), clock=now, by=by)
        case "closing":
            await close_voting(session, voting_id, at=now(), by=by)
        case _:
            await annul_voting(session, voting_id, because, at=now(), by=by)
    return await as_it_is_now(session, voting_id)


async def _here(session: AsyncSession, frame: Frame, voting_id: UUID) -> Running:
    """The voting, or `VotingNotFound` where it is of another assembly."""
    voting = await require_voting(session, voting_id)
    if voting.assembly_id != frame.assembly.id:
        raise VotingNotFound("There is no such voting in this assembly.")
    resolution = await resolution_by_id(session, voting.resolution_id)
    missing = await not_voted(session, voting_id) if voting.state is State.OPEN else []
    return Running(frame, voting, resolution, missing)


def _page(
    request: Request[Any, Any, Any],
    here: Running,
    refusal: Refusal | None = None,
    because: str = "",
    wrong: str | None = None,
    ask: str | None = None,
) -> Response[Any]:
    language, zone, seen = language_of(request), here.frame.assembly.time_zone, now()
    voting = here.voting
    missed = PROBLEMS.get(voting.opening_missed or "")
    return desk_page(
        request,
        "desk_voting.html",
        here.frame,
        home=f"/votings/{voting.id}",
        refusal=refusal,
        voting=voting,
        resolution=here.resolution,
        missing=here.missing,
        sentence=condition(voting.rule, language, weighted=voting.is_weighted),
        opens=voting.opens_at and moment_shown(voting.opens_at, zone, seen, language),
        ends=end_shown(voting.closes_at, zone, seen, language),
        missed=missed if voting.state is State.PLANNED else None,
        small_classes=refusal.facts["classes"] if isinstance(refusal, SmallClasses) else [],
        minutes=MINUTES,
        because=because,
        wrong=wrong,
        ask=ask if ask and voting.state is not State.ANNULLED else None,
    )


router = Router("/", route_handlers=[running, step], include_in_schema=False)
