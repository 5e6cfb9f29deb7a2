# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A participant asks for the floor and takes that back. Works without scripts."""

from typing import Any
from uuid import UUID

from litestar import MediaType, Request, Response, Router, get, post
from litestar.params import FromPath

from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import status_of
from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.errors import (
    Conflict,
    NoSuchAddress,
    NotPermitted,
    Refusal,
    SpeakerNotFound,
    Unsound,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Actor, Permission
from assembly.sittings.ask import ask_for_floor, withdraw_from_floor
from assembly.web.hall import show_now
from assembly.web.hearing import refused_html
from assembly.web.hearings import Hearings
from assembly.web.me import me_here
from assembly.web.now import Now
from assembly.web.rendering import PERSONAL, language_of, redirect
from assembly.web.sitting_steps import read_kind

STEPS = ("asking", "withdrawal")
ONLY_SEATS = "Only who has a seat asks for the floor."


@get("/my-votings/sitting", guards=[signed_in], fragment=True)
async def my_sitting(request: Request[Any, Any, Any], actor: Acting) -> Response[Any]:
    """The part about the sitting by itself, empty while none is under way: 304 for who has it so.

    The mark is of what is shown, whatever it comes from; no time stands in it.
    """
    if actor.seat_id is None or actor.assembly_id is None:
        raise NotPermitted(ONLY_SEATS, permission=Permission.HEAR_FLOOR.value)
    language = language_of(request)
    hearings: Hearings = request.app.state.hearings
    part = await hearings.part(actor.assembly_id, actor.seat_id, language)
    told = {"Content-Language": language, **PERSONAL, "ETag": part.etag}
    if request.headers.get("if-none-match") == part.etag:
        return Response(b"", status_code=304, headers=told, media_type=MediaType.HTML)
    return Response(part.html, headers=told, media_type=MediaType.HTML)


@post(
    "/assemblies/{slug:str}/sittings/{sitting:int}/floor/{step:str}",
    status_code=200,
    guards=[signed_in],
)
async def ask_or_withdraw(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sitting: FromPath[int],
    step: FromPath[str],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The hand is up, or down; sent twice it is so once. What is refused is said on the page."""
    form = await request.form()
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.HEAR_FLOOR, assembly.id)
        if actor.seat_id is None or actor.assembly_id != assembly.id:
            raise NotPermitted(ONLY_SEATS, permission=Permission.HEAR_FLOOR.value)
        if step not in STEPS:
            raise NoSuchAddress("There is no such step.")
    seat_id, at, by = actor.seat_id, now(), actor.name
    try:
        async with sessions.begin() as session:
            if step == "asking":
                kind = read_kind(str(form.get("kind") or ""))
                await ask_for_floor(session, assembly.id, sitting, seat_id, kind, at=at, by=by)
            else:
                hand = _hand(str(form.get("speaker") or ""))
                await withdraw_from_floor(
                    session, assembly.id, sitting, hand, at=at, by=by, seat_id=seat_id
                )
    except (Conflict, SpeakerNotFound, Unsound) as refusal:
        return await _refused(request, sessions, actor, refusal)
    await bell.changed(slug, "floor")
    return redirect(request, "/my-votings#sitting")


def _hand(word: str) -> UUID:
    try:
        return UUID(word)
    except ValueError:
        raise SpeakerNotFound("Nobody asked for the floor under this id here.") from None


async def _refused(
    request: Request[Any, Any, Any], sessions: Sessions, actor: Actor, refusal: Refusal
) -> Response[Any]:
    """My page as it is now, with the refusal at the part about the sitting."""
    assert actor.assembly_id is not None  # noqa: S101 - it was seen to
    assert actor.seat_id is not None  # noqa: S101
    language, now_ = language_of(request), request.app.state.now
    assert isinstance(now_, Now)  # noqa: S101 - the application keeps one
    async with sessions.begin() as session:
        me = await me_here(session, actor)
        sitting = await refused_html(session, me, actor.assembly_id, language, refusal)
    standing = await now_.standing(actor.assembly_id, actor.seat_id)
    fragment = await now_.fragment(standing, actor.seat_id, language)
    return show_now(
        request,
        me,
        fragment.filled(language),
        etag=fragment.etag,
        sitting=sitting,
        status_code=status_of(type(refusal)),
    )


router = Router("/", route_handlers=[my_sitting, ask_or_withdraw], include_in_schema=False)
