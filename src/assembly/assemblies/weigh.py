# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Say what a seat weighs and which college it belongs to, for the votings that open from now on."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import lock_seats
from assembly.assemblies.rules.standing import plain_weight, require_sound_standing
from assembly.audit.record import record_act


async def weigh_seat(
    session: AsyncSession,
    assembly: Assembly,
    number: int,
    weight: Decimal,
    *,
    at: datetime,
    by: str,
) -> None:
    """The seat has this weight; rolls frozen before keep theirs.

    The same again changes and records nothing. Refuses a weight that could not be kept exactly
    (`InvalidRequest`) and a seat nobody has (`SeatNotFound`). Locks the seat FOR UPDATE.
    """
    require_sound_standing(weight, None)
    (seat,) = await lock_seats(session, assembly.id, (number,))
    if seat.weight == weight:
        return
    before, seat.weight = plain_weight(seat.weight), weight
    record_act(
        session,
        "weigh_seat",
        at=at,
        by=by,
        subject=f"seat:{number}",
        assembly_id=assembly.id,
        before=before,
        after=plain_weight(weight),
    )


async def assign_college(
    session: AsyncSession,
    assembly: Assembly,
    number: int,
    college: str | None,
    *,
    at: datetime,
    by: str,
) -> None:
    """The seat belongs to this college, or to none; rolls frozen before keep theirs.

    The same again changes and records nothing. Refuses a name that could not be kept exactly
    (`InvalidRequest`) and a seat nobody has (`SeatNotFound`). Locks the seat FOR UPDATE.
    """
    require_sound_standing(Decimal(1), college)
    (seat,) = await lock_seats(session, assembly.id, (number,))
    if seat.college == college:
        return
    before, seat.college = seat.college, college
    record_act(
        session,
        "assign_college",
        at=at,
        by=by,
        subject=f"seat:{number}",
        assembly_id=assembly.id,
        before=before,
        after=college,
    )
