# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Seats, attendance and proxies over HTTP: what is sent, what is answered, who is told what."""

from typing import Any

import httpx
import pytest

from tests.build.house import Build, Hall
from tests.edges.town import bearer, is_problem, rows

API = "/api/v1"


class Desk:
    """A moderator's hands, and those of the participants."""

    def __init__(self, build: Build, client: httpx.AsyncClient, hall: Hall, token: str) -> None:
        self.build, self.client, self.hall, self.token = build, client, hall, token

    async def ask(
        self, method: str, path: str, body: Any = None, *, seat: int | None = None
    ) -> httpx.Response:
        """As the moderator, or as the participant on this seat."""
        token = self.token if seat is None else await self.build.token_of_seat(self.hall, seat - 1)
        sent = {} if body is None else {"json": body}
        here = f"{API}/assemblies/{self.hall.slug}{path}"
        return await self.client.request(method, here, headers=bearer(token), **sent)

    async def me(self, seat: int) -> dict[str, Any]:
        token = await self.build.token_of_seat(self.hall, seat - 1)
        told: dict[str, Any] = (await self.client.get(f"{API}/me", headers=bearer(token))).json()
        return told


@pytest.fixture
async def desk(build, client) -> Desk:
    hall = await build.hall(seats=4)
    return Desk(build, client, hall, await build.token_of_staff(hall.email))


async def test_an_assembly_says_how_many_proxies_a_seat_may_hold(build, client):
    await build.staff("founder@example.org")
    headers = bearer(await build.token_of_staff("founder@example.org"))
    for slug, sent, kept in (("by-default", {}, 1), ("none-at-all", {"proxies_per_holder": 0}, 0)):
        body = {"slug": slug, "name": "Raad", **sent}
        founded = await client.post(f"{API}/assemblies", json=body, headers=headers)
        assert (founded.status_code, founded.json()["proxies_per_holder"]) == (201, kept)
        changed = await client.patch(
            f"{API}/assemblies/{slug}", json={"proxies_per_holder": 3}, headers=headers
        )
        assert (changed.status_code, changed.json()["proxies_per_holder"]) == (200, 3)
        read = await client.get(f"{API}/assemblies/{slug}")
        assert read.json()["proxies_per_holder"] == 3


async def test_weights_and_colleges_are_read_exactly_and_shown_plainly(desk):
    seats = [
        {"number": 11, "weight": "2.50", "college": " NL "},
        {"number": 12, "weight": 100, "college": "NL"},
        {"number": 13, "weight": "0.000001", "college": "Groupe franc\u0327ais"},
        {"number": 14, "college": None},
    ]
    assert (await desk.ask("POST", "/seats", {"seats": seats})).status_code == 201
    shown = {seat["number"]: seat for seat in (await desk.ask("GET", "/seats")).json()}
    assert [(shown[number]["weight"], shown[number]["college"]) for number in range(11, 15)] == [
        ("2.5", "NL"),
        ("100", "NL"),
        ("0.000001", "Groupe français"),
        ("1", None),
    ]


async def test_a_float_is_told_how_to_send_a_weight(desk):
    answer = await desk.ask("PATCH", "/seats/1", {"weight": 1.5})
    (error,) = is_problem(answer, 422, "invalid-request")["errors"]
    assert 'as words, such as "1.5"' in error["detail"]


async def test_changing_a_seat_leaves_alone_what_was_not_named(desk):
    changes: list[tuple[dict[str, Any], tuple[str, str | None]]] = [
        ({"weight": "1.5", "college": "FR"}, ("1.5", "FR")),
        ({"weight": 2}, ("2", "FR")),
        ({"college": "NL"}, ("2", "NL")),
        ({"college": None}, ("2", None)),
    ]
    for sent, kept in changes:
        answer = await desk.ask("PATCH", "/seats/2", sent)
        assert answer.status_code == 200
        assert (answer.json()["weight"], answer.json()["college"]) == kept
        assert answer.json()["number"] == 2
    assert (await desk.me(2))["weight"] == "2"


async def test_attendance_answers_with_totals_and_names(desk):
    before = (await desk.ask("GET", "/attendance")).json()
    assert before["stays"] == []
    assert (before["now"]["taken"], before["now"]["in_room"]) == (False, 4)
    await desk.ask("PUT", "/seats/3/proxy", {"holder": 1})
    answer = await desk.ask("POST", "/attendance", {"arrived": [2, 1], "left": [4]})
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "taken": True,
        "seated": 4,
        "in_room": 2,
        "represented": 1,
        "present": 3,
        "who": [
            {"number": 1, "name": "Seat 1", "holder": None},
            {"number": 2, "name": "Seat 2", "holder": None},
            {"number": 3, "name": "Seat 3", "holder": 1},
        ],
    }
    again = await desk.ask("POST", "/attendance", {"arrived": [2, 1], "left": [4]})
    assert again.json() == answer.json()
    await desk.ask("POST", "/attendance", {"left": [2]})
    read = (await desk.ask("GET", "/attendance")).json()
    assert [(stay["number"], stay["left_at"] is None) for stay in read["stays"]] == [
        (1, True),
        (2, False),
    ]
    seats = (await desk.ask("GET", "/seats")).json()
    assert [(seat["present"], seat["holder"]) for seat in seats] == [
        (True, None),
        (False, None),
        (False, 1),
        (False, None),
    ]


async def test_an_unknown_number_marks_nobody(desk):
    answer = await desk.ask("POST", "/attendance", {"arrived": [1, 77], "left": [78]})
    assert is_problem(answer, 404, "seat-not-found")["numbers"] == [77, 78]
    assert (await desk.ask("GET", "/attendance")).json()["stays"] == []


async def test_a_participant_gives_and_ends_their_own_proxy(desk):
    given = await desk.ask("PUT", "/seats/2/proxy", {"holder": 3}, seat=2)
    assert (given.status_code, given.json()) == (200, {"giver": 2, "holder": 3})
    again = await desk.ask("PUT", "/seats/2/proxy", {"holder": 3}, seat=2)
    assert (again.status_code, again.json()) == (200, given.json())
    mine, holders = await desk.me(2), await desk.me(3)
    assert mine["represented_by"] == {"number": 3, "name": "Seat 3"}
    assert (mine["represents"], mine["present"]) == ([], False)
    assert holders["represents"] == [{"number": 2, "name": "Seat 2"}]
    assert (holders["represented_by"], holders["present"]) == (None, True)
    for _ in range(2):
        assert (await desk.ask("DELETE", "/seats/2/proxy", seat=2)).status_code == 204
    assert (await desk.me(3))["represents"] == []


@pytest.mark.parametrize("number", [3, 77])
async def test_a_participant_gives_nobody_elses_proxy_and_learns_nothing(desk, number):
    """Whether there is a seat 77 is not told: both answers are the same."""
    for answer in (
        await desk.ask("PUT", f"/seats/{number}/proxy", {"holder": 1}, seat=2),
        await desk.ask("DELETE", f"/seats/{number}/proxy", seat=2),
    ):
        assert is_problem(answer, 403, "not-permitted")["permission"] == "represent"
    assert (
        await rows(
            desk.build, "SELECT * FROM proxies WHERE assembly_id = :id", id=desk.hall.assembly.id
        )
        == []
    )


async def test_the_rules_of_proxies_are_told_by_name(desk):
    await desk.ask("PUT", "/seats/2/proxy", {"holder": 1})
    full = await desk.ask("PUT", "/seats/3/proxy", {"holder": 1})
    assert is_problem(full, 409, "proxy-limit-reached")["limit"] == 1
    for giver, holder, seat in ((1, 3, 1), (3, 2, 2)):
        chain = await desk.ask("PUT", f"/seats/{giver}/proxy", {"holder": holder})
        assert is_problem(chain, 409, "proxy-chain")["seat"] == seat
    nobody = await desk.ask("PUT", "/seats/3/proxy", {"holder": 77})
    assert is_problem(nobody, 404, "seat-not-found")["numbers"] == [77]


async def test_who_has_no_seat_has_no_weight_and_no_proxies(desk):
    me = (await desk.client.get(f"{API}/me", headers=bearer(desk.token))).json()
    assert (me["weight"], me["college"], me["present"], me["represents"]) == (None, None, None, [])
    assert me["represented_by"] is None
