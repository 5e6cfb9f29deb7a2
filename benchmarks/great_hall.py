# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A hundred thousand ballots: the memory of the web process, then closing and counting."""

import time
from statistics import median
from uuid import UUID, uuid4

import psutil
from sqlalchemy import event
from sqlalchemy.engine import Engine

from assembly.clock import now
from assembly.database import driver_of
from assembly.voting.close import close_voting
from assembly.voting.count import count_voting
from benchmarks.casting import CLIENTS, ballots
from benchmarks.crowd import BY, Crowd, gather_crowd, open_voting_for
from benchmarks.load import run
from benchmarks.rig import UVICORN, Rig, say

BALLOTS = 100_000
SLICE = 10_000
SMALL = 1_000
ROUNDS = 3


async def main(rig: Rig) -> None:
    """Prints its lines."""
    crowd = await gather_crowd(rig.sessions, BALLOTS)
    first = await open_voting_for(rig.sessions, crowd)
    await _fill(rig, crowd, first.id)
    votings = [first.id]
    for _ in range(ROUNDS - 1):
        votings.append((await open_voting_for(rig.sessions, crowd)).id)
        await _copy_box(rig, first.id, votings[-1], BALLOTS)
    small = (await open_voting_for(rig.sessions, crowd)).id
    await _copy_box(rig, first.id, small, SMALL)
    bare = [await _bare(rig, first.id) for _ in range(ROUNDS)]
    statements_small = (await _close_and_count(rig, small))[1]
    seen = [await _close_and_count(rig, voting_id) for voting_id in votings]
    seconds = [took for took, _ in seen]
    say(
        "close_and_count_over_bare_aggregate_and_copy",
        median(seconds),
        "s",
        median(bare),
        median(seconds) / median(bare),
        {
            "ballots": BALLOTS,
            "rounds": ROUNDS,
            "statements": seen[0][1],
            f"statements_at_{SMALL}": statements_small,
        },
    )


async def _fill(rig: Rig, crowd: Crowd, voting_id: UUID) -> None:
    """Everybody casts over HTTP; the memory of the web process is looked at in between."""
    path = f"/api/v1/votings/{voting_id}/ballots"
    sizes: list[float] = []
    acknowledged: set[UUID] = set()
    rates: list[float] = []
    with rig.web(UVICORN) as port:
        process = listening_process(port)
        for begin in range(0, BALLOTS, SLICE):
            trackers = [uuid4() for _ in range(SLICE)]
            seen = await run(port, ballots(crowd, path, trackers, first=begin), CLIENTS)
            acknowledged |= {trackers[place] for place, status in seen.answered if status == 201}
            sizes.append(process.memory_info().rss / 2**20)
            rates.append(seen.per_second)
    async with rig.sessions() as session:
        rows = await (await driver_of(session)).fetch(
            "SELECT tracker FROM ballots WHERE voting_id = $1", voting_id
        )
    in_box = [UUID(bytes=row["tracker"].bytes) for row in rows]
    say(
        "web_memory_grown_after_the_first_10000_ballots",
        max(abs(size - sizes[0]) for size in sizes),
        "MiB",
        sizes[0],
        max(sizes) / sizes[0],
        {"ballots": BALLOTS, "mib": [round(size, 1) for size in sizes]},
    )
    say(
        "ballots_lost_or_doubled_of_100000",
        len(acknowledged - set(in_box)) + len(in_box) - len(set(in_box)),
        "ballots",
        0,
        None,
        {
            "acknowledged": len(acknowledged),
            "in_the_box": len(in_box),
            "per_second": round(median(rates)),
        },
    )


def listening_process(port: int) -> psutil.Process:
    """The process that serves this port."""
    for connection in psutil.net_connections("tcp"):
        if connection.laddr and connection.laddr.port == port and connection.status == "LISTEN":
            return psutil.Process(connection.pid)
    message = "nobody listens"
    raise RuntimeError(message)


async def _copy_box(rig: Rig, full: UUID, empty: UUID, many: int) -> None:
    """The same number of marks and ballots, under trackers of their own."""
    async with rig.sessions.begin() as session:
        connection = await driver_of(session)
        await connection.execute(
            "INSERT INTO participations (voting_id, seat_id, on_paper)"
            " SELECT $2, seat_id, false FROM participations WHERE voting_id = $1 LIMIT $3",
            full,
            empty,
            many,
        )
        await connection.execute(
            "INSERT INTO ballots (voting_id, tracker, choice, weight, college)"
            " SELECT $2, gen_random_uuid(), choice, weight, college FROM ballots"
            " WHERE voting_id = $1 LIMIT $3",
            full,
            empty,
            many,
        )


async def _bare(rig: Rig, voting_id: UUID) -> float:
    """Seconds of the plain aggregate and of reading the same rows out."""
    async with rig.sessions() as session:
        connection = await driver_of(session)
        began = time.perf_counter()
        await connection.fetch(
            "SELECT choice, count(*) FROM ballots WHERE voting_id = $1 GROUP BY choice", voting_id
        )
        size = 0

        async def read(data: bytes) -> None:
            nonlocal size
            size += len(data)

        await connection.copy_from_query(
            "SELECT * FROM ballots WHERE voting_id = $1", voting_id, output=read
        )
        return time.perf_counter() - began


async def _close_and_count(rig: Rig, voting_id: UUID) -> tuple[float, int]:
    """Seconds from closing to the committed result, and how many statements that took."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        began = time.perf_counter()
        async with rig.sessions.begin() as session:
            await close_voting(session, voting_id, at=now(), by=BY)
        async with rig.sessions.begin() as session:
            await count_voting(session, voting_id, at=now())
        return time.perf_counter() - began, len(asked)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
