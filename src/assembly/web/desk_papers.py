# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Paper and hands on the desk: who votes on paper, and the two blind entries of what was counted.

Nothing here shows what anybody entered, the own entry included (docs/decisions/0020).
"""

from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, post
from litestar.params import FromPath

from assembly.api.dependencies import Bell, Sessions
from assembly.clock import now
from assembly.errors import Conflict, NotEntitled, NotPermitted, PapersDoNotReconcile, Refusal
from assembly.identity.guard import Acting, signed_in
from assembly.identity.rules.permissions import Permission
from assembly.voting.paper import enter_paper_count, mark_paper_voters
from assembly.voting.rules.paper import Agreement
from assembly.web.desk_frame import frame_for
from assembly.web.paper_views import LONGEST, PapersTyped, seats_in
from assembly.web.rendering import language_of, redirect
from assembly.web.texts import FORM_ERRORS
from assembly.web.voting_here import Here, Typed, here_for, voting_page

HERE = "/assemblies/{slug:str}/desk/votings/{voting_id:uuid}"


@post(HERE + "/paper-voters", status_code=200, guards=[signed_in])
async def mark_on_paper(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    voting_id: FromPath[UUID],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """These seats vote on paper, for good: asked once. What is refused keeps what was typed."""
    form = await request.form()
    words = str(form.get("seats") or "")[:LONGEST].strip()
    typed, seats = Typed(paper={"seats": words}), seats_in(words)
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        here = await here_for(session, frame, voting_id, actor, language_of(request))
    if seats is None:
        typed.errors["seats"] = FORM_ERRORS["seats"]
        return voting_page(request, here, typed=typed)
    if "sure" not in form:
        return voting_page(request, here, typed=typed, ask="paper")
    try:
        async with sessions.begin() as session:
            await mark_paper_voters(session, voting_id, seats, at=now(), by=actor.name)
    except (Conflict, NotEntitled) as refusal:
        async with sessions.begin() as session:
            here = await here_for(session, frame, voting_id, actor, language_of(request))
        return voting_page(request, here, refusal, typed)
    await bell.changed(slug, f"voting/{voting_id}", test=here.voting.is_test)
    return redirect(request, f"{here.address}#papers")


@post(HERE + "/paper-count", status_code=200, guards=[signed_in])
async def enter_count(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    voting_id: FromPath[UUID],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The entry is kept, and compared with the one before it; agreed, the count follows by itself.

    What is refused keeps what was typed; what was kept is never shown again.
    """
    typed = PapersTyped.of(await request.form())
    lines = typed.lines()
    language = language_of(request)
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        here = await here_for(session, frame, voting_id, actor, language)
    if actor.person_id is None:
        raise NotPermitted("Only a person counts.", permission=Permission.MODERATE.value)
    typed.require(here.papers)
    if typed.errors:
        return _again(request, here, typed)
    try:
        async with sessions.begin() as session:
            told = await enter_paper_count(
                session, voting_id, lines, at=now(), person_id=actor.person_id, by=actor.name
            )
    except (Conflict, PapersDoNotReconcile) as refusal:
        async with sessions.begin() as session:
            here = await here_for(session, frame, voting_id, actor, language)
        return _again(request, here, typed, refusal)
    if told is Agreement.AGREED:
        await bell.count(voting_id)
    await bell.changed(slug, f"voting/{voting_id}", test=here.voting.is_test)
    return redirect(request, f"{here.address}#papers")


def _again(
    request: Request[Any, Any, Any], here: Here, typed: PapersTyped, refusal: Refusal | None = None
) -> Response[Any]:
    """The page with the count as it was typed; a line that was refused is marked."""
    line = refusal.facts.get("line") if refusal else None
    if line is not None:
        typed.errors[f"papers-{line}"] = FORM_ERRORS["papers"]
    shown = Typed(paper=dict(typed.typed), errors=typed.errors)
    return voting_page(request, here, refusal, shown)


router = Router("/", route_handlers=[mark_on_paper, enter_count], include_in_schema=False)
