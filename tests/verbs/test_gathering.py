# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Gathering: what arrives during one batch is the next; nobody waits for a clock."""

import asyncio
from collections.abc import Sequence

import pytest

from assembly.errors import Unavailable
from assembly.gathering import SLOW, Gathering, Room


class Work:
    """Holds every batch until it is let go, and remembers them all."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.gate = asyncio.Event()
        self.broken: set[int] = set()

    async def __call__(self, items: list[int]) -> Sequence[int]:
        self.batches.append(items)
        await self.gate.wait()
        if self.broken.intersection(items):
            raise ValueError(sorted(self.broken.intersection(items)))
        return [item * 10 for item in items]


async def settle() -> None:
    """Everything that can happen without the gate has happened."""
    for _ in range(10):
        await asyncio.sleep(0)


@pytest.fixture
def work() -> Work:
    return Work()


def gathering(work: Work, **how) -> Gathering[int, int]:
    return Gathering(work, **{"room": Room(100), "largest": 50, **how})


async def test_one_alone_waits_for_nobody(work):
    work.gate.set()
    assert await gathering(work).ask(7) == 70
    assert work.batches == [[7]]


async def test_what_arrives_meanwhile_is_the_next_batch_in_order(work):
    gathered = gathering(work)
    asked = [asyncio.create_task(gathered.ask(1))]
    await settle()
    asked += [asyncio.create_task(gathered.ask(item)) for item in range(2, 9)]
    await settle()
    assert work.batches == [[1]]
    work.gate.set()
    assert await asyncio.gather(*asked) == [item * 10 for item in range(1, 9)]
    assert work.batches == [[1], [2, 3, 4, 5, 6, 7, 8]]
    assert gathered.is_idle


async def test_no_batch_is_larger_than_allowed(work):
    work.gate.set()
    gathered = gathering(work, largest=3)
    await asyncio.gather(*(gathered.ask(item) for item in range(10)))
    assert [len(batch) for batch in work.batches] == [3, 3, 3, 1]


async def test_whoever_must_stay_apart_waits_for_the_next_batch(work):
    gathered = gathering(work, apart=lambda item: (item % 2,))
    first = asyncio.create_task(gathered.ask(0))
    await settle()
    rest = [asyncio.create_task(gathered.ask(item)) for item in (2, 4, 1, 3)]
    await settle()
    work.gate.set()
    await asyncio.gather(first, *rest)
    assert work.batches == [[0], [2, 1], [4, 3]]


async def test_a_broken_one_stands_alone_in_the_end_and_harms_nobody(work):
    work.gate.set()
    work.broken = {5}
    gathered = gathering(work, breaks_alone=lambda problem: isinstance(problem, ValueError))
    answers = await asyncio.gather(
        *(gathered.ask(item) for item in range(9)), return_exceptions=True
    )
    assert [answer for answer in answers if not isinstance(answer, Exception)] == [
        item * 10 for item in range(9) if item != 5
    ]
    assert isinstance(answers[5], ValueError)
    assert str(answers[5]) == "[5]"


async def test_a_failure_of_the_house_is_told_to_all_of_the_batch_and_not_tried_again(work):
    work.gate.set()
    work.broken = {5}
    gathered = gathering(work)
    answers = await asyncio.gather(
        *(gathered.ask(item) for item in range(9)), return_exceptions=True
    )
    assert all(isinstance(answer, ValueError) for answer in answers)
    assert len(work.batches) == 1
    work.broken = set()
    assert await gathered.ask(5) == 50


async def test_who_finds_the_room_full_is_told_when_to_come_back_and_the_room_empties(work):
    room = Room(3)
    gathered = gathering(work, room=room)
    asked = [asyncio.create_task(gathered.ask(item)) for item in range(3)]
    await settle()
    with pytest.raises(Unavailable) as refused:
        await gathered.ask(4)
    assert refused.value.facts["retry_after"] > 0
    work.gate.set()
    await asyncio.gather(*asked)
    assert room.taken == 0
    assert await gathered.ask(4) == 40


async def test_one_who_goes_away_takes_nobody_along(work):
    room = Room(10)
    gathered = gathering(work, room=room)
    first, gone, stays = (asyncio.create_task(gathered.ask(item)) for item in range(3))
    await settle()
    gone.cancel()
    first.cancel()
    await settle()
    work.gate.set()
    assert await stays == 20
    assert room.taken == 0


async def test_a_second_batch_starts_beside_a_slow_one_only_where_there_are_two_lanes(work):
    for lanes, expected in ((1, [[1]]), (2, [[1], [2]])):
        work.batches, work.gate = [], asyncio.Event()
        gathered = gathering(work, lanes=lanes)
        first = asyncio.create_task(gathered.ask(1))
        await settle()
        await asyncio.sleep(SLOW * 3)
        second = asyncio.create_task(gathered.ask(2))
        await settle()
        assert work.batches == expected
        work.gate.set()
        assert list(await asyncio.gather(first, second)) == [10, 20]


async def test_who_waits_for_work_that_is_interrupted_is_told_and_not_left_waiting(work):
    room = Room(10)
    gathered = gathering(work, room=room)
    asked = [asyncio.create_task(gathered.ask(item)) for item in range(3)]
    await settle()
    (at_work,) = gathered._at_work
    at_work.cancel()
    async with asyncio.timeout(5):
        answers = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(answer) for answer in answers] == [Unavailable] * 3
    assert room.taken == 0
    work.gate.set()
    assert await gathered.ask(5) == 50


async def test_work_that_forgets_an_answer_leaves_nobody_waiting():
    async def forgetful(items: list[int]) -> Sequence[int]:
        return items[1:]

    gathered: Gathering[int, int] = Gathering(forgetful, room=Room(10), largest=5)
    with pytest.raises(ValueError, match="argument"):
        async with asyncio.timeout(5):
            await gathered.ask(1)
