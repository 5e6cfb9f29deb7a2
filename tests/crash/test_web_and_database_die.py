# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""kill -9 under load: what was acknowledged is in the box, once, and nothing else is."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

from assembly.voting.models import Voting
from tests.build.house import Build
from tests.build.load import Elector, Load
from tests.crash.conftest import Assembly, Installation, close, require_box, require_result, until
from tests.verbs.reading import one

PORTION = 500
KILLED_AT = 120
"""Receipts of a portion after which something is killed: most of it is still to come."""


def choices_of(electors: Sequence[Elector]) -> Counter[str]:
    return Counter(one.choice for one in electors)


async def require_all(
    installation: Installation, assembly: Assembly, build: Build, voting: Voting, load: Load
) -> None:
    """Everybody has a receipt; box and published result are what they cast."""
    assert all(one.has_receipt for one in load.electors)
    await require_box(build, voting, load.electors)
    for door in installation.doors:
        await door.opens()
    await close(installation.doors[0], voting, assembly.moderators[0])
    await require_result(build, voting, choices_of(load.electors), installation.doors[1])


async def test_a_web_process_killed_under_load_loses_and_doubles_nothing(
    installation, assembly, build
):
    voting = await assembly.open()
    """What was killed is still on its way up when the next one dies."""
    first, second = installation.doors
    with Load(voting.id, installation.ports) as load:
        for number, killed in enumerate(([first], [second], [first, second])):
            portion = assembly.electors(PORTION, number * PORTION)
            load.feed(portion)
            await load.reach(number * PORTION + KILLED_AT)
            for door in killed:
                door.kill()
            assert load.settled < len(load.electors), "it was killed after everything"
            for door in killed:
                door.process.start()
            await load.settle()
    assert load.broken, "nobody was cut off"
    assert set(load.statuses) <= {200, 201}
    assert load.statuses[201] + load.statuses[200] == len(load.electors)
    await require_all(installation, assembly, build, voting, load)


async def test_a_database_killed_under_load_comes_back_and_so_do_all_ballots(
    installation, assembly, build
):
    voting = await assembly.open()
    pids = [door.process.pid for door in installation.doors]
    with Load(voting.id, installation.ports) as load:
        for number in range(2):
            load.feed(assembly.electors(PORTION, number * PORTION))
            await load.reach(number * PORTION + KILLED_AT)
            refused = load.statuses[503]
            installation.kill_postgres()
            assert load.settled < len(load.electors), "it was killed after everything"
            for door in installation.doors:
                await until(
                    partial(door.says, "down"), "a web process does not say that it is down"
                )
            await until(partial(refusing, load, refused), "nobody was told to come back")
            installation.servers.postgres.start()
            await load.settle()
    assert not load.broken, "a web process hung up"
    assert set(load.statuses) <= {200, 201, 503}
    assert load.statuses[503] > 0
    assert [door.process.pid for door in installation.doors] == pids
    assert await one(build, "SHOW fsync") == "on"
    assert await one(build, "SHOW synchronous_commit") == "on"
    await require_all(installation, assembly, build, voting, load)


async def refusing(load: Load, before: int) -> bool:
    return load.statuses[503] > before
