# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who is in the room: a line of time, and what a roll that is frozen then makes of it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from assembly.assemblies.attend import arrive, leave, mark_attendance
from assembly.assemblies.room import presence_now, stays_of
from assembly.assemblies.weigh import assign_college, weigh_seat
from assembly.clock import now
from assembly.errors import InvalidRequest, NobodyToVote, SeatNotFound
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.rules.ballot import Electorate, Secrecy
from assembly.voting.rules.majority import preset
from assembly.voting.rules.roll import roll_digest
from tests.build.house import BY, Build, Hall
from tests.verbs.reading import acts, one, rows, run, sizes

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
STAYS = "SELECT arrived_at, left_at FROM attendances ORDER BY arrived_at"


async def come(build: Build, hall: Hall, numbers: list[int], at: datetime) -> None:
    async with build.sessions.begin() as session:
        await arrive(session, hall.assembly, numbers, at=at, by=BY)


async def go(build: Build, hall: Hall, numbers: list[int], at: datetime) -> None:
    async with build.sessions.begin() as session:
        await leave(session, hall.assembly, numbers, at=at, by=BY)


async def opened(build: Build, hall: Hall, electorate: Electorate = Electorate.ALL):
    """A roll call, which no small class could stop."""
    resolution = await build.tabled(hall)
    terms = Terms(Secrecy.ROLL_CALL, abstain=True, rule=preset("simple"), electorate=electorate)
    async with build.sessions.begin() as session:
        voting = await plan_voting(
            session, hall.assembly, resolution.number, terms, at=now(), by=BY
        )
        return await open_voting(session, voting.id, at=now(), by=BY)


async def counts(build: Build, hall: Hall) -> tuple[bool, int, int, int, int]:
    async with build.sessions() as session:
        now_ = await presence_now(session, hall.assembly.id)
    assert len(now_.who) == now_.present
    return now_.taken, now_.seated, now_.in_room, now_.represented, now_.present


# ── the line of time ──────────────────────────────────────────────────────────
async def test_a_stay_begins_with_arriving_and_ends_with_leaving(build):
    hall = await build.hall(seats=3)
    await come(build, hall, [3, 1], NOON)
    await go(build, hall, [3], NOON + HOUR)
    await come(build, hall, [3], NOON + 2 * HOUR)
    async with build.sessions() as session:
        stays = await stays_of(session, hall.assembly.id)
    assert [(stay.number, stay.name, stay.arrived_at, stay.left_at) for stay in stays] == [
        (1, "Seat 1", NOON, None),
        (3, "Seat 3", NOON, NOON + HOUR),
        (3, "Seat 3", NOON + 2 * HOUR, None),
    ]


async def test_arriving_or_leaving_again_changes_and_records_nothing(build):
    hall = await build.hall(seats=2)
    await come(build, hall, [1], NOON)
    await go(build, hall, [2], NOON)
    before = await sizes(build), await rows(build, "SELECT * FROM attendances")
    await come(build, hall, [1, 1], NOON + HOUR)
    await go(build, hall, [2], NOON + HOUR)
    assert (await sizes(build), await rows(build, "SELECT * FROM attendances")) == before
    await go(build, hall, [1], NOON + HOUR)
    before = await sizes(build), await rows(build, "SELECT * FROM attendances")
    await go(build, hall, [1], NOON + 2 * HOUR)
    assert (await sizes(build), await rows(build, "SELECT * FROM attendances")) == before


async def test_the_trail_holds_only_those_who_really_came_or_went(build):
    hall = await build.hall(seats=3)
    await come(build, hall, [2], NOON)
    await come(build, hall, [3, 2, 1], NOON)
    await go(build, hall, [2, 3], NOON + HOUR)
    assert await rows(
        build,
        "SELECT act, facts->'numbers' FROM audit_entries WHERE act IN ('arrive', 'leave')"
        " ORDER BY position",
    ) == [("arrive", [2]), ("arrive", [1, 3]), ("leave", [2, 3])]


@pytest.mark.parametrize(
    ("arrived", "left"),
    [
        pytest.param([1, 99, 2, 50], [], id="of those who came"),
        pytest.param([], [1, 99, 2, 50], id="of those who went"),
        pytest.param([1, 99], [2, 50], id="of both"),
        pytest.param([1, 10**30, -(10**30)], [2], id="that no seat can have"),
    ],
)
async def test_with_one_unknown_number_nothing_is_done_and_it_is_named(build, arrived, left):
    hall = await build.hall(seats=3)
    await come(build, hall, [2], NOON)
    before = await sizes(build), await rows(build, "SELECT * FROM attendances")
    with pytest.raises(SeatNotFound) as refused:
        async with build.sessions.begin() as session:
            await mark_attendance(
                session, hall.assembly, arrived=arrived, left=left, at=NOON, by=BY
            )
    assert refused.value.facts["numbers"] == sorted({*arrived, *left} - {1, 2})
    assert (await sizes(build), await rows(build, "SELECT * FROM attendances")) == before


async def test_a_refusal_names_a_hundred_numbers_at_most(build):
    hall = await build.hall(seats=1)
    with pytest.raises(SeatNotFound) as refused:
        await come(build, hall, list(range(1, 10_001)), NOON)
    assert refused.value.facts["numbers"] == list(range(2, 102))


async def test_vacated_seats_and_those_of_other_assemblies_do_not_arrive(build):
    hall, other = await build.hall(seats=2), await build.hall(seats=3)
    await run(build, "UPDATE seats SET vacated_at = now() WHERE id = :seat", seat=hall.seats[1])
    with pytest.raises(SeatNotFound) as refused:
        await come(build, hall, [1, 2, 3], NOON)
    assert refused.value.facts["numbers"] == [2, 3]
    await build.arrive(other, [0])
    assert await counts(build, hall) == (False, 1, 1, 0, 1)


async def test_nobody_arrives_and_leaves_at_once(build):
    hall = await build.hall(seats=2)
    with pytest.raises(InvalidRequest):
        async with build.sessions.begin() as session:
            await mark_attendance(session, hall.assembly, arrived=[1, 2], left=[2], at=NOON, by=BY)
    assert await one(build, "SELECT count(*) FROM attendances") == 0


@pytest.mark.parametrize(
    "moves",
    [
        pytest.param([0, 0, 0, 0], id="all in one instant"),
        pytest.param([0, -1, -2, -3], id="a clock that goes backwards"),
        pytest.param([0, 2, 1, 0], id="a clock that was set back once"),
    ],
)
async def test_the_line_of_time_stays_in_order_whatever_the_clock_does(build, moves):
    hall = await build.hall(seats=1)
    for index, hours in enumerate(moves):
        await (go if index % 2 else come)(build, hall, [1], NOON + hours * HOUR)
    stays = await rows(build, STAYS)
    assert len(stays) == 2
    line = [instant for stay in stays for instant in stay]
    assert line == sorted(line)
    assert stays[0][0] < stays[1][0]


async def test_four_hundred_come_at_once(build):
    """As many as one hall seats: one act, one entry."""
    hall = await build.hall(seats=0)
    for _ in range(4):
        await build.seat(hall, 100)
    await build.arrive(hall, range(400))
    assert await counts(build, hall) == (True, 400, 400, 0, 400)
    assert (await acts(build))["arrive"] == 1


# ── the frozen roll ───────────────────────────────────────────────────────────
ROLL = (
    "SELECT seat_number, present, (SELECT h.seat_number FROM electors h WHERE"
    " h.voting_id = e.voting_id AND h.seat_id = e.held_by) FROM electors e"
    " WHERE voting_id = :id ORDER BY 1"
)


async def test_until_attendance_is_taken_everybody_counts_as_present(build):
    hall = await build.hall(seats=3)
    assert await counts(build, hall) == (False, 3, 3, 0, 3)
    voting = await opened(build, hall, Electorate.PRESENT)
    assert (voting.entitled, voting.present, voting.represented) == (3, 3, 0)
    assert (voting.attendance_taken, voting.roll_digest) == (False, roll_digest([1, 2, 3]))


async def test_all_are_entitled_and_those_in_the_room_are_present(build):
    hall = await build.hall(seats=4)
    await build.arrive(hall, [0, 2])
    voting = await opened(build, hall)
    assert (voting.entitled, voting.present, voting.represented) == (4, 2, 0)
    assert voting.attendance_taken is True
    assert await rows(build, ROLL, id=voting.id) == [
        (1, True, None),
        (2, False, None),
        (3, True, None),
        (4, False, None),
    ]


async def test_only_those_present_and_represented_are_on_the_roll_of_the_present(build):
    hall = await build.hall(seats=5)
    await build.arrive(hall, [0, 2])
    await build.proxy(hall, 1, 0)
    await build.proxy(hall, 4, 3)
    assert await counts(build, hall) == (True, 5, 2, 1, 3)
    voting = await opened(build, hall, Electorate.PRESENT)
    assert (voting.entitled, voting.present, voting.represented) == (3, 3, 1)
    assert await rows(build, ROLL, id=voting.id) == [
        (1, True, None),
        (2, False, 1),
        (3, True, None),
    ]


async def test_the_represented_count_as_present_and_their_weight_with_them(build):
    hall = await build.hall(
        seats=4, weights=["1.5", "0.25", "2", "10"], colleges=["NL", "FR", None, "NL"]
    )
    await build.arrive(hall, [0, 2])
    await build.proxy(hall, 1, 0)
    voting = await opened(build, hall)
    assert (voting.entitled, voting.present, voting.represented) == (4, 3, 1)
    assert (voting.entitled_weight, voting.present_weight) == (Decimal("13.75"), Decimal("3.75"))
    assert voting.weight_step == Decimal("0.01")
    assert await rows(
        build, "SELECT seat_number, weight, college FROM electors ORDER BY seat_number"
    ) == [
        (1, Decimal("1.5"), "NL"),
        (2, Decimal("0.25"), "FR"),
        (3, Decimal(2), None),
        (4, Decimal(10), "NL"),
    ]


async def test_a_proxy_is_not_used_while_its_giver_is_in_the_room(build):
    hall = await build.hall(seats=2)
    await build.arrive(hall, [0, 1])
    await build.proxy(hall, 1, 0)
    assert await counts(build, hall) == (True, 2, 2, 0, 2)
    voting = await opened(build, hall)
    assert (voting.present, voting.represented) == (2, 0)


async def test_without_attendance_who_gave_a_proxy_is_absent_and_represented(build):
    hall = await build.hall(seats=3)
    await build.proxy(hall, 2, 0)
    assert await counts(build, hall) == (False, 3, 2, 1, 3)
    voting = await opened(build, hall)
    assert (voting.present, voting.represented, voting.attendance_taken) == (3, 1, False)


async def test_when_all_have_left_nobody_is_present_though_once_they_were(build):
    hall = await build.hall(seats=2)
    await build.arrive(hall, [0, 1])
    await build.leave(hall, [0, 1])
    assert await counts(build, hall) == (True, 2, 0, 0, 0)
    with pytest.raises(NobodyToVote):
        await opened(build, hall, Electorate.PRESENT)
    voting = await opened(build, hall)
    assert (voting.entitled, voting.present) == (2, 0)


async def test_a_frozen_roll_stays_whatever_happens_in_the_room_and_to_the_seats(build):
    hall = await build.hall(seats=4, weights=["2"], colleges=["NL"])
    await build.arrive(hall, [0, 1])
    await build.proxy(hall, 2, 0)
    voting = await opened(build, hall)
    frozen = "SELECT * FROM electors ORDER BY seat_number", "SELECT * FROM votings"
    before = [await rows(build, sql) for sql in frozen]
    await build.leave(hall, [0])
    await build.arrive(hall, [2, 3])
    await build.proxy(hall, 2, 1)
    async with build.sessions.begin() as session:
        await weigh_seat(session, hall.assembly, 1, Decimal("7.5"), at=now(), by=BY)
        await assign_college(session, hall.assembly, 1, None, at=now(), by=BY)
        await assign_college(session, hall.assembly, 2, "FR", at=now(), by=BY)
    assert [await rows(build, sql) for sql in frozen] == before
    later = await opened(build, hall)
    assert (later.present, later.represented) == (3, 0)
    assert (later.entitled_weight, voting.entitled_weight) == (Decimal("10.5"), Decimal(5))
