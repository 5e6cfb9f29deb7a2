# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Seats and the people on them: taken without a code, called otherwise, reached at an address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly, Seat, Substitution
from assembly.assemblies.queries import lock_seats
from assembly.assemblies.rules.list_cells import read_address, read_name
from assembly.assemblies.rules.standing import require_sound_standing
from assembly.audit.record import record_act
from assembly.database import Base, breaks
from assembly.errors import AlreadyTaken, IllegalMove, InvalidRequest
from assembly.identity.enrol import enrol_participants, rename_people


@dataclass(frozen=True, slots=True)
class PlainSeat:
    """A seat to be taken, without a code: that is drawn when its invitation is."""

    number: int
    name: str
    weight: Decimal = Decimal(1)
    college: str | None = None
    email: str | None = None


async def insert_seats(
    session: AsyncSession, assembly: Assembly, seats: Sequence[PlainSeat], *, at: datetime
) -> list[tuple[UUID, UUID]]:
    """All the seats are taken, or none is; (seat, person) of each. Records nothing.

    Refuses an imported assembly (`IllegalMove`), a number taken before (`AlreadyTaken`), and a
    weight or college that could not be kept exactly (`InvalidRequest`).
    """
    if assembly.is_imported:
        raise IllegalMove("An imported assembly is history; nobody can be seated in it.")
    for seat in seats:
        require_sound_standing(seat.weight, seat.college)
    people = await enrol_participants(session, [seat.name for seat in seats], at=at)
    ids = [uuid4() for _ in seats]
    try:
        await session.execute(
            insert(Seat),
            [
                {
                    "id": seat_id,
                    "assembly_id": assembly.id,
                    "person_id": person_id,
                    "number": seat.number,
                    "weight": seat.weight,
                    "college": seat.college,
                    "email": seat.email,
                    "seated_at": at,
                }
                for seat_id, person_id, seat in zip(ids, people, seats, strict=True)
            ],
        )
    except IntegrityError as error:
        if not breaks(error, "uq_seats_assembly_id_number"):
            raise
        raise AlreadyTaken(
            "One of these seat numbers is taken already; nobody was seated.", field="number"
        ) from error
    return list(zip(ids, people, strict=True))


async def seat_person(
    session: AsyncSession, assembly: Assembly, seat: PlainSeat, *, at: datetime, by: str
) -> None:
    """Somebody has this seat, and no code yet. Refuses as `insert_seats` does."""
    require_sound_person(seat.name, seat.email)
    await insert_seats(session, assembly, [seat], at=at)
    record_act(
        session,
        "seat_participants",
        at=at,
        by=by,
        subject=f"assembly:{assembly.slug}",
        assembly_id=assembly.id,
        numbers=[seat.number],
    )


async def rename_seat(
    session: AsyncSession, assembly: Assembly, number: int, name: str, *, at: datetime, by: str
) -> None:
    """Who sits there is called so; records that were published keep the name they have.

    Refuses a name that cannot be kept (`InvalidRequest`) and a seat nobody has (`SeatNotFound`).
    Locks the seat FOR UPDATE. The trail says that, not how.
    """
    require_sound_person(name, None)
    (seat,) = await lock_seats(session, assembly.id, (number,))
    await rename_people(session, {seat.person_id: name})
    _note(session, "rename_seat", assembly, number, at=at, by=by)


async def address_seat(
    session: AsyncSession,
    assembly: Assembly,
    number: int,
    email: str | None,
    *,
    at: datetime,
    by: str,
) -> None:
    """Invitations for the seat go there, or nowhere. The same again changes and records nothing.

    Refuses what is no address (`InvalidRequest`) and a seat nobody has (`SeatNotFound`). Locks the
    seat FOR UPDATE. The trail says that, not which.
    """
    require_sound_person("-", email)
    (seat,) = await lock_seats(session, assembly.id, (number,))
    if seat.email != email:
        seat.email = email
        _note(session, "address_seat", assembly, number, at=at, by=by, there=email is not None)


@dataclass(frozen=True, slots=True)
class SeatToInvite:
    """A seat, who sits there now, and where a letter may go."""

    id: UUID
    person_id: UUID
    number: int
    email: str | None


async def seats_to_invite(session: AsyncSession, assembly_id: UUID) -> list[SeatToInvite]:
    """Every seat taken, by number. Where somebody substitutes, the address is not theirs: none."""
    rows = await session.execute(
        select(Seat.id, Seat.person_id, Seat.number, Seat.email, Substitution.absent_id)
        .outerjoin(
            Substitution, (Substitution.seat_id == Seat.id) & Substitution.ended_at.is_(None)
        )
        .where(Seat.assembly_id == assembly_id, Seat.vacated_at.is_(None))
        .order_by(Seat.number)
    )
    return [
        SeatToInvite(
            row.id, row.person_id, row.number, row.email if row.absent_id is None else None
        )
        for row in rows
    ]


async def delete_seats(session: AsyncSession, seats: Sequence[UUID]) -> None:
    """The seats are gone, with what goes with them; the database refuses where more depends."""
    await session.execute(delete(Seat).where(Seat.id.in_(seats)))


async def depended_on(session: AsyncSession, seats: Sequence[UUID]) -> Mapping[UUID, str]:
    """Those of these seats that rows of other tables point at, and the first such table.

    Found by the foreign keys themselves, so that a table that is added later is asked too. What
    goes with the seat (ON DELETE CASCADE) and its codes do not hold it.
    """
    found: dict[UUID, str] = {}
    for table in Base.metadata.sorted_tables:
        if table.name == "credentials":
            continue
        for constraint in table.foreign_key_constraints:
            if constraint.referred_table.name != "seats" or constraint.ondelete == "CASCADE":
                continue
            column = next(
                element.parent for element in constraint.elements if element.column.name == "id"
            )
            rows = await session.scalars(select(column).where(column.in_(seats)).distinct())
            for seat_id in rows:
                found.setdefault(seat_id, table.name)
    return found


def require_sound_person(name: str, email: str | None) -> None:
    """Nothing, or `InvalidRequest` that points at the name or the address."""
    kept, wrong, _ = read_name(name)
    if wrong or not kept or kept != name:
        raise InvalidRequest(
            "The name cannot be kept.",
            errors=[{"pointer": "/name", "detail": "1 to 200 characters that can be seen"}],
        )
    if email is not None and read_address(email) != (email, None, None):
        raise InvalidRequest(
            "This is no e-mail address.",
            errors=[{"pointer": "/email", "detail": "an address such as jan@example.org"}],
        )


def _note(
    session: AsyncSession,
    act: str,
    assembly: Assembly,
    number: int,
    *,
    at: datetime,
    by: str,
    **facts: object,
) -> None:
    record_act(
        session, act, at=at, by=by, subject=f"seat:{number}", assembly_id=assembly.id, **facts
    )
