# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Annulment against casting, closing, counting and publishing; extensions against each other."""

import asyncio
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import pytest

from assembly.clock import now
from assembly.errors import IllegalMove, Refusal, VotingNotOpen
from assembly.voting.cast import Receipt
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.schedule import extend_voting
from tests.build.house import BY
from tests.races.test_casting_meets_closing import connect
from tests.verbs.planning import annul, hours, opened, plan, try_to_close, try_to_open
from tests.verbs.reading import acts, one, rows

ROUNDS = 12
chance = secrets.SystemRandom()


async def somewhen(act: Callable[[], Awaitable[object]], window: float) -> object:
    """What it gave or refused, begun at some moment of the window."""
    await asyncio.sleep(chance.uniform(0, window))
    try:
        return await act()
    except Refusal as refusal:
        return refusal


async def require_sound(build, voting) -> tuple[bool, bool]:
    """Annulled, its resolution free; a record only of what was counted. Counted, and a record?"""
    ((state, resolution, counted, record),) = await rows(
        build,
        "SELECT v.state, r.state, EXISTS (SELECT FROM results WHERE voting_id = v.id),"
        " EXISTS (SELECT FROM records WHERE voting_id = v.id)"
        " FROM votings v JOIN resolutions r ON r.id = v.resolution_id WHERE v.id = :id",
        id=voting.id,
    )
    assert (state, resolution) == ("annulled", "tabled")
    assert counted or not record, "a record of what was never counted"
    return counted, record


async def test_annulment_meets_closing_counting_and_publishing(build):
    hall = await build.hall(seats=3)
    await connect(build, 6)
    seen: Counter[tuple[bool, bool]] = Counter()
    for _ in range(ROUNDS * 2):
        voting = await build.open_voting(hall)
        await build.cast_all(hall, voting, ["yes", "yes", "no"])

        async def finish(voting=voting) -> None:
            await build.close(voting)
            await build.count(voting)
            await build.publish(voting)

        answers = await asyncio.gather(
            somewhen(finish, 0.01),
            somewhen(partial(build.count, voting), 0.06),
            somewhen(partial(build.publish, voting), 0.08),
            somewhen(partial(annul, build, voting), 0.1),
            somewhen(partial(annul, build, voting), 0.1),
        )
        assert all(not isinstance(one, Refusal) or isinstance(one, IllegalMove) for one in answers)
        seen[await require_sound(build, voting)] += 1
        assert (await acts(build, f"voting:{voting.id}"))["annul_voting"] == 1
    assert len(seen) > 1, "annulment always came at the same moment"


@pytest.mark.parametrize("secrecy", Secrecy)
async def test_annulment_meets_casting(build, secrecy):
    hall = await build.hall(seats=20)
    await connect(build, 21)
    box = "ballots" if secrecy is Secrecy.SECRET else "roll_call_ballots"
    met = 0
    for _ in range(ROUNDS // 2):
        voting = await build.open_voting(hall, secrecy=secrecy)

        async def cast(seat, voting=voting) -> object:
            return await build.cast(hall, voting, seat, "yes")

        answers = await asyncio.gather(
            somewhen(partial(annul, build, voting), 0.1),
            *(somewhen(partial(cast, seat), 0.1) for seat in range(20)),
        )
        receipts = [answer for answer in answers if isinstance(answer, Receipt)]
        assert all(isinstance(answer, Receipt | VotingNotOpen) for answer in answers[1:])
        assert await one(
            build, f"SELECT count(*) FROM {box} WHERE voting_id = :id", id=voting.id
        ) == len(receipts)
        assert await require_sound(build, voting) == (False, False)
        met += 0 < len(receipts) < len(hall.seats)
    assert met, "the annulment never came in the middle"


async def test_annulment_meets_the_opening_at_its_hour(build):
    hall = await build.hall(seats=3)
    await connect(build, 4)
    for _ in range(ROUNDS):
        at = now()
        voting = await plan(build, hall, hours(60, 600, at), at=at)
        await asyncio.gather(
            somewhen(partial(try_to_open, build, voting, at + timedelta(seconds=61)), 0.02),
            somewhen(partial(try_to_close, build, voting, at + timedelta(seconds=601)), 0.03),
            somewhen(partial(annul, build, voting), 0.03),
        )
        assert await require_sound(build, voting) == (False, False)


async def test_no_extension_is_lost_when_two_moderators_extend_at_once(build):
    hall = await build.hall(seats=1)
    await connect(build, 8)
    for _ in range(ROUNDS // 2):
        at = now()
        voting = await opened(build, await plan(build, hall, hours(None, 60, at), at=at), at)

        async def extend(voting=voting) -> None:
            async with build.sessions.begin() as session:
                await extend_voting(session, voting.id, seconds=10, clock=now, by=BY)

        await asyncio.gather(*(extend() for _ in range(8)))
        ends = await one(build, "SELECT closes_at FROM votings WHERE id = :id", id=voting.id)
        assert ends == at + timedelta(seconds=60 + 80)


async def test_an_extension_meets_the_end_and_one_of_them_holds(build):
    hall = await build.hall(seats=1)
    await connect(build, 4)
    won: Counter[str] = Counter()
    for _ in range(ROUNDS):
        at = now()
        voting = await opened(build, await plan(build, hall, hours(None, 60, at), at=at), at)
        end = at + timedelta(seconds=60)

        async def extend(voting=voting, end=end) -> None:
            async with build.sessions.begin() as session:
                await extend_voting(
                    session,
                    voting.id,
                    seconds=600,
                    clock=lambda: end - timedelta(milliseconds=1),
                    by=BY,
                )

        answers = await asyncio.gather(
            somewhen(extend, 0.02),
            *(somewhen(partial(try_to_close, build, voting, end), 0.02) for _ in range(2)),
        )
        ((state, closes_at, closed_at),) = await rows(
            build,
            "SELECT state, closes_at, closed_at FROM votings WHERE id = :id",
            id=voting.id,
        )
        if isinstance(answers[0], VotingNotOpen):
            assert (state, closes_at, closed_at) == ("closed", end, end)
        else:
            assert (state, closes_at) == ("open", end + timedelta(seconds=600))
        won[state] += 1
    assert len(won) == 2, "the same one always came first"
