# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""For those in the hall: what is open, choose, confirm, keep a receipt. Works without scripts.

A page that is sent twice casts once, because its tracker was drawn with the page; going back and
forth changes nothing until the confirmation.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Sessions
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import assembly_of, seat_number_of
from assembly.errors import InvalidRequest
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Actor, Permission
from assembly.publication.queries import totals_of
from assembly.resolutions.queries import resolution_by_id
from assembly.voting.cast import Paper
from assembly.voting.dependencies import CastingBooth
from assembly.voting.queries import (
    VotingView,
    is_elector,
    require_voting,
    voted_among,
    votings_of,
)
from assembly.voting.rules.ballot import read_choice
from assembly.voting.rules.lifecycle import State, require_open
from assembly.web.rendering import PERSONAL, language_of, redirect, render
from assembly.web.views import AssemblyShown, VotingShown, assembly_shown, voting_shown


@dataclass(frozen=True, slots=True)
class SeatShown:
    """Who I am here."""

    number: int


@get("/my-votings", include_in_schema=False, guards=[signed_in])
async def my_votings(
    request: Request[Any, Any, Any], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """The open votings this seat is an elector of, each with its whole text and its buttons."""
    if actor.seat_id is None or actor.assembly_id is None:
        return redirect(request, "/desk")
    async with sessions.begin() as session:
        assembly, seat = await _me(session, actor)
        votings = [
            await _shown(session, voting, request, actor.seat_id)
            for voting in await votings_of(session, actor.assembly_id)
            if voting.state is State.OPEN and await is_elector(session, voting.id, actor.seat_id)
        ]
    return render(
        request,
        "my_votings.html",
        headers=PERSONAL,
        assembly=assembly,
        seat=seat,
        votings=votings[::-1],
    )


@post("/votings/{voting_id:uuid}/choice", status_code=200, guards=[signed_in])
async def confirm(
    request: Request[Any, Any, Any], voting_id: FromPath[UUID], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """The choice repeated, to be confirmed once. Nothing is cast yet."""
    word, tracker = await _filled_in(request)
    async with sessions.begin() as session:
        assembly, seat, voting = await _voting_of(session, request, voting_id, actor)
        choice = read_choice(word, voting.choices)
    return render(
        request,
        "confirm.html",
        headers=PERSONAL,
        assembly=assembly,
        seat=seat,
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
        assembly, seat = await _me(session, booth.actor)
        shown = await _shown(session, voting, request, seat_id)
    return render(
        request,
        "receipt.html",
        headers=PERSONAL,
        assembly=assembly,
        seat=seat,
        voting=shown,
        tracker=str(tracker),
    )


async def _filled_in(request: Request[Any, Any, Any]) -> tuple[str, UUID]:
    """The choice and the tracker of the form, or `InvalidRequest`."""
    form = await request.form()
    try:
        return str(form.get("choice") or ""), UUID(str(form.get("tracker") or ""))
    except ValueError:
        raise InvalidRequest(
            "The form is not one of ours; open the voting again.", errors=[]
        ) from None


async def _voting_of(
    session: AsyncSession, request: Request[Any, Any, Any], voting_id: UUID, actor: Actor
) -> tuple[AssemblyShown, SeatShown, VotingShown]:
    voting = await require_voting(session, voting_id)
    permit(actor, Permission.CAST, voting.assembly_id)
    assert actor.seat_id is not None  # noqa: S101 - the permission has seen to it
    voted = bool(await voted_among(session, voting_id, [actor.seat_id]))
    require_open(voting.state, voted=voted)
    assembly, seat = await _me(session, actor)
    return assembly, seat, await _shown(session, voting, request, actor.seat_id)


async def _me(session: AsyncSession, actor: Actor) -> tuple[AssemblyShown, SeatShown]:
    assert actor.assembly_id is not None  # noqa: S101 - a seat has an assembly
    assert actor.seat_id is not None  # noqa: S101
    assembly: Assembly = await assembly_of(session, actor.assembly_id)
    totals = await totals_of(session, assembly.id)
    return assembly_shown(assembly, totals), SeatShown(await seat_number_of(session, actor.seat_id))


async def _shown(
    session: AsyncSession, voting: VotingView, request: Request[Any, Any, Any], seat_id: UUID
) -> VotingShown:
    view = await resolution_by_id(session, voting.resolution_id)
    voted = bool(await voted_among(session, voting.id, [seat_id]))
    return voting_shown(voting, view, language_of(request), voted=voted, tracker=uuid4())


router = Router("/", route_handlers=[my_votings, confirm, cast], include_in_schema=False)
