# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody is forgotten while a voting opens, while they cast, and while it closes.

Either they stand on the roll, and then they are not forgotten before it closes; or they are
forgotten, and stand on no roll. Nobody waits in a circle, and every ballot acknowledged is counted.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable

import pytest

from assembly.clock import now
from assembly.errors import Refusal, SeatStillVotes, VotingNotOpen
from assembly.forgetting.forget import forget_participant
from assembly.voting.cast import Receipt
from assembly.voting.open import open_voting
from assembly.voting.rules.ballot import Secrecy
from tests.build.house import BY, Build, Hall
from tests.races.test_casting_meets_closing import Pace, connect
from tests.verbs.reading import one, rows

ROUNDS = 12
chance = secrets.SystemRandom()


async def forget(build: Build, hall: Hall, number: int) -> bool:
    """Whether they were; a voting that they are on the roll of is the only refusal."""
    try:
        async with build.sessions.begin() as session:
            await forget_participant(session, hall.assembly, number, at=now(), by=BY)
    except SeatStillVotes:
        return False
    return True


async def sooner_or_later(act: Callable[[], Awaitable[object]], window: float) -> object:
    await asyncio.sleep(chance.uniform(0, window))
    try:
        return await act()
    except Refusal as refusal:
        return refusal


async def on_the_roll(build: Build, voting, number: int) -> bool:
    sql = "SELECT count(*) FROM electors WHERE voting_id = :id AND seat_number = :number"
    return bool(await one(build, sql, id=voting.id, number=number))


async def is_forgotten(build: Build, hall: Hall, number: int) -> bool:
    sql = (
        "SELECT p.forgotten_at IS NOT NULL AND s.vacated_at IS NOT NULL AND NOT EXISTS"
        " (SELECT FROM credentials WHERE person_id = p.id) FROM seats s"
        " JOIN people p ON p.id = s.person_id WHERE s.assembly_id = :hall AND s.number = :number"
    )
    return bool(await one(build, sql, hall=hall.assembly.id, number=number))


async def test_whoever_is_forgotten_while_a_voting_opens_is_on_its_roll_or_not_there(build):
    await connect(build, 6)
    seen: Counter[bool] = Counter()
    for _ in range(ROUNDS):
        hall = await build.hall(seats=6)
        voting = await build.planned(hall, secrecy=Secrecy.ROLL_CALL)

        async def opens(voting=voting) -> None:
            async with build.sessions.begin() as session:
                await open_voting(session, voting.id, at=now(), by=BY)

        numbers = (1, 2, 3)
        came = await asyncio.gather(
            sooner_or_later(opens, 0.02),
            *(
                sooner_or_later(lambda n=number, h=hall: forget(build, h, n), 0.04)  # type: ignore[misc]
                for number in numbers
            ),
        )
        assert came[0] is None, came[0]
        for number, gone in zip(numbers, came[1:], strict=True):
            assert isinstance(gone, bool), gone
            assert gone is await is_forgotten(build, hall, number)
            assert gone is not await on_the_roll(build, voting, number)
            seen[gone] += 1
        entitled = await one(build, "SELECT entitled FROM votings WHERE id = :id", id=voting.id)
        roll = await rows(build, "SELECT 1 FROM electors WHERE voting_id = :id", id=voting.id)
        assert entitled == len(roll) == 6 - came[1:].count(True)
    assert len(seen) == 2, f"they never met: {seen}"


@pytest.mark.parametrize("secrecy", Secrecy)
async def test_whoever_casts_is_forgotten_after_the_closing_and_counted(build, secrecy):
    await connect(build, 8)
    pace, seen = Pace(), Counter[str]()
    for _ in range(ROUNDS):
        hall = await build.hall(seats=6)
        voting = await build.open_voting(hall, secrecy=secrecy)
        cast: Counter[bool] = Counter()

        async def casts(place: int, hall=hall, voting=voting, cast=cast, pace=pace) -> None:
            await pace.somewhere()
            (answer,) = await build.cast_papers(voting, [build.paper(hall, place, "yes")])
            assert isinstance(answer, Receipt | VotingNotOpen), answer
            cast[isinstance(answer, Receipt)] += 1

        async def closes(voting=voting, pace=pace) -> None:
            await pace.somewhere(0.2, 0.8)
            await build.close(voting)
            await build.count(voting)

        async def goes(number: int, hall=hall, voting=voting, pace=pace) -> None:
            await pace.somewhere()
            early = await forget(build, hall, number)
            seen["forgotten" if early else "refused"] += 1
            if early:
                state = await one(build, "SELECT state FROM votings WHERE id = :id", id=voting.id)
                assert state != "open"

        await asyncio.gather(*map(casts, range(6)), closes(), *map(goes, (1, 2, 3)))
        yes = await one(build, "SELECT yes FROM results WHERE voting_id = :id", id=voting.id)
        assert yes == cast[True], "every ballot acknowledged is counted, whoever was forgotten"
        for number in (1, 2, 3):
            assert await forget(build, hall, number)
            assert await is_forgotten(build, hall, number)
            assert await on_the_roll(build, voting, number), "a frozen roll stays"
    assert len(seen) == 2, f"they never met: {seen}"
