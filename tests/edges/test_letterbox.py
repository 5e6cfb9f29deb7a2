# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The slot for ballots answers as the route behind it does, in every case, header for header."""

import json
import re
from collections.abc import AsyncIterator, Mapping
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar
from prometheus_client import REGISTRY

from assembly.app import front
from assembly.entrance import Entrance
from assembly.voting import letterbox
from assembly.voting.rules.ballot import Secrecy
from tests.build.house import Build, Hall

UNLIKE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
TAKEN = "3fb4c7d2-1111-4222-8333-000000000001"


@pytest.fixture(scope="module")
async def doors(app: Litestar) -> AsyncIterator[tuple[httpx.AsyncClient, httpx.AsyncClient]]:
    """Through the slot, and past it."""
    clients = [
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app=door, raise_app_exceptions=False),  # type: ignore[arg-type]
            base_url="http://test",
        )
        for door in (front(app), Entrance(app))
    ]
    yield clients[0], clients[1]
    for client in clients:
        await client.aclose()


def told(answer: httpx.Response) -> tuple[int, dict[str, str], str]:
    """What must be the same: status, headers, body, but for ids."""
    headers = dict(answer.headers)
    return answer.status_code, headers, UNLIKE.sub("id", answer.text)


async def send(
    client: httpx.AsyncClient, path: str, token: str | None, body: bytes | Mapping[str, object]
) -> httpx.Response:
    headers = {"Content-Type": "application/json"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await client.post(path, content=data, headers=headers)


BODIES: dict[str, bytes | dict[str, object]] = {
    "a ballot": {"choice": "yes", "tracker": str(UUID(int=1))},
    "without a tracker": {"choice": "no"},
    "with null for a tracker": {"choice": "no", "tracker": None},
    "for oneself": {"choice": "yes", "for": None},
    "for nobody one represents": {"choice": "yes", "for": 77},
    "for seat nought": {"choice": "yes", "for": 0},
    "for a word": {"choice": "yes", "for": "2"},
    "for true": {"choice": "yes", "for": True},
    "by the name it has inside": {"choice": "yes", "for_": 2},
    "an unknown choice": {"choice": "maybe"},
    "a choice that is too long": {"choice": "y" * 21},
    "a number for a choice": {"choice": 1},
    "no choice": {"tracker": str(UUID(int=2))},
    "a tracker that is none": {"choice": "yes", "tracker": "x"},
    "a tracker in braces": {"choice": "yes", "tracker": f"{{{UUID(int=3)}}}"},
    "a number for a tracker": {"choice": "yes", "tracker": 3},
    "a key that nobody knows": {"choice": "yes", "colour": "red"},
    "a list": b"[]",
    "a word": b'"yes"',
    "no JSON": b"{choice: yes}",
    "half of it": b'{"choice": "y',
    "nothing": b"",
    "spaces": b"   ",
    "not UTF-8": b'{"choice": "\xff"}',
    "a byte order mark": b'\xef\xbb\xbf{"choice": "yes"}',
    "the same key twice": b'{"choice": "yes", "choice": "no"}',
    "infinity": b'{"choice": Infinity}',
    "a surrogate": b'{"choice": "\\ud800"}',
    "very deep": b"[" * 900 + b"]" * 9,
    "very long": b'{"choice": "' + b"y" * 5000 + b'"}',
    "long with spaces": b'{"choice": "yes"}' + b" " * 2000,
    "too large": b'{"choice": "' + b"y" * 70_000 + b'"}',
}


@pytest.mark.parametrize("name", BODIES)
async def test_both_doors_answer_the_same_to_this_body(build: Build, doors, name):
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall)
    path = f"/api/v1/votings/{voting.id}/ballots"
    answers = []
    for index, door in enumerate(doors):
        body = BODIES[name]
        if isinstance(body, dict) and isinstance(body.get("tracker"), str):
            body = body | {"tracker": str(body["tracker"]).replace("0000000", f"{index}000000", 1)}
        answers.append(await send(door, path, await build.token_of_seat(hall, index), body))
    assert told(answers[0]) == told(answers[1])


async def standing(build: Build, kind: str) -> tuple[Hall, UUID]:
    """A hall of four with a voting in this state; the last seat has cast under a known tracker."""
    hall = await build.hall(seats=4)
    secrecy = Secrecy.ROLL_CALL if kind == "roll call" else Secrecy.SECRET
    if kind == "planned":
        return hall, (await build.planned(hall)).id
    voting = await build.open_voting(hall, secrecy=secrecy, abstain=kind != "no abstaining")
    await build.cast(hall, voting, 3, "yes", UUID(TAKEN))
    if kind == "seated later":
        await build.seat(hall, 2)
    if kind in {"closed", "counted"}:
        await build.close(voting)
    if kind == "counted":
        await build.count(voting)
    return hall, voting.id


@pytest.mark.parametrize(
    "kind", ["planned", "open", "roll call", "closed", "counted", "no abstaining", "seated later"]
)
async def test_both_doors_answer_the_same_in_every_state(build: Build, doors, kind):
    """New, repeated, changed, under a taken tracker, abstaining, and as somebody who has voted."""
    answers: list[list[object]] = []
    for door in doors:
        hall, voting_id = await standing(build, kind)
        path = f"/api/v1/votings/{voting_id}/ballots"
        first = await build.token_of_seat(hall, 0)
        voted = await build.token_of_seat(hall, 3)
        last = await build.token_of_seat(hall, len(hall.seats) - 1)
        mine = {"choice": "yes", "tracker": str(uuid4())}
        answers.append(
            [
                told(await send(door, path, token, body))
                for token, body in (
                    (first, mine),
                    (first, mine),
                    (first, mine | {"choice": "no"}),
                    (first, {"choice": "no"}),
                    (await build.token_of_seat(hall, 1), {"choice": "yes", "tracker": TAKEN}),
                    (await build.token_of_seat(hall, 2), {"choice": "abstain"}),
                    (voted, {"choice": "yes", "tracker": TAKEN}),
                    (voted, {"choice": "no", "tracker": TAKEN}),
                    (last, {"choice": "no"}),
                )
            ]
        )
    assert answers[0] == answers[1]


async def test_both_doors_answer_the_same_to_who_casts_for_another(build: Build, doors):
    """For the represented, for oneself by number, for somebody else, again, and by the absent."""
    answers: list[list[object]] = []
    for door in doors:
        hall = await build.hall(seats=3)
        await build.proxy(hall, 1, 0)
        voting, planned = await build.open_voting(hall), await build.planned(hall)
        path = f"/api/v1/votings/{voting.id}/ballots"
        holder, absent = [await build.token_of_seat(hall, index) for index in (0, 1)]
        theirs, mine = ({"choice": "yes", "tracker": str(uuid4()), "for": n} for n in (2, 1))
        asked: list[tuple[str, Mapping[str, object]]] = [
            (holder, theirs),
            (holder, theirs),
            (holder, theirs | {"choice": "no"}),
            (holder, mine),
            (holder, mine | {"for": None}),
            (holder, {"choice": "yes", "for": 3}),
            (absent, {"choice": "yes"}),
            (absent, {"choice": "yes", "for": 2}),
            (absent, {"choice": "yes", "for": 1}),
        ]
        told_here = [told(await send(door, path, token, body)) for token, body in asked]
        statuses = [status for status, _, _ in told_here]
        assert statuses == [201, 200, 409, 201, 200, 403, 403, 403, 403]
        elsewhere = f"/api/v1/votings/{planned.id}/ballots"
        answers.append([*told_here, told(await send(door, elsewhere, holder, theirs))])
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Sec-Fetch-Site": "same-origin"}, 201, id="one of our pages"),
        pytest.param({"Origin": "http://test"}, 201, id="one of our pages, an older browser"),
        pytest.param({"Sec-Fetch-Site": "none"}, 201, id="typed by hand"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, 403, id="a sibling"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, 403, id="another site"),
        pytest.param({}, 403, id="nobody says where from"),
        pytest.param(
            {"Sec-Fetch-Site": "same-origin", "Authorization": "Bearer wrong"}, 401, id="a bearer"
        ),
        pytest.param(
            {"Sec-Fetch-Site": "same-origin", "Authorization": "Basic x"}, 201, id="another scheme"
        ),
    ],
)
async def test_both_doors_answer_the_same_to_a_cookie(build: Build, doors, headers, status):
    """A page of ours sends the cookie along; another site's page does so too, and is refused."""
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall)
    answers = []
    for index, door in enumerate(doors):
        cookie = f"other=1; __Host-assembly={await build.token_of_seat(hall, index)}"
        answers.append(
            await door.post(
                f"/api/v1/votings/{voting.id}/ballots",
                json={"choice": "yes"},
                headers={"Cookie": cookie} | headers,
            )
        )
    assert told(answers[0]) == told(answers[1])
    assert answers[0].status_code == status


async def test_both_doors_answer_the_same_to_everybody(build: Build, doors):
    hall, other = await build.hall(seats=2), await build.hall(seats=1)
    voting = await build.open_voting(hall)
    tokens = {
        "nobody": None,
        "a wrong token": "x" * 43,
        "a moderator": await build.token_of_staff(hall.email),
        "another assembly": await build.token_of_seat(other, 0),
    }
    for path in (f"/api/v1/votings/{voting.id}/ballots", f"/api/v1/votings/{uuid4()}/ballots"):
        for name, token in tokens.items():
            answers = [await send(door, path, token, {"choice": "yes"}) for door in doors]
            assert told(answers[0]) == told(answers[1]), (name, path)


async def test_a_plain_ballot_is_taken_by_the_slot_and_counted_in_the_metrics_of_its_route(
    build: Build, doors, monkeypatch
):
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall)
    path = f"/api/v1/votings/{voting.id}/ballots"
    labels = {"method": "POST", "status": "201", "route": letterbox.ROUTE}

    def counted() -> float:
        return REGISTRY.get_sample_value("assembly_requests_total", labels) or 0.0

    seen: list[str] = []
    whole = letterbox._hand_over

    async def noted(*values: object) -> None:
        seen.append("slot")
        await whole(*values)  # type: ignore[arg-type]

    monkeypatch.setattr(letterbox, "_hand_over", noted)
    for index, door in enumerate(doors):
        before = counted()
        token = await build.token_of_seat(hall, index)
        assert (await send(door, path, token, {"choice": "yes"})).status_code == 201
        assert counted() == before + 1
    assert seen == ["slot"]
