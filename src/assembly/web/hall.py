# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""For those in the hall: what is open, choose, confirm, keep a receipt. Works without scripts.

A page that is sent twice casts once, because its trackers were drawn with the page; going back and
forth changes nothing until the confirmation. Casting for several: `hall_together`.
"""

from typing import Any
from uuid import UUID

from litestar import MediaType, Request, Response, Router, get, post
from litestar.params import FromPath
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Sessions
from assembly.api.warm import Content
from assembly.assemblies.queries import assembly_of
from assembly.clock import now
from assembly.errors import InvalidRequest, NotPermitted
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Actor, Permission
from assembly.publication.wording import wording_of
from assembly.resolutions.queries import resolution_by_id
from assembly.voting.cast import Paper
from assembly.voting.dependencies import CastingBooth
from assembly.voting.electorate import place_of
from assembly.voting.queries import VotingView, require_voting
from assembly.voting.rules.ballot import read_choice
from assembly.voting.rules.lifecycle import require_open
from assembly.web.about import asked_in
from assembly.web.ballots import VotingShown, voting_shown
from assembly.web.hearings import Hearings
from assembly.web.holes import fill
from assembly.web.me import Me, me_here
from assembly.web.now import Now, now_html
from assembly.web.rendering import PERSONAL, language_of, redirect, render
from assembly.web.texts import PROBLEMS

TOLD = (
    "already-voted",
    "voting-not-open",
    "not-entitled",
    "not-signed-in",
    "tracker-taken",
    "unknown-choice",
    "not-permitted",
    "cross-site-request",
    "unexpected",
)
"""Refusals whose words the page brings along, for a ballot that is cast by script."""


@get("/my-votings", include_in_schema=False, guards=[signed_in])
async def my_votings(
    request: Request[Any, Any, Any], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """The open votings this seat is on the roll of, each with its whole text and its buttons.

    Also those that were annulled and not put anew, with the reason.
    """
    if actor.seat_id is None or actor.assembly_id is None:
        return redirect(request, "/desk")
    now_: Now = request.app.state.now
    language = language_of(request)
    async with sessions.begin() as session:
        me = await me_here(session, actor)
    hearings: Hearings = request.app.state.hearings
    sitting = (await hearings.part(actor.assembly_id, actor.seat_id, language)).html
    standing = await now_.standing(actor.assembly_id, actor.seat_id)
    fragment = await now_.fragment(standing, actor.seat_id, language)
    page = show_now(request, me, fragment.filled(language), etag=fragment.etag, sitting=sitting)
    return smaller(request, page)


@get("/my-votings/now", include_in_schema=False, guards=[signed_in], fragment=True)
async def my_votings_now(request: Request[Any, Any, Any], actor: Acting) -> Response[Any]:
    """The part of the page that changes, by itself: 304 for who has it in this state."""
    if actor.seat_id is None or actor.assembly_id is None:
        raise NotPermitted("Only who has a seat has votings.", permission=Permission.CAST.value)
    now_: Now = request.app.state.now
    language = language_of(request)
    standing = await now_.standing(actor.assembly_id, actor.seat_id)
    fragment = await now_.fragment(standing, actor.seat_id, language)
    told = {"Content-Language": language, **PERSONAL, "ETag": fragment.etag}
    if request.headers.get("if-none-match") == fragment.etag:
        return Response(b"", status_code=304, headers=told, media_type=MediaType.HTML)
    return Response(fragment.filled(language), headers=told, media_type=MediaType.HTML)


def smaller(request: Request[Any, Any, Any], page: Response[Any]) -> Response[Any]:
    """The page compressed, for a hall that loads it in the same minute, if the reader takes that.

    It may be: no stranger can put words on it, and what is secret on it is drawn anew each time.
    """
    html = str(page.content).encode()
    headers = {**page.headers, "Vary": "Accept-Encoding"}
    accepted = request.headers.get("accept-encoding", "")
    body = Content.of(html).for_who_accepts(accepted, headers)
    return Response(body, headers=headers, media_type=MediaType.HTML)


def show_votings(
    request: Request[Any, Any, Any], me: Me, voting: VotingShown, *, nothing_chosen: bool
) -> Response[Any]:
    """The page with this one voting again, with what was filled in."""
    language = language_of(request)
    html = now_html(language, [voting], [], [], nothing_chosen=nothing_chosen)
    status = 422 if nothing_chosen else 200
    return show_now(request, me, fill(html, language, now()), status_code=status)


def show_now(
    request: Request[Any, Any, Any],
    me: Me,
    html: str,
    *,
    etag: str | None = None,
    sitting: str = "",
    status_code: int = 200,
) -> Response[Any]:
    """The page around the part that changes. `etag` is the part's, if it shows how things are.

    `sitting` is the other part, about the sitting.
    """
    return render(
        request,
        "my_votings.html",
        headers=PERSONAL,
        home="/my-votings",
        status_code=status_code,
        assembly=me.assembly,
        seat=me,
        etag=etag,
        now=Markup(html),  # noqa: S704 - from a template of ours, which escapes
        sitting=Markup(sitting),  # noqa: S704 - as above
        refusals=[PROBLEMS[slug] for slug in TOLD],
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
    language = language_of(request)
    view = await resolution_by_id(session, voting.resolution_id)
    assembly = await assembly_of(session, voting.assembly_id)
    return voting_shown(
        voting,
        view,
        await wording_of(session, view, language),
        await place_of(session, voting.id, seat_id),
        language,
        slug=assembly.slug,
        zone=assembly.time_zone,
        seen=now(),
        asked=await asked_in(session, view, voting.amendments, language),
    )


router = Router(
    "/", route_handlers=[my_votings, my_votings_now, confirm, cast], include_in_schema=False
)
