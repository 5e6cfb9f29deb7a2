# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Opening and closing at an hour: twice, early, late or refused, it harms nothing."""

from datetime import timedelta

import pytest

from assembly.clock import now
from assembly.errors import EndTooNear, IllegalMove, ImpossibleSchedule, VotingNotOpen
from assembly.resolutions.draft import move_resolution
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.voting.close import close_voting
from assembly.voting.queries import ending_soon, waiting_to_close, waiting_to_open
from assembly.voting.rules.schedule import Schedule
from assembly.voting.schedule import extend_voting, reschedule_voting
from tests.build.house import BY
from tests.verbs.planning import annul, hours, opened, plan, try_to_close, try_to_open
from tests.verbs.reading import acts, one, rows, sizes

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


async def state_of(build, voting):
    ((state, missed, opened_at, closed_at),) = await rows(
        build,
        "SELECT state, opening_missed, opened_at, closed_at FROM votings WHERE id = :id",
        id=voting.id,
    )
    return state, missed, opened_at, closed_at


async def extend(build, voting, at, **more):
    async with build.sessions.begin() as session:
        return await extend_voting(session, voting.id, clock=lambda: at, by=BY, **more)


async def reschedule(build, voting, schedule, at=None):
    async with build.sessions.begin() as session:
        return await reschedule_voting(session, voting.id, schedule, at=at or now(), by=BY)


async def test_a_voting_opens_and_closes_at_its_hours(build):
    hall, at = await build.hall(seats=3), now()
    voting = await plan(build, hall, hours(3600, 7200, at), at=at)
    assert await try_to_open(build, voting, at + HOUR - SECOND) is None
    assert await try_to_open(build, voting, at + HOUR)
    assert await try_to_open(build, voting, at + HOUR + SECOND) is None
    assert await state_of(build, voting) == ("open", None, at + HOUR, None)
    assert await try_to_close(build, voting, at + 2 * HOUR - SECOND) is None
    assert await try_to_close(build, voting, at + 2 * HOUR)
    assert await try_to_close(build, voting, at + 2 * HOUR) is None
    assert await state_of(build, voting) == ("closed", None, at + HOUR, at + 2 * HOUR)
    assert await build.count(voting)
    found = await acts(build, f"voting:{voting.id}")
    assert (found["open_voting"], found["close_voting"]) == (1, 1)


async def test_a_closing_that_comes_late_writes_the_hour_that_was_set(build):
    hall, at = await build.hall(seats=1), now()
    for by_hand in (False, True):
        voting = await opened(build, await plan(build, hall, hours(None, 60, at), at=at), at)
        if by_hand:
            async with build.sessions.begin() as session:
                await close_voting(session, voting.id, at=at + HOUR, by=BY)
        else:
            assert await try_to_close(build, voting, at + HOUR)
        assert (await state_of(build, voting))[3] == at + MINUTE


async def test_a_closing_by_hand_before_the_end_writes_when_it_was(build):
    hall, at = await build.hall(seats=1), now()
    voting = await opened(build, await plan(build, hall, hours(None, 60, at), at=at), at)
    async with build.sessions.begin() as session:
        await close_voting(session, voting.id, at=at + 20 * SECOND, by=BY)
    assert (await state_of(build, voting))[3] == at + 20 * SECOND
    assert await try_to_close(build, voting, at + HOUR) is None


async def test_an_opening_that_comes_late_still_opens_while_there_is_time(build):
    hall, at = await build.hall(seats=1), now()
    voting = await plan(build, hall, hours(60, 3600, at), at=at)
    assert await try_to_open(build, voting, at + 30 * MINUTE)
    assert (await state_of(build, voting))[:3] == ("open", None, at + 30 * MINUTE)


@pytest.mark.parametrize("late", [HOUR, HOUR - SECOND, 2 * HOUR], ids=str)
async def test_a_voting_whose_end_has_passed_is_not_opened_and_says_so_once(build, late):
    hall, at = await build.hall(seats=1), now()
    voting = await plan(build, hall, hours(60, 3600, at), at=at)
    for _ in range(3):
        await try_to_open(build, voting, at + late)
    assert await state_of(build, voting) == ("planned", "end-too-near", None, None)
    assert (await acts(build, f"voting:{voting.id}"))["miss_opening"] == 1
    async with build.sessions() as session:
        assert await waiting_to_open(session, at + late) == []


async def test_an_opening_that_is_refused_stays_planned_and_keeps_the_reason(build):
    at = now()
    empty = await build.hall(seats=0)
    nobody = await plan(build, empty, hours(60, None, at), at=at)
    hall = await build.hall(seats=2)
    resolution = await build.tabled(hall)
    gone = await plan(build, hall, hours(60, None, at), on=resolution, at=at)
    async with build.sessions.begin() as session:
        await move_resolution(
            session,
            hall.assembly.id,
            resolution.number,
            ResolutionState.WITHDRAWN,
            at=at,
            by=BY,
        )
    for voting, reason in ((nobody, "nobody-to-vote"), (gone, "illegal-move")):
        assert await try_to_open(build, voting, at + MINUTE)
        before = await sizes(build)
        assert await try_to_open(build, voting, at + MINUTE) is None
        assert await sizes(build) == before
        assert await state_of(build, voting) == ("planned", reason, None, None)
    assert await one(build, "SELECT count(*) FROM electors") == 0


async def test_a_missed_opening_is_over_once_it_is_opened_by_hand_or_rescheduled(build):
    hall, at = await build.hall(seats=0), now()
    by_hand = await plan(build, hall, hours(60, None, at), at=at)
    anew = await plan(build, hall, hours(60, None, at), at=at)
    for voting in (by_hand, anew):
        await try_to_open(build, voting, at + MINUTE)
    await build.seat(hall, 1)
    await opened(build, by_hand, at + 2 * MINUTE)
    await reschedule(build, anew, hours(7200, None, at))
    assert (await state_of(build, by_hand))[:2] == ("open", None)
    assert (await state_of(build, anew))[:2] == ("planned", None)
    assert await try_to_open(build, anew, at + 2 * HOUR)
    assert (await state_of(build, anew))[0] == "open"


async def test_the_sweep_finds_what_is_due_and_nothing_else(build):
    hall, at = await build.hall(seats=1), now()
    to_open = await plan(build, hall, hours(60, None, at), at=at)
    await plan(build, hall, hours(7200, None, at), at=at)
    await plan(build, hall, at=at)
    to_close = await opened(build, await plan(build, hall, hours(None, 60, at), at=at), at)
    later = await opened(build, await plan(build, hall, hours(None, 100, at), at=at), at)
    await opened(build, await plan(build, hall, at=at), at)
    async with build.sessions() as session:
        assert await waiting_to_open(session, at) == []
        assert await waiting_to_open(session, at + MINUTE) == [to_open.id]
        assert await waiting_to_close(session, at + MINUTE) == [to_close.id]
        assert await ending_soon(session, at + MINUTE) == [later.id]


# ── planning and rescheduling ─────────────────────────────────────────────────
async def test_hours_in_the_past_are_refused_and_nothing_is_planned(build):
    hall, at = await build.hall(seats=1), now()
    resolution = await build.tabled(hall)
    before = await sizes(build)
    for schedule in (hours(-1, None, at), hours(None, -1, at), hours(60, 80, at)):
        with pytest.raises(ImpossibleSchedule):
            await plan(build, hall, schedule, on=resolution, at=at)
    assert await sizes(build) == before


async def test_a_planned_voting_is_rescheduled_and_the_same_hours_change_nothing(build):
    hall, at = await build.hall(seats=1), now()
    voting = await plan(build, hall, hours(60, 120, at), at=at)
    for _ in range(2):
        await reschedule(build, voting, hours(600, 1200, at), at)
    await reschedule(build, voting, Schedule(), at)
    assert await rows(build, "SELECT opens_at, closes_at FROM votings") == [(None, None)]
    assert (await acts(build))["reschedule_voting"] == 2
    with pytest.raises(ImpossibleSchedule):
        await reschedule(build, voting, hours(600, 601, at), at)
    assert await rows(build, "SELECT opens_at, closes_at FROM votings") == [(None, None)]


async def test_only_a_planned_voting_is_rescheduled(build):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    with pytest.raises(IllegalMove):
        await reschedule(build, voting, hours(600, None, now()))
    await build.close(voting)
    with pytest.raises(IllegalMove):
        await reschedule(build, voting, hours(600, None, now()))


async def test_opening_by_hand_when_the_end_is_too_near_is_refused(build):
    hall, at = await build.hall(seats=1), now()
    voting = await plan(build, hall, hours(None, 60, at), at=at)
    before = await sizes(build)
    for late in (31 * SECOND, MINUTE, HOUR):
        with pytest.raises(EndTooNear):
            await opened(build, voting, at + late)
    assert await sizes(build) == before
    assert await one(build, "SELECT state FROM resolutions") == "tabled"
    await opened(build, voting, at + 30 * SECOND)


# ── extension ─────────────────────────────────────────────────────────────────
async def test_more_time_is_given_by_seconds_or_by_an_hour(build):
    hall, at = await build.hall(seats=1), now()
    voting = await opened(build, await plan(build, hall, hours(None, 60, at), at=at), at)
    assert (await extend(build, voting, at, seconds=30)).closes_at == at + 90 * SECOND
    assert (await extend(build, voting, at, until=at + HOUR)).closes_at == at + HOUR
    assert (await extend(build, voting, at, until=at + HOUR)).closes_at == at + HOUR
    with pytest.raises(ImpossibleSchedule):
        await extend(build, voting, at, until=at + MINUTE)
    assert (await acts(build))["extend_voting"] == 2
    assert await try_to_close(build, voting, at + 90 * SECOND) is None
    assert await try_to_close(build, voting, at + HOUR)


async def test_an_open_voting_without_an_end_gets_its_first(build):
    hall, at = await build.hall(seats=1), now()
    voting = await build.open_voting(hall)
    with pytest.raises(ImpossibleSchedule):
        await extend(build, voting, at, until=at + 9 * SECOND)
    assert (await extend(build, voting, at, seconds=10)).closes_at == at + 10 * SECOND


async def test_an_end_that_was_reached_is_not_moved(build):
    """Also while the voting still shows as open because nobody has closed it yet."""
    hall, at = await build.hall(seats=1), now()
    voting = await opened(build, await plan(build, hall, hours(None, 60, at), at=at), at)
    for late in (MINUTE, HOUR):
        with pytest.raises(VotingNotOpen):
            await extend(build, voting, at + late, seconds=600)
    await try_to_close(build, voting, at + HOUR)
    with pytest.raises(VotingNotOpen):
        await extend(build, voting, at, seconds=600)
    planned = await plan(build, hall)
    with pytest.raises(VotingNotOpen):
        await extend(build, planned, at, seconds=600)
    with pytest.raises(VotingNotOpen):
        await extend(build, await annul(build, planned), at, seconds=600)
