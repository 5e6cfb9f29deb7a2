# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The version of the event stream: it changes with what is public, and with nothing else."""

from datetime import timedelta

from assembly.clock import now
from assembly.events.queries import Standing, standing_of
from assembly.voting.schedule import extend_voting
from tests.build.house import BY
from tests.verbs.planning import annul, opened, plan


async def standing(build, hall) -> Standing:
    async with build.sessions() as session:
        return await standing_of(session, hall.assembly.id)


async def test_the_version_changes_with_every_state_and_every_ballot(build):
    hall = await build.hall(seats=2)
    seen = [(await standing(build, hall)).version]

    async def is_new() -> bool:
        seen.append((await standing(build, hall)).version)
        return seen.count(seen[-1]) == 1

    voting = await plan(build, hall)
    assert await is_new()
    await opened(build, voting)
    assert await is_new()
    async with build.sessions.begin() as session:
        await extend_voting(session, voting.id, until=now() + timedelta(hours=1), clock=now, by=BY)
    assert await is_new()
    await build.cast(hall, voting, 0, "yes")
    assert await is_new()
    for step in (build.close, build.count, build.publish):
        await step(voting)
        assert await is_new()
    await annul(build, voting)
    assert await is_new()
    seen.append((await standing(build, hall)).version)
    assert seen[-1] == seen[-2]


async def test_no_choice_enters_the_standing(build):
    """What would be another word for another choice, at the same turnout, would be a count."""
    hall = await build.hall(seats=2)
    told = []
    for choices in (["yes", "yes"], ["no", "no"]):
        voting = await build.open_voting(hall)
        await build.cast_all(hall, voting, choices)
        await build.close(voting)
        await build.count(voting)
        marks = {mark.id: mark.mark for mark in (await standing(build, hall)).votings}
        told.append(marks[voting.id])
    assert told[0] == told[1]


async def test_a_test_voting_does_not_change_the_version(build):
    hall = await build.hall(seats=2)
    resolution = await build.tabled(hall)
    before = await standing(build, hall)
    voting = await plan(build, hall, on=resolution, test=True)
    await opened(build, voting)
    await build.cast(hall, voting, 0, "yes")
    after = await standing(build, hall)
    assert after.version == before.version
    assert after.changed_since(before) == [(f"voting/{voting.id}", True)]
