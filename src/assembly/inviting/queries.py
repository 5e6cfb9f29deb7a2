# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about invitations: who may be meant, what became of them, which letters are due."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.seat import SeatToInvite, seats_to_invite
from assembly.errors import SeatNotFound
from assembly.identity.queries import codes_in_force, names_of
from assembly.inviting.models import Invitation
from assembly.inviting.rules.sending import Channel, Failure

NAMED = 100


class Which(StrEnum):
    """Whom one means without naming them."""

    WITHOUT_CODE = "without_code"
    NEVER_SIGNED_IN = "never_signed_in"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Invited:
    """A seat that may be invited, who sits there, and the code it has now."""

    seat_id: UUID
    person_id: UUID
    number: int
    name: str
    email: str | None
    code_id: UUID | None
    signed_in: bool


@dataclass(frozen=True, slots=True)
class InvitationView:
    """What became of the latest invitation of a seat."""

    number: int
    channel: Channel
    made_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None
    failed_because: Failure | None
    attempts: int

    @property
    def state(self) -> str:
        """In one word."""
        if self.sent_at is not None:
            return "sent"
        if self.ended_at is not None:
            return "failed"
        return "again" if self.failed_because is not None else "waiting"


async def invited_seats(
    session: AsyncSession,
    assembly_id: UUID,
    *,
    numbers: Collection[int] | None = None,
    which: Which = Which.ALL,
) -> list[Invited]:
    """The seats with these numbers, or those that are meant; by number.

    Refuses numbers that nobody has (`SeatNotFound`).
    """
    seats: list[SeatToInvite] = await seats_to_invite(session, assembly_id)
    if numbers is not None:
        unknown = sorted(set(numbers) - {seat.number for seat in seats})
        if unknown:
            raise SeatNotFound("Some of these seats are not taken.", numbers=unknown[:NAMED])
        seats = [seat for seat in seats if seat.number in set(numbers)]
    names = await names_of(session, [seat.person_id for seat in seats])
    codes = await codes_in_force(session, [seat.id for seat in seats])
    found = [
        Invited(
            seat.id,
            seat.person_id,
            seat.number,
            names[seat.person_id],
            seat.email,
            codes[seat.id].credential_id if seat.id in codes else None,
            seat.id in codes and codes[seat.id].used,
        )
        for seat in seats
    ]
    match which:
        case Which.WITHOUT_CODE:
            return [one for one in found if one.code_id is None]
        case Which.NEVER_SIGNED_IN:
            return [one for one in found if not one.signed_in]
        case Which.ALL:
            return found


async def invitations_of(session: AsyncSession, assembly_id: UUID) -> list[InvitationView]:
    """The latest invitation of each seat that has one, by number."""
    latest = (
        select(Invitation)
        .where(Invitation.assembly_id == assembly_id)
        .ext(distinct_on(Invitation.seat_id))
        .order_by(Invitation.seat_id, Invitation.made_at.desc(), Invitation.id)
    )
    numbers = {seat.id: seat.number for seat in await seats_to_invite(session, assembly_id)}
    return sorted(
        (
            InvitationView(
                numbers[one.seat_id],
                one.channel,
                one.made_at,
                one.sent_at,
                one.ended_at,
                one.failed_because,
                one.attempts,
            )
            for one in await session.scalars(latest)
            if one.seat_id in numbers
        ),
        key=lambda one: one.number,
    )


async def letters_due(session: AsyncSession, at: datetime) -> list[UUID]:
    """The assemblies that have a letter to be sent now."""
    rows = await session.scalars(
        select(Invitation.assembly_id).where(_due(at)).distinct().limit(20)
    )
    return list(rows)


async def letters_waiting(session: AsyncSession, assembly_id: UUID) -> int:
    """How many letters of the assembly are not sent and have not failed."""
    counted = await session.scalar(
        select(func.count())
        .select_from(Invitation)
        .where(
            Invitation.assembly_id == assembly_id,
            Invitation.sent_at.is_(None),
            Invitation.ended_at.is_(None),
        )
    )
    return counted or 0


async def has_due(session: AsyncSession, assembly_id: UUID, at: datetime) -> bool:
    """Whether the assembly has a letter to be sent now."""
    due = exists().where(Invitation.assembly_id == assembly_id, _due(at))
    return bool(await session.scalar(select(due)))


def _due(at: datetime):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a condition of SQLAlchemy's
    return Invitation.sent_at.is_(None) & Invitation.ended_at.is_(None) & (Invitation.next_at <= at)
