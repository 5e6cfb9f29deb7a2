# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One person on the desk: name and address, a lost phone, signing out everywhere, a substitute."""

from typing import Any

import segno
from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, House, Sessions
from assembly.assemblies.convene import reissue_code, sign_seat_out
from assembly.assemblies.queries import SeatView, require_seat, seats_of
from assembly.assemblies.room import Somebody
from assembly.assemblies.rules.called import RollCallNames
from assembly.assemblies.seat import address_seat, rename_seat
from assembly.assemblies.substitute import end_substitution, substitute
from assembly.clock import now
from assembly.errors import Conflict, NoSuchAddress, Refusal, SeatNotFound
from assembly.identity.enrol import draw_free_codes
from assembly.identity.guard import Acting, signed_in
from assembly.identity.routes import Argon
from assembly.identity.rules.codes import Code, join_link
from assembly.settings import Settings
from assembly.web.desk_frame import Frame, desk_page, frame_for
from assembly.web.desk_people import Person
from assembly.web.rendering import redirect

ONE = "/assemblies/{slug:str}/desk/people/{number:int}"


@get(ONE, guards=[signed_in])
async def person_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """Who sits there, and what can be done about it."""
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        seat = await seat_shown(session, frame, number)
    return person_answer(
        request, frame, seat, Person({"name": seat.name, "email": seat.email or ""})
    )


@post(ONE + "/{step:str}", status_code=200, guards=[signed_in])
async def take_person_step(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    step: FromPath[str],
    sessions: Sessions,
    hasher: Argon,
    settings: House,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The step is taken. A new code is shown in this answer and never again."""
    filled = Person.of(await request.form())
    by = actor.name
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        seat = await seat_shown(session, frame, number)
    try:
        if step in {"code", "substitute"}:
            name = filled.name() if step == "substitute" else seat.name
            if filled.errors:
                return person_answer(request, frame, seat, filled)
            async with sessions.begin() as session:
                (code,) = await draw_free_codes(session, 1)
            kept = await hasher.hash_code(code)
            async with sessions.begin() as session:
                await _give(session, frame, number, name, step, code, kept, by)
            await bell.changed(slug, "attendance")
            return _shown(request, frame, settings, number, name, code)
        async with sessions.begin() as session:
            await _take(session, frame, number, step, filled, by)
    except Conflict as refusal:
        return person_answer(request, frame, seat, filled, refusal)
    if filled.errors:
        return person_answer(request, frame, seat, filled)
    await bell.changed(slug, "attendance")
    return redirect(request, f"{frame.desk}/people/{number}")


async def _give(
    session: AsyncSession,
    frame: Frame,
    number: int,
    name: str,
    step: str,
    code: Code,
    kept: str,
    by: str,
) -> None:
    """A new code for the seat: of the one who sits there, or of a substitute."""
    if step == "code":
        await require_seat(session, frame.assembly.id, number)
        await reissue_code(session, frame.assembly, number, code, kept, at=now(), by=by)
    else:
        await substitute(session, frame.assembly, number, name, code, kept, at=now(), by=by)


async def _take(
    session: AsyncSession, frame: Frame, number: int, step: str, filled: Person, by: str
) -> None:
    at = now()
    match step:
        case "change":
            name, email = filled.name(), filled.email()
            if not filled.errors:
                await rename_seat(session, frame.assembly, number, name, at=at, by=by)
                await address_seat(session, frame.assembly, number, email, at=at, by=by)
        case "sign-out":
            await sign_seat_out(session, frame.assembly, number, at=at, by=by)
        case "return":
            await end_substitution(session, frame.assembly, number, at=at, by=by)
        case _:
            raise NoSuchAddress("There is no such step.")


async def seat_shown(session: AsyncSession, frame: Frame, number: int) -> SeatView:
    """The seat as the desk sees it, or `SeatNotFound`."""
    for seat in await seats_of(session, frame.assembly.id):
        if seat.number == number:
            return seat
    raise SeatNotFound("There is no seat with this number in this assembly.")


def person_answer(
    request: Request[Any, Any, Any],
    frame: Frame,
    seat: SeatView,
    filled: Person,
    refusal: Refusal | None = None,
) -> Response[Any]:
    """The page of one person, with what was typed and what was refused."""
    return desk_page(
        request,
        "desk_person.html",
        frame,
        home=f"/people/{seat.number}",
        refusal=refusal,
        status_code=422 if filled.errors else 200,
        seat=seat,
        form=filled,
        pseudonyms=frame.assembly.roll_call_names is RollCallNames.PSEUDONYMS,
    )


def _shown(
    request: Request[Any, Any, Any],
    frame: Frame,
    settings: Settings,
    number: int,
    name: str,
    code: Code,
) -> Response[Any]:
    link = join_link(settings.public_url, frame.assembly.language, code)
    picture = segno.make(link, error="m", micro=False).svg_data_uri(scale=8, border=4)
    return desk_page(
        request,
        "desk_code.html",
        frame,
        home=f"/people/{number}",
        person=Somebody(number, name),
        code=code.shown(),
        picture=picture,
        join=settings.public_url + "/join",
    )


router = Router("/", route_handlers=[person_page, take_person_step], include_in_schema=False)
