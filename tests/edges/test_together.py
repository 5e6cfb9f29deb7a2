# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Casting for all whom one represents, in one request: each ballot by itself, none harmed."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from assembly.voting.models import Voting
from assembly.voting.rules.ballot import Secrecy
from tests.build.house import Build, Hall
from tests.edges.town import bearer, is_problem, rows

API = "/api/v1"


async def with_proxies(build: Build, *, seats: int = 4, held: int = 2) -> Hall:
    """Seat 1 represents the seats after it, which are not in the room."""
    hall = await build.hall(seats=seats, proxies_per_holder=held)
    for giver in range(1, held + 1):
        await build.proxy(hall, giver, 0)
    return hall


async def send(client, build: Build, hall: Hall, voting: Voting, ballots: Any, seat: int = 1):
    headers = bearer(await build.token_of_seat(hall, seat - 1))
    here = f"{API}/votings/{voting.id}/ballots/together"
    return await client.post(here, json={"ballots": ballots}, headers=headers)


def ballot(number: int | None, choice: str = "yes", tracker: UUID | None = None) -> dict[str, Any]:
    return {"for": number, "choice": choice, "tracker": str(tracker or uuid4())}


def outcome(answer) -> list[Any]:
    """`new`, `again`, or the slug of the problem, in order."""
    told = []
    for one in answer.json():
        assert (one["receipt"] is None) != (one["problem"] is None)
        if one["receipt"]:
            told.append((one["for"], "again" if one["receipt"]["repeated"] else "new"))
        else:
            told.append((one["for"], one["problem"]["type"].removeprefix("/problems/")))
    return told


@pytest.mark.parametrize("secrecy", list(Secrecy))
async def test_each_is_a_ballot_of_its_own_and_repeating_is_safe(build, client, secrecy):
    hall = await with_proxies(build)
    voting = await build.open_voting(hall, secrecy=secrecy)
    sent = [ballot(3, "no"), ballot(None, "yes"), ballot(2, "abstain")]
    first = await send(client, build, hall, voting, sent)
    assert first.status_code == 201, first.text
    assert first.headers["cache-control"] == "no-store"
    assert outcome(first) == [(3, "new"), (1, "new"), (2, "new")]
    assert [one["receipt"]["tracker"] for one in first.json()] == [one["tracker"] for one in sent]
    again = await send(client, build, hall, voting, sent)
    assert again.status_code == 200
    assert outcome(again) == [(3, "again"), (1, "again"), (2, "again")]
    table = "ballots" if secrecy is Secrecy.SECRET else "roll_call_ballots"
    kept = await rows(
        build, f"SELECT tracker::text, choice FROM {table} WHERE voting_id = :id", id=voting.id
    )
    assert sorted(kept) == sorted((one["tracker"], one["choice"]) for one in sent)


async def test_one_that_is_refused_harms_no_other_and_says_why(build, client):
    hall = await with_proxies(build)
    voting = await build.open_voting(hall)
    taken = uuid4()
    await build.cast(hall, voting, 3, "yes", taken)
    answer = await send(
        client,
        build,
        hall,
        voting,
        [ballot(1), ballot(4), ballot(77), ballot(2, "maybe"), ballot(3, "no", taken)],
    )
    assert answer.status_code == 201
    assert outcome(answer) == [
        (1, "new"),
        (4, "not-entitled"),
        (77, "not-entitled"),
        (2, "unknown-choice"),
        (3, "tracker-taken"),
    ]
    problem = answer.json()[3]["problem"]
    assert problem.keys() == {"type", "title", "status", "detail"}
    assert problem["status"] == 422
    mended = await send(client, build, hall, voting, [ballot(2), ballot(3)])
    assert outcome(mended) == [(2, "new"), (3, "new")]


async def test_one_tracker_for_two_enters_once(build, client):
    hall = await with_proxies(build)
    voting = await build.open_voting(hall)
    same = uuid4()
    answer = await send(
        client, build, hall, voting, [ballot(1, "yes", same), ballot(2, "no", same)]
    )
    assert sorted(told for _, told in outcome(answer)) == ["new", "tracker-taken"]


async def test_without_trackers_the_server_draws_one_each(build, client):
    hall = await with_proxies(build)
    voting = await build.open_voting(hall)
    answer = await send(
        client, build, hall, voting, [{"choice": "yes"}, {"for": 2, "choice": "no"}]
    )
    assert outcome(answer) == [(1, "new"), (2, "new")]
    assert len({one["receipt"]["tracker"] for one in answer.json()}) == 2


async def test_who_is_represented_learns_who_casts_and_cannot(build, client):
    hall = await with_proxies(build)
    voting = await build.open_voting(hall)
    answer = await send(client, build, hall, voting, [ballot(None)], seat=2)
    assert outcome(answer) == [(2, "not-entitled")]
    headers = bearer(await build.token_of_seat(hall, 1))
    me = (await client.get(f"{API}/votings/{voting.id}", headers=headers)).json()["me"]
    assert me == {
        "entitled": True,
        "voted": False,
        "may_cast_for": [],
        "represented_by": {"number": 1, "name": "Seat 1"},
    }


async def test_the_voting_says_for_whom_one_may_cast_from_the_frozen_roll(build, client):
    hall = await with_proxies(build)
    planned = await build.planned(hall)
    voting = await build.open_voting(hall)
    await send(client, build, hall, voting, [ballot(3)])
    await build.proxy(hall, 2, 3)
    headers = bearer(await build.token_of_seat(hall, 0))
    me = (await client.get(f"{API}/votings/{voting.id}", headers=headers)).json()["me"]
    assert me["may_cast_for"] == [
        {"number": 2, "name": "Seat 2", "weight": "1", "voted": False},
        {"number": 3, "name": "Seat 3", "weight": "1", "voted": True},
    ]
    assert (me["entitled"], me["voted"]) == (True, False)
    before = (await client.get(f"{API}/votings/{planned.id}", headers=headers)).json()["me"]
    assert before["may_cast_for"] == []
    answer = await send(client, build, hall, planned, [ballot(2), ballot(None)])
    assert outcome(answer) == [(2, "voting-not-open"), (1, "voting-not-open")]


@pytest.mark.parametrize(
    "ballots",
    [
        pytest.param([], id="none"),
        pytest.param([{"choice": "yes"}] * 2, id="twice for oneself"),
        pytest.param([{"choice": "yes"}, {"for": 1, "choice": "no"}], id="oneself by two names"),
        pytest.param([{"for": 2, "choice": "yes"}] * 2, id="twice for somebody"),
        pytest.param([{"for": n, "choice": "yes"} for n in range(1, 103)], id="102"),
        pytest.param([{"for": "2", "choice": "yes"}], id="a word for a number"),
        pytest.param([{"for": 2}], id="no choice"),
        pytest.param([{"for_": 2, "choice": "yes"}], id="a key nobody knows"),
        pytest.param({"for": 2, "choice": "yes"}, id="no list"),
    ],
)
async def test_what_makes_no_sense_casts_nothing(build, client, ballots):
    hall = await with_proxies(build)
    voting = await build.open_voting(hall)
    answer = await send(client, build, hall, voting, ballots)
    is_problem(answer, 422, "invalid-request")
    assert not await rows(build, "SELECT 1 FROM participations WHERE voting_id = :id", id=voting.id)


async def test_a_hundred_and_one_ballots_enter_at_once(build, client):
    hall = await with_proxies(build, seats=101, held=100)
    voting = await build.open_voting(hall)
    answer = await send(client, build, hall, voting, [ballot(n) for n in range(101, 0, -1)])
    assert answer.status_code == 201
    assert outcome(answer) == [(n, "new") for n in range(101, 0, -1)]


async def test_a_stranger_and_a_voting_nobody_knows_are_refused_as_a_whole(build, client):
    hall, other = await with_proxies(build), await build.hall(seats=1)
    voting = await build.open_voting(hall)
    is_problem(await send(client, build, other, voting, [ballot(None)]), 403, "not-permitted")
    voting.id = uuid4()
    is_problem(await send(client, build, hall, voting, [ballot(None)]), 404, "voting-not-found")
