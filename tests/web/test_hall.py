# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""People in the hall: sign in, choose, confirm, keep a receipt; and the desk beside them."""

import re
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import text

from assembly.app import create_app, front, house
from assembly.settings import Settings
from tests.build.house import PASSWORD

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
async def site(settings: Settings) -> AsyncIterator[Litestar]:
    """As behind plain http on a trial machine, so that the client keeps the cookie."""
    plain = settings.model_copy(update={"cookie_secure": False})
    app = create_app(plain)
    async with house(plain)(app):
        yield app


def browser(site: Litestar) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=front(site), raise_app_exceptions=False)  # type: ignore[arg-type]
    return httpx.AsyncClient(
        transport=transport, base_url="http://test", headers=OURS, follow_redirects=True
    )


async def enter(phone: httpx.AsyncClient, code: str) -> httpx.Response:
    return await phone.post("/sign-in", data={"code": code})


def tracker_on(html: str) -> str:
    found = re.search(r'name="tracker" value="([^"]+)"', html)
    assert found is not None
    return found.group(1)


async def test_from_code_to_receipt_on_a_phone(site, build):
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall)
    async with browser(site) as phone:
        page = await enter(phone, hall.codes[0].shown().lower())
        assert page.url.path == "/my-votings"
        assert "Zetel 1" in page.text
        tracker = tracker_on(page.text)
        sure = await phone.post(
            f"/votings/{voting.id}/choice", data={"choice": "yes", "tracker": tracker}
        )
        assert "Is dit je keuze?" in sure.text
        assert tracker_on(sure.text) == tracker
        cast = {"choice": "yes", "tracker": tracker}
        receipt = await phone.post(f"/votings/{voting.id}/ballot", data=cast)
        assert receipt.status_code == 200
        assert all(group in receipt.text for group in tracker.split("-"))
        again = await phone.post(f"/votings/{voting.id}/ballot", data=cast)
        assert again.status_code == 200
        assert "Je stem zit in" in again.text
        mine = await phone.get("/my-votings")
        assert 'name="tracker"' not in mine.text
    async with build.sessions() as session:
        kept = (await session.execute(text("SELECT tracker::text, choice FROM ballots"))).all()
    assert [tuple(row) for row in kept] == [(tracker, "yes")]


async def test_a_second_choice_is_refused_with_a_page_that_says_so(site, build):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    async with browser(site) as phone:
        await enter(phone, hall.codes[0].shown())
        ballot = f"/votings/{voting.id}/ballot"
        first = await phone.post(ballot, data={"choice": "yes", "tracker": str(uuid4())})
        answer = await phone.post(ballot, data={"choice": "no", "tracker": str(uuid4())})
        assert (first.status_code, answer.status_code) == (200, 409)
        assert "text/html" in answer.headers["content-type"]
        assert "/my-votings" in answer.text


async def test_who_is_choosing_while_the_voting_closes_is_told(site, build):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    async with browser(site) as phone:
        page = await enter(phone, hall.codes[0].shown())
        await build.close(voting)
        answer = await phone.post(
            f"/votings/{voting.id}/choice",
            data={"choice": "yes", "tracker": tracker_on(page.text)},
        )
        assert answer.status_code == 409
        assert "/my-votings" in answer.text


@pytest.mark.parametrize(
    "form",
    [
        pytest.param({"choice": "yes"}, id="no tracker"),
        pytest.param({"choice": "yes", "tracker": "nonsense"}, id="a tracker that is none"),
        pytest.param({"tracker": str(uuid4())}, id="no choice"),
        pytest.param({"choice": "maybe", "tracker": str(uuid4())}, id="a choice nobody offered"),
    ],
)
async def test_a_form_that_is_not_ours_casts_nothing(site, build, form):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    async with browser(site) as phone:
        await enter(phone, hall.codes[0].shown())
        for step in ("choice", "ballot"):
            answer = await phone.post(f"/votings/{voting.id}/{step}", data=form)
            assert answer.status_code == 422
    async with build.sessions() as session:
        assert await session.scalar(text("SELECT count(*) FROM participations")) == 0


async def test_a_wrong_code_is_answered_beside_the_field_without_repeating_it(site):
    async with browser(site) as phone:
        answer = await enter(phone, "K7QM-3XR-9TW")
        assert answer.status_code == 401
        assert 'role="alert"' in answer.text
        assert "3XR" not in answer.text


async def test_pages_for_people_who_are_signed_in_lead_others_to_the_door(site, build):
    hall = await build.hall(seats=1)
    async with browser(site) as phone:
        for path in ("/my-votings", "/desk", f"/assemblies/{hall.slug}/desk"):
            answer = await phone.get(path)
            assert answer.url.path == "/sign-in"


async def test_signing_out_forgets_the_token_and_the_cookie(site, build):
    hall = await build.hall(seats=1)
    async with browser(site) as phone:
        await enter(phone, hall.codes[0].shown())
        token = phone.cookies["assembly"]
        await phone.post("/sign-out")
        assert "assembly" not in phone.cookies
        phone.cookies.set("assembly", token)
        assert (await phone.get("/my-votings")).url.path == "/sign-in"


async def test_a_form_of_another_site_does_nothing(site, build):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    async with browser(site) as phone:
        await enter(phone, hall.codes[0].shown())
        answer = await phone.post(
            f"/votings/{voting.id}/ballot",
            data={"choice": "yes", "tracker": str(uuid4())},
            headers={"Sec-Fetch-Site": "cross-site"},
        )
        assert answer.status_code == 403
    async with build.sessions() as session:
        assert await session.scalar(text("SELECT count(*) FROM ballots")) == 0


async def test_a_participant_has_no_desk_and_a_desk_only_its_own_assembly(site, build):
    hall, other = await build.hall(seats=1), await build.hall(seats=1)
    async with browser(site) as phone:
        await enter(phone, hall.codes[0].shown())
        assert (await phone.get(f"/assemblies/{hall.slug}/desk")).status_code == 403
    async with browser(site) as laptop:
        await laptop.post("/sign-in", data={"email": hall.email, "password": PASSWORD})
        assert (await laptop.get(f"/assemblies/{other.slug}/desk")).status_code == 403
        assert (await laptop.post(f"/assemblies/{other.slug}/desk/1/tabling")).status_code == 403


async def test_the_desk_takes_a_resolution_from_draft_to_result(site, build):
    hall = await build.hall(seats=3)
    await build.draft(hall)
    desk = f"/assemblies/{hall.slug}/desk"
    async with browser(site) as laptop:
        page = await laptop.post("/sign-in", data={"email": hall.email, "password": PASSWORD})
        assert page.url.path == desk
        assert f"{desk}/1/tabling" in page.text
        page = await laptop.post(f"{desk}/1/tabling")
        assert f"{desk}/1/opening" in page.text
        page = await laptop.post(f"{desk}/1/opening", data={"sure": "1"})
        closing = re.search(rf"{desk}/votings/[0-9a-f-]{{36}}/closing", page.text)
        assert closing is not None
        assert "0 van de 3 hebben gestemd" in page.text
        async with browser(site) as phone:
            mine = await enter(phone, hall.codes[0].shown())
            voting = re.search(r"/votings/([0-9a-f-]{36})/choice", mine.text)
            assert voting is not None
            await phone.post(
                f"/votings/{voting.group(1)}/ballot",
                data={"choice": "no", "tracker": tracker_on(mine.text)},
            )
        assert "1 van de 3 hebben gestemd" in (await laptop.get(desk)).text
        page = await laptop.post(closing[0])
        assert 'name="sure"' in page.text
        page = await laptop.post(closing[0], data={"sure": "1"})
        assert page.status_code == 200
        page = await laptop.get(desk)
        assert "goedgekeurd" not in page.text.lower()


async def test_a_step_taken_twice_or_by_two_moderators_is_harmless_or_said(site, build):
    hall = await build.hall(seats=1)
    await build.draft(hall)
    desk = f"/assemblies/{hall.slug}/desk"
    async with browser(site) as laptop:
        await laptop.post("/sign-in", data={"email": hall.email, "password": PASSWORD})
        for step, statuses in (
            ("closing", {404}),
            ("tabling", {200}),
            ("tabling", {200}),
            ("opening", {200}),
            ("opening", {200}),
            ("tabling", {409}),
            ("burning", {404}),
        ):
            answer = await laptop.post(f"{desk}/1/{step}", data={"sure": "1"})
            assert answer.status_code in statuses, step
        page = await laptop.get(desk)
        here = re.search(rf"{desk}/votings/[0-9a-f-]{{36}}", page.text)
        assert here is not None
        for step, statuses in (
            ("closing", {200}),
            ("closing", {200}),
            ("opening", {409}),
            ("extension", {409}),
            ("burning", {404}),
        ):
            data = {"sure": "1", "minutes": "5"}
            answer = await laptop.post(f"{here[0]}/{step}", data=data)
            assert answer.status_code in statuses, step
        assert (await laptop.post(f"{desk}/1/opening", data={"sure": "1"})).status_code == 409
    async with build.sessions() as session:
        assert await session.scalar(text("SELECT count(*) FROM votings")) == 1
