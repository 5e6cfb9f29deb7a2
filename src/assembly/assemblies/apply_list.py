# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the rows of a list do to the seats, and how it is taken back. Its callers hold the locks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.list_queries import seated_now
from assembly.assemblies.models import Assembly, Seat
from assembly.assemblies.rules.list_columns import Column
from assembly.assemblies.rules.seat_list import Row, Seated
from assembly.assemblies.seat import PlainSeat, delete_seats, depended_on, insert_seats
from assembly.errors import AlreadyTaken, RollChanged, SeatListInUse
from assembly.identity.enrol import forget_people, rename_people
from assembly.identity.queries import seats_ever_used

NAMED = 100
CHANGEABLE = (Column.NAME, Column.WEIGHT, Column.COLLEGE, Column.EMAIL)


@dataclass(frozen=True, slots=True)
class Done:
    """The numbers of seats that were made, and of those that were changed what was and came."""

    created: tuple[int, ...]
    before: Mapping[str, Mapping[str, str]]
    after: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Done":
        """As it was kept."""
        return cls(tuple(kept["created"]), kept["before"], kept["after"])

    def kept(self) -> dict[str, Any]:
        """To keep."""
        return {"created": list(self.created), "before": self.before, "after": self.after}


async def do_rows(
    session: AsyncSession, assembly: Assembly, rows: Sequence[Row], *, at: datetime
) -> Done:
    """New seats are taken, seats that are there have what the list says."""
    new = [row for row in rows if not row.exists]
    changes = {
        row.number: {
            column.value: wanted
            for column in CHANGEABLE
            if (wanted := row.wanted(column)) is not None
        }
        for row in rows
        if row.exists
    }
    changes = {number: change for number, change in changes.items() if change}
    now = {seat.number: seat for seat in await seated_now(session, assembly.id)}
    before = {
        str(number): {name: now[number].value(Column(name)) for name in change}
        for number, change in changes.items()
    }
    await _change(session, assembly, changes)
    if new:
        try:
            await insert_seats(session, assembly, [_plain(row) for row in new], at=at)
        except AlreadyTaken as taken:
            raise RollChanged("Somebody took one of these seats meanwhile.") from taken
    return Done(
        tuple(row.number for row in new),
        before,
        {str(number): change for number, change in changes.items()},
    )


async def take_back(session: AsyncSession, assembly: Assembly, done: Done) -> None:
    """As before, or `SeatListInUse`."""
    numbers = {*done.created, *(int(number) for number in done.before)}
    seats = list(
        await session.scalars(
            select(Seat)
            .where(Seat.assembly_id == assembly.id, Seat.number.in_(numbers))
            .order_by(Seat.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )
    by_number = {seat.number: seat for seat in seats}
    created = [by_number[number] for number in done.created if number in by_number]
    await _require_free(session, created)
    now = {seat.number: seat for seat in await seated_now(session, assembly.id)}
    _require_unchanged(now, done)
    if created:
        ids = [seat.id for seat in created]
        people = [seat.person_id for seat in created]
        for seat in created:
            session.expunge(seat)
        await _forget(session, ids, people)
    await _change(
        session, assembly, {int(number): dict(was) for number, was in done.before.items()}
    )


async def _forget(session: AsyncSession, seats: Sequence[UUID], people: Sequence[UUID]) -> None:
    """Codes point at seats, and seats at people: codes, then seats, then people."""
    await forget_people(session, [], seats)
    await delete_seats(session, seats)
    await forget_people(session, people, [])


async def _require_free(session: AsyncSession, created: Sequence[Seat]) -> None:
    ids = [seat.id for seat in created]
    held = dict(await depended_on(session, ids))
    held |= dict.fromkeys(await seats_ever_used(session, ids) - held.keys(), "sign-in")
    if held:
        numbers = {seat.id: seat.number for seat in created}
        raise SeatListInUse(
            "Something depends on these seats already; nothing was undone.",
            seats=sorted(numbers[seat_id] for seat_id in held)[:NAMED],
            because=sorted(set(held.values())),
        )


def _require_unchanged(now: Mapping[int, Seated], done: Done) -> None:
    """What the list changed stands as the list left it."""
    others = [
        int(number)
        for number, after in done.after.items()
        if int(number) not in now
        or any(now[int(number)].value(Column(name)) != value for name, value in after.items())
    ]
    if others:
        raise SeatListInUse(
            "These seats were changed again since; nothing was undone.",
            seats=sorted(others)[:NAMED],
            because=["changed"],
        )


async def _change(
    session: AsyncSession, assembly: Assembly, changes: Mapping[int, Mapping[str, str]]
) -> None:
    if not changes:
        return
    rows = await session.execute(
        select(Seat.id, Seat.person_id, Seat.number, Seat.weight, Seat.college, Seat.email).where(
            Seat.assembly_id == assembly.id, Seat.number.in_(changes)
        )
    )
    seats = []
    names: dict[UUID, str] = {}
    for row in rows:
        change = changes[row.number]
        if Column.NAME in change:
            names[row.person_id] = change[Column.NAME]
        seats.append(
            {
                "id": row.id,
                "weight": Decimal(change.get(Column.WEIGHT, row.weight)),
                "college": change.get(Column.COLLEGE, row.college) or None,
                "email": change.get(Column.EMAIL, row.email) or None,
            }
        )
    await session.execute(update(Seat), seats)
    await rename_people(session, names)


def _plain(row: Row) -> PlainSeat:
    return PlainSeat(
        row.number,
        row.wanted(Column.NAME) or f"Seat {row.number}",
        Decimal(row.wanted(Column.WEIGHT) or 1),
        row.wanted(Column.COLLEGE),
        row.wanted(Column.EMAIL),
    )
