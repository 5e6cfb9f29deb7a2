# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about the room: who is in it, who was when, and who stands in for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from assembly.assemblies.freeze import seats_now, takes_attendance
from assembly.assemblies.models import Attendance, Proxy, Seat
from assembly.assemblies.queries import names_by_seat
from assembly.assemblies.rules.presence import presence_of
from assembly.assemblies.rules.standing import plain_weight
from assembly.identity.queries import names_of


@dataclass(frozen=True, slots=True)
class Somebody:
    """A seat by its number and the name of who sits there."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class MySeat:
    """A seat as the one on it sees it: proxies are those in force, whoever is in the room."""

    number: int
    weight: str
    college: str | None
    present: bool
    represents: list[Somebody]
    represented_by: Somebody | None


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody present: in person where `holder` is None, else by that seat."""

    number: int
    name: str
    holder: int | None


@dataclass(frozen=True, slots=True)
class PresenceView:
    """How many are present now, and who. `present` counts those in the room and represented."""

    taken: bool
    seated: int
    in_room: int
    represented: int
    present: int
    who: list[Present]


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody's stay in the room; `left_at` is None while it lasts."""

    number: int
    name: str
    arrived_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProxyLine:
    """A proxy there was, by seat number; `ended_at` is None while it is in force."""

    giver: int
    holder: int
    given_at: datetime
    ended_at: datetime | None


async def presence_now(session: AsyncSession, assembly_id: UUID) -> PresenceView:
    """Who a roll frozen now would have as present, by seat number."""
    seats = await seats_now(session, assembly_id)
    taken = await takes_attendance(session, assembly_id)
    presence = presence_of([seat.place for seat in seats], taken=taken)
    by_seat = await names_by_seat(session, assembly_id)
    names = {seat.number: by_seat[seat.id] for seat in seats}
    here = sorted(presence.in_room | presence.represented.keys())
    return PresenceView(
        taken=taken,
        seated=presence.seated,
        in_room=len(presence.in_room),
        represented=len(presence.represented),
        present=presence.present,
        who=[Present(number, names[number], presence.represented.get(number)) for number in here],
    )


async def stays_of(session: AsyncSession, assembly_id: UUID) -> list[Stay]:
    """Every stay in the room there was, in the order of arriving."""
    rows = (
        await session.execute(
            select(Seat.number, Attendance.seat_id, Attendance.arrived_at, Attendance.left_at)
            .join(Seat, Seat.id == Attendance.seat_id)
            .where(Attendance.assembly_id == assembly_id)
            .order_by(Attendance.arrived_at, Seat.number)
        )
    ).all()
    names = await names_by_seat(session, assembly_id)
    return [Stay(row.number, names[row.seat_id], row.arrived_at, row.left_at) for row in rows]


async def proxies_of(session: AsyncSession, assembly_id: UUID) -> list[ProxyLine]:
    """Every proxy there was, in the order of giving."""
    giver, holder = aliased(Seat), aliased(Seat)
    rows = await session.execute(
        select(giver.number, holder.number, Proxy.given_at, Proxy.ended_at)
        .join(giver, giver.id == Proxy.giver_id)
        .join(holder, holder.id == Proxy.holder_id)
        .where(Proxy.assembly_id == assembly_id)
        .order_by(Proxy.given_at, giver.number)
    )
    return [ProxyLine(*row) for row in rows]


async def my_seat(session: AsyncSession, seat_id: UUID) -> MySeat:
    """The seat with this id, which exists by foreign key."""
    seat = (await session.scalars(select(Seat).where(Seat.id == seat_id))).one()
    in_force = select(Proxy).where(Proxy.ended_at.is_(None))
    given = await session.scalar(in_force.where(Proxy.giver_id == seat_id))
    held = (await session.scalars(in_force.where(Proxy.holder_id == seat_id))).all()
    somebody = await somebody_on(
        session, [proxy.giver_id for proxy in held] + ([given.holder_id] if given else [])
    )
    present = given is None
    if await takes_attendance(session, seat.assembly_id):
        stays = exists().where(Attendance.seat_id == seat_id, Attendance.left_at.is_(None))
        present = bool(await session.scalar(select(stays)))
    return MySeat(
        number=seat.number,
        weight=plain_weight(seat.weight),
        college=seat.college,
        present=present,
        represents=sorted(
            (somebody[proxy.giver_id] for proxy in held), key=lambda giver: giver.number
        ),
        represented_by=somebody[given.holder_id] if given else None,
    )


async def somebody_on(session: AsyncSession, seats: Sequence[UUID]) -> dict[UUID, Somebody]:
    """Who sits on each of these seats."""
    if not seats:
        return {}
    rows = (
        await session.execute(
            select(Seat.id, Seat.number, Seat.person_id).where(Seat.id.in_(seats))
        )
    ).all()
    names = await names_of(session, [row.person_id for row in rows])
    return {row.id: Somebody(row.number, names[row.person_id]) for row in rows}
