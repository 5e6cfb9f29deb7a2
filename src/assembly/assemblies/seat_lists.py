# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A list of people is sent, compared with the seats, applied, undone, thrown away."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.apart.rules.limits import Fault, unreadable
from assembly.assemblies.apply_list import Done, do_rows, take_back
from assembly.assemblies.list_queries import from_json, seated_now, to_json
from assembly.assemblies.models import Assembly, Seat, SeatList
from assembly.assemblies.rules.list_states import IN_FORCE, ListState, require_list_move
from assembly.assemblies.rules.seat_list import Mark, Preview, preview, roll_digest
from assembly.audit.record import record_act
from assembly.errors import (
    IllegalMove,
    InvalidRequest,
    RollChanged,
    SeatListFaulty,
    SeatListNotFound,
)

NAMED = 100


async def send_list(
    session: AsyncSession,
    assembly: Assembly,
    data: bytes,
    sheet: Mapping[str, Any],
    *,
    file: str,
    at: datetime,
    by: str,
) -> tuple[UUID, bool]:
    """The list is compared with the seats there are; its id, and whether it is new.

    The same bytes, while they are neither undone nor thrown away, are the same list; one that is
    not applied is compared anew. Refuses history (`IllegalMove`) and a sheet that is no list of
    people (`DocumentUnreadable`).
    """
    if assembly.is_imported:
        raise IllegalMove("An imported assembly is history; nobody can be seated in it.")
    found, roll = await _compared(session, assembly.id, sheet)
    digest = hashlib.sha256(data).hexdigest()
    for _ in range(3):  # what it met may have been undone or thrown away at this moment
        new_id = await session.scalar(
            insert(SeatList)
            .values(
                id=uuid4(),
                assembly_id=assembly.id,
                file=file,
                digest=digest,
                state=ListState.PREVIEWED,
                roll=roll,
                sheet=dict(sheet),
                preview=to_json(found),
                sent_at=at,
                sent_by=by,
            )
            .on_conflict_do_nothing()
            .returning(SeatList.id)
        )
        if new_id is not None:
            _note(session, "send_seat_list", assembly, new_id, at=at, by=by, digest=digest)
            return new_id, True
        row = await session.scalar(
            select(SeatList)
            .where(
                SeatList.assembly_id == assembly.id,
                SeatList.digest == digest,
                SeatList.state.in_(IN_FORCE),
            )
            .with_for_update()
        )
        if row is not None:
            if row.state is ListState.PREVIEWED:
                row.roll, row.preview = roll, to_json(found)
            return row.id, False
    raise IllegalMove("The same list is being undone or thrown away; send it again.")


async def compare_list(session: AsyncSession, assembly: Assembly, list_id: UUID) -> None:
    """The list is compared with the seats as they are now. One that was applied stays as it is."""
    row = await _lock(session, assembly.id, list_id)
    if row.state is ListState.PREVIEWED:
        found, row.roll = await _compared(session, assembly.id, await row.awaitable_attrs.sheet)
        row.preview = to_json(found)


async def apply_list(
    session: AsyncSession,
    assembly: Assembly,
    list_id: UUID,
    *,
    roll: str,
    leave_out: Collection[int] = (),
    at: datetime,
    by: str,
) -> Done:
    """Every row but those left out is seated or changed, or nothing is. Nobody gets a code.

    `roll` is the digest of the seats on the preview that was looked at. Where the seats are others
    by now, nothing is done (`RollChanged`): compare the list again. Repeated with the same rows it
    changes nothing. Refuses wrong rows that are not left out (`SeatListFaulty`), lines that are not
    there (`InvalidRequest`), and another choice once it is applied (`IllegalMove`). Locks the list,
    then every seat FOR UPDATE in the order of ids.
    """
    row = await _lock(session, assembly.id, list_id)
    left_out = sorted(set(leave_out))
    if row.state is ListState.APPLIED and row.left_out == left_out:
        return Done.of(await row.awaitable_attrs.done)
    require_list_move(row.state, ListState.APPLIED)
    found = from_json(await row.awaitable_attrs.preview)
    lines = {one.at for one in found.rows}
    if not lines.issuperset(left_out) or len(left_out) == len(lines):
        raise InvalidRequest(
            "Only rows of this list can be left out, and not all of them.",
            errors=[{"pointer": "/leave_out", "detail": "not rows of this list, or all"}],
        )
    rows = [one for one in found.rows if one.at not in set(left_out)]
    if wrong := [one.at for one in rows if one.mark is Mark.WRONG]:
        raise SeatListFaulty(
            "Some rows are wrong. Leave them out, or correct the list and send it again.",
            rows=wrong[:NAMED],
        )
    await session.execute(
        select(Seat.id).where(Seat.assembly_id == assembly.id).order_by(Seat.id).with_for_update()
    )
    seats = await seated_now(session, assembly.id)
    if roll != row.roll or roll_digest(seats) != row.roll:
        raise RollChanged(
            "Somebody changed the seats meanwhile. Compare the list again.", list=str(list_id)
        )
    done = await do_rows(session, assembly, rows, at=at)
    row.state, row.left_out, row.applied_at = ListState.APPLIED, left_out, at
    row.done = done.kept()
    _note(
        session,
        "apply_seat_list",
        assembly,
        list_id,
        at=at,
        by=by,
        created=sorted(done.created),
        changed=sorted(int(number) for number in done.before),
    )
    return done


async def undo_list(
    session: AsyncSession, assembly: Assembly, list_id: UUID, *, at: datetime, by: str
) -> None:
    """Seats it made are gone and those it changed are as before. Repeated, it changes nothing.

    Refuses (`SeatListInUse`), naming the seats, once somebody signed in, arrived, holds or gave a
    proxy, stands on the roll of a voting or wrote something there, or changed what it changed.
    Locks the list, then every seat FOR UPDATE in the order of ids.
    """
    row = await _lock(session, assembly.id, list_id)
    if row.state is ListState.UNDONE:
        return
    require_list_move(row.state, ListState.UNDONE)
    done = Done.of(await row.awaitable_attrs.done)
    await take_back(session, assembly, done)
    row.state, row.ended_at = ListState.UNDONE, at
    _note(session, "undo_seat_list", assembly, list_id, at=at, by=by)


async def reject_list(
    session: AsyncSession, assembly: Assembly, list_id: UUID, *, at: datetime, by: str
) -> None:
    """The list is thrown away unused, its names with it. Repeated, it changes nothing."""
    row = await _lock(session, assembly.id, list_id)
    if row.state is ListState.REJECTED:
        return
    require_list_move(row.state, ListState.REJECTED)
    row.state, row.ended_at = ListState.REJECTED, at
    row.sheet, row.preview = {}, to_json(Preview())
    _note(session, "reject_seat_list", assembly, list_id, at=at, by=by)


async def _compared(
    session: AsyncSession, assembly_id: UUID, sheet: Mapping[str, Any]
) -> tuple[Preview, str]:
    seats = await seated_now(session, assembly_id)
    found = preview(sheet["cells"], seats)
    if not found.rows:
        fault = Fault(found.findings[0].code)
        raise unreadable(fault, "This is no list of people with a heading over each column.")
    return found, roll_digest(seats)


async def _lock(session: AsyncSession, assembly_id: UUID, list_id: UUID) -> SeatList:
    row = await session.scalar(
        select(SeatList)
        .where(SeatList.id == list_id, SeatList.assembly_id == assembly_id)
        .with_for_update()
    )
    if row is None:
        raise SeatListNotFound("There is no list with this id here.")
    return row


def _note(
    session: AsyncSession,
    act: str,
    assembly: Assembly,
    list_id: UUID,
    *,
    at: datetime,
    by: str,
    **facts: object,
) -> None:
    subject = f"seat_list:{list_id}"
    record_act(session, act, at=at, by=by, subject=subject, assembly_id=assembly.id, **facts)
