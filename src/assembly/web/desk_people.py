# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""People on the desk: who has a seat, whether they were invited, and who is added by form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, House, Sessions
from assembly.assemblies.list_queries import lists_of
from assembly.assemblies.queries import seats_of
from assembly.assemblies.rules.list_cells import read_address, read_name, read_number
from assembly.assemblies.rules.naming import LANGUAGES
from assembly.assemblies.rules.standing import read_college, read_weight
from assembly.assemblies.seat import PlainSeat, seat_person
from assembly.clock import now
from assembly.errors import Conflict, NoSuchAddress, Refusal, SeatNotFound, Unavailable
from assembly.identity.guard import Acting, signed_in
from assembly.identity.routes import Argon
from assembly.inviting.draw import MOST_CARDS, print_cards
from assembly.inviting.invite import ask_to_mail, cancel_letters
from assembly.inviting.queries import Which, invitations_of, invited_seats, letters_waiting
from assembly.inviting.routes import pdf_answer, require_mail
from assembly.inviting.rules.letter import kept_languages
from assembly.settings import Settings
from assembly.web.desk_frame import Frame, desk_page, frame_for
from assembly.web.rendering import redirect
from assembly.web.texts import (
    FORM_ERRORS,
    INVITATION_FAILURES,
    INVITATION_STATES,
    LIST_STATES,
    ROLL_CALL_NAMES,
)

LONGEST = 300
TICKS = 512 * 1024
"""Bytes of a form with a tick for each seat."""
FIELDS = ("number", "name", "weight", "college", "email")
PEOPLE = "/assemblies/{slug:str}/desk/people"


@dataclass(slots=True)
class Person:
    """What was typed about one person, and what is wrong with it, by field."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Any) -> "Person":
        """From a form."""
        return cls({name: str(form.get(name) or "")[:LONGEST].strip() for name in FIELDS})

    def value(self, name: str) -> str:
        """As it was typed."""
        return self.typed.get(name, "")

    def name(self) -> str:
        """The name; a word at the field for what cannot be one."""
        kept, wrong, _ = read_name(self.value("name"))
        if wrong or not kept:
            self.errors["name"] = FORM_ERRORS["person"]
        return kept

    def email(self) -> str | None:
        """The address, or none; a word at the field for what is no address."""
        kept, wrong, _ = read_address(self.value("email"))
        if wrong:
            self.errors["email"] = FORM_ERRORS["email"]
        return kept or None

    def seat(self) -> PlainSeat | None:
        """The seat to be taken, or None where `errors` says why not."""
        number, wrong = read_number(self.value("number"))
        if wrong or not number:
            self.errors["number"] = FORM_ERRORS["seat_number"]
        name, email = self.name(), self.email()
        weight, college = Decimal(1), None
        try:
            weight = read_weight(self.value("weight").replace(",", ".") or "1")
        except ValueError:
            self.errors["weight"] = FORM_ERRORS["weight"]
        try:
            college = read_college(self.value("college")) if self.value("college") else None
        except ValueError:
            self.errors["college"] = FORM_ERRORS["college"]
        return None if self.errors else PlainSeat(number, name, weight, college, email)


@get(PEOPLE, guards=[signed_in])
async def people_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sessions: Sessions,
    settings: House,
    actor: Acting,
) -> Response[Any]:
    """Everybody, and what became of their invitations."""
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        return await _people(request, session, frame, settings, Person())


@post(PEOPLE, status_code=200, guards=[signed_in])
async def add_person(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sessions: Sessions,
    settings: House,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """Somebody has a seat; or the form again with what was typed and what is wrong."""
    filled = Person.of(await request.form())
    refusal: Refusal | None = None
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
    seat = filled.seat()
    if seat is not None:
        try:
            async with sessions.begin() as session:
                await seat_person(session, frame.assembly, seat, at=now(), by=actor.name)
        except Conflict as refused:
            refusal = refused
    if refusal is not None or seat is None:
        async with sessions.begin() as session:
            return await _people(request, session, frame, settings, filled, refusal)
    await bell.changed(slug, "attendance")
    return redirect(request, f"{frame.desk}/people#s{seat.number}")


@post(
    "/assemblies/{slug:str}/desk/invitations/{step:str}",
    status_code=200,
    guards=[signed_in],
    request_max_body_size=TICKS,
)
async def invite(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    step: FromPath[str],
    sessions: Sessions,
    hasher: Argon,
    settings: House,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """Cards as a PDF, letters asked for, or letters called back; what is refused says why."""
    form = await request.form()
    which, numbers = _whom(form)
    languages = [str(word) for word in form.getall("language", []) if word in LANGUAGES]
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
    try:
        if step == "cards":
            pdf, _ = await print_cards(
                sessions,
                frame.assembly.id,
                hasher,
                settings,
                numbers=numbers,
                which=which,
                languages=languages,
                by=actor.name,
            )
            return pdf_answer(pdf, slug)
        if step == "letters":
            await _ask(sessions, frame, settings, which, numbers, languages, actor.name)
            await bell.send_letters(frame.assembly.id)
        elif step == "cancelling":
            async with sessions.begin() as session:
                await cancel_letters(session, frame.assembly, at=now(), by=actor.name)
        else:
            raise NoSuchAddress("There is no such step.")
    except (Conflict, SeatNotFound, Unavailable) as refusal:
        async with sessions.begin() as session:
            return await _people(request, session, frame, settings, Person(), refusal)
    return redirect(request, f"{frame.desk}/people#invite")


async def _ask(
    sessions: Any,
    frame: Frame,
    settings: Settings,
    which: Which,
    numbers: list[int] | None,
    languages: list[str],
    by: str,
) -> None:
    require_mail(settings)
    async with sessions.begin() as session:
        invited = await invited_seats(session, frame.assembly.id, numbers=numbers, which=which)
        await ask_to_mail(
            session,
            frame.assembly,
            invited,
            languages=kept_languages(languages, frame.assembly.language),
            at=now(),
            by=by,
        )


def _whom(form: Any) -> tuple[Which, list[int] | None]:
    """Those who are ticked, or those who are meant by a word."""
    word = str(form.get("which") or "")
    if word == "ticked":
        ticked = {read_number(str(one))[0] for one in form.getall("seat", [])}
        return Which.ALL, sorted(ticked - {0})
    return (Which(word) if word in set(Which) else Which.WITHOUT_CODE), None


async def _people(
    request: Request[Any, Any, Any],
    session: AsyncSession,
    frame: Frame,
    settings: Settings,
    filled: Person,
    refusal: Refusal | None = None,
) -> Response[Any]:
    seats = await seats_of(session, frame.assembly.id)
    found = await invitations_of(session, frame.assembly.id)
    return desk_page(
        request,
        "desk_people.html",
        frame,
        home="/people",
        refusal=refusal,
        status_code=422 if filled.errors else 200,
        seats=seats,
        invitations={one.number: one for one in found},
        invitation_states=INVITATION_STATES,
        failures=INVITATION_FAILURES,
        lists=await lists_of(session, frame.assembly.id),
        list_states=LIST_STATES,
        waiting=await letters_waiting(session, frame.assembly.id),
        mail=settings.sends_mail,
        most=MOST_CARDS,
        next_number=max((seat.number for seat in seats), default=0) + 1,
        without_code=sum(not seat.has_code for seat in seats),
        unused=sum(not seat.has_signed_in for seat in seats),
        imported=frame.assembly.is_imported,
        roll_call_names=frame.assembly.roll_call_names,
        names_told=ROLL_CALL_NAMES,
        form=filled,
    )


router = Router("/", route_handlers=[people_page, add_person, invite], include_in_schema=False)
