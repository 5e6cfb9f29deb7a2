# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write a resolution in one box: one's own drafts, and for moderators those that were submitted.

What is refused comes back with what was typed. A form made on a text that changed meanwhile shows
both, and saving it again then writes over the other with open eyes. What is done with a draft once
it is written: `drafts_steps`.
"""

from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.bodies import TEXTS
from assembly.api.dependencies import Sessions
from assembly.clock import now
from assembly.errors import Conflict, NotAllowed, Stale, Unsound
from assembly.identity.guard import Acting, signed_in
from assembly.identity.rules.permissions import Actor
from assembly.publication.queries import drafts_shown
from assembly.resolutions.backing import require_hand, sponsors_of
from assembly.resolutions.draft import draft_resolution, revise_resolution
from assembly.resolutions.propose import propose_resolution
from assembly.resolutions.rules.plain import read_plain
from assembly.web.draft_sheet import Desk, Typed, desk_for, sheet_for, show_form, standing
from assembly.web.rendering import PERSONAL, redirect, render


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
    actor: Acting,
) -> Response[Any]:
    """It is written anew and shown; or the form again with what was typed, and why not."""
    typed = await Typed.of(request)
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


router = Router(
    "/",
    route_handlers=[list_page, new_page, draft, draft_page, revise],
    include_in_schema=False,
)
