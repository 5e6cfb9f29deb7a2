# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads: where the two blind entries of a paper count stand, and what is to be counted.

Never a number that was entered (docs/decisions/0020).
"""

from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.voting.models import PaperCount
from assembly.voting.roll import classes_of, marks_by_class
from assembly.voting.rules.paper import Agreement, agreement


@dataclass(frozen=True, slots=True)
class PaperClass:
    """One line to fill in. `most` is how many of this weight and college may have a paper."""

    weight: Fraction
    college: str | None
    most: int


@dataclass(frozen=True, slots=True)
class PapersEntered:
    """How far the count is. `told` is None before the first entry; `mine`: I made the latest."""

    told: Agreement | None
    mine: bool


async def papers_entered(session: AsyncSession, voting_id: UUID, person: UUID) -> PapersEntered:
    """How the latest entry stands to the one before it, and whether it is this person's."""
    rows = (
        await session.execute(
            select(PaperCount.lines, PaperCount.entered_by)
            .where(PaperCount.voting_id == voting_id)
            .order_by(PaperCount.attempt.desc())
            .limit(2)
        )
    ).all()
    if not rows:
        return PapersEntered(None, mine=False)
    latest, before = rows[0], rows[1] if len(rows) > 1 else None
    told = agreement(latest.lines, latest.entered_by, before and (before.lines, before.entered_by))
    return PapersEntered(told, mine=latest.entered_by == person)


async def paper_classes(session: AsyncSession, voting_id: UUID) -> list[PaperClass]:
    """The lines of the form, by college and weight: of who is marked, or where nobody is, of all.

    Where nobody was marked (a show of hands) those present may have raised one.
    """
    marked = await marks_by_class(session, voting_id, on_paper=True)
    roll = await classes_of(session, voting_id)
    most = marked or {one: standing.present for one, standing in roll.items()}
    return [
        PaperClass(weight, college, heads)
        for (weight, college), heads in sorted(
            most.items(), key=lambda item: (item[0][1] or "", item[0][0])
        )
        if heads
    ]
