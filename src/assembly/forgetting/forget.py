# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forget a participant, and say what roll calls call those who were forgotten."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.forget import empty_seat, say_names, seat_to_forget
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import seat_id_of
from assembly.assemblies.rules.called import RollCallNames
from assembly.audit.record import record_act
from assembly.errors import SeatStillVotes
from assembly.inviting.forget import drop_invitations
from assembly.resolutions.beside import note_beside_all
from assembly.voting.roll import on_open_rolls


async def forget_participant(
    session: AsyncSession, assembly: Assembly, number: int, *, at: datetime, by: str
) -> None:
    """Address, codes, sign-ins and invitations of who has this seat are gone; it is nobody's.

    The name goes too where the assembly says so; else it stays in what was published. No record,
    roll, box or digest changes: they hold seat numbers. Doing it again changes and records nothing.
    Refuses a seat on the roll of an open voting (`SeatStillVotes`: it could not vote any more, and
    the count would be another one), one where somebody substitutes (`SeatSubstituted`) and a seat
    there never was (`SeatNotFound`). Locks the public resolutions, the seat FOR UPDATE, the
    assembly FOR SHARE and its lists, in this order: what opens a voting holds its resolution, and
    then the seats.
    """
    if await seat_id_of(session, assembly.id, number) is not None:
        await note_beside_all(session, assembly.id)
    seat = await seat_to_forget(session, assembly, number)
    if seat is None:
        return
    if votings := await on_open_rolls(session, seat.id):
        raise SeatStillVotes(
            "This seat is on the roll of a voting that is open.",
            seat=number,
            votings=[str(one) for one in votings],
        )
    await drop_invitations(session, seat.id)
    names = await empty_seat(session, assembly, seat, at=at)
    record_act(
        session,
        "forget_participant",
        at=at,
        by=by,
        subject=f"seat:{number}",
        assembly_id=assembly.id,
        names=names,
    )


async def say_roll_call_names(
    session: AsyncSession, assembly: Assembly, names: RollCallNames, *, at: datetime, by: str
) -> Assembly:
    """As `assemblies.forget.say_names`; what shows names is made anew.

    Locks the public resolutions before the assembly, as who is forgotten does.
    """
    await note_beside_all(session, assembly.id)
    return await say_names(session, assembly, names, at=at, by=by)
