# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A voting as moderators follow it: what the form offers, the quorum, who is missing, health."""

import re
from contextlib import asynccontextmanager

import pytest

from assembly.app import create_app, house
from assembly.sittings.rules.agenda import Planned
from assembly.sittings.rules.lifecycle import ItemKind
from assembly.voting.models import Voting
from tests.build.house import PASSWORD
from tests.build.sitting import Meeting
from tests.verbs.reading import one, run
from tests.web.test_desk import TERMS, a_desk, votings
from tests.web.test_hall import browser, enter, site

__all__ = ["site"]

QUORUM = TERMS | {"quorum": "number", "quorum_number": "3", "of": "present"}


async def put(laptop, desk, **terms):
    """The voting's page, once it is put to the vote like this."""
    return await laptop.post(f"{desk}/1/voting", data=TERMS | {"sure": "1"} | terms)


# ── what the form offers ──────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("medium", "words"),
    [
        pytest.param("hybrid", "Op een toestel of op papier", id="devices and paper"),
        pytest.param("hand", "Alleen met opgestoken hand of op papier", id="hands or paper only"),
    ],
)
async def test_paper_and_hands_can_be_chosen_and_are_read_back(site, build, medium, words):
    async with a_desk(site, build) as (_, laptop, desk):
        assert f'name="medium" value="{medium}"' in (await laptop.get(f"{desk}/1/voting")).text
        summary = await laptop.post(f"{desk}/1/voting", data=TERMS | {"medium": medium})
        assert words in summary.text
        page = await put(laptop, desk, medium=medium)
        assert words in page.text
        odd = await laptop.post(f"{desk}/1/voting", data=TERMS | {"medium": "smoke"})
        assert odd.status_code == 422
    (voting,) = await votings(build)
    assert (voting["state"], voting["medium"]) == ("open", medium)


async def test_colleges_and_weights_are_asked_only_where_there_are_any(site, build):
    async with a_desk(site, build) as (_, laptop, desk):
        plain = await laptop.get(f"{desk}/1/voting")
        assert 'name="colleges"' not in plain.text
        assert 'name="counted_in"' not in plain.text
    async with a_desk(site, build, weights=["2"], colleges=["NL", "NL", "FR"]) as (
        _,
        laptop,
        desk,
    ):
        page = await laptop.get(f"{desk}/1/voting")
        assert 'name="colleges"' in page.text
        assert 'name="counted_in"' in page.text
        further = {"colleges": "two_thirds", "counted_in": "weights", "accept_small_classes": "1"}
        await put(laptop, desk, **(QUORUM | further))
        odd = await laptop.post(f"{desk}/1/voting", data=TERMS | {"colleges": "loudest"})
        assert 'id="colleges-error"' in odd.text
    (voting,) = await votings(build)
    assert voting["college_rule"]["preset"] == "two_thirds"
    assert voting["quorum"]["counted_in"] == "weights"


async def test_a_voting_may_be_planned_now_and_opened_by_hand_when_enough_are_here(site, build):
    async with a_desk(site, build, seats=5) as (hall, laptop, desk):
        await build.arrive(hall, [0])
        summary = await laptop.post(f"{desk}/1/voting", data=QUORUM)
        assert "Quorum: 1 van 5 aanwezig, 3 nodig:" in summary.text
        assert "2 te weinig" in summary.text
        page = await laptop.post(f"{desk}/1/voting", data=QUORUM | {"sure": "later"})
        assert (await votings(build))[0]["state"] == "planned"
        assert "1 van 5 aanwezig" in page.text
        await build.arrive(hall, [1, 2])
        part = await laptop.get(f"{page.url.path}/parts/state?as=planned")
        assert "<html" not in part.text
        assert "<strong>gehaald</strong>" in part.text
        opened = await laptop.post(f"{page.url.path}/opening")
        assert "Quorum: 3 van 5 aanwezig, 3 nodig:" in opened.text
    assert (await votings(build))[0]["state"] == "open"


# ── a test voting ─────────────────────────────────────────────────────────────
async def test_one_button_opens_a_test_voting_that_phones_mark_and_nobody_publishes(site, build):
    async with a_desk(site, build) as (hall, laptop, desk):
        assert f"{desk}/1/rehearsal" in (await laptop.get(desk)).text
        page = await laptop.post(f"{desk}/1/rehearsal")
        assert "Proefstemming." in page.text
        again = await laptop.post(f"{desk}/1/rehearsal")
        assert again.url.path == page.url.path, "pressed twice, opened once"
        assert len(await votings(build)) == 1
        async with browser(site) as phone:
            assert "Proefstemming." in (await enter(phone, hall.codes[0].shown())).text
        closed = await laptop.post(f"{page.url.path}/closing", data={"sure": "1"})
        assert closed.status_code == 200
        assert f"{desk}/1/opening" in (await laptop.get(desk)).text, "still to be decided"
    assert await one(build, "SELECT state FROM resolutions") == "tabled"


async def test_without_a_text_on_the_table_there_is_no_test_to_open(site, build):
    hall = await build.hall(seats=1)
    await build.draft(hall)
    async with browser(site) as laptop:
        await laptop.post("/sign-in", data={"email": hall.email, "password": PASSWORD})
        desk = f"/assemblies/{hall.slug}/desk"
        assert "/rehearsal" not in (await laptop.get(desk)).text
        assert (await laptop.post(f"{desk}/1/rehearsal")).status_code == 409
    assert await votings(build) == []


# ── the quorum, and who is missing ────────────────────────────────────────────
async def test_the_quorum_of_those_who_voted_grows_on_the_page(site, build):
    async with a_desk(site, build) as (hall, laptop, desk):
        page = await put(laptop, desk, **(QUORUM | {"of": "voted", "quorum_number": "2"}))
        assert "Quorum: 0 van 3 hebben gestemd, 2 nodig:" in page.text
        assert "2 te weinig" in page.text
        (voting,) = await votings(build)
        row = await _row(build, voting["id"])
        await build.cast_all(hall, row, ["yes", "no"])
        part = await laptop.get(f"{page.url.path}/parts/state?as=open")
        assert "Quorum: 2 van 3 hebben gestemd, 2 nodig:" in part.text
        assert "<strong>gehaald</strong>" in part.text


async def _row(build, voting_id):
    async with build.sessions() as session:
        return await session.get_one(Voting, voting_id)


async def test_a_quorum_of_choices_is_not_told_before_the_count(site, build):
    async with a_desk(site, build) as (_, laptop, desk):
        page = await put(laptop, desk, **(QUORUM | {"of": "expressed"}))
        assert "Quorum: 3 van 3 moeten voor of tegen stemmen." in page.text


async def test_a_part_says_when_the_voting_moved_on_and_keeps_to_its_assembly(site, build):
    async with a_desk(site, build) as (_, laptop, desk):
        page = await put(laptop, desk)
        here = page.url.path
        (voting,) = await votings(build)
        still = await laptop.get(f"{here}/parts/state?as=open")
        assert 'role="status"' not in still.text
        await build.close(await _row(build, voting["id"]))
        moved = await laptop.get(f"{here}/parts/state?as=open")
        assert "Stemming gesloten" in moved.text
        await build.count(await _row(build, voting["id"]))
        counted = await laptop.get(f"{here}/parts/state?as=closed")
        assert "nog niet bekendgemaakt" in counted.text
        assert "alarm" not in counted.text
        await build.publish(await _row(build, voting["id"]))
        published = await laptop.get(f"{here}/parts/state?as=closed")
        assert "Uitslag bekendgemaakt" in published.text
        assert "nog niet bekendgemaakt" not in published.text + (await laptop.get(here)).text
        assert (await laptop.get(f"{here}/parts/ballots")).status_code == 404
        stranger = await build.hall(seats=1)
        async with browser(site) as other:
            assert (await other.get(f"{here}/parts/state")).status_code == 401
            await other.post("/sign-in", data={"email": stranger.email, "password": PASSWORD})
            assert (await other.get(f"{here}/parts/missing")).status_code == 403


async def test_who_is_missing_is_named_where_the_seat_has_a_name_and_else_counted(site, build):
    async with a_desk(site, build, seats=4) as (hall, laptop, desk):
        await run(
            build,
            "UPDATE people SET name = 'Fatima El Amrani' WHERE id ="
            " (SELECT person_id FROM seats WHERE id = :seat)",
            seat=hall.seats[1],
        )
        page = await put(laptop, desk)
        assert "4 mensen hebben nog niet gestemd" in page.text
        part = await laptop.get(f"{page.url.path}/parts/missing")
        assert "Fatima El Amrani" in part.text
        assert "3 van hen hebben een zetel zonder naam." in part.text
        assert "Zetel 1" not in part.text, "a seat without a name is only counted"
        (voting,) = await votings(build)
        await build.cast(hall, await _row(build, voting["id"]), 1, "no")
        part = await laptop.get(f"{page.url.path}/parts/missing")
        assert "Fatima" not in part.text
        assert "3 mensen hebben nog niet gestemd" in part.text


# ── the console ───────────────────────────────────────────────────────────────
@asynccontextmanager
async def a_console(site, build, seats=4):
    """A sitting that deals with resolution 1, and its console."""
    hall = await build.hall(seats=seats)
    await build.tabled(hall)
    meeting = Meeting(build, hall)
    await meeting.debating(Planned(ItemKind.DECISION, resolution=1))
    async with browser(site) as laptop:
        await laptop.post("/sign-in", data={"email": hall.email, "password": PASSWORD})
        yield hall, laptop, f"/assemblies/{hall.slug}/desk"


async def test_the_console_says_by_how_many_the_quorum_is_missed_as_people_come_in(site, build):
    async with a_console(site, build) as (hall, laptop, desk):
        await build.arrive(hall, [0])
        await laptop.post(f"{desk}/1/voting", data=QUORUM | {"sure": "later"})
        part = f"{desk}/sittings/1/parts/state"
        assert "Quorum: 1 van 4 aanwezig, 3 nodig:" in (await laptop.get(part)).text
        assert "2 te weinig" in (await laptop.get(part)).text
        await build.arrive(hall, [1, 3])
        assert "<strong>gehaald</strong>" in (await laptop.get(part)).text
        voting = next(iter(await votings(build)))
        await laptop.post(f"{desk}/votings/{voting['id']}/opening")
        await build.cast(hall, await _row(build, voting["id"]), 0, "yes")
        assert "1 van de 4 hebben gestemd." in (await laptop.get(part)).text


async def test_keys_are_named_on_the_page_and_off_without_a_script(site, build):
    async with a_console(site, build) as (_, laptop, desk):
        page = await laptop.get(f"{desk}/sittings/1")
        assert re.search(r'<details class="more shortcuts" id="shortcuts" hidden>', page.text)
        assert page.text.count('data-key="n"') == 1, "one next step"
        assert "<kbd>N</kbd>" in page.text
        assert 'id="shortcuts-on" checked' not in page.text


async def test_the_console_says_how_the_house_is_and_what_to_do(site, build, settings):
    async with a_console(site, build) as (hall, laptop, desk):
        redis = site.state.bell._redis
        await redis.delete("arq:queue:health-check")  # what a worker of another test left there
        health = await laptop.get(f"{desk}/health")
        assert "<html" not in health.text
        assert "De teller is er niet." in health.text, "no worker runs in this test"
        await redis.set("arq:queue:health-check", "here", ex=5)
        assert "Alles werkt" in (await laptop.get(f"{desk}/health")).text
        hub = site.state.hub
        listening = hub.listening
        async with (
            listening(hall.assembly.id, hall.slug, insider=True, last=None),
            listening(hall.assembly.id, hall.slug, insider=True, last=None),
            listening(hall.assembly.id, hall.slug, insider=False, last=None),
        ):
            told = (await laptop.get(f"{desk}/health")).text
            assert "2 aangemelde toestellen zijn verbonden, en één ander" in told
        assert "0 aangemelde toestellen" in (await laptop.get(f"{desk}/health")).text
        await redis.delete("arq:queue:health-check")
        async with browser(site) as passer_by:
            assert (await passer_by.get(f"{desk}/health")).status_code == 401
    gone = settings.model_copy(
        update={"cookie_secure": False, "redis_url": "redis://127.0.0.1:1/0"}
    )
    app = create_app(gone)
    async with house(gone)(app), browser(app) as laptop:
        await laptop.post("/sign-in", data={"email": hall.email, "password": PASSWORD})
        page = await laptop.get(f"{desk}/sittings/1")
        assert page.status_code == 200
        assert "Redis antwoordt niet." in page.text
