# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sittings on the desk, step by step; two moderators at once; a participant asks for the floor."""

import asyncio
import re
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

import pytest

from assembly.sittings.rules.agenda import Planned
from assembly.sittings.rules.floor import Kind
from assembly.sittings.rules.lifecycle import ItemKind
from tests.build.house import PASSWORD
from tests.build.sitting import DEBATE, Meeting
from tests.web.test_hall import browser, enter, site

__all__ = ["site"]

REASON = "De zaal is die avond niet vrij."
TALK = Planned(ItemKind.DEBATE, "Bus", speaking_seconds=120, floor_open=True)


@asynccontextmanager
async def a_desk(site, build, **terms):
    """A moderator at the desk of a hall, and a meeting that may be planned there."""
    hall = await build.hall(**({"seats": 4} | terms))
    async with browser(site) as laptop:
        await laptop.post("/sign-in", data={"email": hall.email, "password": PASSWORD})
        yield Meeting(build, hall), laptop, f"/assemblies/{hall.slug}/desk/sittings"


def first(pattern: str, words: str) -> str:
    """What stands in the first group."""
    found = re.search(pattern, words)
    assert found is not None, pattern
    return found[1]


async def press(laptop, page, step, **also):
    """The form of this step as it stands on the page, sent as a browser would."""
    for form in re.findall(r"<form.*?</form>", page.text, re.DOTALL):
        if re.search(rf'action="[^"]*/{step}"', form):
            address = first(rf'action="([^"]*/{step})"', form)
            hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
            return await laptop.post(address, data=hidden | also)
    raise AssertionError(f"no button for {step}")


async def test_a_sitting_is_planned_on_the_wall_of_the_assembly_and_cancelled(site, build):
    async with a_desk(site, build) as (meeting, laptop, desk):
        page = await laptop.get(desk)
        drawn = first(r'name="id" value="([^"]+)"', page.text)
        plan = {
            "id": drawn,
            "title": "Najaar",
            "place": "Stadhuis",
            "planned_for": "2026-11-30T20:00",
            "planned_until": "2026-11-30T22:30",
        }
        for _ in range(2):
            answer = await laptop.post(desk, data=plan)
            assert answer.status_code == 200
        view = await meeting.view()
        assert view.planned_for.isoformat() == "2026-11-30T19:00:00+00:00"
        page = await laptop.get(desk)
        assert "30 november 2026, 20:00 – 22:30" in page.text
        assert page.text.count('<li class="entry') == 1, "planned once"
        assert "sittings/1/sitting.ics" in page.text
        short = await laptop.post(desk, data={"cancel": "1", "because": "Nee"})
        assert short.status_code == 422
        assert ">Nee</textarea>" in short.text
        gone = await laptop.post(desk, data={"cancel": "1", "because": REASON})
        assert "Afgelast" in gone.text
        assert REASON in gone.text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        pytest.param({"title": ""}, "title", id="no title"),
        pytest.param({"title": "<b>x</b>"}, "title", id="markup"),
        pytest.param({"place": "<b>x</b>"}, "place", id="markup in the place"),
        pytest.param({"planned_for": "soon"}, "planned_for", id="no time"),
        pytest.param({"planned_for": "2027-03-28T02:30"}, "planned_for", id="clocks go forward"),
        pytest.param({"planned_for": "2026-10-25T02:30"}, "planned_for", id="clocks go back"),
        pytest.param(
            {"planned_for": "2026-12-01T20:00", "planned_until": "2026-12-01T19:00"},
            "planned_until",
            id="ends before it begins",
        ),
    ],
)
async def test_a_plan_that_cannot_be_comes_back_with_what_was_typed(site, build, wrong, field):
    async with a_desk(site, build) as (_, laptop, desk):
        answer = await laptop.post(desk, data={"title": "Najaar", "place": "Zaal 3"} | wrong)
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text
        assert 'value="Zaal 3"' in answer.text or "place" in wrong
        assert "Er zijn nog geen zittingen." in answer.text


async def test_the_next_step_is_one_button_from_opening_to_closing(site, build):
    async with a_desk(site, build) as (meeting, laptop, desk):
        await meeting.plan()
        await meeting.put([Planned(ItemKind.OPENING, "Welkom"), DEBATE])
        here = f"{desk}/1"
        page = await laptop.get(here)
        assert "Punt 1 beginnen" not in page.text, "illegal steps are absent"
        page = await press(laptop, page, "opening")
        assert "Aan de gang" in page.text
        page = await press(laptop, page, "begin")
        assert "Punt 1 afsluiten" in page.text
        page = await press(laptop, page, "suspension")
        assert "Geschorst" in page.text
        assert "Punt 1 afsluiten" not in page.text
        page = await press(laptop, page, "resumption")
        page = await press(laptop, page, "end")
        page = await press(laptop, page, "begin")
        page = await press(laptop, page, "end")
        asked = await press(laptop, page, "closing")
        assert (await meeting.view()).state == "open", "closing is asked once more"
        page = await press(laptop, asked, "closing", sure="1")
        assert "Gesloten" in page.text
        assert (await meeting.view()).state == "closed"
        assert f"/assemblies/{meeting.hall.slug}/sittings/1/minutes" in page.text


async def test_while_a_voting_is_to_come_or_open_it_is_the_next_step(site, build):
    async with a_desk(site, build) as (meeting, laptop, desk):
        resolution = await build.tabled(meeting.hall)
        await meeting.plan()
        await laptop.post(f"{desk}/1/items", data={"kind": "decision", "resolution": "1"})
        page = await press(laptop, await laptop.get(f"{desk}/1"), "opening")
        page = await press(laptop, page, "begin")
        there = desk.removesuffix("/sittings")
        primary = r'<a class="button" href="([^"]+)"'
        assert first(primary, page.text) == f"{there}/1/voting"
        assert '<button class="plain">Punt 1 afsluiten' in page.text
        voting = await build.open_on(meeting.hall, resolution)
        page = await laptop.get(f"{desk}/1")
        assert first(primary, page.text) == f"{there}/votings/{voting.id}"
        await build.close(voting)
        page = await laptop.get(f"{desk}/1")
        assert re.search(primary, page.text) is None
        assert '<button data-key="n">Punt 1 afsluiten' in page.text


async def test_the_agenda_is_written_moved_and_shortened(site, build):
    async with a_desk(site, build) as (meeting, laptop, desk):
        await build.tabled(meeting.hall)
        await meeting.plan()
        form = {"kind": "debate", "title": "Bus", "minutes": "20", "speaking_seconds": "90"}
        for _ in range(2):
            await laptop.post(
                f"{desk}/1/items", data=form | {"id": "6f1c1b7e-8d7c-4c55-9a35-0d9a7f6f1a01"}
            )
        await laptop.post(f"{desk}/1/items", data={"kind": "decision", "resolution": "1"})
        first, second = await meeting.agenda(drafts=True)
        assert (first.title, first.minutes, first.speaking_seconds) == ("Bus", 20, 90)
        assert second.resolution.number == 1
        revision = str((await meeting.view()).revision)
        sent = {"item": str(second.id), "revision": revision}
        await laptop.post(f"{desk}/1/up", data=sent)
        assert [item.id for item in await meeting.agenda()] == [second.id, first.id]
        late = await laptop.post(f"{desk}/1/remove", data=sent)
        assert late.status_code == 412, "the agenda is another one than was seen"
        sent["revision"] = str((await meeting.view()).revision)
        await laptop.post(f"{desk}/1/remove", data=sent)
        assert [item.id for item in await meeting.agenda()] == [first.id]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        pytest.param({"title": ""}, "title", id="no name"),
        pytest.param({"kind": "party"}, "kind", id="no such kind"),
        pytest.param({"resolution": "99"}, "resolution", id="no such resolution"),
        pytest.param({"minutes": "1441"}, "minutes", id="longer than a day"),
        pytest.param({"speaking_seconds": "5"}, "speaking_seconds", id="too short to speak"),
    ],
)
async def test_an_item_that_cannot_be_comes_back_with_what_was_typed(site, build, wrong, field):
    async with a_desk(site, build) as (meeting, laptop, desk):
        await meeting.plan()
        form = {"kind": "debate", "title": "Bus", "minutes": "20"} | wrong
        answer = await laptop.post(f"{desk}/1/items", data=form)
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text
        assert f'value="{form["minutes"]}"' in answer.text
        assert await meeting.agenda() == []


async def test_of_two_moderators_the_second_is_told_and_loses_nothing_that_was_typed(site, build):
    async with a_desk(site, build) as (meeting, laptop, desk):
        await meeting.plan()
        await meeting.put([DEBATE])
        address = f"{desk}/1/items/{meeting.items[0]}"
        page = await laptop.get(address)
        old = first(r'name="revision" value="(\d+)"', page.text)
        await meeting.put([replace(DEBATE, id=meeting.items[0], minutes=5)])
        form = {"kind": "debate", "title": "Tram", "floor_open": "1", "revision": old}
        stale = await laptop.post(address, data=form)
        assert stale.status_code == 412
        assert 'value="Tram"' in stale.text
        assert 'role="alert"' in stale.text
        fresh = first(r'name="revision" value="(\d+)"', stale.text)
        await laptop.post(address, data=form | {"revision": fresh})
        assert [item.title for item in await meeting.agenda()] == ["Tram"]


async def test_a_button_pressed_twice_is_one_step_and_one_on_an_old_page_is_none(site, build):
    async with a_desk(site, build) as (meeting, laptop, desk):
        await meeting.plan()
        await meeting.put([DEBATE, DEBATE])
        old = await laptop.get(f"{desk}/1")
        for _ in range(2):
            assert (await press(laptop, old, "opening")).status_code == 200
        opened = await laptop.get(f"{desk}/1")
        await meeting.begin(2)
        late = await press(laptop, opened, "begin")
        assert late.status_code == 412
        assert (await meeting.agenda())[1].state == "current"
        late = await press(laptop, opened, "suspension")
        assert late.status_code == 412
        assert (await meeting.view()).state == "open", "what was not seen is not suspended"


async def test_what_is_done_is_taken_up_again_for_a_reason(site, build):
    async with a_desk(site, build) as (meeting, laptop, desk):
        await meeting.debating()
        await laptop.post(
            f"{desk}/1/end",
            data={
                "item": str(meeting.items[0]),
                "revision": str((await meeting.view()).revision),
            },
        )
        page = await laptop.get(f"{desk}/1/items/{meeting.items[0]}")
        revision = first(r'name="revision" value="(\d+)"', page.text)
        form = {"again": "1", "because": "Kort", "revision": revision}
        address = f"{desk}/1/items/{meeting.items[0]}"
        short = await laptop.post(address, data=form)
        assert short.status_code == 422
        assert ">Kort</textarea>" in short.text
        assert 'value="Bus"' in short.text
        await laptop.post(address, data=form | {"because": REASON})
        assert (await meeting.agenda())[0].state == "current"


async def test_the_floor_is_led_and_says_why_in_words(site, build):
    async with a_desk(site, build) as (meeting, laptop, desk):
        await meeting.debating(TALK)
        here = f"{desk}/1"
        for seat, kind in ((2, "contribution"), (3, "point_of_order"), (4, "contribution")):
            await laptop.post(f"{here}/hand", data={"seat": str(seat), "kind": kind})
        page = await laptop.get(here)
        assert "een opmerking over de orde gaat voor" in page.text
        assert "in de volgorde van vragen" in page.text
        page_of_two = page
        await press(laptop, page, "next")
        page = await press(laptop, page_of_two, "next")
        floor = await meeting.floor()
        assert floor.speaking.seat == 3, "two who press at once call one"
        assert "van 2:00" in page.text
        one = {"speaker": str(floor.speaking.id)}
        page = await laptop.post(f"{here}/pause", data=one)
        assert "de klok staat stil" in page.text
        await laptop.post(f"{here}/continue", data=one)
        last = {"speaker": str(floor.waiting[-1].speaker.id)}
        await laptop.post(f"{here}/call", data=last)
        assert (await meeting.floor()).speaking.seat == 4
        await laptop.post(f"{here}/finish", data=last)
        await laptop.post(f"{here}/take-down", data={"speaker": str(floor.waiting[0].speaker.id)})
        page = await press(laptop, await laptop.get(here), "close-list")
        assert "De lijst is gesloten." in page.text
        refused = await laptop.post(f"{here}/hand", data={"seat": "2", "kind": "contribution"})
        assert refused.status_code == 409
        assert '<option value="2" selected' in refused.text
        assert (await press(laptop, refused, "open-list")).status_code == 200
        nobody = await laptop.post(f"{here}/hand", data={"seat": "99", "kind": "contribution"})
        assert nobody.status_code == 404
        assert await meeting.line() == []


async def test_each_part_of_the_console_has_an_address_and_no_field_to_type_in(site, build):
    async with a_desk(site, build) as (meeting, laptop, desk):
        await meeting.debating(TALK)
        await meeting.ask(1)
        for part in ("state", "agenda", "floor"):
            answer = await laptop.get(f"{desk}/1/parts/{part}")
            assert answer.status_code == 200
            assert "<html" not in answer.text
            assert not re.search(r"<(textarea|select|details|input(?! type=.hidden))", answer.text)
        assert (await laptop.get(f"{desk}/1/parts/kitchen")).status_code == 404


async def test_the_console_leads_to_the_voting_on_its_item(site, build):
    async with a_desk(site, build) as (meeting, laptop, desk):
        await build.tabled(meeting.hall)
        await meeting.debating(Planned(ItemKind.DECISION, resolution=1))
        page = await laptop.get(f"{desk}/1")
        above = desk.removesuffix("/sittings")
        assert f"{above}/1/voting" in page.text
        await laptop.post(f"{above}/1/opening", data={"sure": "1"})
        page = await laptop.get(f"{desk}/1")
        assert f"{above}/votings/" in page.text
        refused = await press(laptop, page, "closing", sure="1")
        assert refused.status_code == 409, "not while people vote"
        assert (await meeting.view()).state == "open"


async def test_a_participant_asks_for_the_floor_and_takes_it_back(site, build):
    async with a_desk(site, build) as (meeting, _, desk):
        await meeting.debating(replace(TALK, alternates=True))
        await meeting.ask(2, Kind.PRO)
        floor = f"/assemblies/{meeting.hall.slug}/sittings/1/floor"
        async with browser(site) as phone:
            page = await enter(phone, meeting.hall.codes[0].shown())
            assert "Voor spreken" in page.text
            assert "Iets zeggen" not in page.text
            for _ in range(2):
                page = await phone.post(f"{floor}/asking", data={"kind": "contra"})
            assert page.status_code == 200
            assert "Je staat als nummer 2 op de lijst." in page.text
            other = await phone.post(f"{floor}/asking", data={"kind": "pro"})
            assert other.status_code == 409
            assert "Je staat als nummer 2 op de lijst." in other.text
            mine = first(r'name="speaker" value="([^"]+)"', page.text)
            page = await phone.post(f"{floor}/withdrawal", data={"speaker": mine})
            assert "Je staat als nummer" not in page.text
            assert await meeting.line() == [2]
            part = await phone.get("/my-votings/sitting")
            assert "<html" not in part.text
            assert "Bus" in part.text
            hers = (await meeting.floor()).waiting[0].speaker.id
            theirs = await phone.post(f"{floor}/withdrawal", data={"speaker": str(hers)})
            assert theirs.status_code == 403
            assert (await phone.get(f"{desk}/1")).status_code == 403
        assert await meeting.line() == [2]


async def test_outsiders_read_public_titles_and_no_names(site, build):
    async with a_desk(site, build, seats=2) as (meeting, _, desk):
        await build.proposed(meeting.hall, 0, "Geheim plan voor een bank.")
        await meeting.debating(TALK, Planned(ItemKind.DECISION, resolution=1))
        await meeting.ask(1)
        await meeting.next()
        async with browser(site) as passer_by:
            page = await passer_by.get(f"/assemblies/{meeting.hall.slug}")
            assert "Bus" in page.text
            assert "Geheim" not in page.text
            assert "sittings/1/sitting.ics" in page.text
            names = {view.label for view in [(await meeting.floor()).speaking]}
            assert not any(name in page.text for name in names)
            assert (await passer_by.get("/my-votings/sitting")).status_code == 401
            asked = await passer_by.get(f"{desk}/1")
            assert str(asked.url).endswith("/sign-in")
        await meeting.put(
            [replace(TALK, id=meeting.items[0]), *[Planned(ItemKind.OTHER, "Rondvraag")]]
        )
        async with browser(site) as passer_by:
            page = await passer_by.get(f"/assemblies/{meeting.hall.slug}")
            assert "Rondvraag" in page.text, "the page is never older than the agenda"


# ── the plan ──────────────────────────────────────────────────────────────────
async def test_a_planned_sitting_is_changed_on_the_desk(site, build):
    async with a_desk(site, build) as (meeting, laptop, desk):
        await meeting.plan(title="Najaar", place="Stadhuis")
        assert f'href="{desk}/1/plan"' in (await laptop.get(desk)).text
        assert f'href="{desk}/1/plan"' in (await laptop.get(f"{desk}/1")).text
        page = await laptop.get(f"{desk}/1/plan")
        assert 'value="Stadhuis"' in page.text
        revision = first(r'name="revision" value="(\d+)"', page.text)
        form = {
            "revision": revision,
            "title": "Winter",
            "place": "",
            "planned_for": "2026-12-07T20:00",
            "planned_until": "2026-12-07T22:00",
        }
        for _ in range(2):
            answer = await laptop.post(f"{desk}/1/plan", data=form)
            assert (answer.status_code, answer.url.path) == (200, f"{desk}/1"), "twice is once"
        view = await meeting.view()
        assert (view.title, view.place, view.revision) == ("Winter", None, 2)
        assert view.planned_for.isoformat() == "2026-12-07T19:00:00+00:00"
        assert 'value="2026-12-07T20:00"' in (await laptop.get(f"{desk}/1/plan")).text


async def test_of_two_who_change_a_plan_the_second_sees_what_the_first_wrote(site, build):
    async with a_desk(site, build) as (meeting, laptop, desk):
        await meeting.plan(title="Najaar")
        page = await laptop.get(f"{desk}/1/plan")
        old = first(r'name="revision" value="(\d+)"', page.text)
        await laptop.post(f"{desk}/1/plan", data={"revision": old, "title": "Eerste was hier"})
        stale = await laptop.post(f"{desk}/1/plan", data={"revision": old, "title": "Tweede"})
        assert stale.status_code == 412
        assert "Eerste was hier" in stale.text
        assert 'value="Tweede"' in stale.text, "nothing that was typed is lost"
        assert (await meeting.view()).title == "Eerste was hier"
        fresh = first(r'name="revision" value="(\d+)"', stale.text)
        await laptop.post(f"{desk}/1/plan", data={"revision": fresh, "title": "Tweede"})
        assert (await meeting.view()).title == "Tweede"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        pytest.param({"title": ""}, "title", id="no title"),
        pytest.param({"place": "<b>x</b>"}, "place", id="markup in the place"),
        pytest.param({"planned_for": "2027-03-28T02:30"}, "planned_for", id="no such hour"),
        pytest.param({"off": "1", "because": "Nee"}, "because", id="no reason"),
    ],
)
async def test_a_change_that_cannot_be_is_none(site, build, wrong, field):
    async with a_desk(site, build) as (meeting, laptop, desk):
        await meeting.plan(title="Najaar")
        answer = await laptop.post(
            f"{desk}/1/plan", data={"revision": "1", "title": "Winter"} | wrong
        )
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text
        view = await meeting.view()
        assert (view.title, view.state, view.revision) == ("Najaar", "planned", 1)


async def test_a_sitting_is_called_off_where_its_plan_is_and_then_stays_as_it_is(site, build):
    async with a_desk(site, build) as (meeting, laptop, desk):
        await meeting.plan(title="Najaar")
        for _ in range(2):
            gone = await laptop.post(f"{desk}/1/plan", data={"off": "1", "because": REASON})
            assert (gone.status_code, REASON in gone.text) == (200, True)
        page = await laptop.get(f"{desk}/1/plan")
        assert '<button class="plain" name="off"' not in page.text
        late = await laptop.post(f"{desk}/1/plan", data={"revision": "2", "title": "Toch"})
        assert late.status_code == 409
        assert (await meeting.view()).title == "Najaar"


async def test_one_that_was_opened_is_not_called_off(site, build):
    async with a_desk(site, build) as (meeting, laptop, desk):
        await meeting.debating()
        assert 'name="off"' not in (await laptop.get(f"{desk}/1/plan")).text
        answer = await laptop.post(f"{desk}/1/plan", data={"off": "1", "because": REASON})
        assert answer.status_code == 409
        assert (await meeting.view()).state == "open"


# ── what a phone has already is not sent again ────────────────────────────────
async def test_the_part_about_the_sitting_is_sent_once_for_each_state(site, build):
    async with a_desk(site, build) as (meeting, _, _desk), browser(site) as phone:
        await enter(phone, meeting.hall.codes[0].shown())
        await meeting.debating()
        part = await phone.get("/my-votings/sitting")
        mark = part.headers["etag"]
        again = await phone.get("/my-votings/sitting", headers={"If-None-Match": mark})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", mark)
        await meeting.ask(1)
        changed = await phone.get("/my-votings/sitting", headers={"If-None-Match": mark})
        assert (changed.status_code, changed.headers["etag"] != mark) == (200, True)
        french = await phone.get("/fr/my-votings/sitting", headers={"If-None-Match": mark})
        assert french.status_code == 200


async def test_a_hall_that_asks_at_once_is_answered_each_their_own(site, build):
    """Who speaks, who waits, who listens, in another language, and in another hall."""
    async with AsyncExitStack() as stack:
        meeting, _, _ = await stack.enter_async_context(a_desk(site, build, seats=6))
        other, _, _ = await stack.enter_async_context(a_desk(site, build, seats=1))
        phones = [await stack.enter_async_context(browser(site)) for _ in range(7)]
        codes = [*meeting.hall.codes, *other.hall.codes]
        for phone, code in zip(phones, codes, strict=True):
            await enter(phone, code.shown())
        await meeting.debating()
        await meeting.ask(1)
        await meeting.next()
        await meeting.ask(2)
        await meeting.ask(3)
        parts = await asyncio.gather(
            *(phone.get("/my-votings/sitting") for phone in phones),
            phones[3].get("/fr/my-votings/sitting"),
        )
        words = [part.text for part in parts]
        assert "Je hebt het woord." in words[0]
        assert "Je staat als nummer 1 op de lijst." in words[1]
        assert "Je staat als nummer 2 op de lijst." in words[2]
        assert words[3] == words[4] == words[5]
        assert "Je staat als nummer" not in words[3]
        assert words[6] == ""
        assert "La séance" in words[7]
