# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/assemblies/{slug}/seats` and their codes."""

import asyncio
from decimal import Decimal

from litestar import Response, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from assembly.api.dependencies import House, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.assemblies.convene import (
    NewSeat,
    reissue_code,
    revoke_seat_code,
    seat_participants,
    sign_seat_out,
)
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import (
    require_assembly,
    require_seat,
    seats_of,
)
from assembly.assemblies.schemas import (
    ChangeSeat,
    SeatOut,
    SeatParticipants,
    SeatWithCode,
)
from assembly.assemblies.seat import address_seat, rename_seat
from assembly.assemblies.weigh import assign_college, weigh_seat
from assembly.clock import now
from assembly.errors import (
    AlreadyTaken,
    AssemblyNotFound,
    IllegalMove,
    InvalidRequest,
    SeatNotFound,
    Unavailable,
)
from assembly.identity.enrol import draw_free_codes
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.routes import Argon
from assembly.identity.rules.codes import Code, join_link
from assembly.identity.rules.permissions import Permission
from assembly.settings import Settings

NO_STORE = {"Cache-Control": "no-store"}


def with_code(
    settings: Settings, assembly: Assembly, number: int, name: str, code: Code
) -> SeatWithCode:
    """On the wire, this once."""
    link = join_link(settings.public_url, assembly.language, code)
    return SeatWithCode(number=number, name=name, code=code.shown(), link=link)


@get(
    "/assemblies/{slug:str}/seats",
    guards=[signed_in],
    operation_id="listSeats",
    responses=refusals(*GUARDED, AssemblyNotFound),
    security=NEEDS_TOKEN,
)
async def list_seats(
    slug: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[list[SeatOut]]:
    """Every seat, by number, and whether its code is in force. Moderators only; never a code."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        seats = [SeatOut.model_validate(seat) for seat in await seats_of(session, assembly.id)]
    return Response(seats, headers=NO_STORE)


@post(
    "/assemblies/{slug:str}/seats",
    guards=[signed_in],
    operation_id="seatParticipants",
    responses=refusals(
        *GUARDED, *READS_BODY, AssemblyNotFound, AlreadyTaken, IllegalMove, Unavailable
    ),
    security=NEEDS_TOKEN,
)
async def seat(
    slug: FromPath[str],
    data: JSONBody[SeatParticipants],
    sessions: Sessions,
    hasher: Argon,
    settings: House,
    actor: Acting,
) -> Response[list[SeatWithCode]]:
    """Seat participants; each gets a personal code, shown in this answer and never again.

    All are seated or none. If the answer is lost on its way, reissue the codes.
    """
    numbers = [seat.number for seat in data.seats]
    if len(set(numbers)) < len(numbers):
        raise InvalidRequest(
            "A seat number stands there twice.",
            errors=[{"pointer": "/seats", "detail": "numbers must differ"}],
        )
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        codes = await draw_free_codes(session, len(numbers))
    hashes = await asyncio.gather(*(hasher.hash_code(code) for code in codes))
    seats = [
        NewSeat(
            wanted.number,
            wanted.name or f"Seat {wanted.number}",
            code,
            kept,
            Decimal(wanted.weight),
            wanted.college,
            wanted.email,
        )
        for wanted, code, kept in zip(data.seats, codes, hashes, strict=True)
    ]
    async with sessions.begin() as session:
        await seat_participants(session, assembly, seats, at=now(), by=actor.name)
    return Response(
        [with_code(settings, assembly, seat.number, seat.name, seat.code) for seat in seats],
        headers=NO_STORE,
    )


@patch(
    "/assemblies/{slug:str}/seats/{number:int}",
    guards=[signed_in],
    operation_id="changeSeat",
    responses=refusals(*GUARDED, *READS_BODY, AssemblyNotFound, SeatNotFound, Unavailable),
    security=NEEDS_TOKEN,
)
async def change_seat(
    slug: FromPath[str],
    number: FromPath[int],
    data: JSONBody[ChangeSeat],
    sessions: Sessions,
    actor: Acting,
) -> Response[SeatOut]:
    """Change name, address, weight or college of a seat. Votings that were opened keep theirs."""
    at = now()
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        if data.name is not None:
            await rename_seat(session, assembly, number, data.name, at=at, by=actor.name)
        if "email" in data.model_fields_set:
            await address_seat(session, assembly, number, data.email, at=at, by=actor.name)
        if data.weight is not None:
            weight = Decimal(data.weight)
            await weigh_seat(session, assembly, number, weight, at=at, by=actor.name)
        if "college" in data.model_fields_set:
            await assign_college(session, assembly, number, data.college, at=at, by=actor.name)
        seats = {seat.number: seat for seat in await seats_of(session, assembly.id)}
    return Response(SeatOut.model_validate(seats[number]), headers=NO_STORE)


@post(
    "/assemblies/{slug:str}/seats/{number:int}/code",
    guards=[signed_in],
    operation_id="reissueCode",
    responses=refusals(*GUARDED, AssemblyNotFound, SeatNotFound, Unavailable),
    security=NEEDS_TOKEN,
)
async def reissue(
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    hasher: Argon,
    settings: House,
    actor: Acting,
) -> Response[SeatWithCode]:
    """A lost code or phone: the old code and its sign-ins are void, a new code is shown once."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        await require_seat(session, assembly.id, number)
        (code,) = await draw_free_codes(session, 1)
    kept = await hasher.hash_code(code)
    async with sessions.begin() as session:
        await reissue_code(session, assembly, number, code, kept, at=now(), by=actor.name)
        names = {seat.number: seat.name for seat in await seats_of(session, assembly.id)}
    return Response(with_code(settings, assembly, number, names[number], code), headers=NO_STORE)


@delete(
    "/assemblies/{slug:str}/seats/{number:int}/code",
    guards=[signed_in],
    operation_id="revokeCode",
    responses=refusals(*GUARDED, AssemblyNotFound, SeatNotFound),
    security=NEEDS_TOKEN,
)
async def revoke(
    slug: FromPath[str], number: FromPath[int], sessions: Sessions, actor: Acting
) -> None:
    """The seat's code and its sign-ins are void; what it has cast stays cast."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        await revoke_seat_code(session, assembly, number, at=now(), by=actor.name)


@delete(
    "/assemblies/{slug:str}/seats/{number:int}/sign-ins",
    guards=[signed_in],
    operation_id="signSeatOut",
    responses=refusals(*GUARDED, AssemblyNotFound, SeatNotFound),
    security=NEEDS_TOKEN,
)
async def sign_out_everywhere(
    slug: FromPath[str], number: FromPath[int], sessions: Sessions, actor: Acting
) -> None:
    """Every sign-in on this seat is void, on every device; its code stays in force."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        await sign_seat_out(session, assembly, number, at=now(), by=actor.name)


HANDLERS = [list_seats, seat, change_seat, reissue, revoke, sign_out_everywhere]
