# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the time of one ballot goes: each step by itself, for batches of one, fifty and all."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from statistics import median
from uuid import UUID, uuid4

from assembly.clock import now
from assembly.database import Connection, open_pool
from assembly.gathering import Gathering, Room
from assembly.identity.queries import actors_of
from assembly.identity.sign_in import digest_of
from assembly.voting import cast_sql as sql
from assembly.voting.schemas import CastBallot
from assembly.voting.turn import turn_of
from benchmarks.crowd import Crowd, gather_crowd, open_voting_for
from benchmarks.rig import Rig, say

SEATS = 5000
SIZES = (1, 50, 500)
MOST_BATCHES = 300
IDLE = timedelta(hours=4)


async def main(rig: Rig) -> None:
    """Prints one line a batch size, microseconds a ballot in each step, and one for the rest."""
    crowd = await gather_crowd(rig.sessions, SEATS)
    pool = await open_pool(rig.environ["DATABASE_URL"], size=1, name="bench")
    async with pool.acquire() as connection:
        for size in SIZES:
            voting = await open_voting_for(rig.sessions, crowd)
            steps = await _batches(connection, crowd, voting.id, size)
            say(
                f"microseconds_a_ballot_in_batches_of_{size}",
                sum(steps.values()),
                "us",
                None,
                None,
                {step: round(took, 1) for step, took in steps.items()},
            )
    await pool.close()
    steps = {"gather": await _gather(), "parse": _parse(), "digest_token": _digest()}
    say(
        "microseconds_a_ballot_in_python",
        sum(steps.values()),
        "us",
        None,
        None,
        {step: round(took, 1) for step, took in steps.items()},
    )


async def _batches(
    connection: Connection, crowd: Crowd, voting_id: UUID, size: int
) -> dict[str, float]:
    seen: dict[str, list[float]] = {"token": [], "write_and_commit": []}

    async def timed(step: str, work: Callable[[], Awaitable[object]]) -> None:
        began = time.perf_counter()
        await work()
        seen[step].append((time.perf_counter() - began) * 1e6 / size)

    for begin in range(0, min(SEATS, size * MOST_BATCHES), size):
        seats = crowd.seats[begin : begin + size]
        digests = [digest_of(token) for token in crowd.tokens[begin : begin + size]]
        trackers, words = [uuid4() for _ in seats], ["yes"] * len(seats)

        async def look_up(digests: list[bytes] = digests) -> object:
            return await actors_of(connection, digests, at=now(), idle=IDLE)

        async def write(
            seats: list[UUID] = seats,
            trackers: list[UUID] = trackers,
            words: list[str] = words,
        ) -> object:
            return await connection.fetchval(
                sql.PUT_SECRET, voting_id, now(), seats, seats, trackers, words, turn_of(voting_id)
            )

        await timed("token", look_up)
        await timed("write_and_commit", write)
    return {step: median(took) for step, took in seen.items()}


async def _gather() -> float:
    """Microseconds of gathering itself: the work is nothing."""

    async def nothing(items: list[int]) -> list[int]:
        return items

    gathering = Gathering(nothing, room=Room(100_000), largest=500)
    began = time.perf_counter()
    await asyncio.gather(*(gathering.ask(item) for item in range(20_000)))
    return (time.perf_counter() - began) * 1e6 / 20_000


def _parse() -> float:
    body = b'{"choice": "yes", "tracker": "3fb4c7d2-1111-4222-8333-000000000001"}'
    began = time.perf_counter()
    for _ in range(20_000):
        CastBallot.model_validate_json(body)
    return (time.perf_counter() - began) * 1e6 / 20_000


def _digest() -> float:
    began = time.perf_counter()
    for _ in range(20_000):
        digest_of("x" * 43)
    return (time.perf_counter() - began) * 1e6 / 20_000
