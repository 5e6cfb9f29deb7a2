# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What becomes of an amendment, on its page, in the list and on the desk."""

import re

import pytest
from sqlalchemy import update

from assembly.clock import now
from assembly.identity.enrol import appoint_moderator
from assembly.identity.models import Person
from assembly.resolutions.rules.lifecycle import Hand
from assembly.resolutions.sponsor import name_seat
from tests.build.amending import Amending, delete, insert_after, replace_
from tests.build.house import BY
from tests.verbs import reading
from tests.verbs.planning import annul
from tests.web.test_amendment_pages import BUS, TO_21, WHEN, WHO, here, said
from tests.web.test_desk_amendments import desk
from tests.web.test_drafts import a_desk, a_phone
from tests.web.test_hall import browser, enter, site

__all__ = ["site"]

TO_25 = replace_("p1", "Gratis bus onder 25.")
LONG = "De bus is gratis voor iedereen. De tram is dat nog niet."


@pytest.fixture
async def amending(build) -> Amending:
    return Amending(build, await build.hall(seats=3))


@pytest.fixture
async def text(amending):
    return await amending.table(BUS, WHEN, WHO)


async def stuck(build, amending, text):
    """Amendment 2 is about words that are no longer there: what put them there was annulled."""
    await amending.admitted(TO_21)
    first = await amending.decide(1)
    await amending.keep_up(text.id)
    await amending.file(replace_("p1", "Gratis bus onder 23."), version=2, seat=0)
    await amending.admit(2)
    await annul(build, first, "De lijst van kiezers klopte niet.")


# ── taken over ────────────────────────────────────────────────────────────────
async def test_a_sponsor_takes_an_amendment_over_after_being_asked_once(
    site, build, amending, text
):
    await amending.admitted(TO_21)
    await amending.admitted(TO_25)
    async with build.sessions.begin() as session:
        where = amending.hall.assembly.id
        await name_seat(session, where, 1, 1, at=now(), by=BY, hand=Hand.MODERATOR)
    one = here(amending, "/amendments/1")
    async with a_phone(site, amending.hall) as sponsor, a_phone(site, amending.hall, 1) as other:
        assert "/taking-over" not in (await other.get(one)).text
        assert (await other.post(f"{one}/taking-over", data={"sure": "1"})).status_code == 403
        asked = said((await sponsor.post(f"{one}/taking-over")).text)
        assert "Dit amendement overnemen?" in asked
        assert (await amending.all(text.id))[1].state == "admissible"
        done = said((await sponsor.post(f"{one}/taking-over", data={"sure": "1"})).text)
        assert "Overgenomen door een indiener" in done
        twice = await sponsor.post(f"{one}/taking-over", data={"sure": "1"})
        assert twice.status_code in {200, 409}
        fell = said((await other.get(here(amending, "/amendments/2"))).text)
        assert "amendement 1 is" in fell
        await amending.keep_up(text.id)
        page = said((await other.get(here(amending))).text)
    assert "overgenomen door een indiener, zonder stemming" in page


# ── supported ─────────────────────────────────────────────────────────────────
async def test_a_moderator_who_holds_a_seat_supports_as_any_other(site, build, amending, text):
    await amending.file(TO_21, seat=1)
    person = await reading.one(build, "SELECT person_id FROM seats WHERE number = 1")
    async with build.sessions.begin() as session:
        await session.execute(
            update(Person)
            .where(Person.id == person)
            .values(is_staff=True, email="both@example.org")
        )
        await appoint_moderator(session, amending.hall.assembly.id, person, at=now(), by=BY)
    mine = here(amending, "/amendments/1")
    async with a_phone(site, amending.hall) as phone, a_desk(site, amending.hall) as laptop:
        page = (await phone.get(mine)).text
        assert f'action="{mine}/support"' in page
        assert f'action="{mine}/withdrawal"' in page
        assert "Je steunt dit amendement." in said((await phone.post(f"{mine}/support")).text)
        assert f'action="{mine}/support"' not in (await laptop.get(mine)).text
    assert (await amending.all(text.id))[1].supporters == 1


# ── voted on by itself ────────────────────────────────────────────────────────
async def test_whoever_asks_has_an_amendment_voted_on_by_itself(site, amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(delete("p3"))
    one = here(amending, "/amendments/1")
    async with a_phone(site, amending.hall) as phone, a_desk(site, amending.hall) as laptop:
        before = (await phone.get(one)).text
        assert f'action="{one}/splitting"' in before
        after = (await phone.post(f"{one}/splitting")).text
        assert "er wordt apart over gestemd" in said(after)
        assert f'action="{one}/splitting"' not in after
        shown = said((await laptop.get(desk(amending, "/1/amendments"))).text)
        assert "er wordt apart over gestemd" in shown
        both = await laptop.post(
            desk(amending, "/1/amendments/opening"), data={"amendment": ["2", "1"]}
        )
    assert both.status_code == 409
    assert "Iemand vroeg" in said(both.text)
    assert {found.state for found in (await amending.all(text.id)).values()} == {"admissible"}


# ── stuck ─────────────────────────────────────────────────────────────────────
async def test_what_the_text_left_behind_says_so_to_everybody_and_waits(
    site, build, amending, text
):
    await stuck(build, amending, text)
    listed, own = here(amending, "/amendments"), here(amending, "/amendments/2")
    async with browser(site) as reader, a_phone(site, amending.hall) as author:
        for who in (reader, author):
            assert "moet worden herschreven" not in said((await who.get(listed)).text)
        assert await amending.keep_up(text.id)
        for who in (reader, author):
            assert "moet worden herschreven" in said((await who.get(listed)).text)
        page = said((await reader.get(own)).text)
        assert re.search(r"Woorden voordien 21 In de huidige versie 18 In het amendement 23", page)
        assert "Moeten worden herschreven: amendement 2" in said((await reader.get(listed)).text)
    async with a_desk(site, amending.hall) as laptop:
        shown = (await laptop.get(desk(amending, "/1/amendments"))).text
        assert f'href="{here(amending, "/amend?edit=2")}"' in shown
        refused = await laptop.post(
            desk(amending, "/1/amendments/opening"), data={"amendment": "2"}
        )
        assert refused.status_code == 409


# ── whole provisions ──────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("provisions", "edits", "words"),
    [
        pytest.param(
            (BUS, WHEN, WHO),
            (delete("p1"), insert_after("p3", BUS)),
            ("Van hier verplaatst", "Hierheen verplaatst"),
            id="moved",
        ),
        pytest.param(
            (LONG, WHEN),
            (
                replace_("p1", "De bus is gratis voor iedereen."),
                insert_after("p1", "De tram is dat nog niet."),
            ),
            ("Staat vanaf hier op zichzelf",),
            id="split",
        ),
        pytest.param(
            ("De bus is gratis voor iedereen.", "De tram is dat nog niet.", WHEN),
            (replace_("p1", LONG), delete("p2")),
            ("Samengevoegd met wat erboven staat",),
            id="joined",
        ),
    ],
)
async def test_what_is_moved_split_or_joined_is_said_and_not_struck_through(
    site, amending, provisions, edits, words
):
    await amending.table(*provisions)
    await amending.admitted(*edits)
    async with browser(site) as reader:
        for mode in ("", "?show=sides"):
            page = (await reader.get(here(amending, f"/amendments/1{mode}"))).text
            for word in words:
                assert word in said(page)
        result = (await reader.get(here(amending, "/amendments/1?show=result"))).text
    assert "<del>" not in result
    asked = result.split('<div class="body"')[1]
    assert all(
        word in said(asked) for word in ("gratis" if "gratis" in provisions[0] else BUS, WHEN)
    )


# ── annulled ──────────────────────────────────────────────────────────────────
async def test_an_annulled_voting_stands_on_the_page_and_gives_the_amendment_back(
    site, build, amending, text
):
    await amending.admitted(TO_21)
    await amending.admitted(TO_25)
    voting = await amending.decide(1)
    one, other = here(amending, "/amendments/1"), here(amending, "/amendments/2")
    async with browser(site) as reader:
        assert "1 voor, 0 tegen" in said((await reader.get(one)).text)
        assert "Vervallen" in said((await reader.get(other)).text)
        await annul(build, voting, "De lijst van kiezers klopte niet.")
        page = said((await reader.get(one)).text)
        assert "Ontvankelijk" in page
        assert "Stemming nietig verklaard" in page
        assert "De lijst van kiezers klopte niet." in page
        assert "1 voor, 0 tegen" not in page
        assert "Vervallen" not in said((await reader.get(other)).text)


async def test_the_page_follows_the_voting_from_open_to_closed(site, build, amending, text):
    await amending.admitted(TO_21)
    voting = await amending.open(1)
    one = here(amending, "/amendments/1")
    async with browser(site) as reader:
        assert "Stemming open" in said((await reader.get(one)).text)
        await build.close(voting)
        assert "Stemming open" not in said((await reader.get(one)).text)


# ── for others as well ────────────────────────────────────────────────────────
async def test_who_casts_for_others_confirms_which_amendment_it_is(site, build):
    hall = await build.hall(seats=3)
    await build.proxy(hall, 1, 0)
    amending = Amending(build, hall)
    await amending.table(BUS, WHEN)
    await amending.admitted(TO_21)
    voting = await amending.open(1)
    about = "Amendement 1 bij resolutie 1 : In regel 1, vervang “18” door “21”"
    async with browser(site) as phone:
        page = (await enter(phone, hall.codes[0].shown())).text
        assert re.search(r"<ins>.*21.*</ins>", page)
        sent = dict(re.findall(r'name="(tracker-\d+)" value="([^"]+)"', page))
        chosen = sent | {"choice-1": "yes", "choice-2": "no"}
        sure = said((await phone.post(f"/votings/{voting.id}/choices", data=chosen)).text)
        receipts = said((await phone.post(f"/votings/{voting.id}/ballots", data=chosen)).text)
    assert about in sure
    assert about in receipts


# ── footnotes of earlier merges ───────────────────────────────────────────────
async def test_two_versions_later_a_span_still_names_its_amendment_and_voting(site, amending, text):
    await amending.admitted(TO_21)
    first = await amending.decide(1)
    await amending.keep_up(text.id)
    await amending.file(replace_("p2", "Vanaf 2028."), version=2)
    await amending.admit(2)
    second = await amending.decide(2)
    await amending.keep_up(text.id)
    async with browser(site) as reader:
        page = (await reader.get(here(amending))).text
        told = (await reader.get(f"/api/v1{here(amending, '/amended-text')}")).json()
    body, notes = page.split('<ol class="footnotes')
    assert "Gratis bus onder 21 voetnoot 1 ." in said(body)
    assert "Vanaf 2028 voetnoot 2 ." in said(body)
    for voting in (first, second):
        assert f"/votings/{voting.id}/box" in notes
    assert (told["base"], told["version"], sorted(told["made_of"])) == (2, 3, [1, 2])
    by_words = {
        span["text"]: span["amendments"] for one in told["provisions"] for span in one["spans"]
    }
    assert (by_words[" 21"], by_words[" 2028"]) == ([1], [2])


# ── the signs ─────────────────────────────────────────────────────────────────
async def test_a_sign_is_no_box_of_its_own_that_a_line_could_end_behind(site):
    """Padding belongs to the first word; an inline box in front of it would not."""
    async with browser(site) as reader:
        sheet = (await reader.get("/static/assembly.css")).text
    signs = re.findall(r"(?:ins|del)::before[^{]*\{([^}]*)\}", sheet)
    assert any("position: absolute" in rule for rule in signs)
    assert not any("inline" in rule for rule in signs)
