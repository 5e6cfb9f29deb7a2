# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Translating on a page: a box for each piece, nothing lost, and whose turn it is."""

import html
import re

from assembly.resolutions.rules.lifecycle import State
from tests.web.test_amendment_pages import said
from tests.web.test_drafts import a_desk, a_phone
from tests.web.test_hall import browser, site

__all__ = ["site"]


def boxes(page: str) -> dict[str, str]:
    """What the form would send again."""
    sent = dict(re.findall(r'<input type="hidden" name="([a-z]+)" value="([^"]*)">', page))
    found = re.findall(r'name="(words-[^"]+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return sent | {name: html.unescape(words) for name, words in found}


async def test_a_moderator_translates_and_everybody_reads_it(site, build):
    hall = await build.hall(seats=0)
    tabled = await build.tabled(hall, "Gratis bus & tram.")
    here = f"/assemblies/{hall.slug}"
    form = f"{here}/drafts/{tabled.number}/translations/fr"
    async with a_desk(site, hall) as laptop, browser(site) as reader:
        assert f'href="{form}"' in (await laptop.get(f"{here}/drafts/{tabled.number}")).text
        page = (await laptop.get(form)).text
        assert "Gratis bus &amp; tram." in page
        sent = boxes(page) | {"title": "Bus", "words-p1": "Bus & tram gratuits."}
        saved = await laptop.post(form, data=sent)
        assert boxes(saved.text)["words-p1"] == "Bus & tram gratuits."
        twice = await laptop.post(form, data=sent)
        assert twice.status_code == 200
        public = (await reader.get(f"/fr{here}/resolutions/{tabled.number}")).text
        assert "Bus &amp; tram gratuits." in public
        assert (await reader.get(form)).url.path == "/sign-in"
        for other in ("nl", "xx"):
            wrong = form.replace("/fr", f"/{other}")
            assert (await laptop.get(wrong)).status_code == 404


async def test_what_is_missing_is_marked_and_what_was_typed_comes_back(site, build):
    hall = await build.hall(seats=0)
    tabled = await build.tabled(hall)
    form = f"/assemblies/{hall.slug}/drafts/{tabled.number}/translations/fr"
    async with a_desk(site, hall) as laptop:
        sent = boxes((await laptop.get(form)).text)
        empty = await laptop.post(form, data=sent | {"title": "Bus gratuit"})
        assert empty.status_code == 422
        assert 'aria-invalid="true"' in empty.text
        assert 'value="Bus gratuit"' in empty.text
        markup = await laptop.post(form, data=sent | {"words-p1": "Bus <b>gratuit</b>."})
        assert markup.status_code == 422
        assert boxes(markup.text)["words-p1"] == "Bus <b>gratuit</b>."


async def test_two_translators_lose_nothing(site, build):
    hall = await build.hall(seats=0)
    tabled = await build.tabled(hall)
    form = f"/assemblies/{hall.slug}/drafts/{tabled.number}/translations/fr"
    async with a_desk(site, hall) as one, a_desk(site, hall) as other:
        sent = boxes((await one.get(form)).text)
        await other.post(form, data=sent | {"words-p1": "De l’autre."})
        stale = await one.post(form, data=sent | {"words-p1": "De moi."})
        assert stale.status_code == 412
        assert "De l’autre." in stale.text
        assert boxes(stale.text)["words-p1"] == "De moi."
        saved = await one.post(form, data=boxes(stale.text))
    assert boxes(saved.text)["words-p1"] == "De moi."


async def test_a_sponsor_translates_while_it_is_theirs_and_nobody_else(site, build):
    hall = await build.hall(seats=2)
    proposed = await build.proposed(hall)
    form = f"/assemblies/{hall.slug}/drafts/1/translations/fr"
    async with a_phone(site, hall) as phone, a_phone(site, hall, 1) as stranger:
        sent = boxes((await phone.get(form)).text) | {"words-p1": "Bus gratuit."}
        assert (await stranger.get(form)).status_code == 404
        assert (await stranger.post(form, data=sent)).status_code == 404
        assert boxes((await phone.post(form, data=sent)).text)["words-p1"] == "Bus gratuit."
        await phone.post(
            f"/assemblies/{hall.slug}/drafts/1",
            data={"text": "Gratis bus onder 19.", "revision": "1"},
        )
        changed = (await phone.get(form)).text
        assert "Veranderd sinds de vertaling" in said(changed)
        await build.move(hall, proposed, State.SUBMITTED)
        late = await phone.post(form, data=boxes(changed) | {"words-p1": "Bus gratuit sous 19."})
        assert late.status_code == 409
        assert "Bus gratuit sous 19." in late.text
        assert "<button>" not in late.text
