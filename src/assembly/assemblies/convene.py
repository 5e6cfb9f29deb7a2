# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Found an assembly, seat its participants, and give each seat its code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import require_seat
from assembly.assemblies.rules.called import RollCallNames
from assembly.assemblies.rules.naming import require_known_rule, require_sound_names
from assembly.assemblies.rules.representing import require_sound_limit
from assembly.assemblies.rules.standing import plain_weight
from assembly.assemblies.seat import PlainSeat, insert_seats
from assembly.audit.record import record_act
from assembly.database import breaks
from assembly.errors import AlreadyTaken
from assembly.identity.enrol import end_sign_ins, issue_codes, revoke_code
from assembly.identity.rules.codes import Code


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A seat to be taken: number, name, the code they will get, weight and college."""

    number: int
    name: str
    code: Code
    code_hash: str
    weight: Decimal = Decimal(1)
    college: str | None = None
    email: str | None = None


async def found_assembly(
    session: AsyncSession,
    *,
    slug: str,
    name: str,
    language: str,
    time_zone: str,
    held_on: date | None,
    at: datetime,
    by: str,
    rehearsal: bool = False,
    imported: bool = False,
    proxies_per_holder: int = 1,
    participants_propose: bool = True,
    default_rule: str = "simple",
    roll_call_names: RollCallNames = RollCallNames.NAMES_STAY,
) -> Assembly:
    """There is an assembly with this slug and no seats.

    Refuses a slug in use (`AlreadyTaken`), and a slug, name, language, time zone, rule or number of
    proxies that cannot be (`InvalidRequest`).
    """
    require_sound_names(slug, name, language, time_zone)
    require_known_rule(default_rule)
    require_sound_limit(proxies_per_holder)
    assembly = Assembly(
        id=uuid4(),
        slug=slug,
        name=name,
        language=language,
        time_zone=time_zone,
        held_on=held_on,
        is_imported=imported,
        is_rehearsal=rehearsal,
        last_number=0,
        proxies_per_holder=proxies_per_holder,
        participants_propose=participants_propose and not imported,
        default_rule=default_rule,
        roll_call_names=roll_call_names,
        founded_at=at,
    )
    session.add(assembly)
    try:
        await session.flush()
    except IntegrityError as error:
        if not breaks(error, "uq_assemblies_slug"):
            raise
        raise AlreadyTaken(f"There is an assembly called {slug} already.", field="slug") from error
    record_act(
        session,
        "found_assembly",
        at=at,
        by=by,
        subject=f"assembly:{slug}",
        assembly_id=assembly.id,
        rehearsal=rehearsal,
        imported=imported,
        proxies_per_holder=proxies_per_holder,
    )
    return assembly


async def seat_participants(
    session: AsyncSession, assembly: Assembly, seats: Sequence[NewSeat], *, at: datetime, by: str
) -> None:
    """All the seats are taken and their codes in force, or none is.

    Refuses an imported assembly (`IllegalMove`), a number taken before (`AlreadyTaken`), and a
    weight or college that could not be kept exactly (`InvalidRequest`).
    """
    taken = await insert_seats(
        session,
        assembly,
        [
            PlainSeat(seat.number, seat.name, seat.weight, seat.college, seat.email)
            for seat in seats
        ],
        at=at,
    )
    await issue_codes(
        session,
        assembly.id,
        [
            (seat_id, person_id, seat.code, seat.code_hash)
            for (seat_id, person_id), seat in zip(taken, seats, strict=True)
        ],
        at=at,
    )
    record_act(
        session,
        "seat_participants",
        at=at,
        by=by,
        subject=f"assembly:{assembly.slug}",
        assembly_id=assembly.id,
        numbers=[seat.number for seat in seats],
        **_out_of_the_ordinary(seats),
    )


def _out_of_the_ordinary(seats: Sequence[NewSeat]) -> dict[str, dict[str, str]]:
    """Weights other than one and colleges, by seat number, where there are any."""
    weights = {str(seat.number): plain_weight(seat.weight) for seat in seats if seat.weight != 1}
    colleges = {str(seat.number): seat.college for seat in seats if seat.college is not None}
    facts = {"weights": weights, "colleges": colleges}
    return {name: told for name, told in facts.items() if told}


async def reissue_code(
    session: AsyncSession,
    assembly: Assembly,
    number: int,
    code: Code,
    code_hash: str,
    *,
    at: datetime,
    by: str,
) -> None:
    """The seat's old code and its sign-ins are void; the new code is in force.

    What the seat has cast stays cast: a new code is no second ballot.
    """
    seat = await require_seat(session, assembly.id, number)
    await revoke_code(session, seat.id, at=at)
    await issue_codes(session, assembly.id, [(seat.id, seat.person_id, code, code_hash)], at=at)
    record_act(
        session,
        "reissue_code",
        at=at,
        by=by,
        subject=f"seat:{number}",
        assembly_id=assembly.id,
    )


async def revoke_seat_code(
    session: AsyncSession, assembly: Assembly, number: int, *, at: datetime, by: str
) -> None:
    """The seat has no code in force. Doing it again changes nothing."""
    seat = await require_seat(session, assembly.id, number)
    if await revoke_code(session, seat.id, at=at):
        record_act(
            session,
            "revoke_code",
            at=at,
            by=by,
            subject=f"seat:{number}",
            assembly_id=assembly.id,
        )


async def sign_seat_out(
    session: AsyncSession, assembly: Assembly, number: int, *, at: datetime, by: str
) -> None:
    """Every sign-in on the seat is void; its code stays. Doing it again changes nothing."""
    seat = await require_seat(session, assembly.id, number)
    if await end_sign_ins(session, seat.id, at=at):
        record_act(
            session,
            "sign_seat_out",
            at=at,
            by=by,
            subject=f"seat:{number}",
            assembly_id=assembly.id,
        )


async def next_number(session: AsyncSession, assembly_id: UUID) -> int:
    """The next resolution number: without gaps, never used before. Locks the assembly's row."""
    number: int | None = await session.scalar(
        update(Assembly)
        .where(Assembly.id == assembly_id)
        .values(last_number=Assembly.last_number + 1)
        .returning(Assembly.last_number)
    )
    if number is None:
        message = f"no assembly {assembly_id}"
        raise AssertionError(message)
    return number


async def number_reached(session: AsyncSession, assembly_id: UUID, number: int) -> None:
    """Numbers up to this one are used: history brought its own."""
    await session.execute(
        update(Assembly).where(Assembly.id == assembly_id).values(last_number=number)
    )
