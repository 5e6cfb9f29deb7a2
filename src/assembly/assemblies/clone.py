# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""An assembly like another one: its settings and its people, and nothing that happened there."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.convene import found_assembly
from assembly.assemblies.models import Assembly, Seat, Substitution
from assembly.assemblies.seat import PlainSeat, insert_seats
from assembly.audit.record import record_act
from assembly.errors import IllegalMove
from assembly.identity.queries import names_of


async def clone_assembly(
    session: AsyncSession,
    source: Assembly,
    *,
    slug: str,
    name: str,
    held_on: date | None,
    addresses: bool = False,
    at: datetime,
    by: str,
) -> Assembly:
    """There is another assembly with the same settings, seats, names, weights and colleges.

    No codes, attendance, proxies, texts or votings come along; e-mail addresses only if asked for.
    Who has a substitute comes along, the substitute does not. Refuses history (`IllegalMove`) and
    what `found_assembly` refuses. Locks nothing of the source.
    """
    if source.is_imported:
        raise IllegalMove("An imported assembly is history; it has no settings to take over.")
    founded = await found_assembly(
        session,
        slug=slug,
        name=name,
        language=source.language,
        time_zone=source.time_zone,
        held_on=held_on,
        rehearsal=source.is_rehearsal,
        proxies_per_holder=source.proxies_per_holder,
        participants_propose=source.participants_propose,
        default_rule=source.default_rule,
        roll_call_names=source.roll_call_names,
        at=at,
        by=by,
    )
    rows = (
        await session.execute(
            select(Seat, func.coalesce(Substitution.absent_id, Seat.person_id).label("whose"))
            .outerjoin(
                Substitution,
                (Substitution.seat_id == Seat.id) & Substitution.ended_at.is_(None),
            )
            .where(Seat.assembly_id == source.id, Seat.vacated_at.is_(None))
            .order_by(Seat.number)
        )
    ).all()
    names = await names_of(session, [person_id for _, person_id in rows])
    seats = [
        PlainSeat(
            seat.number,
            names[person_id],
            seat.weight,
            seat.college,
            seat.email if addresses else None,
        )
        for seat, person_id in rows
    ]
    if seats:
        await insert_seats(session, founded, seats, at=at)
    record_act(
        session,
        "clone_assembly",
        at=at,
        by=by,
        subject=f"assembly:{slug}",
        assembly_id=founded.id,
        source=source.slug,
        seats=len(seats),
        addresses=addresses,
    )
    return founded
