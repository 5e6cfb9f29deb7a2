# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages for writing: one box, nothing lost, and from the draft to the printed copy."""

import html
import re
from contextlib import asynccontextmanager
from uuid import uuid4

from assembly.resolutions.rules.lifecycle import State
from tests.build.house import PASSWORD
from tests.verbs.reading import one
from tests.web.test_hall import browser, enter, site

__all__ = ["site"]

TEXT = "Wij besluiten:\na. bus;\n  - gratis\nb. tram."


@asynccontextmanager
async def a_phone(site, hall, index=0):
    async with browser(site) as phone:
        await enter(phone, hall.codes[index].shown())
        yield phone


@asynccontextmanager
async def a_desk(site, hall):
    async with browser(site) as laptop:
        await laptop.post("/sign-in", data={"email": hall.email, "password": PASSWORD})
        yield laptop


def typed_in(page: str) -> str:
    found = re.search(r'<textarea class="long"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


async def test_a_participant_writes_submits_and_reads_why_it_came_back(site, build):
    hall = await build.hall(seats=1)
    drafts = f"/assemblies/{hall.slug}/drafts"
    async with a_phone(site, hall) as phone, a_desk(site, hall) as laptop:
        assert f"{drafts}" in (await phone.get("/my-votings")).text
        form = await phone.get(f"{drafts}/new")
        assert "Schrijf een resolutie" in form.text
        page = await phone.post(drafts, data={"title": "Bus & tram", "text": TEXT, "id": ""})
        assert page.url.path == f"{drafts}/1"
        assert typed_in(page.text) == TEXT
        assert "Bus &amp; tram" in page.text
        submitted = await phone.post(f"{drafts}/1/submission", data={"revision": "1"})
        assert "Ingediend" in submitted.text
        assert "<textarea" not in submitted.text
        desk = await laptop.get(f"/assemblies/{hall.slug}/desk")
        assert "Lezen, bewerken of teruggeven" in desk.text
        short = await laptop.post(f"{drafts}/1/return", data={"revision": "2", "because": "Nee."})
        assert short.status_code == 422
        assert "Nee." in short.text
        reason = "De kosten staan er niet in."
        await laptop.post(f"{drafts}/1/return", data={"revision": "2", "because": reason})
        back = await phone.get(f"{drafts}/1")
        assert reason in back.text
        assert typed_in(back.text) == TEXT
        await phone.post(f"{drafts}/1/submission", data={"revision": "3"})
        await laptop.post(f"/assemblies/{hall.slug}/desk/1/tabling", data={"revision": "4"})
    assert await one(build, "SELECT state FROM resolutions") == "tabled"


async def test_a_form_on_a_text_that_changed_shows_both_and_loses_nothing(site, build):
    hall = await build.hall(seats=1)
    await build.proposed(hall)
    here = f"/assemblies/{hall.slug}/drafts/1"
    async with a_phone(site, hall) as phone, a_desk(site, hall) as laptop:
        await laptop.post(here, data={"text": "Van de moderator.", "revision": "1"})
        stale = await phone.post(here, data={"text": "Van mij.", "revision": "1"})
        assert stale.status_code == 412
        assert "Van de moderator." in stale.text
        assert typed_in(stale.text) == "Van mij."
        assert 'name="revision" value="2"' in stale.text
        saved = await phone.post(here, data={"text": "Van mij.", "revision": "2"})
        assert saved.status_code == 200
        assert typed_in(saved.text) == "Van mij."
    assert await one(build, "SELECT current_version FROM resolutions") == 3


async def test_what_was_typed_when_it_was_tabled_meanwhile_is_still_there(site, build):
    hall = await build.hall(seats=1)
    proposed = await build.proposed(hall)
    here = f"/assemblies/{hall.slug}/drafts/1"
    async with a_phone(site, hall) as phone:
        for to in (State.SUBMITTED, State.TABLED):
            await build.move(hall, proposed, to)
        late = await phone.post(here, data={"text": "Te laat.", "revision": "1"})
    assert late.status_code == 409
    assert typed_in(late.text) == "Te laat."


async def test_a_form_that_is_sent_twice_drafts_once(site, build):
    hall = await build.hall(seats=1)
    drafts = f"/assemblies/{hall.slug}/drafts"
    form = {"text": "Gratis bus.", "id": str(uuid4())}
    async with a_phone(site, hall) as phone:
        pages = [await phone.post(drafts, data=form) for _ in range(2)]
    assert [page.url.path for page in pages] == [f"{drafts}/1"] * 2
    assert await one(build, "SELECT count(*) FROM resolutions") == 1


async def test_a_text_that_cannot_be_kept_comes_back_with_its_place(site, build):
    hall = await build.hall(seats=1)
    drafts = f"/assemblies/{hall.slug}/drafts"
    async with a_phone(site, hall) as phone:
        refused = await phone.post(drafts, data={"text": "Goed.\n\nJa\u202een", "title": "Bus"})
        assert refused.status_code == 422
        assert "stuk 2" in refused.text
        assert typed_in(refused.text) == "Goed.\n\nJa\u202een"
        assert 'value="Bus"' in refused.text
        long = await phone.post(drafts, data={"text": "x" * 1_000_000})
        assert long.status_code == 422
        assert (await phone.post(drafts, data={"text": "x" * 2_200_000})).status_code == 413


async def test_a_participant_joins_what_is_on_the_table_and_leaves_again(site, build):
    hall = await build.hall(seats=2)
    await build.tabled(hall)
    here = f"/assemblies/{hall.slug}"
    async with a_phone(site, hall, 1) as phone:
        assert "Word mede-indiener" in (await phone.get(f"{here}/drafts/1")).text
        joined = await phone.post(f"{here}/drafts/1/joining", data={})
        assert "Zetel 2" in joined.text
        assert "Zetel 2" in (await phone.get(f"{here}/resolutions/1")).text
        await phone.post(f"{here}/drafts/1/leaving", data={})
        assert "Zetel 2" not in (await phone.get(f"{here}/resolutions/1")).text


async def test_moderators_name_sponsors_and_take_them_off(site, build):
    hall = await build.hall(seats=2)
    await build.proposed(hall)
    here = f"/assemblies/{hall.slug}/drafts/1"
    async with a_desk(site, hall) as laptop:
        await laptop.post(f"{here}/naming", data={"seat": "2", "body": ""})
        named = await laptop.post(f"{here}/naming", data={"body": "Jeugdraad"})
        assert "Jeugdraad" in named.text
        assert "Zetel 2" in named.text
        nobody = await laptop.post(f"{here}/naming", data={"seat": "77"})
        assert nobody.status_code == 404
        assert 'value="77"' in nobody.text
        assert (await laptop.post(f"{here}/naming", data={})).status_code == 422
        gone = await laptop.post(f"{here}/ending", data={"line": "3"})
        assert "Jeugdraad" not in gone.text
        assert (await laptop.post(f"{here}/ending", data={"line": "x"})).status_code == 404
    async with a_phone(site, hall, 1) as phone:
        assert (await phone.post(f"{here}/naming", data={"seat": "2"})).status_code == 403
    assert await one(build, "SELECT count(*) FROM sponsors WHERE left_at IS NULL") == 2


async def test_a_stranger_s_draft_has_no_page(site, build):
    hall = await build.hall(seats=2)
    await build.proposed(hall)
    async with a_phone(site, hall, 1) as phone:
        here = f"/assemblies/{hall.slug}/drafts/1"
        assert (await phone.get(here)).status_code == 404
        for step in ("submission", "withdrawal", "leaving", "joining", "tabling", "dance"):
            answer = await phone.post(f"{here}/{step}", data={})
            assert answer.status_code in {403, 404}, step
    assert await one(build, "SELECT revision FROM resolutions") == 1


async def test_a_reader_sees_the_translation_marked_and_the_way_to_the_text(site, build):
    hall = await build.hall(seats=0)
    tabled = await build.tabled(hall)
    await build.translate(hall, tabled, "fr", "Bus gratuit avant 18 ans.")
    here = f"/assemblies/{hall.slug}/resolutions/1"
    async with browser(site) as reader:
        dutch = (await reader.get(here)).text
        french = (await reader.get(f"/fr{here}")).text
        own = (await reader.get(f"/fr{here}?text=own")).text
        german = (await reader.get(f"/de{here}")).text
    assert '<div class="body" lang="fr">' in french
    assert "Bus gratuit avant 18 ans." in french
    assert f'href="/fr{here}?text=own"' in french
    for page in (dutch, own, german):
        assert '<div class="body" lang="nl">' in page
        assert "Bus gratuit" not in page
        assert f'href="/fr{here}"' in page


async def test_the_printed_copy_has_a_number_before_every_line(site, build):
    hall = await build.hall(seats=0)
    await build.draft(hall, "woord " * 60)
    resolution = await build.draft(hall, "Kort.")
    await build.move(hall, resolution, State.TABLED)
    here = f"/assemblies/{hall.slug}/resolutions"
    async with browser(site) as reader, a_desk(site, hall) as laptop:
        assert (await reader.get(f"{here}/1/print")).status_code == 404
        page = (await laptop.get(f"{here}/1/print")).text
        assert re.findall(r"<b>(\d+)</b>", page) == ["1", "2", "3", "4", "5"]
        assert page.count('class="fifth"') == 1
        short = await reader.get(f"{here}/2/print")
        assert "<b>1</b><span>Kort.</span>" in short.text
        text = await reader.get(f"{here}/2/print.txt")
        assert text.headers["content-type"] == "text/plain; charset=utf-8"
        assert text.text.splitlines()[-1] == "   1  Kort."


async def test_a_moderator_writes_a_further_version_of_a_text_on_the_table(site, build):
    hall = await build.hall(seats=1)
    proposed = await build.proposed(hall)
    for to in (State.SUBMITTED, State.TABLED):
        await build.move(hall, proposed, to)
    here = f"/assemblies/{hall.slug}/drafts/1"
    why = "Het jaar was verkeerd."
    async with a_phone(site, hall) as phone, a_desk(site, hall) as laptop:
        assert "<textarea" not in (await phone.get(here)).text
        assert 'name="because"' in (await laptop.get(here)).text
        form = {"text": "Vanaf 2028.", "revision": "3", "because": "Zo."}
        assert (await phone.post(here, data=form)).status_code == 403
        short = await laptop.post(here, data=form)
        assert (short.status_code, typed_in(short.text)) == (422, "Vanaf 2028.")
        assert "Zo.</textarea>" in short.text
        stale = await laptop.post(here, data=form | {"because": why, "revision": "2"})
        assert (stale.status_code, typed_in(stale.text)) == (412, "Vanaf 2028.")
        assert f"{why}</textarea>" in stale.text
        made = await laptop.post(here, data=form | {"because": why})
        assert made.url.path == f"/assemblies/{hall.slug}/resolutions/1/compare"
        assert why in made.text
        assert "<ins>" in made.text
        assert why in (await phone.get(f"/assemblies/{hall.slug}/resolutions/1")).text
