# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everybody reads a resolution in the own language as far as it is translated, and is told so."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from assembly.resolutions.rules.lifecycle import State
from assembly.sittings.rules.agenda import Planned
from assembly.sittings.rules.lifecycle import ItemKind
from assembly.web.projector import TURN, turn_of
from tests.build.amending import Amending, replace_
from tests.build.sitting import Meeting
from tests.web.test_hall import browser, enter, site, tracker_on

__all__ = ["site"]

NOW = "/my-votings/now"
OWN = "Gratis bus onder 18."
FRENCH = "Bus gratuit avant 18 ans."


async def translated(build, hall, *, title="De bus", french="Le bus"):
    """On the table in Dutch with a title; in French too."""
    drafted = await build.draft(hall, OWN, title=title)
    await build.translate(hall, drafted, "fr", FRENCH, title=french)
    return await build.move(hall, drafted, State.TABLED)


async def test_the_ballot_is_in_the_language_of_its_reader_and_says_what_it_is(site, build):
    hall = await build.hall(seats=2)
    text = await translated(build, hall)
    voting = await build.open_on(hall, text)
    page = f"/assemblies/{hall.slug}/resolutions/{text.number}"
    async with browser(site) as phone:
        await enter(phone, hall.codes[0].shown())
        for _ in range(2):  # the second time they are kept ones
            pages = [await phone.get(prefix + NOW) for prefix in ("", "/fr", "/de")]
            assert len({page.headers["etag"] for page in pages}) == 3
            dutch, french, german = [page.text for page in pages]
            assert f'<div class="body" lang="nl">\n<p>{OWN}</p>' in dutch
            assert "Oorspronkelijke tekst" not in dutch
            assert FRENCH not in dutch + german
            assert f'<div class="body" lang="fr">\n<p>{FRENCH}</p>' in french
            assert '<p class="titled" lang="fr">Le bus</p>' in french
            assert OWN not in french
            assert f'href="/fr{page}?text=own" hreflang="nl"' in french
            assert "Originaltext auf Niederländisch" in german
            assert f'href="/fr{page}" lang="fr" hreflang="fr">Français' in german
        own = await phone.get(f"/fr{page}?text=own")
        assert OWN in own.text
        assert FRENCH not in own.text
        tracker = tracker_on((await phone.get(f"/fr{NOW}")).text)
        sent = {"choice": "yes", "tracker": tracker}
        for step in ("choice", "ballot"):
            told = await phone.post(f"/fr/votings/{voting.id}/{step}", data=sent)
            assert '<span lang="fr">Le bus</span>' in told.text
        told = await phone.post(f"/de/votings/{voting.id}/ballot", data=sent)
        assert '<span lang="nl">De bus</span> <span class="tongue">Original' in told.text


async def test_a_translation_that_comes_during_a_voting_is_there_at_once(site, build):
    hall = await build.hall(seats=1)
    drafted = await build.draft(hall, OWN)
    text = await build.move(hall, drafted, State.TABLED)
    await build.open_on(hall, text)
    async with browser(site) as phone, browser(site) as screen:
        await enter(phone, hall.codes[0].shown())
        looks = [(phone, f"/fr{NOW}"), (screen, f"/fr/assemblies/{hall.slug}/projector/now")]
        before = [await one.get(path) for one, path in looks]
        await build.translate(hall, text, "fr", FRENCH)
        for (one, path), old in zip(looks, before, strict=True):
            assert OWN in old.text
            new = await one.get(path, headers={"If-None-Match": old.headers["etag"]})
            assert new.status_code == 200
            assert FRENCH in new.text
            assert OWN not in new.text


async def test_words_that_changed_since_stand_in_the_own_language_and_are_marked(site, build):
    hall = await build.hall(seats=5)
    amending = Amending(build, hall)
    text = await amending.table(OWN, "Vanaf 2027.")
    await build.translate(hall, text, "fr", FRENCH, "Dès 2027.")
    filed = await amending.file(replace_("p1", "Gratis bus onder 21."), on=text.number)
    await amending.admit(filed.number, on=text.number)
    await amending.decide(filed.number, choices=["yes"] * 5, on=text.number)
    await amending.keep_up(text.id)
    await build.open_on(hall, text)
    async with browser(site) as phone:
        await enter(phone, hall.codes[0].shown())
        for path in (
            NOW,
            f"/assemblies/{hall.slug}/projector/now",
            f"/assemblies/{hall.slug}/resolutions/{text.number}",
        ):
            shown = (await phone.get(f"/fr{path}")).text
            assert FRENCH not in shown, "nobody reads what is no longer proposed"
            assert '<p lang="nl">Gratis bus onder 21.</p>' in shown
            assert "<p>Dès 2027.</p>" in shown
            assert "Le texte a changé depuis" in shown
            assert "Le texte a changé" not in (await phone.get(path)).text


async def test_changes_are_shown_in_the_language_that_decides_and_say_so(site, build):
    hall = await build.hall(seats=2)
    amending = Amending(build, hall)
    text = await amending.table(OWN)
    filed = await amending.file(
        replace_("p1", "Gratis bus onder 21."), on=text.number, reason="Ja."
    )
    await amending.admit(filed.number, on=text.number)
    await amending.open(filed.number, on=text.number)
    here = f"/assemblies/{hall.slug}"
    async with browser(site) as phone:
        await enter(phone, hall.codes[0].shown())
        for path in (
            NOW,
            f"{here}/projector/now",
            f"{here}/resolutions/{text.number}/amendments/{filed.number}",
        ):
            shown = (await phone.get(f"/fr{path}")).text
            assert "Texte original en néerlandais" in shown, path
            assert re.search(r'class="body redline" lang="nl"', shown), path
            assert "Oorspronkelijke tekst" not in (await phone.get(path)).text


async def test_lists_the_agenda_and_results_name_it_in_the_language_of_the_reader(site, build):
    hall = await build.hall(seats=3)
    text = await translated(build, hall)
    other = await build.tabled(hall, "Meer bomen op elk plein.")
    meeting = Meeting(build, hall)
    await meeting.debating(*(Planned(ItemKind.DECISION, resolution=n) for n in (text.number, 2)))
    here = f"/assemblies/{hall.slug}"
    async with browser(site) as phone:
        await enter(phone, hall.codes[0].shown())
        assert '<span lang="fr">Le bus</span>' in (await phone.get("/fr/my-votings/sitting")).text
        voting = await build.open_on(hall, text)
        await build.cast_all(hall, voting, ["yes", "yes", "no"])
        for step in (build.close, build.count, build.publish):
            await step(voting)
        french = (await phone.get(f"/fr{NOW}")).text
        assert '<span class="titled" lang="fr">Le bus</span>' in french
        for path in (here, f"{here}/resolutions"):
            shown = (await phone.get(f"/fr{path}")).text
            assert "Le bus" in shown
            assert "De bus" not in shown
            assert 'lang="nl">Meer bomen' in shown or '"nl"><h2><a class="derived"' in shown
            assert "Ce qui n’est pas traduit" in shown
            dutch = (await phone.get(path)).text
            assert "Wat niet vertaald is" not in dutch
            assert "Le bus" not in dutch
        assert FRENCH in (await phone.get(f"/fr{here}/resolutions")).text
    assert other.number == 2


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        pytest.param("", "nl", id="as the address says"),
        pytest.param("?lang=fr", "fr", id="the one that is asked for"),
        pytest.param("?lang=fr,fr", "fr", id="the same twice is one"),
        pytest.param("?lang=xx", "nl", id="a language nobody speaks here is none"),
    ],
)
async def test_a_projector_speaks_the_language_that_is_asked_for(site, build, asked, shown):
    hall = await build.hall(seats=1)
    await build.open_on(hall, await translated(build, hall))
    async with browser(site) as screen:
        page = await screen.get(f"/assemblies/{hall.slug}/projector{asked}")
        part = await screen.get(f"/assemblies/{hall.slug}/projector/now{asked}")
    assert page.headers["content-language"] == part.headers["content-language"] == shown
    assert f'<html lang="{shown}"' in page.text
    assert (FRENCH in part.text) is (shown == "fr")
    assert f"projector/now{'?lang=fr' if shown == 'fr' else ''}" in page.text
    assert "data-turn" not in page.text


async def test_a_projector_shows_several_languages_in_turn(site, build):
    hall = await build.hall(seats=1)
    await Meeting(build, hall).debating()
    await build.open_on(hall, await translated(build, hall))
    address = f"/assemblies/{hall.slug}/projector"
    async with browser(site) as screen:
        page = await screen.get(f"{address}?lang=fr,nl")
        assert f'data-turn="{TURN}"' in page.text
        assert '<html lang="fr"' in page.text, "the strip is in the first one"
        assert "/projector/now?lang=fr,nl" in page.text
        codes = set()
        for order in ("fr,nl", "nl,fr"):
            part = await screen.get(f"{address}/now?lang={order}")
            spoken = part.headers["content-language"]
            assert f'lang="{spoken}"' in part.text
            assert (FRENCH in part.text) is (spoken == "fr")
            codes.update(re.findall(r'class="address"[^>]*>([^<]+)', part.text))
    assert len(codes) == 2, "whom to join at is told by the first language alone"


def test_every_language_has_its_turn_and_all_screens_agree():
    start = datetime(2026, 1, 1, tzinfo=UTC)
    seconds = [start + timedelta(seconds=one) for one in range(3 * TURN * 4)]
    seen = [turn_of(("nl", "fr", "de"), at) for at in seconds]
    for language in ("nl", "fr", "de"):
        assert seen.count(language) == len(seen) // 3
    assert sum(one != other for one, other in pairwise(seen)) in (11, 12)
