# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody sits on a seat for a while. Roll, weight, votings and attendance hang on the seat."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly, Substitution
from assembly.assemblies.queries import lock_seats
from assembly.assemblies.rules.presence import begins_at
from assembly.assemblies.seat import require_sound_person
from assembly.audit.record import record_act
from assembly.errors import SeatSubstituted
from assembly.identity.enrol import (
    enrol_participants,
    issue_codes,
    rest_code,
    revoke_code,
    wake_code,
)
from assembly.identity.rules.codes import Code


async def substitute(
    session: AsyncSession,
    assembly: Assembly,
    number: int,
    name: str,
    code: Code,
    code_hash: str,
    *,
    at: datetime,
    by: str,
) -> None:
    """The substitute sits there with a code of their own; the absent one's code and sign-ins rest.

    In open votings the seat still votes once, whoever does. Refuses a second substitute
    (`SeatSubstituted`), a name that cannot be kept (`InvalidRequest`) and a seat nobody has
    (`SeatNotFound`). Locks the seat FOR UPDATE.
    """
    require_sound_person(name, None)
    (seat,) = await lock_seats(session, assembly.id, (number,))
    last = await session.scalar(
        select(Substitution)
        .where(Substitution.seat_id == seat.id)
        .order_by(Substitution.began_at.desc())
        .limit(1)
    )
    if last is not None and last.ended_at is None:
        raise SeatSubstituted(f"Somebody substitutes on seat {number} already.", seat=number)
    (person_id,) = await enrol_participants(session, [name], at=at)
    session.add(
        Substitution(
            seat_id=seat.id,
            assembly_id=assembly.id,
            absent_id=seat.person_id,
            substitute_id=person_id,
            began_at=begins_at(at, None if last is None else (last.began_at, last.ended_at)),
        )
    )
    seat.person_id = person_id
    await session.flush()
    await rest_code(session, seat.id, at=at)
    await issue_codes(session, assembly.id, [(seat.id, person_id, code, code_hash)], at=at)
    _note(session, "substitute", assembly, number, at=at, by=by)


async def end_substitution(
    session: AsyncSession, assembly: Assembly, number: int, *, at: datetime, by: str
) -> None:
    """The seat is its own again: the code that rested is in force, the substitute's is void.

    Doing it again changes and records nothing. Refuses a seat nobody has (`SeatNotFound`). Locks
    the seat FOR UPDATE.
    """
    (seat,) = await lock_seats(session, assembly.id, (number,))
    row = await session.scalar(
        select(Substitution).where(Substitution.seat_id == seat.id, Substitution.ended_at.is_(None))
    )
    if row is None:
        return
    row.ended_at = max(at, row.began_at)
    seat.person_id = row.absent_id
    await session.flush()
    await revoke_code(session, seat.id, at=at)
    await wake_code(session, seat.id)
    _note(session, "end_substitution", assembly, number, at=at, by=by)


def _note(
    session: AsyncSession, act: str, assembly: Assembly, number: int, *, at: datetime, by: str
) -> None:
    record_act(session, act, at=at, by=by, subject=f"seat:{number}", assembly_id=assembly.id)
