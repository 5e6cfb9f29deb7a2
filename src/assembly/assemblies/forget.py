# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A seat whose person is forgotten: nobody's any more, under its number for ever."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.list_queries import to_json
from assembly.assemblies.models import Assembly, Attendance, Proxy, Seat, SeatList, Substitution
from assembly.assemblies.queries import hold_assembly
from assembly.assemblies.rules.called import RollCallNames, pseudonym
from assembly.assemblies.rules.list_states import ListState
from assembly.assemblies.rules.seat_list import Preview
from assembly.audit.record import record_act
from assembly.database import LARGEST
from assembly.errors import SeatNotFound, SeatSubstituted
from assembly.identity.forget import forget_participants, rename_forgotten


async def seat_to_forget(session: AsyncSession, assembly: Assembly, number: int) -> Seat | None:
    """The seat, held FOR UPDATE; None where who sat there was forgotten before.

    Refuses a seat there never was (`SeatNotFound`) and one where somebody substitutes now
    (`SeatSubstituted`): who of the two is meant?
    """
    seat = await session.scalar(
        select(Seat)
        .where(Seat.assembly_id == assembly.id, Seat.number == max(0, min(number, LARGEST)))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if seat is None:
        raise SeatNotFound("There is no seat with this number in this assembly.")
    if seat.vacated_at is not None:
        return None
    substituted = select(Substitution.seat_id).where(
        Substitution.seat_id == seat.id, Substitution.ended_at.is_(None)
    )
    if await session.scalar(substituted) is not None:
        raise SeatSubstituted(f"Somebody substitutes on seat {number}.", seat=number)
    return seat


async def empty_seat(session: AsyncSession, assembly: Assembly, seat: Seat, *, at: datetime) -> str:
    """Who sat there is forgotten, as who ever substituted there; what names are kept as.

    The seat keeps its number, weight and college, and is vacated: the rolls to come are without it,
    those that were frozen are as they were. Its proxies and its stay in the room end. Lists of
    people lose what the file said, since names stand in them. Its callers hold the seat.
    """
    kept = await session.scalar(
        select(Assembly.roll_call_names)
        .where(Assembly.id == assembly.id)
        .with_for_update(read=True)
    )
    names = RollCallNames(str(kept))
    own = pseudonym(seat.number) if names is RollCallNames.PSEUDONYMS else None
    people = dict.fromkeys(await _substitutes(session, seat.id), pseudonym(seat.number))
    await forget_participants(session, {**people, seat.person_id: own}, at=at)
    seat.email, seat.vacated_at = None, max(at, seat.seated_at)
    await session.execute(
        update(Proxy)
        .where(or_(Proxy.giver_id == seat.id, Proxy.holder_id == seat.id), Proxy.ended_at.is_(None))
        .values(ended_at=func.greatest(at, Proxy.given_at))
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(Attendance)
        .where(Attendance.seat_id == seat.id, Attendance.left_at.is_(None))
        .values(left_at=func.greatest(at, Attendance.arrived_at))
        .execution_options(synchronize_session=False)
    )
    await _empty_lists(session, assembly.id, seat.number, at)
    await session.flush()
    return names.value


async def say_names(
    session: AsyncSession, assembly: Assembly, names: RollCallNames, *, at: datetime, by: str
) -> Assembly:
    """From now on so; with pseudonyms, those who were forgotten before are called by them too.

    A name that is gone does not come back. The same again changes and records nothing. Locks the
    assembly's row FOR UPDATE.
    """
    locked = await hold_assembly(session, assembly.id)
    if locked.roll_call_names == names:
        return locked
    before, locked.roll_call_names = locked.roll_call_names, names
    renamed = 0
    if names is RollCallNames.PSEUDONYMS:
        left = await session.execute(
            select(Seat.person_id, Seat.number).where(
                Seat.assembly_id == assembly.id, Seat.vacated_at.is_not(None)
            )
        )
        renamed = await rename_forgotten(
            session, {row.person_id: pseudonym(row.number) for row in left}
        )
    record_act(
        session,
        "say_names",
        at=at,
        by=by,
        subject=f"assembly:{assembly.slug}",
        assembly_id=assembly.id,
        before=before.value,
        after=names.value,
        renamed=renamed,
    )
    return locked


async def _substitutes(session: AsyncSession, seat_id: UUID) -> list[UUID]:
    """Everybody who once sat there for a while."""
    return list(
        await session.scalars(
            select(Substitution.substitute_id).where(Substitution.seat_id == seat_id)
        )
    )


async def _empty_lists(session: AsyncSession, assembly_id: UUID, number: int, at: datetime) -> None:
    """No list holds what its file said; one that was not applied is thrown away.

    What undoing a list needs stays, but for this seat.
    """
    lists = await session.scalars(
        select(SeatList)
        .where(SeatList.assembly_id == assembly_id)
        .order_by(SeatList.id)
        .with_for_update()
    )
    for row in lists:
        row.sheet, row.preview = {}, to_json(Preview())
        if row.state is ListState.PREVIEWED:
            row.state, row.ended_at = ListState.REJECTED, at
        done = await row.awaitable_attrs.done
        if done is not None:
            row.done = {
                "created": [one for one in done["created"] if one != number],
                "before": {key: said for key, said in done["before"].items() if key != str(number)},
                "after": {key: said for key, said in done["after"].items() if key != str(number)},
            }
