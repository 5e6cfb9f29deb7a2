# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Weights and colleges of seats: kept exactly or not at all."""

from decimal import Decimal

import pytest

from assembly.assemblies.convene import NewSeat, seat_participants
from assembly.assemblies.queries import seats_of
from assembly.assemblies.weigh import assign_college, weigh_seat
from assembly.clock import now
from assembly.errors import InvalidRequest, SeatNotFound
from assembly.identity.rules.codes import draw_code
from tests.build.house import BY, Build, Hall
from tests.verbs.reading import rows, run, sizes


async def weigh(build: Build, hall: Hall, number: int, weight: str) -> None:
    async with build.sessions.begin() as session:
        await weigh_seat(session, hall.assembly, number, Decimal(weight), at=now(), by=BY)


async def assign(build: Build, hall: Hall, number: int, college: str | None) -> None:
    async with build.sessions.begin() as session:
        await assign_college(session, hall.assembly, number, college, at=now(), by=BY)


async def standing(build: Build, hall: Hall) -> list[tuple[int, str, str | None]]:
    async with build.sessions() as session:
        return [
            (one.number, one.weight, one.college)
            for one in await seats_of(session, hall.assembly.id)
        ]


async def test_seats_are_taken_with_the_weight_and_college_they_have(build):
    hall = await build.hall(
        seats=3, weights=["9999999999.999999", "0.000001"], colleges=[None, "FR"]
    )
    assert await standing(build, hall) == [
        (1, "9999999999.999999", None),
        (2, "0.000001", "FR"),
        (3, "1", None),
    ]
    assert await rows(
        build,
        "SELECT facts->'weights', facts->'colleges' FROM audit_entries"
        " WHERE act = 'seat_participants'",
    ) == [({"1": "9999999999.999999", "2": "0.000001"}, {"2": "FR"})]


async def test_what_changes_is_on_record_and_the_same_again_is_not(build):
    hall = await build.hall(seats=2)
    await weigh(build, hall, 2, "1.50")
    await weigh(build, hall, 2, "1.5")
    await assign(build, hall, 2, "NL")
    await assign(build, hall, 2, "NL")
    await assign(build, hall, 2, None)
    assert await standing(build, hall) == [(1, "1", None), (2, "1.5", None)]
    assert await rows(
        build,
        "SELECT act, facts FROM audit_entries WHERE subject = 'seat:2' ORDER BY position",
    ) == [
        ("weigh_seat", {"before": "1", "after": "1.5"}),
        ("assign_college", {"before": None, "after": "NL"}),
        ("assign_college", {"before": "NL", "after": None}),
    ]


@pytest.mark.parametrize("weight", ["0", "-1", "1.0000001", "10000000000", "NaN", "Infinity"])
async def test_a_weight_that_the_table_would_round_is_refused(build, weight):
    hall = await build.hall(seats=1)
    before = await sizes(build)
    with pytest.raises(InvalidRequest):
        await weigh(build, hall, 1, weight)
    code = draw_code()
    seat = NewSeat(2, "Zetel 2", code, await build.hasher.hash_code(code), Decimal(weight))
    with pytest.raises(InvalidRequest):
        async with build.sessions.begin() as session:
            await seat_participants(session, hall.assembly, [seat], at=now(), by=BY)
    assert await sizes(build) == before
    assert await standing(build, hall) == [(1, "1", None)]


@pytest.mark.parametrize("college", ["", " NL", "N\nL", "x" * 41, "NL\u202e"])
async def test_a_college_that_is_not_read_yet_is_refused(build, college):
    hall = await build.hall(seats=1)
    with pytest.raises(InvalidRequest):
        await assign(build, hall, 1, college)
    assert await standing(build, hall) == [(1, "1", None)]


async def test_seats_that_nobody_has_weigh_nothing(build):
    hall, _ = await build.hall(seats=2), await build.hall(seats=3)
    await run(build, "UPDATE seats SET vacated_at = now() WHERE id = :seat", seat=hall.seats[1])
    for number in (2, 3, 10**30, -(10**30)):
        with pytest.raises(SeatNotFound):
            await weigh(build, hall, number, "2")
        with pytest.raises(SeatNotFound):
            await assign(build, hall, number, "NL")
