# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads of a frozen roll: for whom a seat casts, and who has not voted. Never a choice."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.queries import seat_number_of
from assembly.assemblies.room import Somebody, somebody_on
from assembly.assemblies.rules.standing import plain_weight
from assembly.database import driver_of
from assembly.errors import NotEntitled, Refusal, VotingNotOpen
from assembly.voting.models import Elector, Participation, Voting
from assembly.voting.queries import is_weighted


@dataclass(frozen=True, slots=True)
class ForWhom:
    """Somebody on the roll whose ballot a seat casts: itself, or an absent one it represents."""

    seat_id: UUID
    number: int
    name: str
    weight: str
    voted: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a seat stands on a frozen roll. Before a voting opens nobody stands anywhere.

    `own` is None for who is not on the roll. `represented_by` casts in its stead; then `own` is not
    cast by the seat itself. `weighted` is whether anybody on the roll weighs other than one.
    """

    own: ForWhom | None
    represented_by: Somebody | None
    represents: tuple[ForWhom, ...]
    weighted: bool

    @property
    def casts_for(self) -> tuple[ForWhom, ...]:
        """All whose ballots this seat casts: its own first, then by number."""
        if self.own is None or self.represented_by is not None:
            return self.represents
        return (self.own, *self.represents)


_PLACES = """
SELECT voting.id AS voting_id, elector.seat_id, elector.weight,
       elector.held_by IS NULL AND NOT EXISTS (
            SELECT FROM electors AS held WHERE held.voting_id = voting.id
               AND held.held_by = elector.seat_id) AS alone,
       EXISTS (SELECT FROM participations AS mark WHERE mark.voting_id = voting.id
                  AND mark.seat_id = elector.seat_id) AS voted
  FROM unnest($1::uuid[]) AS voting (id)
 CROSS JOIN unnest($2::uuid[]) AS seat (id)
 CROSS JOIN LATERAL (
    SELECT seat_id, weight, held_by FROM electors
     WHERE voting_id = voting.id AND seat_id = seat.id OFFSET 0
 ) AS elector
"""
"""Every look-up by its key, whatever the planner thought of the tables when it first saw them."""

NOWHERE = Place(None, None, (), weighted=False)


@dataclass(frozen=True, slots=True)
class Reach:
    """The seats one seat casts for, by number, and why it does not for others that were asked.

    The own seat is always there: whether it is on the roll is told where its ballot is written.
    """

    own: int
    seats: Mapping[int, UUID]
    refused: Mapping[int, Refusal]


@dataclass(frozen=True, slots=True)
class NotVoted:
    """Somebody on the roll without a ballot in the box. `holder` is the seat that casts for it."""

    number: int
    name: str
    holder: int | None


async def place_of(session: AsyncSession, voting_id: UUID, seat_id: UUID) -> Place:
    """Where this seat stands on the roll of the voting."""
    rows = (
        await session.execute(
            select(
                Elector.seat_id,
                Elector.seat_number,
                Elector.weight,
                Elector.held_by,
                Participation.seat_id.is_not(None).label("voted"),
                Voting.entitled,
                Voting.entitled_weight,
                Voting.weight_step,
            )
            .join(Voting, Voting.id == Elector.voting_id)
            .outerjoin(
                Participation,
                (Participation.voting_id == Elector.voting_id)
                & (Participation.seat_id == Elector.seat_id),
            )
            .where(
                Elector.voting_id == voting_id,
                (Elector.seat_id == seat_id) | (Elector.held_by == seat_id),
            )
            .order_by(Elector.seat_number)
        )
    ).all()
    if not rows:
        return NOWHERE
    holders = [row.held_by for row in rows if row.seat_id == seat_id and row.held_by is not None]
    people = await somebody_on(session, [*(row.seat_id for row in rows), *holders])
    told = {
        row.seat_id: ForWhom(
            row.seat_id,
            row.seat_number,
            people[row.seat_id].name,
            plain_weight(row.weight),
            row.voted,
        )
        for row in rows
    }
    own = told.pop(seat_id, None)
    return Place(
        own=own,
        represented_by=people[holders[0]] if holders else None,
        represents=tuple(told.values()),
        weighted=is_weighted(rows[0].entitled, rows[0].entitled_weight, rows[0].weight_step),
    )


@dataclass(frozen=True, slots=True)
class PlainPlace:
    """Where a seat stands on a roll, in short. `alone`: it casts for itself and nobody else."""

    voted: bool
    alone: bool
    weight: str


async def places_of(
    session: AsyncSession, votings: Sequence[UUID], seats: Sequence[UUID]
) -> dict[tuple[UUID, UUID], PlainPlace]:
    """Where each of these seats stands on each of these rolls, in one statement for all of them.

    Keyed by voting and seat; who is not on a roll is not in the answer.
    """
    if not votings or not seats:
        return {}
    rows = await (await driver_of(session)).fetch(_PLACES, list(votings), list(seats))
    return {
        (row["voting_id"], row["seat_id"]): PlainPlace(
            row["voted"], row["alone"], plain_weight(row["weight"])
        )
        for row in rows
    }


async def reach_of(
    session: AsyncSession, voting_id: UUID, seat_id: UUID, numbers: Collection[int | None]
) -> Reach:
    """For which of these numbers the seat casts. None is the own one."""
    own = await seat_number_of(session, seat_id)
    wanted = {number for number in numbers if number is not None} - {own}
    if not wanted:
        return Reach(own, {own: seat_id}, {})
    rows = await session.execute(
        select(Elector.seat_number, Elector.seat_id).where(
            Elector.voting_id == voting_id,
            Elector.held_by == seat_id,
            Elector.seat_number.in_(wanted),
        )
    )
    seats = {own: seat_id} | {row.seat_number: row.seat_id for row in rows}
    opened = await session.scalar(select(Voting.opened_at).where(Voting.id == voting_id))
    why: Refusal = NotEntitled("You do not represent this seat on the roll of this voting.")
    if opened is None:
        why = VotingNotOpen("This voting is not open yet.", state="planned", voted=False)
    return Reach(own, seats, dict.fromkeys(wanted - seats.keys(), why))


async def not_voted(session: AsyncSession, voting_id: UUID) -> list[NotVoted]:
    """Who on the roll has no ballot in the box, by number. For moderators alone."""
    rows = (
        await session.execute(
            select(Elector.seat_id, Elector.seat_number, Elector.held_by)
            .outerjoin(
                Participation,
                (Participation.voting_id == Elector.voting_id)
                & (Participation.seat_id == Elector.seat_id),
            )
            .where(Elector.voting_id == voting_id, Participation.seat_id.is_(None))
            .order_by(Elector.seat_number)
        )
    ).all()
    holders = [row.held_by for row in rows if row.held_by is not None]
    people = await somebody_on(session, [*(row.seat_id for row in rows), *holders])
    return [
        NotVoted(
            row.seat_number,
            people[row.seat_id].name,
            people[row.held_by].number if row.held_by is not None else None,
        )
        for row in rows
    ]
