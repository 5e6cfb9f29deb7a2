# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A voting on the desk: turnout, its end, who has not voted; more time, closing, annulling.

Closing and annulling ask once. No count is shown here either. Paper and hands: `desk_papers`.
"""

from typing import Annotated, Any
from uuid import UUID

from litestar import MediaType, Request, Response, Router, get, post
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, Sessions
from assembly.clock import now
from assembly.errors import Conflict, ImpossibleSchedule, InvalidRequest, NoSuchAddress
from assembly.identity.guard import Acting, signed_in
from assembly.voting.annul import annul_voting
from assembly.voting.close import close_voting
from assembly.voting.open import open_voting
from assembly.voting.queries import VotingView
from assembly.voting.ring import ring
from assembly.voting.rules.annulment import LONGEST_REASON, sound_reason
from assembly.voting.schedule import extend_voting
from assembly.web.desk_frame import as_it_is_now, frame_for
from assembly.web.rendering import PERSONAL, environment, language_of, prefixed, redirect
from assembly.web.texts import FORM_ERRORS
from assembly.web.voting_here import MINUTES, Typed, here_for, voting_page

STEPS = ("opening", "extension", "closing", "annulment")
PARTS = ("state", "missing")
HERE = "/assemblies/{slug:str}/desk/votings/{voting_id:uuid}"

SeenAs = Annotated[str | None, QueryParameter(name="as", max_length=20)]


@get(HERE, guards=[signed_in])
async def running(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    voting_id: FromPath[UUID],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """Where the voting stands now."""
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        here = await here_for(session, frame, voting_id, actor, language_of(request))
    return voting_page(request, here)


@get(HERE + "/parts/{part:str}", guards=[signed_in], fragment=True)
async def running_part(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    voting_id: FromPath[UUID],
    part: FromPath[str],
    sessions: Sessions,
    actor: Acting,
    seen_as: SeenAs = None,
) -> Response[Any]:
    """One part of its page by itself: `state` or `missing`. `as` is the state of the page around.

    Where the voting is in another state by now, the part says so: the page has other buttons then.
    """
    language = language_of(request)
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        if part not in PARTS:
            raise NoSuchAddress("There is no such part.")
        here = await here_for(session, frame, voting_id, actor, language)
    html = (
        environment(language)
        .get_template(f"_voting_{part}.html")
        .render(
            language=language,
            url=lambda to: prefixed(language, to),
            assembly=frame.shown,
            seen_as=seen_as or here.stands,
            **here.shown(language),
        )
    )
    told = {"Content-Language": language, **PERSONAL}
    return Response(html, headers=told, media_type=MediaType.HTML)


@post(HERE + "/{step:str}", status_code=200, guards=[signed_in])
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
    typed = Typed(because=str(form.get("because") or "")[: 2 * LONGEST_REASON])
    language = language_of(request)
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        here = await here_for(session, frame, voting_id, actor, language)
    if step not in STEPS:
        raise NoSuchAddress("There is no such step.")
    if step == "annulment":
        try:
            sound_reason(typed.because)
        except InvalidRequest as refusal:
            typed.errors["because"] = FORM_ERRORS["reason"]
            return voting_page(request, here, refusal, typed)
    if step in {"closing", "annulment"} and "sure" not in form:
        return voting_page(request, here, typed=typed, ask=step)
    try:
        async with sessions.begin() as session:
            voting = await _take(session, voting_id, step, form, typed.because, actor.name)
    except (Conflict, ImpossibleSchedule) as refusal:
        async with sessions.begin() as session:
            here = await here_for(session, frame, voting_id, actor, language)
        return voting_page(request, here, refusal, typed)
    await ring(bell, slug, voting)
    await bell.changed(slug, f"resolution/{here.resolution.number}", test=voting.is_test)
    return redirect(request, here.address)


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


router = Router("/", route_handlers=[running, running_part, step], include_in_schema=False)
