# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Casting for those one represents, on pages: one form, one confirmation, a receipt each."""

import re
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text

from assembly.clock import now
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.schedule import extend_voting
from tests.verbs.planning import annul, opened, plan
from tests.web.test_hall import browser, enter, site

__all__ = ["site"]

FIELD = re.compile(r'name="(tracker-\d+)" value="([^"]+)"')


def trackers_on(page: httpx.Response) -> dict[str, str]:
    return dict(FIELD.findall(page.text))


async def a_holder(build, *, secrecy=Secrecy.SECRET, weights=()):
    """Seat 1 stands in for 2 and 3; 4 is there by itself."""
    hall = await build.hall(seats=4, proxies_per_holder=2, weights=weights)
    for giver in (1, 2):
        await build.proxy(hall, giver, 0)
    return hall, await build.open_voting(hall, secrecy=secrecy)


async def kept(build, table="ballots"):
    async with build.sessions() as session:
        rows = await session.execute(text(f"SELECT tracker::text, choice FROM {table}"))
        return sorted(tuple(row) for row in rows)


async def test_one_form_one_confirmation_and_a_receipt_each(site, build):
    hall, voting = await a_holder(build)
    async with browser(site) as phone:
        page = await enter(phone, hall.codes[0].shown())
        sent = trackers_on(page)
        assert list(sent) == ["tracker-1", "tracker-2", "tracker-3"]
        chosen = sent | {"choice-1": "yes", "choice-3": "no"}
        sure = await phone.post(f"/votings/{voting.id}/choices", data=chosen)
        assert trackers_on(sure) == sent
        assert "2 stemmen" in sure.text
        assert await kept(build) == []
        ballots = f"/votings/{voting.id}/ballots"
        receipts = await phone.post(ballots, data=chosen)
        assert receipts.status_code == 200
        assert receipts.text.count('class="tracker"') == 2
        again = await phone.post(ballots, data=chosen)
        assert again.text.count("Zat al in de stembus") == 2
        mine = await phone.get("/my-votings")
        assert list(trackers_on(mine)) == ["tracker-2"]
    assert await kept(build) == sorted([(sent["tracker-1"], "yes"), (sent["tracker-3"], "no")])


async def test_the_same_for_all_is_confirmed_like_any_other(site, build):
    hall, voting = await a_holder(build)
    async with browser(site) as phone:
        page = await enter(phone, hall.codes[0].shown())
        sure = await phone.post(
            f"/votings/{voting.id}/choices", data=trackers_on(page) | {"all": "abstain"}
        )
        assert sure.text.count('value="abstain"') == 3
        assert "3 stemmen" in sure.text


async def test_two_tabs_cast_once_and_the_second_says_why(site, build):
    hall, voting = await a_holder(build)
    async with browser(site) as phone:
        await enter(phone, hall.codes[0].shown())
        tabs = [trackers_on(await phone.get("/my-votings")) for _ in range(2)]
        choices = {f"choice-{n}": "yes" for n in (1, 2, 3)}
        first, page = [
            await phone.post(f"/votings/{voting.id}/ballots", data=tab | choices) for tab in tabs
        ]
        assert (first.status_code, page.status_code) == (200, 200)
        assert page.text.count("Niet uitgebracht:") == 3
    assert [tracker for tracker, _ in await kept(build)] == sorted(
        tabs[0][f"tracker-{n}"] for n in (1, 2, 3)
    )


async def test_a_roll_call_can_be_changed_and_says_who_has_voted(site, build):
    hall, voting = await a_holder(build, secrecy=Secrecy.ROLL_CALL)
    async with browser(site) as phone:
        page = await enter(phone, hall.codes[0].shown())
        for choice in ("yes", "no"):
            chosen = trackers_on(page) | {"choice-2": choice}
            await phone.post(f"/votings/{voting.id}/ballots", data=chosen)
            page = await phone.get("/my-votings")
            assert "vervangt de vorige" in page.text
            assert list(trackers_on(page)) == ["tracker-1", "tracker-2", "tracker-3"]


async def test_what_was_chosen_is_still_there_on_going_back(site, build):
    hall, voting = await a_holder(build)
    async with browser(site) as phone:
        page = await enter(phone, hall.codes[0].shown())
        chosen = trackers_on(page) | {"choice-1": "yes", "again": "1"}
        back = await phone.post(f"/votings/{voting.id}/choices", data=chosen)
        assert back.status_code == 200
        assert 'name="choice-1" value="yes" checked' in back.text
        assert trackers_on(back) == trackers_on(page)


async def test_nothing_chosen_is_said_on_the_form(site, build):
    hall, voting = await a_holder(build)
    async with browser(site) as phone:
        page = await enter(phone, hall.codes[0].shown())
        answer = await phone.post(f"/votings/{voting.id}/choices", data=trackers_on(page))
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert trackers_on(answer) == trackers_on(page)


@pytest.mark.parametrize(
    ("form", "status"),
    [
        pytest.param({}, 422, id="nothing"),
        pytest.param({"tracker-1": "x", "choice-1": "yes"}, 422, id="a tracker that is none"),
        pytest.param({"tracker-4": "{}", "choice-4": "yes"}, 403, id="somebody else"),
        pytest.param({"tracker-1": "{}", "choice-1": "maybe"}, 422, id="a choice nobody offered"),
        pytest.param({"tracker-2": "{}", "all": "maybe"}, 422, id="such a choice for all"),
    ],
)
async def test_a_form_that_is_not_ours_casts_nothing(site, build, form, status):
    hall, voting = await a_holder(build)
    tracker = "3fb4c7d2-1111-4222-8333-000000000001"
    sent = {name: word.replace("{}", tracker) for name, word in form.items()}
    async with browser(site) as phone:
        await enter(phone, hall.codes[0].shown())
        answer = await phone.post(f"/votings/{voting.id}/choices", data=sent)
        assert answer.status_code == status
        cast = await phone.post(f"/votings/{voting.id}/ballots", data=sent)
        assert cast.status_code in {200, 422}
        assert 'class="tracker"' not in cast.text
    assert await kept(build) == []


async def test_who_is_represented_sees_who_casts_and_when_it_was_done(site, build):
    hall, voting = await a_holder(build)
    async with browser(site) as phone, browser(site) as other:
        mine = await enter(phone, hall.codes[1].shown())
        assert "Je bent vertegenwoordigd" in mine.text
        assert 'name="tracker' not in mine.text
        page = await enter(other, hall.codes[0].shown())
        chosen = trackers_on(page) | {"choice-2": "yes"}
        await other.post(f"/votings/{voting.id}/ballots", data=chosen)
        assert "Je stem zit in de stembus" in (await phone.get("/my-votings")).text
        refused = await phone.post(
            f"/votings/{voting.id}/ballot",
            data={"choice": "no", "tracker": "3fb4c7d2-1111-4222-8333-000000000001"},
        )
        assert refused.status_code == 403


async def test_weights_are_shown_where_there_are_any(site, build):
    hall, _ = await a_holder(build, secrecy=Secrecy.ROLL_CALL, weights=("1", "2.5"))
    async with browser(site) as phone:
        page = await enter(phone, hall.codes[0].shown())
        assert "telt voor 1<" in page.text
        assert "telt voor 2,5<" in page.text


async def test_the_end_is_shown_with_what_is_left(site, build):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    async with build.sessions.begin() as session:
        await extend_voting(session, voting.id, seconds=630, clock=now, by="system:test")
    async with browser(site) as phone:
        page = await enter(phone, hall.codes[0].shown())
        assert "nog 10 minuten" in page.text
        assert "Eindigt om" in page.text
        english = await phone.get("/en/my-votings")
        assert "10 minutes left" in english.text


async def test_a_test_voting_is_marked_and_an_annulled_one_says_why(site, build):
    hall = await build.hall(seats=1)
    trial = await plan(build, hall, test=True)
    await opened(build, trial, now() + timedelta(seconds=1))
    voting = await build.open_voting(hall)
    await annul(build, voting, "De deuren waren op slot tijdens de stemming.")
    async with browser(site) as phone:
        page = await enter(phone, hall.codes[0].shown())
        assert "Proefstemming." in page.text
        assert "De deuren waren op slot" in page.text
        assert page.text.count('class="choices"') == 1
