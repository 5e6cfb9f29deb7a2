# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate as a property of every route: before publication no answer tells a count.

Two halls are alike but for what was voted: seventeen for and five against in one, the mirror in the
other. Every address that can be read, and every one that can be posted to, must answer alike in
both, to everybody. A route that is added is asked without anybody writing it down here.
"""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from assembly.clock import now
from assembly.local.servers import Servers
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.release import AT_ONCE, Gate, Release
from tests.build.house import Build, Hall
from tests.edges.conftest import House, a_house
from tests.edges.town import bearer, number_of

FOR, AGAINST, ABSTAINED = 17, 5, 3
SEATS = FOR + AGAINST + ABSTAINED
STATES = ("open", "closed", "counted", "held")
ROLES = ("the public", "a participant", "the moderator", "an administrator")
FAULTS = (500, 502, 504)

VARYING = re.compile(
    r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}"  # ids
    r"|[0-9a-f]{16,64}"  # digests of what holds ids
    r"|[B-HJ-LNPR-TV]{5}(?:(?:-|</span>\s*<span>)[B-HJ-LNPR-TV]{5})+"  # what to show at the door
    r"|data:image/svg\+xml[^\"]*"  # and its picture
    r"|\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?"
)
NOT_SAID = {"date", "etag", "content-length", "set-cookie"}
"""Times, digests of an address with its ids, and lengths of the body that is compared itself."""
PRESIDING = {"the moderator", "an administrator"}
AGREED = ("/preview", "/publication")
"""Where those who preside may see a result beforehand and let it go, if that was agreed."""
WAITS = timedelta(days=2)
MEASURES = {"/metrics"}
"""How often each route was asked and how long it took; never which voting or what it holds."""


@dataclass(frozen=True)
class Twin:
    """An installation of its own with a voting in each state, and who asks there."""

    house: House
    hall: Hall
    votings: dict[str, UUID]
    numbers: dict[str, int]
    tokens: dict[str, str]


@pytest.fixture(scope="module", params=list(Secrecy))
async def twins(
    request: pytest.FixtureRequest, servers: Servers, template: str
) -> AsyncIterator[tuple[Twin, Twin]]:
    choices = ["yes"] * FOR + ["no"] * AGAINST + ["abstain"] * ABSTAINED
    mirror = {"yes": "no", "no": "yes", "abstain": "abstain"}
    async with a_house(servers, template) as one, a_house(servers, template) as other:
        yield (
            await twin(one, choices, request.param),
            await twin(other, [mirror[choice] for choice in choices], request.param),
        )


async def twin(house: House, choices: list[str], secrecy: Secrecy) -> Twin:
    build = house.build
    hall = await build.hall(seats=SEATS, slug="hall")
    votings = {}
    for state in STATES:
        gate = Gate(Release.HELD, now() + WAITS) if state == "held" else AT_ONCE
        voting = await build.open_voting(hall, secrecy=secrecy, gate=gate)
        await build.cast_all(hall, voting, choices)
        if state != "open":
            await build.close(voting)
        if state in {"counted", "held"}:
            await build.count(voting)
        votings[state] = voting
    await build.staff("head@example.org", administrator=True)
    return Twin(
        house,
        hall,
        {state: voting.id for state, voting in votings.items()},
        {state: await number_of(build, one.resolution_id) for state, one in votings.items()},
        {
            "a participant": await build.token_of_seat(hall, 0),
            "the moderator": await build.token_of_staff(hall.email),
            "an administrator": await build.token_of_staff("head@example.org"),
        },
    )


def operations(app: Litestar) -> Iterator[tuple[str, str]]:
    for route in app.routes:
        assert isinstance(route, HTTPRoute), f"{route.path}: say how it is asked for both halls"
        for handler in route.route_handlers:
            for method in handler.http_methods - {"OPTIONS"}:
                yield str(method), route.path


def filled(path: str, here: Twin, state: str) -> str:
    """The address with a voting of this state; whatever else it asks for is there too."""
    known: dict[str, Any] = {
        "slug": here.hall.slug,
        "voting_id": here.votings[state],
        "number": here.numbers[state],
        "step": "withdrawing",
        "name": "assembly.css",
        "language": "fr",
    }
    address = re.sub(r"\{/?(\w+)(?::\w+)?\}", lambda found: str(known.get(found[1], "1")), path)
    return f"{address}?limit=1" if "/events/" in path else address  # else it never ends


def told(answer: httpx.Response) -> tuple[Any, ...]:
    """Everything an answer says, without ids and times."""
    headers = {
        name: VARYING.sub("…", value)
        for name, value in answer.headers.items()
        if name not in NOT_SAID
    }
    return answer.status_code, headers, VARYING.sub("…", answer.text)


async def ask(here: Twin, method: str, path: str, role: str) -> httpx.Response:
    signed = bearer(here.tokens[role]) if role in here.tokens else {}
    body = None if method == "GET" else {"choice": "yes"}
    answer = await here.house.client.request(method, path, headers=signed, json=body)
    assert answer.status_code not in FAULTS, (method, path, answer.text[:300])
    return answer


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
async def test_no_route_answers_otherwise_where_the_counts_are_mirrored(
    twins: tuple[Twin, Twin], state: str, role: str
) -> None:
    asked = 0
    for method, path in sorted(operations(twins[0].house.app)):
        if path in MEASURES or path.startswith("/schema") or not safe(method, path):
            continue
        if state == "held" and role in PRESIDING and path.endswith(AGREED):
            continue
        answers = [told(await ask(here, method, filled(path, here, state), role)) for here in twins]
        assert answers[0] == answers[1], (method, path)
        asked += 1
    assert asked > 30


def safe(method: str, path: str) -> bool:
    """Whatever only reads, and posts to a voting that this one state refuses or bears twice."""
    return method == "GET" or ("voting_id" in path and not path.endswith("/closing"))


async def test_a_preview_is_for_those_who_preside_and_kept_nowhere(
    twins: tuple[Twin, Twin],
) -> None:
    """The comparison leaves it out for them: here is that it differs, and that nobody else sees."""
    for path in (
        "/api/v1/votings/{voting_id}/preview",
        "/assemblies/hall/desk/votings/{voting_id}/preview",
    ):
        seen = []
        for here in twins:
            answer = await ask(here, "POST", filled(path, here, "held"), "the moderator")
            assert answer.status_code == 200
            assert "no-store" in answer.headers["cache-control"]
            assert "etag" not in answer.headers
            assert "tally" in answer.text
            seen.append(told(answer))
        assert seen[0] != seen[1]
        for role in ("the public", "a participant"):
            answer = await ask(twins[0], "POST", filled(path, twins[0], "held"), role)
            assert answer.status_code in {303, 401, 403}
            assert "tally" not in answer.text


@pytest.mark.parametrize("query", ["?outcome=adopted", "?outcome=not_adopted", "?q=bus&limit=5"])
async def test_no_filter_tells_them_apart(twins: tuple[Twin, Twin], query: str) -> None:
    for path in ("/api/v1/assemblies/hall/resolutions", "/assemblies/hall/resolutions"):
        answers = [told(await here.house.client.get(path + query)) for here in twins]
        assert answers[0] == answers[1]


async def test_the_halls_are_told_apart_once_the_records_are_there(
    build: Build, client: httpx.AsyncClient
) -> None:
    """The comparison can see a difference: after publication it does."""
    hall, other = await build.hall(seats=3), await build.hall(seats=3)
    await build.decided(hall, yes=2, no=1)
    await build.decided(other, yes=1, no=2)
    seen = [
        (await client.get(f"/api/v1/assemblies/{one.slug}/resolutions/1")).json()["tally"]
        for one in (hall, other)
    ]
    assert seen[0] != seen[1]
