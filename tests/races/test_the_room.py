# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Many moderators at once: no chain, no limit passed, no stay twice, no roll that is half so."""

import asyncio
import secrets
from collections import Counter
from decimal import Decimal

import pytest

from assembly.assemblies.attend import mark_attendance
from assembly.assemblies.represent import end_proxy, give_proxy, limit_proxies
from assembly.assemblies.weigh import weigh_seat
from assembly.clock import now
from assembly.errors import ProxyChain, ProxyLimitReached
from assembly.voting.models import Voting
from assembly.voting.open import open_voting
from assembly.voting.rules.ballot import Secrecy
from tests.build.house import BY, Build, Hall
from tests.races.test_acts_meet_themselves import RIVALS, ROUNDS, at_once
from tests.verbs.reading import acts, one, rows

MANY = 24


async def give(build: Build, hall: Hall, giver: int, holder: int) -> None:
    async with build.sessions.begin() as session:
        await give_proxy(session, hall.assembly, giver, holder, at=now(), by=BY)


async def in_force(build: Build, hall: Hall) -> list[tuple[int, int]]:
    return [
        (giver, holder)
        for giver, holder in await rows(
            build,
            "SELECT g.number, h.number FROM proxies p JOIN seats g ON g.id = p.giver_id"
            " JOIN seats h ON h.id = p.holder_id"
            " WHERE p.ended_at IS NULL AND p.assembly_id = :id",
            id=hall.assembly.id,
        )
    ]


# ── proxies ───────────────────────────────────────────────────────────────────
async def test_of_many_who_give_one_holder_their_proxy_the_limit_succeed(build):
    for most in (1, 3):
        hall = await build.hall(seats=MANY + 1, proxies_per_holder=most)

        async def act(place: int, hall: Hall = hall) -> None:
            await give(build, hall, place + 2, 1)

        answers = await at_once(act, rivals=MANY)
        assert answers.count(None) == most
        assert sum(isinstance(a, ProxyLimitReached) for a in answers) == MANY - most
        assert len(await in_force(build, hall)) == most


async def test_two_who_give_each_other_their_proxy_build_no_circle(build):
    hall = await build.hall(seats=2)
    for _ in range(ROUNDS * 2):

        async def act(place: int) -> None:
            await give(build, hall, 1 + place % 2, 2 - place % 2)

        answers = await at_once(act)
        assert all(answer is None or isinstance(answer, ProxyChain) for answer in answers)
        assert answers.count(None) == RIVALS // 2, "one way and its repetitions"
        ((giver, _),) = await in_force(build, hall)
        async with build.sessions.begin() as session:
            await end_proxy(session, hall.assembly, giver, at=now(), by=BY)


async def test_whatever_many_give_and_end_at_once_there_is_never_a_chain(build):
    """Random acts on few seats: who waits for whom never closes a circle, and the rules hold."""
    chance = secrets.SystemRandom()
    seats, most = 5, 2
    hall = await build.hall(seats=seats, proxies_per_holder=most)
    numbers = range(1, seats + 1)
    refused: Counter[str] = Counter()
    for _ in range(ROUNDS * 2):

        async def act(place: int) -> None:
            giver, holder = chance.sample(numbers, 2)
            if place % 4 == 0:
                async with build.sessions.begin() as session:
                    await end_proxy(session, hall.assembly, giver, at=now(), by=BY)
                return
            await give(build, hall, giver, holder)

        answers = await at_once(act, rivals=MANY)
        refused.update(type(answer).__name__ for answer in answers)
        pairs = await in_force(build, hall)
        givers, holders = {giver for giver, _ in pairs}, Counter(holder for _, holder in pairs)
        assert len(givers) == len(pairs)
        assert not givers & holders.keys()
        assert max(holders.values(), default=0) <= most
    assert refused.keys() <= {"NoneType", "ProxyChain", "ProxyLimitReached"}
    assert refused["ProxyChain"], "they did meet"


async def test_the_same_proxy_given_at_once_is_one_proxy(build):
    hall = await build.hall(seats=2)

    async def act(_: int) -> None:
        await give(build, hall, 2, 1)

    assert await at_once(act) == [None] * RIVALS
    assert await one(build, "SELECT count(*) FROM proxies") == 1
    assert (await acts(build))["give_proxy"] == 1


async def test_who_gives_while_the_limit_is_lowered_waits_and_meets_the_new_one(build):
    hall = await build.hall(seats=2)
    async with build.sessions.begin() as session:
        await limit_proxies(session, hall.assembly, 0, at=now(), by=BY)
        giving = asyncio.create_task(give(build, hall, 2, 1))
        done, _ = await asyncio.wait({giving}, timeout=0.5)
        assert not done, "the old limit is not taken for granted"
    with pytest.raises(ProxyLimitReached):
        await giving
    assert await in_force(build, hall) == []


# ── attendance ────────────────────────────────────────────────────────────────
async def test_the_same_people_marked_by_many_at_once_come_once(build):
    hall = await build.hall(seats=6)
    for turn in range(ROUNDS):

        async def mark(place: int, turn: int = turn) -> None:
            coming = not turn % 2
            numbers = [1, 2, 3, 4, 5, 6] if place % 2 else [6, 5, 4, 3, 2, 1]
            async with build.sessions.begin() as session:
                await mark_attendance(
                    session,
                    hall.assembly,
                    arrived=numbers if coming else (),
                    left=() if coming else numbers,
                    at=now(),
                    by=BY,
                )

        assert await at_once(mark) == [None] * RIVALS
    assert await one(build, "SELECT count(*) FROM attendances") == 6 * 3
    assert (await acts(build))["arrive"] == 3
    assert (await acts(build))["leave"] == 2


async def test_coming_and_going_crosswise_never_waits_in_a_circle(build):
    """One marks the first half in and the other out, the next the other way round."""
    hall = await build.hall(seats=12)
    low, high = list(range(1, 7)), list(range(7, 13))
    for _ in range(ROUNDS):

        async def mark(place: int) -> None:
            arrived, left = (low, high) if place % 2 else (high, low)
            async with build.sessions.begin() as session:
                await mark_attendance(
                    session, hall.assembly, arrived=arrived, left=left, at=now(), by=BY
                )

        assert await at_once(mark, rivals=16) == [None] * 16
        there = await rows(
            build,
            "SELECT s.number FROM attendances a JOIN seats s ON s.id = a.seat_id"
            " WHERE a.left_at IS NULL ORDER BY 1",
        )
        assert [number for (number,) in there] in (low, high)
    assert not await one(
        build,
        "SELECT count(*) FROM attendances a JOIN attendances b ON a.seat_id = b.seat_id"
        " AND a.arrived_at < b.arrived_at AND coalesce(a.left_at, 'infinity') > b.arrived_at",
    )


# ── and the opening of a voting ───────────────────────────────────────────────
async def test_what_happens_during_an_opening_is_on_the_roll_wholly_or_not_at_all(build):
    """Each act moves all the seats at once, so a roll that is half so would show."""
    hall = await build.hall(seats=6)
    numbers = list(range(1, 7))
    await build.arrive(hall, range(6))
    for turn in range(ROUNDS * 2):
        voting = await build.planned(hall, secrecy=Secrecy.ROLL_CALL)

        async def act(place: int, voting: Voting = voting, turn: int = turn) -> Voting | None:
            coming = turn % 2
            async with build.sessions.begin() as session:
                if place == RIVALS // 2:
                    return await open_voting(session, voting.id, at=now(), by=BY)
                await mark_attendance(
                    session,
                    hall.assembly,
                    arrived=numbers if coming else (),
                    left=() if coming else numbers,
                    at=now(),
                    by=BY,
                )
            return None

        answers = await at_once(act)
        (opened,) = [answer for answer in answers if isinstance(answer, Voting)]
        assert answers.count(None) == RIVALS - 1
        assert opened.present in (0, 6)
        assert await rows(
            build,
            "SELECT count(*) FROM electors WHERE voting_id = :id AND present",
            id=opened.id,
        ) == [(opened.present,)]


async def test_a_weight_changed_during_an_opening_is_frozen_old_or_new(build):
    hall = await build.hall(seats=3)
    for turn in range(ROUNDS):
        voting = await build.planned(hall, secrecy=Secrecy.ROLL_CALL)
        old: Decimal = await one(build, "SELECT weight FROM seats WHERE number = 2")

        async def act(
            place: int, voting: Voting = voting, new: Decimal = old + turn + 2
        ) -> Voting | None:
            async with build.sessions.begin() as session:
                if place:
                    await weigh_seat(session, hall.assembly, 2, new, at=now(), by=BY)
                    return None
                return await open_voting(session, voting.id, at=now(), by=BY)

        opened, _ = await at_once(act, rivals=2)
        assert isinstance(opened, Voting)
        assert opened.entitled_weight in (2 + old, 2 + old + turn + 2)
        assert await rows(
            build, "SELECT sum(weight) FROM electors WHERE voting_id = :id", id=voting.id
        ) == [(opened.entitled_weight,)]
