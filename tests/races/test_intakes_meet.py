# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two intakes, each with connections of its own, as in two web processes, for the same voting."""

import asyncio
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from uuid import UUID

import asyncpg
import pytest

from assembly.database import open_pool
from assembly.errors import AlreadyVoted
from assembly.settings import Settings
from assembly.voting.cast import Answer, Paper, Receipt
from assembly.voting.intake import TRY_FOR, Intake
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.turn import one_transaction
from tests.build.house import Build
from tests.verbs.reading import one, rows

chance = secrets.SystemRandom()


@pytest.fixture
async def intakes(settings: Settings) -> AsyncIterator[list[Intake]]:
    pools = [
        await open_pool(settings.database_url, size=6, name="intake", lock_timeout=TRY_FOR)
        for _ in range(2)
    ]
    yield [Intake(pool, waiting=2000) for pool in pools]
    for pool in pools:
        await pool.close()


async def at_once(
    intakes: Sequence[Intake], voting_id: UUID, papers: Sequence[Paper]
) -> list[tuple[Paper, Answer]]:
    """Each through one of the intakes, in an order that nobody chose."""
    mixed = chance.sample(papers, len(papers))
    async with asyncio.timeout(60):
        answers = await asyncio.gather(
            *(chance.choice(intakes).answer(voting_id, paper) for paper in mixed)
        )
    return list(zip(mixed, answers, strict=True))


async def in_transaction(build: Build) -> int:
    """Connections of intakes that began something and did not end it."""
    return int(
        await one(
            build,
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND application_name = 'assembly-intake' AND state LIKE 'idle in transaction%'",
        )
    )


async def test_a_commit_that_kept_nothing_is_not_taken_for_one(settings):
    connection = await asyncpg.connect(settings.database_url.replace("+asyncpg", ""))

    async def hide_a_failure() -> None:
        async with one_transaction(connection):
            with suppress(asyncpg.DivisionByZeroError):
                await connection.execute("SELECT 1 / 0")

    with pytest.raises(asyncpg.InFailedSQLTransactionError):
        await hide_a_failure()
    assert not connection.is_in_transaction()
    await connection.close()


async def test_of_many_ballots_of_few_electors_at_two_intakes_one_each_wins(build, intakes):
    hall = await build.hall(seats=8)
    for _ in range(15):
        voting = await build.open_voting(hall)
        different = [
            build.paper(hall, seat, choice) for seat in range(8) for choice in ("yes", "no", "no")
        ]
        answered = await at_once(intakes, voting.id, different * 16)
        firsts = [
            paper
            for paper, answer in answered
            if isinstance(answer, Receipt) and not answer.repeated
        ]
        assert Counter(paper.seat_id for paper in firsts) == Counter(hall.seats)
        winners = {paper.tracker for paper in firsts}
        for paper, answer in answered:
            assert isinstance(answer, Receipt if paper.tracker in winners else AlreadyVoted)
        found = await rows(
            build, "SELECT tracker, choice FROM ballots WHERE voting_id = :id", id=voting.id
        )
        assert Counter(found) == Counter((paper.tracker, paper.choice) for paper in firsts)
    assert await in_transaction(build) == 0


async def test_of_many_ballots_by_name_every_one_is_a_turn_and_none_is_two(build, intakes):
    hall = await build.hall(seats=8)
    for _ in range(6):
        voting = await build.open_voting(hall, secrecy=Secrecy.ROLL_CALL)
        different = [
            build.paper(hall, seat, choice) for seat in range(8) for choice in ("yes", "no", "no")
        ]
        answered = await at_once(intakes, voting.id, different * 8)
        assert all(isinstance(answer, Receipt) for _, answer in answered)
        firsts = Counter(
            paper.tracker
            for paper, answer in answered
            if isinstance(answer, Receipt) and not answer.repeated
        )
        assert firsts == Counter(paper.tracker for paper in different)
        found = await rows(
            build,
            "SELECT seat_id, count(*), max(turn) FROM roll_call_ballots"
            " WHERE voting_id = :id GROUP BY seat_id",
            id=voting.id,
        )
        assert Counter(found) == Counter((seat, 3, 3) for seat in hall.seats)
    assert await in_transaction(build) == 0


@pytest.mark.parametrize("secrecy", Secrecy)
async def test_those_who_go_away_in_the_middle_take_nobodys_answer_along(build, intakes, secrecy):
    hall = await build.hall(seats=40)
    box = "ballots" if secrecy is Secrecy.SECRET else "roll_call_ballots"
    left = 0
    for number in range(8):
        voting = await build.open_voting(hall, secrecy=secrecy)
        papers = [build.paper(hall, seat, "yes") for seat in range(40)]
        asked = [
            (paper, asyncio.create_task(intake.answer(voting.id, paper)))
            for paper in papers * 3
            for intake in intakes
        ]
        going = chance.sample(asked, len(asked) // 2)
        for _ in range(chance.randrange(20 * number + 1)):
            await asyncio.sleep(0)
        for _, task in going:
            task.cancel()
            await asyncio.sleep(0)
        async with asyncio.timeout(60):
            await asyncio.wait([task for _, task in asked])
        left += sum(task.cancelled() for _, task in asked)
        stayed = [(paper, task.result()) for paper, task in asked if not task.cancelled()]
        assert all(isinstance(answer, Receipt) for _, answer in stayed)
        found = await rows(build, f"SELECT tracker FROM {box} WHERE voting_id = :id", id=voting.id)
        assert {paper.tracker for paper, _ in stayed} <= {tracker for (tracker,) in found}
        again = await at_once(intakes, voting.id, papers)
        assert all(isinstance(answer, Receipt) for _, answer in again)
        found = await rows(build, f"SELECT tracker FROM {box} WHERE voting_id = :id", id=voting.id)
        assert Counter(found) == Counter((paper.tracker,) for paper in papers)
    assert left > 100
    assert await in_transaction(build) == 0
    assert [intake._room.taken for intake in intakes] == [0, 0]
