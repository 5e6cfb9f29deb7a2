# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about assemblies and seats. Who is in the room: `room.py`."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.freeze import seats_now, takes_attendance
from assembly.assemblies.models import Assembly, Seat, Substitution
from assembly.assemblies.rules.called import RollCallNames, pseudonym
from assembly.assemblies.rules.naming import is_slug
from assembly.assemblies.rules.presence import presence_of
from assembly.assemblies.rules.standing import plain_weight
from assembly.database import LARGEST
from assembly.errors import AssemblyNotFound, SeatNotFound
from assembly.identity.queries import codes_in_force, forgotten_among, names_of

NAMED = 100
"""How many seats that are not there a refusal names at most."""


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat as a moderator sees it. `present` is in person; `holder` is the seat with its proxy.

    Until attendance is taken, whoever gave no proxy is taken to be present. `has_signed_in` says
    whether anybody ever did with the code in force; `instead_of` for whom somebody substitutes.
    """

    number: int
    name: str
    has_code: bool
    weight: str
    college: str | None
    present: bool
    holder: int | None
    email: str | None
    has_signed_in: bool
    instead_of: str | None


async def find_assembly(session: AsyncSession, slug: str) -> Assembly | None:
    """The assembly, if there is one called so."""
    if not is_slug(slug):
        return None
    return await session.scalar(select(Assembly).where(Assembly.slug == slug))


async def require_assembly(session: AsyncSession, slug: str) -> Assembly:
    """The assembly, or `AssemblyNotFound`."""
    assembly = await find_assembly(session, slug)
    if assembly is None:
        raise AssemblyNotFound("There is no assembly at this address.")
    return assembly


async def assembly_of(session: AsyncSession, assembly_id: UUID) -> Assembly:
    """The assembly with this id, which exists by foreign key."""
    return (await session.scalars(select(Assembly).where(Assembly.id == assembly_id))).one()


async def hold_assembly(session: AsyncSession, assembly_id: UUID) -> Assembly:
    """The assembly as it is now, its row held FOR UPDATE until the transaction ends."""
    found = await session.scalars(
        select(Assembly)
        .where(Assembly.id == assembly_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.one()


async def assemblies_among(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Assembly]:
    """Those with these ids, in one statement; none for no ids."""
    if not ids:
        return {}
    rows = await session.scalars(select(Assembly).where(Assembly.id.in_(ids)))
    return {row.id: row for row in rows}


async def listed_assemblies(session: AsyncSession) -> list[Assembly]:
    """All assemblies but rehearsals, the latest first."""
    rows = await session.scalars(
        select(Assembly)
        .where(Assembly.is_rehearsal.is_(False))
        .order_by(
            func.coalesce(Assembly.held_on, func.date(Assembly.founded_at)).desc(), Assembly.slug
        )
    )
    return list(rows)


async def require_seat(session: AsyncSession, assembly_id: UUID, number: int) -> Seat:
    """The seat, held FOR UPDATE so that it gets one code at a time, or `SeatNotFound`."""
    seat = await session.scalar(
        select(Seat)
        .where(
            Seat.assembly_id == assembly_id,
            Seat.number == max(0, min(number, LARGEST)),
            Seat.vacated_at.is_(None),
        )
        .with_for_update()
    )
    if seat is None:
        raise SeatNotFound("There is no seat with this number in this assembly.")
    return seat


async def lock_seats(
    session: AsyncSession, assembly_id: UUID, numbers: Collection[int]
) -> list[Seat]:
    """These seats, all of them taken; or `SeatNotFound` with the `numbers` that are not.

    Held FOR UPDATE, in the order of ids as a roll is frozen, so that nobody waits in a circle.
    """
    wanted = set(numbers)
    seats = list(
        await session.scalars(
            select(Seat)
            .where(
                Seat.assembly_id == assembly_id,
                Seat.number.in_({number for number in wanted if 0 < number <= LARGEST}),
                Seat.vacated_at.is_(None),
            )
            .order_by(Seat.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )
    unknown = sorted(wanted - {seat.number for seat in seats})
    if unknown:
        raise SeatNotFound(
            "Some of these seats are not taken in this assembly; nothing was changed.",
            numbers=unknown[:NAMED],
        )
    return seats


async def seat_id_of(session: AsyncSession, assembly_id: UUID, number: int) -> UUID | None:
    """The id of the seat with this number, if it is taken."""
    return await session.scalar(
        select(Seat.id).where(
            Seat.assembly_id == assembly_id,
            Seat.number == max(0, min(number, LARGEST)),
            Seat.vacated_at.is_(None),
        )
    )


async def seats_of(session: AsyncSession, assembly_id: UUID) -> list[SeatView]:
    """Every seat taken, by number."""
    seats = await seats_now(session, assembly_id)
    names = await names_by_seat(session, assembly_id)
    codes = await codes_in_force(session, [seat.id for seat in seats])
    addresses = await _addresses(session, assembly_id)
    absent = await absent_by_seat(session, assembly_id)
    taken = await takes_attendance(session, assembly_id)
    presence = presence_of([seat.place for seat in seats], taken=taken)
    return [
        SeatView(
            seat.number,
            names[seat.id],
            seat.id in codes,
            plain_weight(seat.weight),
            seat.college,
            seat.number in presence.in_room,
            seat.holder,
            addresses[seat.id],
            seat.id in codes and codes[seat.id].used,
            absent.get(seat.id),
        )
        for seat in seats
    ]


async def _addresses(session: AsyncSession, assembly_id: UUID) -> dict[UUID, str | None]:
    rows = await session.execute(select(Seat.id, Seat.email).where(Seat.assembly_id == assembly_id))
    return {row.id: row.email for row in rows}


async def absent_by_seat(session: AsyncSession, assembly_id: UUID) -> dict[UUID, str]:
    """Whose seat it is, where somebody substitutes."""
    rows = (
        await session.execute(
            select(Substitution.seat_id, Substitution.absent_id).where(
                Substitution.assembly_id == assembly_id, Substitution.ended_at.is_(None)
            )
        )
    ).all()
    names = await names_of(session, [row.absent_id for row in rows])
    return {row.seat_id: names[row.absent_id] for row in rows}


async def names_by_seat(session: AsyncSession, assembly_id: UUID) -> dict[UUID, str]:
    """Who sits where, for a roll call."""
    rows = (
        await session.execute(
            select(Seat.id, Seat.person_id).where(Seat.assembly_id == assembly_id)
        )
    ).all()
    names = await names_of(session, [row.person_id for row in rows])
    return {row.id: names[row.person_id] for row in rows}


async def hold_seat(session: AsyncSession, seat_id: UUID) -> None:
    """Nobody changes the seat until the transaction ends.

    Taken before the assembly's row, as a proxy does, so that nobody waits in a circle.
    """
    await session.execute(
        select(Seat.id).where(Seat.id == seat_id).with_for_update(read=True, key_share=True)
    )


async def names_and_numbers(
    session: AsyncSession, seats: Collection[UUID]
) -> dict[UUID, tuple[int, str]]:
    """The number of each of these seats, and who sits there; about none nothing is asked."""
    if not seats:
        return {}
    rows = (
        await session.execute(
            select(Seat.id, Seat.number, Seat.person_id).where(Seat.id.in_(seats))
        )
    ).all()
    names = await names_of(session, [row.person_id for row in rows])
    return {row.id: (row.number, names[row.person_id]) for row in rows}


async def names_leaving(
    session: AsyncSession, seats: Collection[UUID]
) -> dict[UUID, tuple[int, str]]:
    """As `names_and_numbers`, for what leaves this installation and cannot be called back.

    Who was forgotten is called by the seat, and so is everybody where an assembly promised that
    names go.
    """
    if not seats:
        return {}
    rows = (
        await session.execute(
            select(Seat.id, Seat.number, Seat.person_id, Assembly.roll_call_names)
            .join(Assembly, Assembly.id == Seat.assembly_id)
            .where(Seat.id.in_(seats))
        )
    ).all()
    people = [row.person_id for row in rows if row.roll_call_names is RollCallNames.NAMES_STAY]
    names, forgotten = await names_of(session, people), await forgotten_among(session, people)
    return {
        row.id: (row.number, pseudonym(row.number))
        if row.person_id not in names or row.person_id in forgotten
        else (row.number, names[row.person_id])
        for row in rows
    }


async def seat_numbers(session: AsyncSession, seats: Collection[UUID]) -> dict[UUID, int]:
    """The number printed on each of these seats."""
    rows = await session.execute(select(Seat.id, Seat.number).where(Seat.id.in_(seats)))
    return {row.id: row.number for row in rows}


async def seat_number_of(session: AsyncSession, seat_id: UUID) -> int:
    """The number printed on the seat."""
    return (await session.scalars(select(Seat.number).where(Seat.id == seat_id))).one()


async def slugs_of(session: AsyncSession, assemblies: Collection[UUID]) -> list[str]:
    """The slugs of these assemblies, rehearsals last, else in alphabetical order."""
    return list(
        await session.scalars(
            select(Assembly.slug)
            .where(Assembly.id.in_(assemblies))
            .order_by(Assembly.is_rehearsal, Assembly.slug)
        )
    )
