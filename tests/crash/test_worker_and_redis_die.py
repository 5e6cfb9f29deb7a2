# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The worker killed while it counts, and Redis killed while people vote: nothing is lost."""

import time
from collections import Counter
from functools import partial

from sqlalchemy import text

from assembly.voting.cast import Paper
from assembly.voting.models import Voting
from tests.build.house import Build
from tests.build.load import Elector, Load, chance
from tests.crash.conftest import (
    CROWD,
    Assembly,
    close,
    is_published,
    require_box,
    require_result,
    until,
)
from tests.verbs.reading import one, rows

ROUNDS = 4
PORTION = 500


async def full_box(assembly: Assembly, build: Build) -> tuple[Voting, list[Elector]]:
    """A voting in which the whole crowd has voted."""
    voting = await assembly.open()
    electors = assembly.electors(CROWD)
    papers = [
        Paper(one.seat_id, one.tracker, one.choice, one.seat_id, assembly.crowd.assembly.id)
        for one in electors
    ]
    for first in range(0, CROWD, PORTION):
        await build.cast_papers(voting, papers[first : first + PORTION])
    return voting, electors


async def undecided(build: Build, voting: Voting) -> bool:
    """Closed, and nothing of a count is to be seen."""
    found = await rows(
        build,
        "SELECT v.state, r.state, (SELECT count(*) FROM results WHERE voting_id = v.id),"
        " (SELECT count(*) FROM participations WHERE voting_id = v.id)"
        " FROM votings v JOIN resolutions r ON r.id = v.resolution_id WHERE v.id = :id",
        id=voting.id,
    )
    return found == [("closed", "under_vote", 0, CROWD)]


async def workers(build: Build, waiting: str = "") -> bool:
    """Whether a worker's connection is in a transaction, or waits for a lock."""
    found = await one(
        build,
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name = 'assembly-worker'" + waiting,
    )
    return bool(found)


async def gone(build: Build) -> bool:
    return not await workers(build)


async def test_a_worker_killed_inside_the_count_leaves_nothing_and_the_next_one_counts(
    installation, assembly, build
):
    """Somebody holds the resolution: the count has read the box and stands still before the end."""
    voting, electors = await full_box(assembly, build)
    async with build.sessions() as holder:
        await holder.execute(
            text("SELECT 1 FROM resolutions WHERE id = :id FOR UPDATE"),
            {"id": voting.resolution_id},
        )
        await close(installation.doors[0], voting, assembly.moderators[0])
        counting = " AND wait_event_type = 'Lock' AND query LIKE '%FROM resolutions%FOR UPDATE%'"
        await until(partial(workers, build, counting), "the worker does not count")
        assert await undecided(build, voting)
        installation.worker.kill()
        await until(partial(gone, build), "the dead worker's connection stays")
        assert await undecided(build, voting)
    installation.worker.start()
    await require_box(build, voting, electors)
    choices = Counter(one.choice for one in electors)
    await require_result(build, voting, choices, installation.doors[0])


async def test_a_worker_killed_at_any_moment_of_a_count_is_followed_by_one_result(
    installation, assembly, build, bell
):
    """The first round is left alone, and says how long a count and its record take."""
    window = 0.0
    for number in range(ROUNDS):
        voting, electors = await full_box(assembly, build)
        await until(bell.worker_seen, "no worker")
        await close(installation.doors[0], voting, assembly.moderators[0])
        began = time.monotonic()
        if number:
            moment = began + chance.uniform(0, window)
            await until(partial(is_past, moment), "the moment does not come")
            installation.worker.kill()
            installation.worker.start()
        choices = Counter(one.choice for one in electors)
        await until(partial(is_published, build, voting.id), "no record")
        window = window or time.monotonic() - began
        await require_box(build, voting, electors)
        await require_result(build, voting, choices, installation.doors[0])


async def is_past(moment: float) -> bool:
    return time.monotonic() >= moment


async def test_ballots_are_cast_and_votings_closed_without_redis_and_counted_once_it_is_back(
    installation, assembly, build
):
    voting = await assembly.open()
    valkey = installation.servers.valkey
    door = installation.doors[0]
    with Load(voting.id, installation.ports) as load:
        load.feed(assembly.electors(PORTION))
        await load.reach(PORTION // 5)
        valkey.kill()
        load.feed(assembly.electors(PORTION, PORTION))
        await load.settle()
    assert load.statuses == {201: 2 * PORTION}
    assert not load.broken
    assert max(told.took for one in load.electors for told in one.answers) < 20
    assert await door.ready() == (200, "degraded")
    await close(door, voting, assembly.moderators[0])
    assert await one(build, "SELECT state FROM votings WHERE id = :id", id=voting.id) == "closed"
    assert not await is_published(build, voting.id)
    valkey.start()
    await require_box(build, voting, load.electors)
    choices = Counter(one.choice for one in load.electors)
    await require_result(build, voting, choices, door)
    await until(partial(door.says, "ready"), "not ready with Redis back")
