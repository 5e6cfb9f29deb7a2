# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The public box: what everybody may check once the record is published.

Of a secret voting, the sorted list of trackers and nothing beside them. Of a roll call, trackers,
names and choices. Only `publication` calls this, after the record exists.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.queries import names_by_seat
from assembly.voting.count import last_turns
from assembly.voting.models import Ballot


@dataclass(frozen=True, slots=True)
class NamedBallot:
    """One line of a roll call."""

    seat: int
    name: str
    tracker: UUID
    choice: str


async def trackers_in(session: AsyncSession, voting_id: UUID) -> list[UUID]:
    """Every tracker of a secret voting, ascending."""
    return list(
        await session.scalars(
            select(Ballot.tracker).where(Ballot.voting_id == voting_id).order_by(Ballot.tracker)
        )
    )


async def roll_call(session: AsyncSession, voting_id: UUID, assembly_id: UUID) -> list[NamedBallot]:
    """Every name with its last choice, by seat."""
    names = await names_by_seat(session, assembly_id)
    rows = (await session.execute(last_turns(voting_id))).all()
    return sorted(
        (NamedBallot(row.seat_number, names[row.seat_id], row.tracker, row.choice) for row in rows),
        key=lambda ballot: ballot.seat,
    )
