# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The part of the page that changes, fetched by itself: as things are, never as they were."""

import asyncio
import re
from datetime import timedelta
from uuid import uuid4

import pytest

from assembly.clock import now
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.schedule import extend_voting
from tests.build.house import BY
from tests.verbs.planning import annul, hours, opened, plan
from tests.web.test_hall import browser, enter, site, tracker_on

__all__ = ["site"]

NOW = "/my-votings/now"
HOLES = re.compile(r'(?<=value=")[0-9a-f-]{36}(?=")|(?<=data-now=")[^"]+(?=")')


def part_of(page: str) -> str:
    """What stands on the whole page in the place of the part."""
    found = re.search(r'<div id="now"[^>]*>\n(.*?)\n</div>\n<div id="sitting"', page, re.DOTALL)
    assert found is not None
    return found[1].strip()


def alike(html: str) -> str:
    """Without what is drawn anew for every request."""
    return HOLES.sub("…", html).strip()


async def test_the_part_is_what_the_page_shows(site, build):
    hall = await build.hall(seats=3, proxies_per_holder=2)
    await build.proxy(hall, 1, 2)
    voting = await build.open_voting(hall)
    await build.open_voting(hall, secrecy=Secrecy.ROLL_CALL)
    await build.decided(hall, yes=2, no=1)
    await build.cast(hall, voting, 0, "yes")
    for index in range(3):
        async with browser(site) as phone:
            page = await enter(phone, hall.codes[index].shown())
            for prefix in ("", "/fr", "/de", "/en"):
                page = await phone.get(f"{prefix}/my-votings")
                part = await phone.get(f"{prefix}{NOW}")
                assert alike(part_of(page.text)) == alike(part.text)
                assert "\0" not in page.text + part.text


async def test_who_has_it_is_told_so_and_every_change_is_another_etag(site, build):
    hall = await build.hall(seats=2)
    async with browser(site) as phone:
        await enter(phone, hall.codes[0].shown())
        seen: list[str] = []

        async def is_new() -> bool:
            part = await phone.get(NOW)
            seen.append(part.headers["etag"])
            again = await phone.get(NOW, headers={"If-None-Match": seen[-1]})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["cache-control"] == "no-store"
            return seen.count(seen[-1]) == 1

        assert await is_new()
        assert not await is_new()
        voting = await build.open_voting(hall)
        assert await is_new()
        await build.cast(hall, voting, 1, "yes")
        assert not await is_new(), "somebody else's ballot changes nothing here"
        await build.cast(hall, voting, 0, "yes")
        assert await is_new()
        async with build.sessions.begin() as session:
            until = now() + timedelta(hours=1)
            await extend_voting(session, voting.id, until=until, clock=now, by=BY)
        assert await is_new()
        for step in (build.close, build.count, build.publish):
            await step(voting)
            await is_new()
        assert "Goedgekeurd" in (await phone.get(NOW)).text
        await annul(build, voting)
        assert await is_new()
        shown = (await phone.get(NOW)).text
        assert "Goedgekeurd" not in shown
        assert 'class="notice annulled"' in shown


async def test_each_request_has_trackers_of_its_own(site, build):
    hall = await build.hall(seats=2)
    await build.open_voting(hall)
    async with browser(site) as phone, browser(site) as other:
        await enter(phone, hall.codes[0].shown())
        await enter(other, hall.codes[1].shown())
        pages = [await one.get(NOW) for one in (phone, other, phone, other)]
    assert len({tracker_on(page.text) for page in pages}) == 4
    assert len({page.headers["etag"] for page in pages}) == 1, "both seats see the same"


async def test_who_is_not_signed_in_is_refused_and_not_led_away(site, build):
    async with browser(site) as phone:
        answer = await phone.get(NOW)
        assert answer.status_code == 401
        assert answer.url.path == NOW


async def test_a_seat_sees_nothing_of_another_hall(site, build):
    hall, other = await build.hall(seats=1), await build.hall(seats=1)
    voting = await build.open_voting(other)
    async with browser(site) as phone:
        await enter(phone, hall.codes[0].shown())
        assert str(voting.id) not in (await phone.get(NOW)).text


async def test_who_came_after_the_opening_is_not_offered_that_voting(site, build):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    await build.seat(hall, 1)
    async with browser(site) as phone:
        await enter(phone, hall.codes[1].shown())
        assert str(voting.id) not in (await phone.get(NOW)).text


async def test_the_time_left_is_never_a_kept_one(site, build):
    hall = await build.hall(seats=1)
    voting = await opened(build, await plan(build, hall, hours(None, 12 * 60 + 10, now())))
    async with browser(site) as phone:
        await enter(phone, hall.codes[0].shown())
        assert "nog 12 minuten" in (await phone.get(NOW)).text.lower()
        assert voting.closes_at is not None
        left = voting.closes_at - timedelta(minutes=12) - now()
        await asyncio.sleep(max(0.0, left.total_seconds()) + 0.1)
        after = await phone.get(NOW)
    assert "nog 11 minuten" in after.text.lower()
    assert f'data-left="{voting.closes_at.isoformat()}"' in after.text


@pytest.mark.parametrize("secrecy", list(Secrecy))
async def test_nothing_is_told_of_a_result_before_it_is_published(site, build, secrecy):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall, secrecy=secrecy)
    await build.cast_all(hall, voting, ["yes", "yes", "no"])
    async with browser(site) as phone:
        await enter(phone, hall.codes[0].shown())
        for step in (build.close, build.count):
            await step(voting)
            shown = (await phone.get(NOW)).text
            assert f'data-result="{voting.id}"' in shown
            assert "oedgekeurd" not in shown
            assert "data-published" not in shown
            assert "Er zijn er nog geen" in (await phone.get("/my-receipts")).text
        await build.publish(voting)
        shown = (await phone.get(NOW)).text
        assert "Goedgekeurd" in shown
        assert f"/votings/{voting.id}/box" in shown
        mine = (await phone.get("/my-receipts")).text
        assert ('<ul class="receipts">\n' in mine) == (secrecy is Secrecy.ROLL_CALL)


async def test_a_closed_voting_is_never_shown_as_open(site, build):
    """Phones ask all the time while it closes: who asks after the commit sees it closed."""
    hall = await build.hall(seats=4)
    for _ in range(3):
        voting = await build.open_voting(hall)
        over = asyncio.Event()
        late: list[str] = []

        async def ask(index: int, voting=voting, over=over, late=late) -> None:
            async with browser(site) as phone:
                await enter(phone, hall.codes[index].shown())
                while not over.is_set():
                    await phone.get(NOW)
                for _ in range(3):
                    late.append((await phone.get(NOW)).text)

        async def close(voting=voting, over=over) -> None:
            await asyncio.sleep(0.5)
            await build.close(voting)
            over.set()

        await asyncio.gather(*map(ask, range(4)), close())
        assert len(late) == 12
        assert not any(f"/votings/{voting.id}/choice" in shown for shown in late)


async def test_a_ballot_of_a_page_goes_through_the_slot_with_its_cookie(site, build):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    path = f"/api/v1/votings/{voting.id}/ballots"
    ballot = {"choice": "yes", "tracker": str(uuid4())}
    async with browser(site) as phone:
        await enter(phone, hall.codes[0].shown())
        foreign = {"Sec-Fetch-Site": "cross-site"}
        assert (await phone.post(path, json=ballot, headers=foreign)).status_code == 403
        first = await phone.post(path, json=ballot)
        again = await phone.post(path, json=ballot)
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json()["tracker"] == ballot["tracker"] == again.json()["tracker"]
        assert "Je hebt gestemd" in (await phone.get(NOW)).text


async def test_scripts_are_on_the_pages_that_need_them_and_on_no_public_one(site, build):
    hall = await build.hall(seats=1)
    await build.tabled(hall)
    async with browser(site) as phone:
        for path in ("/", f"/assemblies/{hall.slug}", f"/assemblies/{hall.slug}/resolutions/1"):
            assert "<script" not in (await phone.get(path)).text, path
        page = await enter(phone, hall.codes[0].shown())
        addresses = re.findall(r'<script src="([^"]+)"', page.text)
        assert len(addresses) == 3
        for address in addresses:
            script = await phone.get(address, headers={"Accept-Encoding": "gzip"})
            assert script.headers["content-type"].startswith("text/javascript")
            assert script.headers["content-encoding"] == "gzip"
            assert "immutable" in script.headers["cache-control"]
        policy = page.headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert not re.search(r"<script(?! src=)|\son\w+=|style=", page.text)
