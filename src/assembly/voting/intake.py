# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where ballots arrive: what comes while a batch is being written is the next batch.

Every voting gathers by itself, so that one that is closing keeps no other waiting. A ballot is on
disk before its receipt is given. Two batches may be under way where the disk is slow; who is in
both waits in the database and learns that it was there before (docs/decisions/0019).
"""

from collections import OrderedDict
from collections.abc import Sequence
from functools import partial
from uuid import UUID

import asyncpg

from assembly.clock import now
from assembly.database import is_away
from assembly.errors import Refusal
from assembly.gathering import Gathering, Room
from assembly.voting.cast import Answer, BatchesMet, Paper, Receipt, box_of, cast_ballots
from assembly.voting.rules.receipt import Box
from assembly.voting.turn import turn_to_cast

LARGEST = 500
"""Ballots in one transaction. More wait for the next one; the gain beyond this is small."""
PATIENCE = 5
"""Seconds a batch waits for a connection before its ballots are sent back, to be sent again."""
REMEMBERED = 256
"""Votings whose frozen terms are kept at hand."""


class Intake:
    """One a web process."""

    def __init__(self, pool: asyncpg.Pool, *, waiting: int) -> None:
        self._pool = pool
        self._room = Room(waiting)
        self._gatherings: dict[UUID, Gathering[Paper, Answer]] = {}
        self._boxes: OrderedDict[UUID, Box] = OrderedDict()

    async def cast(self, voting_id: UUID, paper: Paper) -> Receipt:
        """The receipt of a ballot that is on disk, or the refusal, raised."""
        answer = await self.answer(voting_id, paper)
        if isinstance(answer, Refusal):
            raise answer
        return answer

    async def answer(self, voting_id: UUID, paper: Paper) -> Answer:
        """The receipt or the refusal. Raises what is wrong with the house: `Unavailable`."""
        gathering = self._gatherings.get(voting_id)
        if gathering is None:
            gathering = self._gatherings[voting_id] = Gathering(
                partial(self._write, voting_id),
                room=self._room,
                largest=LARGEST,
                lanes=2,
                apart=_apart,
                breaks_alone=_is_of_one_paper,
            )
        try:
            return await gathering.ask(paper)
        finally:
            if gathering.is_idle and self._gatherings.get(voting_id) is gathering:
                del self._gatherings[voting_id]

    async def _write(self, voting_id: UUID, papers: Sequence[Paper]) -> list[Answer]:
        """One transaction; tried again where another batch did the same at the same moment."""
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            box = self._boxes.get(voting_id) or await box_of(connection, voting_id)
            if box is not None:
                self._remember(voting_id, box)
            while True:
                try:
                    async with turn_to_cast(connection, voting_id):
                        return await cast_ballots(connection, voting_id, papers, at=now(), box=box)
                except BatchesMet:
                    continue

    def _remember(self, voting_id: UUID, box: Box) -> None:
        self._boxes[voting_id] = box
        self._boxes.move_to_end(voting_id)
        if len(self._boxes) > REMEMBERED:
            self._boxes.popitem(last=False)


def _is_of_one_paper(problem: Exception) -> bool:
    """Whether the batch may do better without some paper: neither house nor voting is at fault."""
    return not isinstance(problem, Refusal) and not is_away(problem)


def _apart(paper: Paper) -> tuple[tuple[str, UUID], ...]:
    """Of one seat and of one tracker there is one paper in a batch."""
    return ("seat", paper.seat_id), ("tracker", paper.tracker)
