# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Themes on the desk: ticked by moderators, suggested by chapters, kept by administrators."""

import re
from contextlib import asynccontextmanager

from tests.build.documents import accept, read_text
from tests.build.house import PASSWORD
from tests.build.themes import HOUSING, MOBILITY, added, tagged
from tests.verbs.reading import acts
from tests.web.test_desk import a_desk
from tests.web.test_hall import browser, site

__all__ = ["site"]

HEADED = """# Openbare mobiliteit

1. De bus is gratis onder 18.

# Zorg

2. Elke wijk heeft een huisarts.
"""
TICKED = re.compile(r'name="theme" value="([a-z-]+)" checked')


@asynccontextmanager
async def a_chief(site, build):
    """An administrator who signed in."""
    await build.staff("chief@example.org", administrator=True)
    async with browser(site) as laptop:
        await laptop.post("/sign-in", data={"email": "chief@example.org", "password": PASSWORD})
        yield laptop


async def test_what_is_ticked_is_set_and_what_others_did_meanwhile_stays(site, build):
    async with a_desk(site, build) as (hall, laptop, desk):
        empty = await laptop.get(f"{desk}/1/themes")
        assert "Er zijn nog geen thema’s." in empty.text
        for slug, labels in (("mobiliteit", MOBILITY), ("wonen", HOUSING), ("zorg", MOBILITY)):
            await added(build, slug, labels)
        await tagged(build, hall, 1, "mobiliteit")
        page = await laptop.get(f"{desk}/1/themes")
        assert TICKED.findall(page.text) == ["mobiliteit"]
        await tagged(build, hall, 1, "zorg")
        back = await laptop.post(
            f"{desk}/1/themes", data={"before": "mobiliteit", "theme": ["wonen"]}
        )
        assert back.url.path == desk
        page = await laptop.get(f"{desk}/1/themes")
        assert sorted(TICKED.findall(page.text)) == ["wonen", "zorg"]
        gone = await laptop.post(f"{desk}/1/themes", data={"theme": ["lucht"]})
        assert gone.status_code == 404
        assert "Dit thema bestaat niet" in gone.text


async def test_after_publication_too(site, build):
    async with a_desk(site, build) as (hall, laptop, desk):
        await build.decided(hall, yes=2, no=1)
        await added(build, "wonen", HOUSING)
        await laptop.post(f"{desk}/2/themes", data={"theme": ["wonen"]})
        shown = (await laptop.get(f"/assemblies/{hall.slug}/resolutions/2")).text
        assert 'href="/themes/wonen">Wonen</a>' in shown


async def test_a_chapter_suggests_and_nobody_but_the_moderator_ticks(site, build):
    async with a_desk(site, build) as (hall, laptop, desk):
        await accept(build, hall, await read_text(build, hall, HEADED.encode(), "plan.md"))
        await added(build, "mobiliteit")
        await added(build, "wonen", HOUSING)
        page = (await laptop.get(f"{desk}/2/themes")).text
        assert '<q lang="nl">Openbare mobiliteit</q>' in page
        suggested, others = page.split("Andere thema’s")
        assert 'value="mobiliteit"' in suggested
        assert 'value="wonen"' in others
        assert TICKED.findall(page) == []
        other = (await laptop.get(f"{desk}/3/themes")).text
        assert "Het hoofdstuk doet denken aan" not in other
    assert "tag_resolution" not in await acts(build)


async def test_administrators_add_rename_merge_and_remove(site, build):
    async with a_chief(site, build) as laptop:
        typed = {"nl": "Openbaar vervoer", "fr": "Transports", "de": "Verkehr", "en": "Transport"}
        wrong = await laptop.post("/desk/themes", data=typed | {"fr": "", "uri": "x"})
        assert wrong.status_code == 422
        assert 'id="fr-error"' in wrong.text
        assert 'value="Openbaar vervoer"' in wrong.text
        made = await laptop.post("/desk/themes", data=typed)
        assert 'href="/desk/themes/openbaar-vervoer"' in made.text
        again = await laptop.post("/desk/themes", data=HOUSING | {"slug": "openbaar-vervoer"})
        assert 'id="slug-error"' in again.text
        await laptop.post("/desk/themes", data=HOUSING)
        here = "/desk/themes/openbaar-vervoer"
        words = typed | {"nl": "Vervoer", "revision": "1"}
        assert "Vervoer</a>" in (await laptop.post(f"{here}/words", data=words)).text
        stale = await laptop.post(f"{here}/words", data=typed | {"revision": "1"})
        assert stale.status_code == 412
        assert 'value="Vervoer"' in stale.text
        bad = await laptop.post(f"{here}/words", data=words | {"en": "x" * 90, "revision": "2"})
        assert 'id="en-error"' in bad.text
        merged = await laptop.post(f"{here}/merger", data={"into": "wonen"})
        assert here not in merged.text
        kept = await laptop.post("/desk/themes/wonen/removal")
        assert kept.status_code == 409
        assert "Dit thema is in gebruik" in kept.text
        await added(build, "lucht")
        assert "lucht" not in (await laptop.post("/desk/themes/lucht/removal")).text
        assert (await laptop.post("/desk/themes/wonen/applause")).status_code == 404


async def test_the_list_is_offered_to_administrators_only(site, build):
    async with a_desk(site, build) as (hall, laptop, desk):
        assert "/desk/themes" not in (await laptop.get(desk)).text
        assert (await laptop.get("/desk/themes")).status_code == 403
        async with a_chief(site, build) as other:
            assert 'href="/desk/themes"' in (await other.get(desk)).text
            assert 'href="/desk/themes"' in (await other.get(f"{desk}/1/themes")).text
            assert hall.slug in (await other.get(desk)).text
