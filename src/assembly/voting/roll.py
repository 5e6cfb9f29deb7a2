# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading the frozen roll: its lines, its classes (weight and college), and who of them voted."""

from fractions import Fraction
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from assembly.voting.models import Elector, Participation, Voting
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.roll import Entry
from assembly.voting.rules.sums import Class, Standing


async def classes_of(session: AsyncSession, voting_id: UUID) -> dict[Class, Standing]:
    """How many of each class are entitled and count as present."""
    rows = await session.execute(
        select(
            Elector.weight,
            Elector.college,
            func.count().label("entitled"),
            func.count()
            .filter(Elector.present | Elector.held_by.is_not(None))
            .label("counts_as_present"),
        )
        .where(Elector.voting_id == voting_id)
        .group_by(Elector.weight, Elector.college)
    )
    return {
        (Fraction(row.weight), row.college): Standing(row.entitled, row.counts_as_present)
        for row in rows
    }


async def marks_by_class(
    session: AsyncSession, voting_id: UUID, *, on_paper: bool
) -> dict[Class, int]:
    """How many of each class are marked as having voted in this way; a class without is absent."""
    rows = await session.execute(
        select(Elector.weight, Elector.college, func.count())
        .join(
            Participation,
            (Participation.voting_id == Elector.voting_id)
            & (Participation.seat_id == Elector.seat_id),
        )
        .where(Participation.voting_id == voting_id, Participation.on_paper.is_(on_paper))
        .group_by(Elector.weight, Elector.college)
    )
    return {(Fraction(weight), college): count for weight, college, count in rows}


async def roll_lines(session: AsyncSession, voting_id: UUID) -> list[Entry]:
    """The whole roll by seat number, as its digest reads it. No names."""
    holder = aliased(Elector)
    rows = await session.execute(
        select(
            Elector.seat_number,
            Elector.weight,
            Elector.college,
            Elector.present,
            holder.seat_number.label("held_by"),
        )
        .outerjoin(
            holder,
            (holder.voting_id == Elector.voting_id) & (holder.seat_id == Elector.held_by),
        )
        .where(Elector.voting_id == voting_id)
        .order_by(Elector.seat_number)
    )
    return [
        Entry(row.seat_number, Fraction(row.weight), row.college, row.present, row.held_by)
        for row in rows
    ]


async def on_open_rolls(session: AsyncSession, seat_id: UUID) -> list[UUID]:
    """The votings that are open and have this seat on their roll."""
    return list(
        await session.scalars(
            select(Voting.id)
            .join(Elector, Elector.voting_id == Voting.id)
            .where(Elector.seat_id == seat_id, Voting.state == State.OPEN)
            .order_by(Voting.id)
        )
    )
