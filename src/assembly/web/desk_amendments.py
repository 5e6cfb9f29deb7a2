# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Amendments on the desk: judge what was filed, put what is next to the vote, settle conflicts.

Whatever is refused comes back on the same page with what was typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments import judge
from assembly.amendments.queries import TermsView
from assembly.amendments.settle import Settled, choose_order, settle_conflict
from assembly.api.dependencies import Bell, Sessions
from assembly.assemblies.rules.wall import read_time
from assembly.clock import now
from assembly.errors import (
    AmbiguousLocalTime,
    Conflict,
    ConflictNotFound,
    EmptyText,
    ImpossibleSchedule,
    InvalidRequest,
    MarkupInText,
    NoSuchAddress,
    NoSuchLocalTime,
    Refusal,
    SmallClasses,
    UnsoundText,
)
from assembly.identity.guard import Acting, signed_in
from assembly.identity.rules.permissions import Actor
from assembly.publication.queries import require_decision
from assembly.voting.open import open_voting, plan_voting
from assembly.voting.queries import VotingView
from assembly.voting.ring import ring
from assembly.web.desk import usual
from assembly.web.desk_frame import Frame, as_it_is_now, desk_page, frame_for
from assembly.web.forms import number_in
from assembly.web.overview import Overview, overview_of
from assembly.web.rendering import language_of, redirect
from assembly.web.texts import FORM_ERRORS

STEPS = frozenset({"admission", "rejection", "terms", "opening", "order", "settlement"})
LONGEST = 4000
LARGEST = 10**6
REFUSED = (
    Conflict,
    ConflictNotFound,
    ImpossibleSchedule,
    InvalidRequest,
    EmptyText,
    MarkupInText,
    UnsoundText,
    NoSuchLocalTime,
    AmbiguousLocalTime,
)


@dataclass(slots=True)
class Filled:
    """What was typed on the page, in which form, and what is wrong with it."""

    step: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: str | None = None

    def value(self, step: str, name: str, usual: str = "") -> str:
        """What was typed in this field of this form; else what stands there anyhow."""
        return self.typed.get(name, "") if step == self.step else usual


@get("/assemblies/{slug:str}/desk/{number:int}/amendments", guards=[signed_in])
async def amendments_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """What waits for the moderators, what is put to the vote next, and what is in conflict."""
    return await _page(request, sessions, slug, number, actor)


@post(
    "/assemblies/{slug:str}/desk/{number:int}/amendments/{step:str}",
    status_code=200,
    guards=[signed_in],
)
async def take_step(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    step: FromPath[str],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The step is taken and the page shown again; what is refused is said with what was typed."""
    form = await request.form()
    typed = {name: str(form.get(name) or "")[:LONGEST] for name in form}
    chosen = [number_in(one) for one in form.getall("amendment", [])]
    voting: VotingView | None = None
    try:
        async with sessions.begin() as session:
            frame = await frame_for(session, slug, actor)
            if step not in STEPS:
                raise NoSuchAddress("There is no such step.")
            resolution = (
                await require_decision(session, frame.assembly.id, number, drafts=True)
            ).resolution
            voting = await _take(session, frame, number, step, typed, chosen, actor.name)
    except REFUSED as refusal:
        wrong = _wrong(step, refusal)
        return await _page(
            request, sessions, slug, number, actor, refusal, Filled(step, typed, wrong)
        )
    if voting is not None:
        await ring(bell, slug, voting)
    else:
        await bell.keep_up(resolution.id)
    await bell.changed(slug, f"resolution/{number}")
    if voting is not None:
        return redirect(request, f"{frame.desk}/votings/{voting.id}")
    return redirect(request, f"{frame.desk}/{number}/amendments#{step}")


async def _take(
    session: AsyncSession,
    frame: Frame,
    number: int,
    step: str,
    typed: Mapping[str, str],
    chosen: list[int],
    by: str,
) -> VotingView | None:
    at, here = now(), frame.assembly.id
    because = typed.get("because", "")
    match step:
        case "admission":
            await judge.find_admissible(session, here, number, _one(chosen), at=at, by=by)
        case "rejection":
            await judge.find_inadmissible(
                session, here, number, _one(chosen), because, at=at, by=by
            )
        case "terms":
            terms = _terms(typed, frame.assembly.time_zone)
            await judge.set_terms(session, here, number, terms, at=at, by=by)
        case "order":
            await choose_order(session, here, number, _order(typed), because, at=at, by=by)
        case "settlement":
            await settle_conflict(session, here, number, _settled(typed, chosen), at=at, by=by)
        case _:
            return await _open(session, frame, number, chosen, at, by)
    return None


async def _open(
    session: AsyncSession, frame: Frame, number: int, chosen: list[int], at: datetime, by: str
) -> VotingView:
    """Amendments are put to the vote on the usual terms, at once."""
    if not chosen:
        raise InvalidRequest("Choose at least one amendment.", errors=[])
    voting = await plan_voting(
        session,
        frame.assembly,
        number,
        usual(frame.assembly),
        at=at,
        by=by,
        amendments=sorted(set(chosen)),
    )
    await open_voting(session, voting.id, at=at, by=by)
    return await as_it_is_now(session, voting.id)


def _terms(typed: Mapping[str, str], zone: str) -> TermsView:
    hour = typed.get("closes_at", "").strip()
    needed = typed.get("supporters", "").strip() or "0"
    if not (needed.isascii() and needed.isdigit() and len(needed) < 6):  # noqa: PLR2004
        raise InvalidRequest("A number of supporters is a whole number.", errors=[])
    return TermsView(read_time(hour, zone, "closes_at") if hour else None, int(needed))


def _order(typed: Mapping[str, str]) -> list[int]:
    """The amendments by the places that were typed beside them; of equal ones the lower first."""
    places = {
        number_in(name.removeprefix("place-")): number_in(word)
        for name, word in typed.items()
        if name.startswith("place-")
    }
    return sorted(places, key=lambda number: (places[number], number))


def _settled(typed: Mapping[str, str], chosen: list[int]) -> Settled:
    prefer, third = typed.get("prefer", ""), typed.get("text", "")
    return Settled(
        amendments=chosen,
        provision=typed.get("provision", ""),
        start=number_in(typed.get("start", "")),
        end=number_in(typed.get("end", "")),
        prefer=None if prefer in {"", "text", "none"} else number_in(prefer),
        text=third if prefer == "text" else None,
        because=typed.get("because", "").strip() or None,
        delete=prefer == "none",
    )


def _one(chosen: list[int]) -> int:
    return chosen[0] if chosen else 0


def _wrong(step: str, refusal: Refusal) -> str | None:
    """What is said at the field, of what was typed wrongly."""
    if step == "settlement" and isinstance(refusal, EmptyText | MarkupInText | UnsoundText):
        return FORM_ERRORS["third"]
    if not isinstance(refusal, InvalidRequest):
        return None
    return {
        "rejection": FORM_ERRORS["reason"],
        "order": FORM_ERRORS["order"],
        "terms": FORM_ERRORS["terms"],
        "settlement": FORM_ERRORS["settlement"],
        "opening": FORM_ERRORS["amendments"],
    }.get(step)


async def _page(
    request: Request[Any, Any, Any],
    sessions: Sessions,
    slug: str,
    number: int,
    actor: Actor,
    refusal: Refusal | None = None,
    filled: Filled | None = None,
) -> Response[Any]:
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        decision = await require_decision(session, frame.assembly.id, number, drafts=True)
        overview = await overview_of(
            session, frame.assembly, decision, house=True, language=language_of(request)
        )
    return desk_page(
        request,
        "desk_amendments.html",
        frame,
        home=f"/{number}/amendments",
        refusal=refusal,
        resolution=decision.resolution,
        overview=overview,
        filled=filled or Filled(),
        live=_live(overview),
        needs_form=isinstance(refusal, SmallClasses),
        closes_at=_local(overview, frame.assembly.time_zone),
    )


def _live(overview: Overview) -> VotingView | None:
    """The voting on amendments that is under way."""
    states = {"planned", "open", "closed"}
    return next(
        (
            one.voting
            for one in overview.votings
            if isinstance(one.voting, VotingView)
            and one.voting.state.value in states
            and not one.voting.is_test
        ),
        None,
    )


def _local(overview: Overview, zone: str) -> str:
    """The deadline as the field of the form takes it."""
    at = overview.terms.closes_at
    return "" if at is None else at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


router = Router("/", route_handlers=[amendments_page, take_step], include_in_schema=False)
