# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Proxies: one in force for each giver, so many for each holder, no chains, never across halls."""

from datetime import UTC, datetime, timedelta

import pytest

from assembly.assemblies.convene import found_assembly
from assembly.assemblies.represent import end_proxy, give_proxy, limit_proxies
from assembly.assemblies.room import my_seat
from assembly.clock import now
from assembly.errors import (
    InvalidRequest,
    ProxyChain,
    ProxyLimitReached,
    Refusal,
    SeatNotFound,
)
from tests.build.house import BY, Build, Hall
from tests.verbs.reading import acts, one, rows, run, sizes

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
IN_FORCE = (
    "SELECT g.number, h.number FROM proxies p JOIN seats g ON g.id = p.giver_id"
    " JOIN seats h ON h.id = p.holder_id WHERE p.ended_at IS NULL ORDER BY 1"
)
LINE = (
    "SELECT h.number, p.given_at, p.ended_at FROM proxies p JOIN seats h ON h.id = p.holder_id"
    " ORDER BY p.given_at"
)


async def give(build: Build, hall: Hall, giver: int, holder: int, at: datetime = NOON) -> None:
    async with build.sessions.begin() as session:
        await give_proxy(session, hall.assembly, giver, holder, at=at, by=BY)


async def end(build: Build, hall: Hall, giver: int, at: datetime = NOON) -> None:
    async with build.sessions.begin() as session:
        await end_proxy(session, hall.assembly, giver, at=at, by=BY)


async def limit(build: Build, hall: Hall, most: int) -> None:
    async with build.sessions.begin() as session:
        await limit_proxies(session, hall.assembly, most, at=now(), by=BY)


async def refuses(build: Build, hall: Hall, giver: int, holder: int, why: type[Refusal]) -> Refusal:
    """The refusal, which left everything as it was."""
    before = await sizes(build), await rows(build, "SELECT * FROM proxies ORDER BY given_at")
    with pytest.raises(why) as refused:
        await give(build, hall, giver, holder)
    after = await sizes(build), await rows(build, "SELECT * FROM proxies ORDER BY given_at")
    assert after == before
    return refused.value


async def test_a_proxy_is_in_force_from_giving_to_ending(build):
    hall = await build.hall(seats=2)
    await give(build, hall, 2, 1)
    assert await rows(build, IN_FORCE) == [(2, 1)]
    await end(build, hall, 2, NOON + HOUR)
    assert await rows(build, LINE) == [(1, NOON, NOON + HOUR)]
    assert await rows(
        build,
        "SELECT act, subject, facts FROM audit_entries WHERE act LIKE '%proxy' ORDER BY position",
    ) == [("give_proxy", "seat:2", {"holder": 1}), ("end_proxy", "seat:2", {})]


async def test_giving_the_same_or_ending_again_changes_and_records_nothing(build):
    hall = await build.hall(seats=2)
    await give(build, hall, 2, 1)
    await give(build, hall, 2, 1, NOON + HOUR)
    assert await rows(build, LINE) == [(1, NOON, None)]
    assert (await acts(build))["give_proxy"] == 1
    await end(build, hall, 2, NOON + HOUR)
    await end(build, hall, 2, NOON + 2 * HOUR)
    await end(build, hall, 1, NOON + 2 * HOUR)
    assert await rows(build, LINE) == [(1, NOON, NOON + HOUR)]
    assert (await acts(build))["end_proxy"] == 1


async def test_given_to_another_the_old_one_ends_in_the_same_act(build):
    hall = await build.hall(seats=3)
    await give(build, hall, 3, 1)
    await give(build, hall, 3, 2, NOON + HOUR)
    assert await rows(build, LINE) == [(1, NOON, NOON + HOUR), (2, NOON + HOUR, None)]
    await refuses(build, hall, 2, 1, ProxyChain)


async def test_when_the_new_holder_is_refused_the_old_one_stays(build):
    hall = await build.hall(seats=4)
    await give(build, hall, 3, 1)
    await give(build, hall, 4, 2)
    await refuses(build, hall, 3, 2, ProxyLimitReached)
    assert await rows(build, IN_FORCE) == [(3, 1), (4, 2)]


async def test_nobody_stands_in_for_themselves(build):
    hall = await build.hall(seats=1)
    refusal = await refuses(build, hall, 1, 1, InvalidRequest)
    assert [error["pointer"] for error in refusal.facts["errors"]] == ["/holder"]


async def test_who_holds_gives_none_and_who_gave_holds_none(build):
    hall = await build.hall(seats=3, proxies_per_holder=5)
    await give(build, hall, 2, 1)
    assert (await refuses(build, hall, 1, 3, ProxyChain)).facts == {"seat": 1}
    assert (await refuses(build, hall, 3, 2, ProxyChain)).facts == {"seat": 2}
    assert (await refuses(build, hall, 1, 2, ProxyChain)).facts == {"seat": 1}
    await end(build, hall, 2)
    await give(build, hall, 1, 3, NOON + HOUR)
    assert await rows(build, IN_FORCE) == [(1, 3)]


@pytest.mark.parametrize("most", [0, 1, 3])
async def test_a_holder_stands_in_for_as_many_as_the_assembly_allows(build, most):
    hall = await build.hall(seats=6, proxies_per_holder=most)
    for giver in range(2, 2 + most):
        await give(build, hall, giver, 1)
    refusal = await refuses(build, hall, 2 + most, 1, ProxyLimitReached)
    assert refusal.facts == {"seat": 1, "limit": most}
    assert await one(build, "SELECT count(*) FROM proxies WHERE ended_at IS NULL") == most


async def test_a_place_that_came_free_can_be_taken(build):
    hall = await build.hall(seats=3)
    await give(build, hall, 2, 1)
    await end(build, hall, 2)
    await give(build, hall, 3, 1)
    assert await rows(build, IN_FORCE) == [(3, 1)]


async def test_lowering_the_limit_ends_nothing_and_raising_it_makes_room(build):
    hall = await build.hall(seats=5, proxies_per_holder=2)
    await give(build, hall, 2, 1)
    await give(build, hall, 3, 1)
    await limit(build, hall, 1)
    assert await rows(build, IN_FORCE) == [(2, 1), (3, 1)]
    await give(build, hall, 3, 1)
    await refuses(build, hall, 4, 1, ProxyLimitReached)
    await end(build, hall, 2)
    await refuses(build, hall, 4, 1, ProxyLimitReached)
    await limit(build, hall, 2)
    await limit(build, hall, 2)
    await give(build, hall, 4, 1)
    assert await rows(build, IN_FORCE) == [(3, 1), (4, 1)]
    assert await rows(
        build, "SELECT facts FROM audit_entries WHERE act = 'limit_proxies' ORDER BY position"
    ) == [({"before": 2, "after": 1},), ({"before": 1, "after": 2},)]


@pytest.mark.parametrize("most", [-1, 101])
async def test_a_limit_that_cannot_be_is_refused_in_founding_and_later(build, most):
    hall = await build.hall(seats=0)
    with pytest.raises(InvalidRequest):
        await limit(build, hall, most)
    with pytest.raises(InvalidRequest):
        async with build.sessions.begin() as session:
            await found_assembly(
                session,
                slug="raad",
                name="Raad",
                language="nl",
                time_zone="Europe/Brussels",
                held_on=None,
                proxies_per_holder=most,
                at=now(),
                by=BY,
            )
    assert await rows(build, "SELECT slug, proxies_per_holder FROM assemblies") == [(hall.slug, 1)]


@pytest.mark.parametrize(("giver", "holder"), [(1, 3), (3, 1), (2, 1), (1, 2)])
async def test_seats_of_elsewhere_and_vacated_ones_neither_give_nor_hold(build, giver, holder):
    hall, _ = await build.hall(seats=2), await build.hall(seats=3)
    await run(build, "UPDATE seats SET vacated_at = now() WHERE id = :seat", seat=hall.seats[1])
    refusal = await refuses(build, hall, giver, holder, SeatNotFound)
    assert refusal.facts == {"numbers": [max(giver, holder)]}
    with pytest.raises(SeatNotFound):
        await end(build, hall, max(giver, holder))


@pytest.mark.parametrize("hours", [0, -1])
async def test_the_line_of_proxies_stays_in_order_whatever_the_clock_does(build, hours):
    hall = await build.hall(seats=3)
    at = NOON
    for holder in (1, 2, 1, 2):
        await give(build, hall, 3, holder, at)
        at += hours * HOUR
    await end(build, hall, 3, at)
    line = await rows(build, LINE)
    assert [holder for holder, _, _ in line] == [1, 2, 1, 2]
    instants = [instant for _, given, ended in line for instant in (given, ended)]
    assert instants == sorted(instants)


async def test_everybody_is_told_whom_they_represent_and_by_whom_they_are(build):
    hall = await build.hall(seats=4, proxies_per_holder=2, weights=["2.50"], colleges=["NL"])
    await build.proxy(hall, 2, 0)
    await build.proxy(hall, 1, 0)
    async with build.sessions() as session:
        holder, giver, other = [await my_seat(session, hall.seats[index]) for index in (0, 1, 3)]
    assert (holder.number, holder.weight, holder.college) == (1, "2.5", "NL")
    assert [(one.number, one.name) for one in holder.represents] == [(2, "Seat 2"), (3, "Seat 3")]
    assert (holder.represented_by, holder.present) == (None, True)
    assert giver.represented_by is not None
    assert (giver.represented_by.number, giver.present, giver.represents) == (1, False, [])
    assert (other.weight, other.college, other.present, other.represented_by) == (
        "1",
        None,
        True,
        None,
    )
    await build.arrive(hall, [1])
    async with build.sessions() as session:
        seen = [(await my_seat(session, seat)).present for seat in hall.seats]
    assert seen == [False, True, False, False]
