# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is done with a draft once it is written: submit, table, return, withdraw; and sponsors."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, Router, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, Sessions
from assembly.assemblies.queries import seat_number_of
from assembly.clock import now
from assembly.errors import (
    Conflict,
    InvalidRequest,
    NoSuchAddress,
    NotPermitted,
    ProposingClosed,
    SeatNotFound,
    Stale,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Actor, Permission
from assembly.resolutions.backing import require_hand
from assembly.resolutions.draft import move_resolution
from assembly.resolutions.propose import return_to_sponsors, submit_proposal
from assembly.resolutions.rules.lifecycle import Hand, State
from assembly.resolutions.rules.reason import LONGEST_REASON
from assembly.resolutions.sponsor import end_sponsorship, name_body, name_seat
from assembly.web.draft_sheet import Desk, Typed, desk_for, own_line, sheet_for, show_form, standing
from assembly.web.forms import number_in
from assembly.web.rendering import redirect

OF_MODERATORS = frozenset({"tabling", "return", "naming", "ending"})
STEPS = OF_MODERATORS | {"submission", "withdrawal", "joining", "leaving"}
SEEN_BY_ALL = STEPS - {"submission", "return"}
LARGEST = 100_000


@post("/assemblies/{slug:str}/drafts/{number:int}/{step:str}", status_code=200, guards=[signed_in])
async def take_step(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    step: FromPath[str],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The step is taken and the draft shown again; what is refused is said, with what was typed."""
    form = await request.form()
    filled = {
        name: str(form.get(name) or "").strip() for name in ("because", "seat", "body", "line")
    }
    filled |= {"because": filled["because"][: 2 * LONGEST_REASON], "wrong": ""}
    typed = await Typed.of(request)
    async with sessions.begin() as session:
        desk = await desk_for(session, slug, actor)
    if step not in STEPS:
        raise NoSuchAddress("There is no such step.")
    try:
        async with sessions.begin() as session:
            await _take(session, desk, number, step, actor, typed.revision or None, filled)
    except (Conflict, Stale, InvalidRequest, ProposingClosed, SeatNotFound) as refusal:
        async with sessions.begin() as session:
            sheet = await sheet_for(session, desk, number, actor)
        return show_form(request, desk, standing(sheet.view), sheet, refusal, filled=filled)
    if step in SEEN_BY_ALL:
        await bell.changed(slug, f"resolution/{number}")
    if step == "leaving":
        return redirect(request, desk.drafts)
    if desk.moderates and step in {"tabling", "return"}:
        return redirect(request, f"/assemblies/{slug}/desk#r{number}")
    return redirect(request, f"{desk.drafts}/{number}")


async def _take(
    session: AsyncSession,
    desk: Desk,
    number: int,
    step: str,
    actor: Actor,
    revision: int | None,
    filled: Mapping[str, str],
) -> None:
    at, by, here = now(), actor.name, desk.assembly.id
    if step in OF_MODERATORS:
        permit(actor, Permission.MODERATE, here)
    match step:
        case "return":
            because = filled["because"]
            await return_to_sponsors(
                session, here, number, because, at=at, by=by, revision=revision
            )
        case "tabling":
            await move_resolution(
                session, here, number, State.TABLED, at=at, by=by, revision=revision
            )
        case "naming" | "ending":
            await _name_or_end(session, desk, number, step, actor, filled)
        case "joining" | "leaving":
            await _join_or_leave(session, desk, number, step, actor)
        case _:
            hand = await require_hand(session, actor, here, number)
            if step == "submission":
                await submit_proposal(
                    session, desk.assembly, number, at=at, by=by, hand=hand, revision=revision
                )
            else:
                await move_resolution(
                    session, here, number, State.WITHDRAWN, at=at, by=by, hand=hand
                )


async def _name_or_end(
    session: AsyncSession,
    desk: Desk,
    number: int,
    step: str,
    actor: Actor,
    filled: Mapping[str, str],
) -> None:
    """A seat by its number, else a body by its name; or the line that ends."""
    at, by, here = now(), actor.name, desk.assembly.id
    if step == "ending":
        await end_sponsorship(
            session, here, number, number_in(filled["line"], LARGEST), at=at, by=by
        )
    elif filled["seat"]:
        seat = number_in(filled["seat"], LARGEST)
        await name_seat(session, here, number, seat, at=at, by=by, hand=Hand.MODERATOR)
    else:
        await name_body(session, here, number, filled["body"], at=at, by=by)


async def _join_or_leave(
    session: AsyncSession, desk: Desk, number: int, step: str, actor: Actor
) -> None:
    """With the own seat; nobody else's."""
    permit(actor, Permission.CAST, desk.assembly.id)
    assert actor.seat_id is not None  # noqa: S101 - the permission has seen to it
    if step == "joining":
        seat = await seat_number_of(session, actor.seat_id)
        await name_seat(
            session, desk.assembly.id, number, seat, at=now(), by=actor.name, hand=Hand.SPONSOR
        )
        return
    sheet = await sheet_for(session, desk, number, actor)
    line = await own_line(session, sheet.view.id, actor)
    if line is None:
        raise NotPermitted("You do not sponsor this resolution.", permission="propose")
    await end_sponsorship(
        session, desk.assembly.id, number, line, at=now(), by=actor.name, seat_id=actor.seat_id
    )


router = Router("/", route_handlers=[take_step], include_in_schema=False)
