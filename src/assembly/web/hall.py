# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""For those in the hall: what is open, choose, confirm, keep a receipt. Works without scripts.

A page that is sent twice casts once, because its trackers were drawn with the page; going back and
forth changes nothing until the confirmation. Casting for several: `hall_together`.
"""

from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Sessions
from assembly.assemblies.queries import assembly_of
from assembly.clock import now
from assembly.errors import InvalidRequest
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Actor, Permission
from assembly.resolutions.queries import resolution_by_id
from assembly.voting.cast import Paper
from assembly.voting.dependencies import CastingBooth
from assembly.voting.electorate import place_of
from assembly.voting.queries import VotingView, require_voting, votings_of
from assembly.voting.rules.ballot import read_choice
from assembly.voting.rules.lifecycle import State, require_open
from assembly.web.ballots import AnnulledShown, VotingShown, voting_shown
from assembly.web.me import Me, me_here
from assembly.web.rendering import PERSONAL, language_of, redirect, render


@get("/my-votings", include_in_schema=False, guards=[signed_in])
async def my_votings(
    request: Request[Any, Any, Any], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """The open votings this seat is on the roll of, each with its whole text and its buttons.

    Also those that were annulled and not put anew, with the reason.
    """
    if actor.seat_id is None or actor.assembly_id is None:
        return redirect(request, "/desk")
    async with sessions.begin() as session:
        me = await me_here(session, actor)
        seen: set[UUID] = set()
        votings: list[VotingShown] = []
        annulled: list[AnnulledShown] = []
        for voting in await votings_of(session, actor.assembly_id, tests=True):
            latest = voting.is_test or voting.resolution_id not in seen
            if not voting.is_test:
                seen.add(voting.resolution_id)
            if voting.state is State.OPEN:
                shown = await shown_to(session, voting, request, actor.seat_id)
                votings += [shown] if shown.people or shown.represented_by else []
            elif voting.state is State.ANNULLED and latest and not voting.is_test:
                annulled += await _annulled(session, voting, actor.seat_id)
    return show_votings(request, me, votings[::-1], annulled)


def show_votings(
    request: Request[Any, Any, Any],
    me: Me,
    votings: list[VotingShown],
    annulled: list[AnnulledShown],
    *,
    nothing_chosen: bool = False,
) -> Response[Any]:
    """The page; again with what was filled in, where nothing was chosen."""
    return render(
        request,
        "my_votings.html",
        headers=PERSONAL,
        home="/my-votings",
        status_code=422 if nothing_chosen else 200,
        assembly=me.assembly,
        seat=me,
        votings=votings,
        annulled=annulled,
        nothing_chosen=nothing_chosen,
    )


@post("/votings/{voting_id:uuid}/choice", status_code=200, guards=[signed_in])
async def confirm(
    request: Request[Any, Any, Any], voting_id: FromPath[UUID], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """The choice repeated, to be confirmed once. Nothing is cast yet."""
    word, tracker = await _filled_in(request)
    async with sessions.begin() as session:
        me, voting = await open_to(session, request, voting_id, actor)
        choice = read_choice(word, voting.choices)
    return render(
        request,
        "confirm.html",
        headers=PERSONAL,
        home="/my-votings",
        assembly=me.assembly,
        seat=me,
        voting=voting,
        choice=choice.value,
        tracker=str(tracker),
    )


@post("/votings/{voting_id:uuid}/ballot", status_code=200, guards=[signed_in])
async def cast(
    request: Request[Any, Any, Any],
    voting_id: FromPath[UUID],
    sessions: Sessions,
    booth: CastingBooth,
) -> Response[Any]:
    """The ballot is in the box, and this is its receipt. Sent again, it is the same receipt."""
    word, tracker = await _filled_in(request)
    seat_id, assembly_id = await booth.require_seat(voting_id)
    await booth.intake.cast(voting_id, Paper(seat_id, tracker, word, seat_id, assembly_id))
    async with sessions.begin() as session:
        voting = await require_voting(session, voting_id)
        me = await me_here(session, booth.actor)
        shown = await shown_to(session, voting, request, seat_id)
    return render(
        request,
        "receipt.html",
        headers=PERSONAL,
        home="/my-votings",
        assembly=me.assembly,
        seat=me,
        voting=shown,
        tracker=str(tracker),
    )


async def _filled_in(request: Request[Any, Any, Any]) -> tuple[str, UUID]:
    """The choice and the tracker of the form, or `InvalidRequest`."""
    form = await request.form()
    try:
        return str(form.get("choice") or ""), UUID(str(form.get("tracker") or ""))
    except ValueError:
        raise not_ours() from None


def not_ours() -> InvalidRequest:
    """What is said of a form that no page of ours sends."""
    return InvalidRequest("The form is not one of ours; open the voting again.", errors=[])


async def open_to(
    session: AsyncSession, request: Request[Any, Any, Any], voting_id: UUID, actor: Actor
) -> tuple[Me, VotingShown]:
    """The open voting as this elector sees it; else the refusal that says why not."""
    voting = await require_voting(session, voting_id)
    permit(actor, Permission.CAST, voting.assembly_id)
    assert actor.seat_id is not None  # noqa: S101 - the permission has seen to it
    shown = await shown_to(session, voting, request, actor.seat_id)
    require_open(voting.state, voted=shown.voted)
    return await me_here(session, actor), shown


async def shown_to(
    session: AsyncSession, voting: VotingView, request: Request[Any, Any, Any], seat_id: UUID
) -> VotingShown:
    """The voting as who sits there sees it."""
    return voting_shown(
        voting,
        await resolution_by_id(session, voting.resolution_id),
        await place_of(session, voting.id, seat_id),
        language_of(request),
        zone=(await assembly_of(session, voting.assembly_id)).time_zone,
        seen=now(),
    )


async def _annulled(
    session: AsyncSession, voting: VotingView, seat_id: UUID
) -> list[AnnulledShown]:
    if (await place_of(session, voting.id, seat_id)).own is None:
        return []
    view = await resolution_by_id(session, voting.resolution_id)
    return [AnnulledShown(view.number, view.title, view.language, voting.annulled_because or "")]


router = Router("/", route_handlers=[my_votings, confirm, cast], include_in_schema=False)
