# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Put a resolution to the vote: the terms, a summary in one sentence, and then it opens.

Whatever is refused comes back to the form with what was typed.
"""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, Sessions
from assembly.assemblies.queries import seats_of
from assembly.assemblies.room import PresenceView, presence_now
from assembly.clock import now
from assembly.errors import Conflict, ImpossibleSchedule, Refusal, SmallClasses
from assembly.identity.guard import Acting, signed_in
from assembly.resolutions.queries import ResolutionView, resolution_by_id, resolution_id_of
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.queries import VotingView, votings_of
from assembly.voting.routes import ring
from assembly.voting.rules.lifecycle import LIVE
from assembly.voting.rules.sentence import condition
from assembly.web.desk_frame import Frame, as_it_is_now, desk_page, frame_for
from assembly.web.desk_terms import CHOICES, FIRST, Asked
from assembly.web.hours import moment_shown
from assembly.web.rendering import language_of, redirect


@get("/assemblies/{slug:str}/desk/{number:int}/voting", guards=[signed_in])
async def voting_form(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """The form; or to the voting, where one is under way."""
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        resolution, live = await _resolution(session, frame, number)
        presence = await presence_now(session, frame.assembly.id)
    if live is not None:
        return redirect(request, f"{frame.desk}/votings/{live.id}")
    if resolution.state is not ResolutionState.TABLED:
        return redirect(request, f"{frame.desk}#r{number}")
    return _form(request, frame, resolution, presence, Asked(FIRST))


@post("/assemblies/{slug:str}/desk/{number:int}/voting", status_code=200, guards=[signed_in])
async def put_to_the_vote(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """First the summary; once that is agreed to, the voting is planned, and open if that is now."""
    form = await request.form()
    asked, at = Asked.of(form), now()
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        resolution, live = await _resolution(session, frame, number)
        presence = await presence_now(session, frame.assembly.id)
        weighted = any(seat.weight != "1" for seat in await seats_of(session, frame.assembly.id))
    terms = asked.terms(frame.assembly.time_zone, at)
    if terms is None or "again" in form:
        return _form(request, frame, resolution, presence, asked, live)
    if "sure" not in form:
        return _summary(request, frame, resolution, presence, asked, terms, weighted=weighted)
    try:
        async with sessions.begin() as session:
            voting = await _begin(session, frame, number, terms, actor.name)
    except (Conflict, ImpossibleSchedule) as refusal:
        async with sessions.begin() as session:
            resolution, live = await _resolution(session, frame, number)
        return _form(request, frame, resolution, presence, asked, live, refusal)
    await ring(bell, slug, voting)
    await bell.changed(slug, f"resolution/{number}", test=voting.is_test)
    return redirect(request, f"{frame.desk}/votings/{voting.id}")


async def _begin(
    session: AsyncSession, frame: Frame, number: int, terms: Terms, by: str
) -> VotingView:
    """The voting is planned, and open unless it opens by itself later."""
    at = now()
    voting = await plan_voting(session, frame.assembly, number, terms, at=at, by=by)
    if terms.schedule.opens_at is None:
        await open_voting(session, voting.id, at=at, by=by)
    return await as_it_is_now(session, voting.id)


async def _resolution(
    session: AsyncSession, frame: Frame, number: int
) -> tuple[ResolutionView, VotingView | None]:
    """The resolution, and the voting on it that is under way, test votings left aside."""
    wanted = await resolution_id_of(session, frame.assembly.id, number)
    live = next(
        (
            voting
            for voting in await votings_of(session, frame.assembly.id)
            if voting.resolution_id == wanted and voting.state in LIVE
        ),
        None,
    )
    return await resolution_by_id(session, wanted), live


def _form(
    request: Request[Any, Any, Any],
    frame: Frame,
    resolution: ResolutionView,
    presence: PresenceView,
    asked: Asked,
    live: VotingView | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    return desk_page(
        request,
        "desk_form.html",
        frame,
        home=f"/{resolution.number}/voting",
        refusal=refusal,
        status_code=422 if asked.errors else 200,
        resolution=resolution,
        presence=presence,
        form=asked,
        choices=CHOICES,
        live=live,
        small_classes=_classes(refusal) if isinstance(refusal, SmallClasses) else [],
    )


def _summary(
    request: Request[Any, Any, Any],
    frame: Frame,
    resolution: ResolutionView,
    presence: PresenceView,
    asked: Asked,
    terms: Terms,
    *,
    weighted: bool,
) -> Response[Any]:
    language, zone, seen = language_of(request), frame.assembly.time_zone, now()
    opens, closes = (
        moment_shown(at, zone, seen, language) if at else None
        for at in (terms.schedule.opens_at, terms.schedule.closes_at)
    )
    return desk_page(
        request,
        "desk_summary.html",
        frame,
        home=f"/{resolution.number}/voting",
        resolution=resolution,
        presence=presence,
        terms=terms,
        sentence=condition(terms.rule, language, weighted=weighted),
        opens=opens,
        closes=closes,
        form=asked,
    )


def _classes(refusal: SmallClasses) -> list[dict[str, Any]]:
    """Weight, college and heads of each."""
    classes: list[dict[str, Any]] = refusal.facts["classes"]
    return classes


router = Router("/", route_handlers=[voting_form, put_to_the_vote], include_in_schema=False)
