# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Casting over HTTP: a crowd against a no-op, against one transaction a ballot, and one alone."""

import json
import sys
import time
from statistics import median
from uuid import UUID, uuid4

from assembly.database import driver_of
from benchmarks.crowd import Crowd, gather_crowd, open_voting_for
from benchmarks.load import Run, middle, request, run
from benchmarks.rig import Rig, say

SERVER = [sys.executable, "-m", "benchmarks.app"]
CLIENTS = 50
SEATS = 4000
ONE_BY_ONE = 600
ALONE = 400
ROUNDS = 5


def ballots(crowd: Crowd, path: str, trackers: list[UUID], *, first: int = 0) -> list[bytes]:
    """One ballot a seat."""
    return [
        request(
            "POST",
            path,
            token=crowd.tokens[first + place],
            body=json.dumps({"choice": "yes", "tracker": str(tracker)}).encode(),
        )
        for place, tracker in enumerate(trackers)
    ]


class Tally:
    """What was acknowledged, to be compared with what is in the box."""

    def __init__(self) -> None:
        self.acknowledged: set[UUID] = set()
        self.sent = 0
        self.problems: list[int] = []

    def note(self, trackers: list[UUID], seen: Run) -> None:
        """Every 2xx is a promise."""
        self.sent += len(trackers)
        self.acknowledged |= {
            trackers[place] for place, status in seen.answered if status in {200, 201}
        }
        self.problems += [status for _, status in seen.answered if status not in {200, 201}]


async def main(rig: Rig) -> None:
    """Prints its lines."""
    crowd = await gather_crowd(rig.sessions, SEATS)
    tally = Tally()
    with rig.web(SERVER) as port:
        await _crowd(rig, crowd, port, tally)
        await _alone(rig, crowd, port, tally)
    async with rig.sessions() as session:
        rows = await (await driver_of(session)).fetch("SELECT tracker FROM ballots")
    box = [UUID(bytes=row["tracker"].bytes) for row in rows]
    say(
        "ballots_lost_or_doubled",
        len(tally.acknowledged - set(box)) + len(box) - len(set(box)),
        "ballots",
        0,
        None,
        {
            "acknowledged": len(tally.acknowledged),
            "in_the_box": len(box),
            "refused": len(tally.problems),
        },
    )


async def _crowd(rig: Rig, crowd: Crowd, port: int, tally: Tally) -> None:
    noops, casts, singles = [], [], []
    warm = [uuid4() for _ in range(300)]
    await run(port, ballots(crowd, "/bench/noop", warm), CLIENTS)
    for _ in range(ROUNDS):
        trackers = [uuid4() for _ in crowd.seats]
        noops.append(await run(port, ballots(crowd, "/bench/noop", trackers), CLIENTS))
        voting = await open_voting_for(rig.sessions, crowd)
        path = f"/api/v1/votings/{voting.id}/ballots"
        casts.append(await run(port, ballots(crowd, path, trackers), CLIENTS))
        tally.note(trackers, casts[-1])
        voting = await open_voting_for(rig.sessions, crowd)
        trackers = [uuid4() for _ in range(ONE_BY_ONE)]
        path = f"/bench/votings/{voting.id}/ballots"
        singles.append(await run(port, ballots(crowd, path, trackers), CLIENTS))
        tally.note(trackers, singles[-1])
    ours = middle(casts)
    for name, theirs in (("noop", middle(noops)), ("one_transaction_a_ballot", middle(singles))):
        say(
            f"ballots_per_second_over_{name}",
            ours.per_second,
            "1/s",
            theirs.per_second,
            ours.per_second / theirs.per_second,
            {
                "clients": CLIENTS,
                "rounds": ROUNDS,
                "p50_ms": round(ours.p50, 2),
                "p99_ms": round(ours.p99, 2),
                "baseline_p50_ms": round(theirs.p50, 2),
                "baseline_p99_ms": round(theirs.p99, 2),
                "statuses": ours.statuses,
            },
        )


async def _alone(rig: Rig, crowd: Crowd, port: int, tally: Tally) -> None:
    ratios, lone, noop, commit = [], [], [], []
    for _ in range(ROUNDS):
        voting = await open_voting_for(rig.sessions, crowd)
        trackers = [uuid4() for _ in range(ALONE)]
        nothing = await run(port, ballots(crowd, "/bench/noop", trackers), 1)
        one = await run(port, ballots(crowd, f"/api/v1/votings/{voting.id}/ballots", trackers), 1)
        tally.note(trackers, one)
        row = await _one_row_commit(rig)
        lone.append(one.p50)
        noop.append(nothing.p50)
        commit.append(row)
        ratios.append(one.p50 / (nothing.p50 + row))
    say(
        "lone_ballot_p50_over_noop_and_commit",
        median(lone),
        "ms",
        median(noop) + median(commit),
        median(ratios),
        {"noop_p50_ms": round(median(noop), 3), "commit_p50_ms": round(median(commit), 3)},
    )


async def _one_row_commit(rig: Rig) -> float:
    """The median milliseconds of one INSERT that commits by itself."""
    async with rig.sessions() as session:
        connection = await driver_of(session)
        await connection.execute("COMMIT")
        await connection.execute("CREATE TABLE IF NOT EXISTS bench (id uuid PRIMARY KEY)")
        insert = await connection.prepare("INSERT INTO bench VALUES ($1)")
        times = []
        for _ in range(ALONE):
            began = time.perf_counter()
            await insert.fetch(uuid4())
            times.append((time.perf_counter() - began) * 1000)
        await connection.execute("BEGIN")
    return median(times)
