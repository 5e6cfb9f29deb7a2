# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Correcting what was published, on pages: written, looked at, published; read by everybody."""

from contextlib import asynccontextmanager

import pytest

from tests.build.house import PASSWORD
from tests.verbs.reading import one
from tests.verbs.test_bring_in import bring
from tests.web.test_hall import browser, site

__all__ = ["site"]

TYPO = "De titel was weggevallen."
HEADINGS = {
    "": "Verbeterd op",
    "/fr": "Corrigé le",
    "/de": "Berichtigt am",
    "/en": "Corrected on",
}
FORM = {"corrects": "1", "title": "Gratis bus", "note": "", "because": TYPO}


@asynccontextmanager
async def a_desk(site, build):
    """A moderator at the desk of a hall with a published outcome."""
    hall = await build.hall(seats=3)
    await build.decided(hall, yes=2, no=1)
    async with browser(site) as laptop:
        await laptop.post("/sign-in", data={"email": hall.email, "password": PASSWORD})
        yield hall, laptop, f"/assemblies/{hall.slug}/desk/1/correction"


async def test_a_moderator_sees_the_difference_before_it_is_published(site, build):
    async with a_desk(site, build) as (hall, laptop, here):
        assert here in (await laptop.get(f"/assemblies/{hall.slug}/desk")).text
        form = (await laptop.get(here)).text
        assert 'name="outcome"' not in form
        assert "komen uit de stembus" in form
        looked = (await laptop.post(here, data=FORM | {"step": "look"})).text
        assert "Wat er verandert" in looked
        assert "Gratis bus" in looked
        assert await one(build, "SELECT count(*) FROM corrections") == 0
        back = (await laptop.post(here, data=FORM | {"step": "write"})).text
        assert 'value="Gratis bus"' in back
        page = await laptop.post(here, data=FORM | {"step": "publish"})
        assert str(page.url).endswith("/resolutions/1")
        assert "Verbeterd op" in page.text
        await laptop.post(here, data=FORM | {"step": "publish"})
        assert await one(build, "SELECT count(*) FROM corrections") == 1


@pytest.mark.parametrize("prefix", HEADINGS)
async def test_everybody_reads_what_it_said_before_in_every_language(site, build, prefix):
    async with a_desk(site, build) as (hall, laptop, here), browser(site) as reader:
        await laptop.post(here, data=FORM | {"step": "publish"})
        at = f"{prefix}/assemblies/{hall.slug}/resolutions"
        page = (await reader.get(f"{at}/1")).text
        assert HEADINGS[prefix] in page
        assert TYPO in page
        assert f'href="{at}/1/records/1"' in page
        for version in (1, 2):
            assert (await reader.get(f"{at}/1/records/{version}")).status_code == 200
        missing = await reader.get(f"{at}/1/records/3")
        assert missing.status_code == 404
        assert "Gratis bus" in (await reader.get(at)).text


async def test_who_comes_second_begins_with_what_the_first_one_wrote(site, build):
    async with a_desk(site, build) as (_, laptop, here):
        await laptop.post(here, data=FORM | {"step": "publish"})
        other = FORM | {"title": "De bus", "because": "Ook de titel was fout."}
        page = await laptop.post(here, data=other | {"step": "publish"})
        assert page.status_code == 412
        assert 'value="Gratis bus"' in page.text
        assert 'name="corrects" value="2"' in page.text
        assert "Ook de titel was fout." in page.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        pytest.param({"because": "?"}, "Schrijf de reden", id="no reason"),
        pytest.param({"title": "<b>Bus</b>"}, "hoogstens 300", id="markup"),
        pytest.param({"note": "<script>"}, "hoogstens 4000", id="markup in the note"),
    ],
)
async def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(site, build, typed, words):
    async with a_desk(site, build) as (_, laptop, here):
        for step in ("look", "publish"):
            page = await laptop.post(here, data=FORM | typed | {"step": step})
            assert page.status_code == 422
            assert words in page.text
            assert 'aria-invalid="true"' in page.text
            assert 'name="corrects" value="1"' in page.text


async def test_history_is_corrected_on_the_desk_with_outcome_day_and_counts(site, build):
    slug = (await bring(build)).slug
    await build.staff("head@example.org", administrator=True)
    async with browser(site) as laptop:
        await laptop.post("/sign-in", data={"email": "head@example.org", "password": PASSWORD})
        here = f"/assemblies/{slug}/desk/2/correction"
        assert 'name="outcome"' in (await laptop.get(here)).text
        form = FORM | {"title": "", "outcome": "adopted", "decided_on": "2024-05-02"}
        wrong = await laptop.post(here, data=form | {"yes": "veel", "no": "", "step": "look"})
        assert wrong.status_code == 422
        assert 'value="veel"' in wrong.text
        counts = {"yes": "12", "no": "0", "abstain": ""}
        page = (await laptop.post(here, data=form | counts | {"step": "publish"})).text
        assert "2 mei 2024" in page
        assert "Voor 12 · Tegen 0" in page
        assert "Niet goedgekeurd" in page, "what it said before"
        listed = (await laptop.get(f"/assemblies/{slug}/resolutions")).text
        assert ">verbeterd<" in listed
