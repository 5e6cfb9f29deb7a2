# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One press opens a test voting: it moves nothing, and pressing again opens no second one."""

import asyncio

import pytest

from assembly.clock import now
from assembly.errors import IllegalMove, NobodyToVote
from assembly.voting.open import Terms
from assembly.voting.rehearse import rehearse_voting
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.majority import preset
from tests.build.house import BY, Build, Hall
from tests.verbs.reading import one, rows

TERMS = Terms(Secrecy.SECRET, abstain=True, rule=preset("simple"))


async def rehearse(build: Build, hall: Hall, number: int = 1):
    async with build.sessions.begin() as session:
        return await rehearse_voting(session, hall.assembly, number, TERMS, at=now(), by=BY)


async def test_it_is_open_at_once_and_the_resolution_stays_on_the_table(build):
    hall = await build.hall(seats=2, weights=["2"])
    resolution = await build.tabled(hall)
    tried = await rehearse(build, hall, resolution.number)
    assert await rows(build, "SELECT state, is_test, small_classes FROM votings") == [
        ("open", True, True)
    ]
    await build.cast_all(hall, tried, ["yes", "yes"])
    await build.close(tried)
    await build.count(tried)
    assert await one(build, "SELECT state FROM resolutions") == "tabled"
    assert await build.publish(tried) is None
    assert await one(build, "SELECT count(*) FROM records") == 0


async def test_pressing_again_finds_the_same_one_until_it_is_closed(build):
    hall = await build.hall(seats=2)
    await build.tabled(hall)
    tried = await rehearse(build, hall)
    assert (await rehearse(build, hall)).id == tried.id
    await build.close(tried)
    assert (await rehearse(build, hall)).id != tried.id


async def test_two_who_press_at_once_open_one(build):
    hall = await build.hall(seats=2)
    await build.tabled(hall)
    found = await asyncio.gather(*(rehearse(build, hall) for _ in range(6)))
    assert len({voting.id for voting in found}) == 1
    assert await one(build, "SELECT count(*) FROM votings") == 1


async def test_it_needs_a_text_on_the_table_and_somebody_to_try(build):
    hall = await build.hall(seats=1)
    draft = await build.draft(hall)
    with pytest.raises(IllegalMove):
        await rehearse(build, hall, draft.number)
    empty = await build.hall(seats=0)
    await build.tabled(empty)
    with pytest.raises(NobodyToVote):
        await rehearse(build, empty)
    assert await one(build, "SELECT count(*) FROM votings") == 0
