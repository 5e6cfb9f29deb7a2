# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ballots against the closing: what was acknowledged is counted, what was refused is not.

Every rival has a connection of its own. A round is worth something only when the closing came in
the middle, so the tests also demand that it did, often enough.
"""

import asyncio
import secrets
import time
from collections.abc import Iterable, Sequence
from uuid import UUID

import pytest
from sqlalchemy import text

from assembly.clock import now
from assembly.errors import AlreadyVoted, NotEntitled, VotingNotOpen
from assembly.voting.cast import Answer, Paper, Receipt, cast_ballots
from assembly.voting.close import close_voting
from assembly.voting.models import Voting
from assembly.voting.open import open_voting
from assembly.voting.rules.ballot import Secrecy
from tests.build.house import BY, Build, Hall
from tests.verbs.reading import one, rows

ROUNDS = 8
CASTERS = 50
CLOSERS = 2

chance = secrets.SystemRandom()


class Pace:
    """Rivals so close in time that they meet, and so far apart that the closing has its moment.

    What the last round took says how fast this machine is.
    """

    def __init__(self) -> None:
        self.window = 0.2

    async def somewhere(self, first: float = 0.0, last: float = 1.0) -> None:
        """A moment between these parts of the window."""
        await asyncio.sleep(chance.uniform(first, last) * self.window)

    def learn(self, seconds: Sequence[float]) -> None:
        """The quickest one waited for nobody: it is what a ballot costs here."""
        self.window = min(1.0, max(0.05, min(seconds) * len(seconds)))


async def connect(build: Build, connections: int) -> None:
    """That many connections are open, so that no rival loses time with connecting."""
    gate = asyncio.Barrier(connections)

    async def hold() -> None:
        async with build.sessions() as session:
            await session.execute(text("SELECT 1"))
            await gate.wait()

    await asyncio.gather(*(hold() for _ in range(connections)))


async def cast(build: Build, voting: Voting, papers: Sequence[Paper]) -> list[tuple[Paper, Answer]]:
    """What each paper was answered, known only after the commit."""
    answers = await build.cast_papers(voting, papers)
    return list(zip(papers, answers, strict=True))


def receipts(answered: Iterable[tuple[Paper, Answer]]) -> list[tuple[Paper, Receipt]]:
    return [(paper, answer) for paper, answer in answered if isinstance(answer, Receipt)]


async def one_round(
    build: Build, hall: Hall, voting: Voting, pace: Pace
) -> tuple[set[UUID], set[UUID]]:
    """Fifty cast, alone or in a batch, while two close and count. Acknowledged and refused."""
    papers = [
        build.paper(hall, index, chance.choice(["yes", "no", "abstain"]))
        for index in range(len(hall.seats))
    ]
    chance.shuffle(papers)
    batches = [papers[:5], papers[5:10], *([paper] for paper in papers[10:])]
    took: list[float] = []

    async def caster(batch: list[Paper]) -> list[tuple[Paper, Answer]]:
        await pace.somewhere()
        start = time.monotonic()
        answered = await cast(build, voting, batch)
        took.append(time.monotonic() - start)
        return answered

    async def closer() -> None:
        await pace.somewhere(0.2, 0.7)
        await build.close(voting)
        await build.count(voting)  # at once, while ballots may still be on their way

    results = await asyncio.gather(
        *(caster(batch) for batch in batches), *(closer() for _ in range(CLOSERS))
    )
    pace.learn(took)
    answered = [pair for result in results if result for pair in result]
    assert len(answered) == CASTERS
    assert all(isinstance(answer, Receipt | VotingNotOpen) for _, answer in answered)
    acknowledged = {paper.tracker for paper, _ in receipts(answered)}
    return acknowledged, {paper.tracker for paper in papers} - acknowledged


@pytest.mark.parametrize("secrecy", Secrecy)
async def test_the_result_holds_exactly_the_ballots_that_were_acknowledged(build, secrecy):
    hall = await build.hall(seats=CASTERS)
    await connect(build, CASTERS)
    pace, met = Pace(), 0
    box = "ballots" if secrecy is Secrecy.SECRET else "roll_call_ballots"
    for _ in range(ROUNDS):
        voting = await build.open_voting(hall, secrecy=secrecy)
        acknowledged, refused = await one_round(build, hall, voting, pace)
        found = await rows(build, f"SELECT tracker FROM {box} WHERE voting_id = :id", id=voting.id)
        in_box = {tracker for (tracker,) in found}
        assert not acknowledged - in_box, "acknowledged and missing"
        assert not in_box & refused, "refused and counted"
        assert in_box == acknowledged
        assert await rows(
            build,
            "SELECT turnout, yes + no + abstain FROM results WHERE voting_id = :id",
            id=voting.id,
        ) == [(len(acknowledged), len(acknowledged))], "acknowledged and not counted"
        met += bool(acknowledged and refused)
    assert met >= ROUNDS // 3, "the closing hardly ever came in the middle"


@pytest.mark.parametrize("secrecy", Secrecy)
async def test_a_ballot_on_its_way_is_waited_for_and_counted(build, secrecy):
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall, secrecy=secrecy)
    async with build.casting() as connection:
        paper = build.paper(hall, 0, "yes")
        (answer,) = await cast_ballots(connection, voting.id, [paper], at=now())
        assert isinstance(answer, Receipt)
        closing = asyncio.create_task(build.close(voting))
        await waited_for(build, 1)
        assert not closing.done()
    await closing
    await build.count(voting)
    assert await rows(build, "SELECT yes, turnout FROM results") == [(1, 1)]


@pytest.mark.parametrize("secrecy", Secrecy)
async def test_a_ballot_that_comes_during_the_closing_waits_and_is_refused(build, secrecy):
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall, secrecy=secrecy)
    paper = build.paper(hall, 0, "yes")
    async with build.sessions() as session:
        await close_voting(session, voting.id, at=now(), by=BY)
        await session.flush()
        casting = asyncio.create_task(cast(build, voting, [paper]))
        await waited_for(build, 1)
        assert not casting.done()
        await session.commit()
    ((_, answer),) = await casting
    assert isinstance(answer, VotingNotOpen)
    assert await one(build, "SELECT count(*) FROM participations") == 0


async def test_ballots_that_keep_coming_do_not_keep_the_closing_waiting(build):
    """One ballot is on its way at every moment, each begun before the one before has ended."""
    hall = await build.hall(seats=10)
    voting = await build.open_voting(hall)

    async def caster(seat: int, done: asyncio.Event, end: asyncio.Event) -> Answer:
        async with build.casting() as connection:
            paper = build.paper(hall, seat, "yes")
            (answer,) = await cast_ballots(connection, voting.id, [paper], at=now())
            done.set()
            await end.wait()
        return answer

    done, end = asyncio.Event(), asyncio.Event()
    casters = [asyncio.create_task(caster(0, done, end))]
    await done.wait()
    closing = asyncio.create_task(build.close(voting))
    await waited_for(build, 1)
    for seat in range(1, 10):
        done, last = asyncio.Event(), end
        end = asyncio.Event()
        casters.append(asyncio.create_task(caster(seat, done, end)))
        while not done.is_set() and await waiting(build) < 2:
            await asyncio.sleep(0.01)  # it has cast, or waits its turn behind the closing
        last.set()
        await asyncio.wait([closing], timeout=0.1)
    in_time = closing.done()
    end.set()
    await asyncio.gather(closing, *casters)
    assert in_time, "nine ballots that came later went before the closing"


async def waited_for(build: Build, rivals: int) -> None:
    """That many have come so far that they wait for a lock."""
    until = time.monotonic() + 8
    while await waiting(build) < rivals:
        assert time.monotonic() < until, "nobody waits"
        await asyncio.sleep(0.01)


async def waiting(build: Build) -> int:
    """How many of our connections wait for a lock."""
    found = await one(
        build,
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'",
    )
    return int(found)


async def test_closing_twice_at_once_is_one_closing(build):
    hall = await build.hall(seats=1)
    for _ in range(4):
        voting = await build.open_voting(hall)
        await asyncio.gather(*(build.close(voting) for _ in range(6)))
        found = await rows(
            build,
            "SELECT count(*) FROM audit_entries WHERE act = 'close_voting' AND subject = :subject",
            subject=f"voting:{voting.id}",
        )
        assert found == [(1,)]


async def test_an_elector_who_casts_many_different_ballots_at_once_has_one_in_the_box(build):
    hall = await build.hall(seats=4)
    await connect(build, 32)
    for _ in range(4):
        voting = await build.open_voting(hall)
        papers = [
            build.paper(hall, index, chance.choice(["yes", "no"]))
            for index in range(4)
            for _ in range(8)
        ]
        chance.shuffle(papers)
        results = await asyncio.gather(*(cast(build, voting, [paper]) for paper in papers))
        answered = [pair for result in results for pair in result]
        assert all(isinstance(answer, Receipt | AlreadyVoted) for _, answer in answered)
        winners = [paper for paper, _ in receipts(answered)]
        assert sorted(paper.seat_id for paper in winners) == sorted(hall.seats)
        found = await rows(
            build, "SELECT tracker, choice FROM ballots WHERE voting_id = :id", id=voting.id
        )
        assert set(found) == {(paper.tracker, paper.choice) for paper in winners}


async def test_an_elector_who_sends_one_ballot_many_times_at_once_has_one_and_every_receipt(build):
    hall = await build.hall(seats=4)
    await connect(build, 32)
    for _ in range(3):
        voting = await build.open_voting(hall)
        papers = [build.paper(hall, index, "yes") for index in range(4)] * 8
        results = await asyncio.gather(*(cast(build, voting, [paper]) for paper in papers))
        answered = receipts(pair for result in results for pair in result)
        assert len(answered) == 32
        assert [receipt.repeated for _, receipt in answered].count(False) == 4
        found = await rows(build, "SELECT tracker FROM ballots WHERE voting_id = :id", id=voting.id)
        assert {tracker for (tracker,) in found} == {paper.tracker for paper in papers}


@pytest.mark.parametrize("secrecy", Secrecy)
async def test_batches_with_the_same_electors_do_not_stand_in_each_others_way(build, secrecy):
    hall = await build.hall(seats=12)
    for _ in range(3):
        voting = await build.open_voting(hall, secrecy=secrecy)
        batches = [[build.paper(hall, index, "yes") for index in range(12)] for _ in range(4)]
        for batch in batches:
            chance.shuffle(batch)
        results = await asyncio.gather(*(cast(build, voting, batch) for batch in batches))
        answered = [pair for result in results for pair in result]
        assert all(isinstance(answer, Receipt | AlreadyVoted) for _, answer in answered)
        assert len(receipts(answered)) == (12 if secrecy is Secrecy.SECRET else 48)
        await build.close(voting)
        await build.count(voting)
        assert await one(
            build, "SELECT turnout FROM results WHERE voting_id = :id", id=voting.id
        ) == len(hall.seats)


async def test_a_ballot_that_meets_the_opening_is_in_the_box_or_refused(build):
    hall = await build.hall(seats=20)
    await connect(build, 21)
    pace, met = Pace(), 0
    for _ in range(6):
        voting = await build.planned(hall)
        took: list[float] = []

        async def caster(voting: Voting, seat: int, took: list[float]) -> tuple[Paper, Answer]:
            await pace.somewhere()
            start = time.monotonic()
            (pair,) = await cast(build, voting, [build.paper(hall, seat, "yes")])
            took.append(time.monotonic() - start)
            return pair

        async def opener(voting: Voting) -> None:
            await pace.somewhere(0.2, 0.7)
            async with build.sessions.begin() as session:
                await open_voting(session, voting.id, at=now(), by=BY)

        opening = asyncio.create_task(opener(voting))
        answered = await asyncio.gather(*(caster(voting, seat, took) for seat in range(20)))
        await opening
        pace.learn(took)
        assert all(
            isinstance(answer, Receipt | VotingNotOpen | NotEntitled) for _, answer in answered
        )
        found = await rows(build, "SELECT tracker FROM ballots WHERE voting_id = :id", id=voting.id)
        acknowledged = {paper.tracker for paper, _ in receipts(answered)}
        assert {tracker for (tracker,) in found} == acknowledged
        met += 0 < len(acknowledged) < len(hall.seats)
    assert met, "the opening never came in the middle"
