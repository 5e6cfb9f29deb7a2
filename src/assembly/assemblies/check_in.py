# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Check people in at the door, one after the other; and take the last ones back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.attend import arrive
from assembly.assemblies.door import present_since, sitters_of
from assembly.assemblies.models import Assembly, Attendance
from assembly.assemblies.queries import lock_seats
from assembly.assemblies.rules.check_in import (
    Sitter,
    called,
    code_holds,
    number_in_code,
    number_typed,
)
from assembly.audit.record import record_act
from assembly.errors import CheckInCodeExpired, InvalidRequest, SeatAmbiguous, SeatNotFound

MOST_NAMED = 12
"""People that a refusal names at most."""


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """Who is in the room, since when, and whether that was so before."""

    number: int
    name: str
    since: datetime
    before: bool


async def check_in(
    session: AsyncSession, assembly: Assembly, typed: str, *, key: bytes, at: datetime, by: str
) -> CheckedIn:
    """The seat that was typed or scanned is in the room; done again, it says so and is no change.

    What was typed is the number of a seat, a check-in code, or the name of one person. Refuses a
    code that is too old or not ours (`CheckInCodeExpired`), a name that several have
    (`SeatAmbiguous`, with their `numbers`), and what nobody is called (`SeatNotFound`). Locks the
    seat FOR UPDATE.
    """
    sitter = await _meant(session, assembly, typed, key, at)
    (seat,) = await lock_seats(session, assembly.id, (sitter.number,))
    before = await present_since(session, seat.id)
    await arrive(session, assembly, (sitter.number,), at=at, by=by)
    since = before or await present_since(session, seat.id)
    assert since is not None  # noqa: S101 - whoever arrived is there
    return CheckedIn(sitter.number, sitter.name, since, before is not None)


async def undo_check_in(
    session: AsyncSession,
    assembly: Assembly,
    number: int,
    since: datetime,
    *,
    at: datetime,
    by: str,
) -> None:
    """The stay that began then is over; the line of time keeps that it was noted.

    One that is over stays so, and a later stay of the same seat is not touched: undoing twice
    changes and records nothing. Refuses a seat nobody has (`SeatNotFound`). Locks the seat.
    """
    (seat,) = await lock_seats(session, assembly.id, (number,))
    stay = await session.get(Attendance, (seat.id, since), populate_existing=True)
    if stay is None or stay.left_at is not None:
        return
    stay.left_at = max(at, stay.arrived_at)
    record_act(
        session,
        "undo_check_in",
        at=at,
        by=by,
        subject=f"assembly:{assembly.slug}",
        assembly_id=assembly.id,
        numbers=[number],
    )


async def _meant(
    session: AsyncSession, assembly: Assembly, typed: str, key: bytes, at: datetime
) -> Sitter:
    """The one person who can be meant; else the refusal that says why not."""
    if not typed.strip():
        raise InvalidRequest(
            "Type a number, a name or a code.", errors=[{"pointer": "/typed", "detail": "is empty"}]
        )
    sitters = await sitters_of(session, assembly.id)
    number, about = number_typed(typed), number_in_code(typed)
    for sitter in sitters:
        if number == sitter.number:
            return sitter
        if about == sitter.number and code_holds(typed, sitter, key, at):
            return sitter
    meant = [] if number is not None else called(typed, sitters)
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise SeatAmbiguous(
            f"{len(meant)} people here are called so: say which.",
            numbers=[sitter.number for sitter in meant[:MOST_NAMED]],
        )
    if about is not None:
        raise CheckInCodeExpired("This check-in code is too old, or not one of this assembly.")
    raise SeatNotFound("Nobody here has this number or this name.")
