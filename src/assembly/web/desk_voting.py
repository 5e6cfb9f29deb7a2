# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Put a resolution to the vote: the terms, a summary in one sentence, and then it opens.

Whatever is refused comes back to the form with what was typed.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, Sessions
from assembly.assemblies.queries import seats_of
from assembly.assemblies.room import PresenceView, presence_now
from assembly.clock import now
from assembly.errors import Conflict, ImpossibleSchedule, Refusal, SmallClasses
from assembly.identity.guard import Acting, signed_in
from assembly.identity.rules.permissions import Actor
from assembly.resolutions.queries import ResolutionView, resolution_by_id, resolution_id_of
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.queries import VotingView, votings_of
from assembly.voting.ring import ring
from assembly.voting.rules.lifecycle import LIVE
from assembly.voting.rules.outcome import as_rule
from assembly.voting.rules.quorum_now import QuorumNow
from assembly.voting.rules.sentence import condition
from assembly.voting.take_part import quorum_in_room
from assembly.web.desk_frame import Frame, as_it_is_now, desk_page, frame_for
from assembly.web.desk_terms import CHOICES, FIRST, Asked
from assembly.web.hours import moment_shown
from assembly.web.rendering import language_of, redirect

AmendmentsAsked = Annotated[str | None, QueryParameter(max_length=200)]
LATER = "later"
"""Planned only: somebody opens it by hand when the quorum is there."""


@dataclass(frozen=True, slots=True)
class People:
    """Who is here to vote, and what a rule may ask of them."""

    presence: PresenceView
    weighted: bool
    with_colleges: bool


@get("/assemblies/{slug:str}/desk/{number:int}/voting", guards=[signed_in])
async def voting_form(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    actor: Acting,
    amendments: AmendmentsAsked = None,
) -> Response[Any]:
    """The form; or to the voting, where one is under way. `amendments` are numbers, with commas."""
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        resolution, live = await _resolution(session, frame, number)
        people = await _people(session, frame)
    if (elsewhere := _elsewhere(frame, resolution, live)) is not None:
        return redirect(request, elsewhere)
    first = {"rule": frame.assembly.default_rule, "amendments": amendments or ""}
    asked = Asked(dict(FIRST) | first)
    return _form(request, frame, resolution, people, asked)


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
        people = await _people(session, frame)
        terms = asked.terms(frame.assembly.time_zone, at)
        quorum = await _quorum(session, frame, terms) if terms else None
    if terms is None or "again" in form:
        return _form(request, frame, resolution, people, asked, live)
    if "sure" not in form:
        return _summary(request, frame, resolution, people, asked, terms, quorum)
    planned_only = terms.schedule.opens_at is not None or form.get("sure") == LATER
    at = now()
    try:
        async with sessions.begin() as session:
            voting = await plan_voting(
                session,
                frame.assembly,
                number,
                terms,
                at=at,
                by=actor.name,
                amendments=asked.amendments,
            )
            if not planned_only:
                await open_voting(session, voting.id, at=at, by=actor.name)
            view = await as_it_is_now(session, voting.id)
    except (Conflict, ImpossibleSchedule) as refusal:
        async with sessions.begin() as session:
            resolution, live = await _resolution(session, frame, number)
        return _form(request, frame, resolution, people, asked, live, refusal)
    await ring(bell, slug, view)
    await bell.changed(slug, f"resolution/{number}", test=view.is_test)
    return redirect(request, f"{frame.desk}/votings/{voting.id}")


async def ask_before_opening(
    request: Request[Any, Any, Any], slug: str, number: int, sessions: Sessions, actor: Actor
) -> Response[Any]:
    """The summary of a voting on the assembly's usual terms; or to the one that is under way."""
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        resolution, live = await _resolution(session, frame, number)
        people = await _people(session, frame)
    if (elsewhere := _elsewhere(frame, resolution, live)) is not None:
        return redirect(request, elsewhere)
    asked = Asked(dict(FIRST) | {"rule": frame.assembly.default_rule})
    terms = asked.terms(frame.assembly.time_zone, now())
    if terms is None:
        return _form(request, frame, resolution, people, asked)
    return _summary(request, frame, resolution, people, asked, terms, None)


async def _people(session: AsyncSession, frame: Frame) -> People:
    seats = await seats_of(session, frame.assembly.id)
    return People(
        await presence_now(session, frame.assembly.id),
        weighted=any(seat.weight != "1" for seat in seats),
        with_colleges=any(seat.college for seat in seats),
    )


async def _quorum(session: AsyncSession, frame: Frame, terms: Terms) -> QuorumNow | None:
    """How the quorum would stand if the voting opened now; None where none is asked."""
    quorum = as_rule(terms.rule).quorum
    if quorum is None:
        return None
    return await quorum_in_room(session, frame.assembly.id, quorum, terms.electorate)


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


def _elsewhere(frame: Frame, resolution: ResolutionView, live: VotingView | None) -> str | None:
    """Where to go instead of planning a voting: one is under way, or it is not on the table."""
    if live is not None:
        return f"{frame.desk}/votings/{live.id}"
    return (
        None if resolution.state is ResolutionState.TABLED else f"{frame.desk}#r{resolution.number}"
    )


def _form(
    request: Request[Any, Any, Any],
    frame: Frame,
    resolution: ResolutionView,
    people: People,
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
        presence=people.presence,
        people=people,
        form=asked,
        numbers=asked.amendments,
        choices=CHOICES,
        live=live,
        small_classes=_classes(refusal) if isinstance(refusal, SmallClasses) else [],
    )


def _summary(
    request: Request[Any, Any, Any],
    frame: Frame,
    resolution: ResolutionView,
    people: People,
    asked: Asked,
    terms: Terms,
    quorum: QuorumNow | None,
) -> Response[Any]:
    language, zone, seen = language_of(request), frame.assembly.time_zone, now()
    opens, closes, publishes = (
        moment_shown(at, zone, seen, language) if at else None
        for at in (terms.schedule.opens_at, terms.schedule.closes_at, terms.gate.publish_at)
    )
    return desk_page(
        request,
        "desk_summary.html",
        frame,
        home=f"/{resolution.number}/voting",
        resolution=resolution,
        presence=people.presence,
        terms=terms,
        quorum=quorum,
        sentence=condition(terms.rule, language, weighted=people.weighted),
        opens=opens,
        closes=closes,
        publishes=publishes,
        form=asked,
        numbers=asked.amendments,
    )


def _classes(refusal: SmallClasses) -> list[dict[str, Any]]:
    """Weight, college and heads of each."""
    classes: list[dict[str, Any]] = refusal.facts["classes"]
    return classes


router = Router("/", route_handlers=[voting_form, put_to_the_vote], include_in_schema=False)
