# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The room on the desk: who is in it, who stands in for whom, and what each seat weighs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, Sessions
from assembly.assemblies.attend import mark_attendance
from assembly.assemblies.queries import seats_of
from assembly.assemblies.represent import end_proxy, give_proxy
from assembly.assemblies.room import presence_now
from assembly.assemblies.rules.standing import read_college, read_weight
from assembly.assemblies.weigh import assign_college, weigh_seat
from assembly.clock import now
from assembly.errors import Conflict, NoSuchAddress, Refusal, SeatNotFound
from assembly.identity.guard import Acting, signed_in
from assembly.web.desk_frame import Frame, desk_page, frame_for
from assembly.web.forms import number_in
from assembly.web.rendering import redirect
from assembly.web.texts import FORM_ERRORS

LARGEST = 100_000
LONGEST = 80

CHANGED = {"attendance": "attendance", "proxy": "proxies", "proxy-end": "proxies", "seat": None}
"""Each step, and what is told to have changed."""


@dataclass(slots=True)
class Filled:
    """What was typed and ticked, and what is wrong with it, by field."""

    typed: Mapping[str, str] = field(default_factory=dict)
    ticked: frozenset[int] = frozenset()
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Any) -> "Filled":
        """From a form."""
        names = ("arrived", "left", "giver", "holder", "end", "number", "weight", "college")
        typed = {name: str(form.get(name) or "")[:LONGEST].strip() for name in names}
        marked = (number_in(word, LARGEST) for word in form.getall("seat", []))
        return cls(typed, frozenset(number for number in marked if number))

    def value(self, name: str) -> str:
        """As it was typed."""
        return self.typed.get(name, "")

    def number(self, name: str) -> int:
        """The number of a seat; 0, which nobody has, and a word at the field, for anything else."""
        number = number_in(self.value(name), LARGEST)
        if not number:
            self.errors[name] = FORM_ERRORS["choice"]
        return number


@get("/assemblies/{slug:str}/desk/room", guards=[signed_in])
async def room(
    request: Request[Any, Any, Any], slug: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """Every seat, and how many are present now."""
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        return await _room(request, session, frame, Filled())


@post("/assemblies/{slug:str}/desk/room/{step:str}", status_code=200, guards=[signed_in])
async def change_room(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    step: FromPath[str],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The change is made and the room shown again; what is refused keeps what was typed."""
    filled = Filled.of(await request.form())
    refusal: Refusal | None = None
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
    if step not in CHANGED:
        raise NoSuchAddress("There is no such step.")
    try:
        async with sessions.begin() as session:
            await _change(session, frame, step, filled, actor.name)
    except (Conflict, SeatNotFound) as refused:
        refusal = refused
    if refusal is not None or filled.errors:
        async with sessions.begin() as session:
            return await _room(request, session, frame, filled, refusal)
    if (what := CHANGED[step]) is not None:
        await bell.changed(slug, what)
    part = {"attendance": "seats", "seat": "standing"}.get(step, "proxies")
    return redirect(request, f"{frame.desk}/room#{part}")


async def _change(session: AsyncSession, frame: Frame, step: str, filled: Filled, by: str) -> None:
    """What the step says, unless `filled.errors` says why not."""
    at = now()
    match step:
        case "attendance":
            arrived, left = await _marked(session, frame, filled)
            if not (arrived or left):
                filled.errors["seat"] = FORM_ERRORS["nobody"]
                return
            await mark_attendance(session, frame.assembly, arrived=arrived, left=left, at=at, by=by)
        case "proxy":
            giver, holder = filled.number("giver"), filled.number("holder")
            if giver and giver == holder:
                filled.errors["holder"] = FORM_ERRORS["same_person"]
            if not filled.errors:
                await give_proxy(session, frame.assembly, giver, holder, at=at, by=by)
        case "proxy-end":
            giver = filled.number("end")
            if not filled.errors:
                await end_proxy(session, frame.assembly, giver, at=at, by=by)
        case _:
            await _weigh(session, frame, filled, by)


async def _marked(
    session: AsyncSession, frame: Frame, filled: Filled
) -> tuple[frozenset[int], frozenset[int]]:
    """Who arrived and who left: one by the button beside them, those ticked, or everybody."""

    async def meant(word: str) -> frozenset[int]:
        match word:
            case "ticked":
                return filled.ticked
            case "all":
                return frozenset(seat.number for seat in await seats_of(session, frame.assembly.id))
            case _:
                return frozenset({number} if (number := number_in(word, LARGEST)) else ())

    return await meant(filled.value("arrived")), await meant(filled.value("left"))


async def _weigh(session: AsyncSession, frame: Frame, filled: Filled, by: str) -> None:
    """Weight and college, as far as they were typed; a college that was emptied is none."""
    number, at = filled.number("number"), now()
    weight: Decimal | None = None
    college: str | None = None
    try:
        weight = read_weight(filled.value("weight").replace(",", "."))
    except ValueError:
        filled.errors["weight"] = FORM_ERRORS["weight"]
    try:
        college = read_college(filled.value("college")) if filled.value("college") else None
    except ValueError:
        filled.errors["college"] = FORM_ERRORS["college"]
    if filled.errors or weight is None:
        return
    await weigh_seat(session, frame.assembly, number, weight, at=at, by=by)
    await assign_college(session, frame.assembly, number, college, at=at, by=by)


async def _room(
    request: Request[Any, Any, Any],
    session: AsyncSession,
    frame: Frame,
    filled: Filled,
    refusal: Refusal | None = None,
) -> Response[Any]:
    seats = await seats_of(session, frame.assembly.id)
    return desk_page(
        request,
        "desk_room.html",
        frame,
        home="/room",
        refusal=refusal,
        status_code=422 if filled.errors else 200,
        seats=seats,
        by_number={seat.number: seat for seat in seats},
        presence=await presence_now(session, frame.assembly.id),
        weighted=any(seat.weight != "1" for seat in seats),
        with_colleges=any(seat.college for seat in seats),
        most=frame.assembly.proxies_per_holder,
        form=filled,
    )


router = Router("/", route_handlers=[room, change_room], include_in_schema=False)
