# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ballots of one who casts for several: each goes into the box by itself, and none waits for one.

Nothing written or logged says that they came together; who sent them is told in the order sent.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from assembly.api.problems import refusal_of
from assembly.errors import InvalidRequest
from assembly.voting.cast import Answer, Paper
from assembly.voting.electorate import Reach
from assembly.voting.intake import Intake


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of several ballots: for which seat (None is the own one), the tracker, the choice."""

    number: int | None
    tracker: UUID
    choice: str

    def __repr__(self) -> str:
        """Nothing, as of a paper."""
        return "Wanted(…)"


def require_different(wanted: Sequence[Wanted], own: int) -> list[int]:
    """The numbers in order, or `InvalidRequest` where a seat stands there twice."""
    numbers = [own if one.number is None else one.number for one in wanted]
    if len(set(numbers)) < len(numbers):
        raise InvalidRequest(
            "There is more than one ballot for a seat; nothing was cast.",
            errors=[{"pointer": "/ballots", "detail": "one ballot a seat"}],
        )
    return numbers


async def cast_together(
    intake: Intake,
    voting_id: UUID,
    wanted: Sequence[Wanted],
    reach: Reach,
    *,
    assembly_id: UUID,
    path: str,
) -> list[tuple[int, Answer]]:
    """The number and the answer of each, in order: a receipt for what is on disk, or a refusal.

    One that is refused, or fails, harms no other. Repeating gives the receipts again.
    """
    by = reach.seats[reach.own]

    async def one(number: int, ballot: Wanted) -> Answer:
        if number in reach.refused:
            return reach.refused[number]
        paper = Paper(reach.seats[number], ballot.tracker, ballot.choice, by, assembly_id)
        try:
            return await intake.answer(voting_id, paper)
        except Exception as problem:  # noqa: BLE001 - told beside the receipts of the others
            return refusal_of(problem, path)

    numbers = require_different(wanted, reach.own)
    answers = await asyncio.gather(*map(one, numbers, wanted))
    return list(zip(numbers, answers, strict=True))
