# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever is forgotten stands at no address that can be read; what was decided reads the same."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar

from assembly.assemblies.rules.called import RollCallNames
from assembly.assemblies.seat import address_seat, rename_seat
from assembly.clock import now
from assembly.entrance import NOT_PAGES
from assembly.forgetting.forget import say_roll_call_names
from assembly.publication.publish_minutes import publish_minutes
from assembly.sittings.preside import close_sitting
from assembly.sittings.speak import end_speech
from assembly.voting.rules.ballot import Secrecy
from tests.build.house import BY
from tests.build.sitting import Meeting
from tests.edges.conftest import client_of, living
from tests.edges.test_shelf import moved
from tests.edges.test_voting_end_to_end import to_read
from tests.edges.town import bearer, is_problem

API = "/api/v1"
NAME, ADDRESS = "Odilon Vanderpoorten", "odilon@example.org"


@pytest.fixture
async def app(settings) -> AsyncIterator[Litestar]:
    async with living(settings.model_copy(update={"keep_public": True})) as app:
        await moved(app, None)
        yield app


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield client


class Council:
    """An assembly whose seat 1 proposed, spoke and voted by name; its minutes are published."""

    def __init__(self, app, client, build):
        self.app, self.client, self.build = app, client, build

    async def held(self, names: RollCallNames) -> None:
        build = self.build
        self.hall = hall = await build.hall(seats=3)
        self.moderator = bearer(await build.token_of_staff(hall.email))
        async with build.sessions.begin() as session:
            await rename_seat(session, hall.assembly, 1, NAME, at=now(), by=BY)
            await address_seat(session, hall.assembly, 1, ADDRESS, at=now(), by=BY)
            await say_roll_call_names(session, hall.assembly, names, at=now(), by=BY)
        await build.arrive(hall, [0, 1, 2])
        await build.proposed(hall)
        self.voting = await build.open_voting(hall, secrecy=Secrecy.ROLL_CALL)
        await build.cast_all(hall, self.voting, ["yes", "no", "yes"])
        for step in (build.close, build.count, build.publish):
            await step(self.voting)
        meeting = Meeting(build, hall)
        await meeting.debating()
        await meeting.ask(1)
        await meeting.next()
        speaking = (await meeting.floor()).speaking
        assert speaking is not None
        await meeting.do(end_speech, speaking.id)
        await meeting.do(close_sitting)
        await meeting.do(publish_minutes)

    async def read(self, headers=None) -> dict[str, httpx.Response]:
        """Every address, as it is answered now."""
        said = {}
        for path in [*to_read(self.app), f"{API}/assemblies/HALL/sittings/1/minutes/1"]:
            here = path.replace("HALL", self.hall.slug).replace("ID", str(self.voting.id))
            said[here] = await self.client.get(here, headers=headers or {})
        return said

    async def ask(self, method, path, **sent):
        return await self.client.request(
            method,
            f"{API}/assemblies/{self.hall.slug}{path}",
            headers=self.moderator,
            **sent,
        )

    async def forget(self):
        before = self.app.state.news.moment
        answer = await self.ask("DELETE", "/seats/1/person")
        assert answer.status_code == 204, answer.text
        await moved(self.app, before)
        await asyncio.sleep(0.2)


@pytest.fixture
async def council(app, client, build):
    return Council(app, client, build)


def pages_in(app) -> list[str]:
    """Every page that can be read; addresses of programs have no language."""
    return [path for path in to_read(app) if not path.startswith(NOT_PAGES)]


def telling(said, *words):
    return {
        path
        for path, answer in said.items()
        if any(word.encode() in answer.content for word in words)
    }


async def test_with_pseudonyms_their_name_stands_at_no_address(council):
    await council.held(RollCallNames.PSEUDONYMS)
    box = f"/votings/{council.voting.id}/box"
    before = [await council.read(headers) for headers in (None, council.moderator)]
    assert {box, API + box} <= telling(before[0], NAME)
    assert telling(before[1], ADDRESS)
    await council.forget()
    after = [await council.read(headers) for headers in (None, council.moderator)]
    for said in after:
        assert telling(said, NAME, "Vanderpoorten", ADDRESS) == set()
    page = (await council.client.get("/fr" + box)).text
    assert "Siège 1" in page
    ballots = after[0][API + box].json()["ballots"]
    assert (ballots[0]["seat"], ballots[0]["name"]) == (1, "Seat 1")
    for part in ("bundle", "roll", "result", "record"):
        path = f"{API}/votings/{council.voting.id}/{part}"
        if path in before[0]:
            assert after[0][path].content == before[0][path].content, path
    assert before[0][f"{API}/votings/{council.voting.id}/bundle"].status_code == 200
    assert after[0].keys() == before[0].keys()
    assert {p: a.status_code for p, a in after[0].items()} == {
        p: a.status_code for p, a in before[0].items()
    }


async def test_pages_call_them_by_their_seat_in_the_language_of_who_reads(council):
    await council.held(RollCallNames.PSEUDONYMS)
    await council.forget()
    for language, word in (("fr", "Siège 1"), ("de", "Sitz 1"), ("nl", "Zetel 1")):
        for headers in (None, council.moderator):
            said = {}
            for path in pages_in(council.app):
                here = path.replace("HALL", council.hall.slug)
                here = here.replace("ID", str(council.voting.id))
                here = here if language == "nl" else f"/{language}{here}"
                said[here] = await council.client.get(here, headers=headers or {})
            assert telling(said, "Seat 1") == set(), language
            spoken = f"/assemblies/{council.hall.slug}/sittings/1/minutes"
            spoken = spoken if language == "nl" else f"/{language}{spoken}"
            assert word.lower() in said[spoken].text.lower(), "as a speaker"
            assert f"({word})" not in said[spoken].text
            assert telling(said, word) >= {one for one in said if one.endswith("/box")}


async def test_where_names_stay_the_roll_call_goes_on_naming_them(council):
    await council.held(RollCallNames.NAMES_STAY)
    box = f"/votings/{council.voting.id}/box"
    await council.forget()
    public, house = [await council.read(headers) for headers in (None, council.moderator)]
    assert {box, API + box} <= telling(public, NAME)
    assert telling(public, ADDRESS) == telling(house, ADDRESS) == set()
    seats = (await council.ask("GET", "/seats")).json()
    assert [seat["number"] for seat in seats] == [2, 3]
    said = await council.ask("PUT", "/roll-call-names", json={"names": "pseudonyms"})
    assert (said.status_code, said.json()["roll_call_names"]) == (200, "pseudonyms")
    said = await council.client.get(API + box)
    assert NAME not in said.text


async def test_forgetting_again_and_whom_nobody_may_forget(council):
    await council.held(RollCallNames.NAMES_STAY)
    open_now = await council.build.open_voting(council.hall)
    is_problem(await council.ask("DELETE", "/seats/1/person"), 409, "seat-still-votes")
    await council.build.close(open_now)
    for _ in range(2):
        assert (await council.ask("DELETE", "/seats/1/person")).status_code == 204
    is_problem(await council.ask("DELETE", "/seats/99/person"), 404, "seat-not-found")
    wrong = await council.ask("PUT", "/roll-call-names", json={"names": "initials"})
    is_problem(wrong, 422, "invalid-request")
