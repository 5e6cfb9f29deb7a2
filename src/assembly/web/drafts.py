# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write a resolution in one box: one's own drafts, and for moderators those that were submitted.

What is refused comes back with what was typed. A form made on a text that changed meanwhile shows
both, and saving it again then writes over the other with open eyes. A text on the table gets a
further version from moderators, with a reason. What is done with a draft once it is written:
`drafts_steps`.
"""

from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.new_version import write_new_version
from assembly.api.bodies import TEXTS
from assembly.api.dependencies import Bell, Sessions
from assembly.clock import now
from assembly.errors import Conflict, InvalidRequest, NotAllowed, Stale, Unsound
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Actor, Permission
from assembly.publication.queries import drafts_shown
from assembly.resolutions.backing import require_hand, sponsors_of
from assembly.resolutions.draft import draft_resolution, revise_resolution
from assembly.resolutions.propose import propose_resolution
from assembly.resolutions.rules.plain import read_plain
from assembly.resolutions.rules.reason import LONGEST_REASON
from assembly.web.draft_sheet import (
    NOTHING,
    Desk,
    Typed,
    desk_for,
    sheet_for,
    show_form,
    standing,
)
from assembly.web.rendering import PERSONAL, redirect, render
from assembly.web.texts import FORM_ERRORS


@get("/assemblies/{slug:str}/drafts", guards=[signed_in])
async def list_page(
    request: Request[Any, Any, Any], slug: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """A participant's own, in every state; for a moderator all drafts and submitted ones."""
    async with sessions.begin() as session:
        desk = await desk_for(session, slug, actor)
        seat_id = None if desk.moderates else actor.seat_id
        drafts = await drafts_shown(session, desk.assembly.id, seat_id=seat_id)
        sponsors = await sponsors_of(session, [draft.id for draft in drafts])
    return render(
        request,
        "drafts.html",
        headers=PERSONAL,
        assembly=desk.shown,
        moderates=desk.moderates,
        open=desk.moderates or desk.assembly.participants_propose,
        drafts=drafts,
        sponsors=sponsors,
    )


@get("/assemblies/{slug:str}/drafts/new", guards=[signed_in])
async def new_page(
    request: Request[Any, Any, Any], slug: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """An empty form. It brings the id of what will be drafted, so that two sendings draft once."""
    async with sessions.begin() as session:
        desk = await desk_for(session, slug, actor)
    return show_form(request, desk, Typed(language=desk.assembly.language))


@post(
    "/assemblies/{slug:str}/drafts",
    status_code=200,
    guards=[signed_in],
    request_max_body_size=TEXTS,
)
async def draft(
    request: Request[Any, Any, Any], slug: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """The draft is there and shown; or the form again with what was typed, and why not."""
    typed = await Typed.of(request)
    async with sessions.begin() as session:
        desk = await desk_for(session, slug, actor)
    try:
        async with sessions.begin() as session:
            number = await _draft(session, desk, typed, actor)
    except (Conflict, Unsound, NotAllowed) as refusal:
        return show_form(request, desk, typed, refusal=refusal)
    return redirect(request, f"{desk.drafts}/{number}")


async def _draft(session: AsyncSession, desk: Desk, typed: Typed, actor: Actor) -> int:
    given: dict[str, Any] = {
        "title": typed.title,
        "provisions": read_plain(typed.text),
        "at": now(),
        "by": actor.name,
        "language": typed.language or None,
        "resolution_id": UUID(typed.id),
    }
    if desk.moderates or actor.seat_id is None:
        return (await draft_resolution(session, desk.assembly, **given)).number
    return (await propose_resolution(session, desk.assembly, actor.seat_id, **given)).number


@get("/assemblies/{slug:str}/drafts/{number:int}", guards=[signed_in])
async def draft_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """The text as it stands, with what may be done with it."""
    async with sessions.begin() as session:
        desk = await desk_for(session, slug, actor)
        sheet = await sheet_for(session, desk, number, actor)
    return show_form(request, desk, standing(sheet.view), sheet)


@post(
    "/assemblies/{slug:str}/drafts/{number:int}",
    status_code=200,
    guards=[signed_in],
    request_max_body_size=TEXTS,
)
async def revise(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """It is written anew and shown; or the form again with what was typed, and why not.

    The form of a text on the table brings a reason.
    """
    typed = await Typed.of(request)
    because = (await request.form()).get("because")
    if because is not None:
        return await _renew(request, sessions, bell, (slug, number), actor, typed, str(because))
    async with sessions.begin() as session:
        desk = await desk_for(session, slug, actor)
        hand = await require_hand(session, actor, desk.assembly.id, number)
    try:
        async with sessions.begin() as session:
            await revise_resolution(
                session,
                desk.assembly.id,
                number,
                revision=typed.revision,
                title=typed.title,
                provisions=read_plain(typed.text),
                at=now(),
                by=actor.name,
                hand=hand,
            )
    except (Conflict, Unsound, Stale) as refusal:
        async with sessions.begin() as session:
            sheet = await sheet_for(session, desk, number, actor)
        typed.revision = sheet.view.revision
        return show_form(request, desk, typed, sheet, refusal)
    return redirect(request, f"{desk.drafts}/{number}")


async def _renew(
    request: Request[Any, Any, Any],
    sessions: Sessions,
    bell: Bell,
    place: tuple[str, int],
    actor: Actor,
    typed: Typed,
    because: str,
) -> Response[Any]:
    slug, number = place
    async with sessions.begin() as session:
        desk = await desk_for(session, slug, actor)
        permit(actor, Permission.MODERATE, desk.assembly.id)
    try:
        async with sessions.begin() as session:
            resolution = await write_new_version(
                session,
                desk.assembly.id,
                number,
                revision=typed.revision,
                title=typed.title,
                provisions=read_plain(typed.text),
                because=because,
                at=now(),
                by=actor.name,
            )
            resolution_id = resolution.id
    except (Conflict, Unsound, Stale) as refusal:
        async with sessions.begin() as session:
            sheet = await sheet_for(session, desk, number, actor)
        typed.revision = sheet.view.revision
        wrong = FORM_ERRORS["reason"] if isinstance(refusal, InvalidRequest) else ""
        filled = {"because": because[: 2 * LONGEST_REASON], "wrong": wrong}
        return show_form(request, desk, typed, sheet, refusal, filled=NOTHING | filled)
    await bell.keep_up(resolution_id)
    await bell.changed(slug, f"resolution/{number}")
    return redirect(request, f"/assemblies/{slug}/resolutions/{number}/compare")


router = Router(
    "/",
    route_handlers=[list_page, new_page, draft, draft_page, revise],
    include_in_schema=False,
)
