# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What happened next on pages: for everybody in four languages, and written at the desk."""

import re
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from assembly.clock import now
from assembly.follow_up.rules.dossier import Kind, Told, today_in
from assembly.follow_up.write import write_entry
from tests.build.house import BY, PASSWORD
from tests.web.test_hall import browser, site

__all__ = ["site"]

DRAWN = re.compile(r'name="id" value="([^"]+)"')
HEADINGS = {
    "": "Wat daarna gebeurde",
    "/fr": "Ce qui s’est passé ensuite",
    "/de": "Was danach geschah",
    "/en": "What happened next",
}


def day(of: int) -> str:
    return (today_in("Europe/Brussels", now()) + timedelta(days=of)).isoformat()


@asynccontextmanager
async def a_desk(site, build):
    """A moderator at the desk of a hall with an adopted resolution and one that is not."""
    hall = await build.hall(seats=3)
    await build.decided(hall, yes=2, no=1)
    await build.decided(hall, yes=1, no=2)
    async with browser(site) as laptop:
        await laptop.post("/sign-in", data={"email": hall.email, "password": PASSWORD})
        yield hall, laptop


@pytest.mark.parametrize("prefix", HEADINGS)
async def test_everybody_reads_it_in_every_language(site, build, prefix):
    async with a_desk(site, build) as (hall, _), browser(site) as reader:
        for place in ("/follow-up", "/resolutions/1/follow-up", "/resolutions/1"):
            page = await reader.get(f"{prefix}/assemblies/{hall.slug}{place}")
            assert page.status_code == 200, place
            assert HEADINGS[prefix] in page.text, place
        unadopted = await reader.get(f"{prefix}/assemblies/{hall.slug}/resolutions/2")
        assert unadopted.status_code == 200
        assert "/resolutions/2/follow-up" not in unadopted.text


async def test_what_nobody_wrote_is_not_recorded_and_what_is_late_is_said_in_words(site, build):
    async with a_desk(site, build) as (hall, _), browser(site) as reader:
        here = f"/assemblies/{hall.slug}/resolutions/1/follow-up"
        assert "niet geregistreerd" in (await reader.get(here)).text
        async with build.sessions.begin() as session:
            due = today_in("Europe/Brussels", now()) - timedelta(days=2)
            told = Told(Kind.DUE, on=due)
            await write_entry(session, hall.assembly, 1, told, at=now(), by=BY)
        for address in (here, f"/assemblies/{hall.slug}/follow-up?state=overdue"):
            assert "Het antwoord is 2 dagen te laat." in (await reader.get(address)).text
        assert "2 dagen" in (await reader.get(f"/assemblies/{hall.slug}/resolutions/1")).text
        done = await reader.get(f"/assemblies/{hall.slug}/follow-up?state=done")
        assert "Voor geen enkele resolutie staat het zo." in done.text


async def test_a_moderator_writes_at_the_desk_and_a_form_that_is_sent_twice_writes_once(
    site, build
):
    async with a_desk(site, build) as (hall, laptop):
        desk = f"/assemblies/{hall.slug}/desk/follow-up"
        listed = (await laptop.get(desk)).text
        assert f"{desk}/1" in listed
        assert f"{desk}/2" not in listed
        form = await laptop.get(f"{desk}/1?write=addressee")
        entry = {"kind": "addressee", "text": "Gemeenteraad", "id": DRAWN.findall(form.text)[0]}
        await laptop.post(f"{desk}/1", data=entry)
        page = await laptop.post(f"{desk}/1", data=entry)
        assert page.status_code == 200
        assert page.text.count("genoteerd door de moderatoren") == 1
        step = {"kind": "step", "text": "Studie", "state": "planned", "on": day(5)}
        await laptop.post(f"{desk}/1", data=step)
        done = step | {"text": "Studie klaar", "state": "done", "on": day(0), "step": "1"}
        page = await laptop.post(f"{desk}/1", data=done)
        assert "Uitgevoerd" in page.text
        assert page.text.count("genoteerd door de moderatoren") == 3


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        pytest.param({"kind": "addressee", "text": ""}, "Vul dit in", id="nobody"),
        pytest.param({"kind": "due", "on": "morgen"}, "Kies een dag.", id="no day"),
        pytest.param({"kind": "answer", "text": "Ja", "on": day(3)}, "Kies een dag.", id="ahead"),
        pytest.param(
            {"kind": "answer", "text": "Ja", "on": day(0), "link": "javascript:alert(1)"},
            "Schrijf een volledig adres",
            id="no address",
        ),
    ],
)
async def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(site, build, entry, words):
    async with a_desk(site, build) as (hall, laptop):
        here = f"/assemblies/{hall.slug}/desk/follow-up/1"
        page = await laptop.post(here, data=entry)
        assert page.status_code == 422
        assert words in page.text
        assert 'aria-invalid="true"' in page.text
        assert "genoteerd door" not in page.text
        if entry.get("link"):
            assert f'value="{entry["link"]}"' in page.text
            assert f'href="{entry["link"]}"' not in page.text
