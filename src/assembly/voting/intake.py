# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where ballots arrive: what comes while a batch is being written is the next batch.

Every voting gathers by itself, so that one that is closing keeps no other waiting. A ballot is on
disk before its receipt is given. Two batches may be under way where the disk is slow; who is in
both waits in the database and learns that it was there before (docs/decisions/0019).

Where somebody holds a voting for long, its batches let go of their connection a few times a second
and try again, all such votings together with a part of the pool only: no number of votings that are
held keeps another waiting.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from uuid import UUID

import asyncpg

from assembly.clock import now
from assembly.database import Connection, is_away
from assembly.errors import Refusal, Unavailable
from assembly.gathering import RETRY_AFTER, Gathering, Room
from assembly.voting.cast import Answer, BatchesMet, Paper, Receipt, box_of, cast_ballots
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.receipt import Box
from assembly.voting.turn import one_transaction

LARGEST = 500
"""Ballots in one transaction. More wait for the next one; the gain beyond this is small."""
PATIENCE = 5
"""Seconds a batch waits for a connection before its ballots are sent back, to be sent again."""
TRY_FOR = "250ms"
"""How long one try of a batch waits for a lock: the `lock_timeout` of the intake's connections."""
HELD_FOR = 8
"""Seconds that somebody may hold a voting before its ballots are sent back."""
TRIES_AT_ONCE = 3
"""Connections that all votings together may use which did not get their lock the last time."""
HELD = "This voting is being changed at this moment; send the same again in a moment."
REMEMBERED = 256
"""Votings whose frozen terms are kept at hand."""


class Intake:
    """One a web process."""

    def __init__(self, pool: asyncpg.Pool, *, waiting: int) -> None:
        self._pool = pool
        self._room = Room(waiting)
        self._gatherings: dict[UUID, Gathering[Paper, Answer]] = {}
        self._boxes: OrderedDict[UUID, Box] = OrderedDict()
        self._held: dict[UUID, tuple[float, float]] = {}
        self._tries = asyncio.Semaphore(TRIES_AT_ONCE)

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
        """One transaction; tried again while somebody holds the voting, for a while."""
        while True:
            try:
                async with self._connection(voting_id) as connection:
                    answers = await self._try(connection, voting_id, papers)
            except asyncpg.LockNotAvailableError as problem:
                if self._held_since(voting_id) + HELD_FOR < time.monotonic():
                    raise Unavailable(HELD, retry_after=RETRY_AFTER) from problem
            else:
                self._held.pop(voting_id, None)
                return answers

    def _held_since(self, voting_id: UUID) -> float:
        """When its batches began to find the voting held; who comes later waits no longer."""
        at = time.monotonic()
        since, last = self._held.get(voting_id, (at, at))
        if last + HELD_FOR < at:
            since = at
        self._held[voting_id] = (since, at)
        return since

    @asynccontextmanager
    async def _connection(self, voting_id: UUID) -> AsyncIterator[Connection]:
        """One of the pool, after the others where the last try found the voting held."""
        if voting_id in self._held:
            async with self._tries, self._pool.acquire(timeout=PATIENCE) as connection:
                yield connection
        else:
            async with self._pool.acquire(timeout=PATIENCE) as connection:
                yield connection

    async def _try(
        self, connection: Connection, voting_id: UUID, papers: Sequence[Paper]
    ) -> list[Answer]:
        """One transaction; tried again where another batch did the same at the same moment."""
        box = self._boxes.get(voting_id) or await box_of(connection, voting_id)
        if box is not None:
            self._remember(voting_id, box)
        while True:
            try:
                if box is not None and box.secrecy is Secrecy.SECRET:
                    return await cast_ballots(connection, voting_id, papers, at=now(), box=box)
                async with one_transaction(connection):
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
