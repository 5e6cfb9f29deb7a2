# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Amendments as people read them and act on them: redlines, states, buttons, footnotes."""

import html
import re

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from assembly.amendments.judge import find_inadmissible
from assembly.clock import now
from tests.build.amending import Amending, delete, insert_after, replace_
from tests.build.house import BY
from tests.web.test_drafts import a_desk, a_phone
from tests.web.test_hall import browser, site

__all__ = ["site"]

BUS, WHEN, WHO = "Gratis bus onder 18.", "Vanaf 2027.", "De stad betaalt alles."
TO_21 = replace_("p1", "Gratis bus onder 21.")


@pytest.fixture
async def amending(build) -> Amending:
    return Amending(build, await build.hall(seats=3))


@pytest.fixture
async def text(amending):
    return await amending.table(BUS, WHEN, WHO)


def here(amending: Amending, rest: str = "") -> str:
    return f"/assemblies/{amending.hall.slug}/resolutions/1{rest}"


def said(page: str) -> str:
    """What a screen reader would read: the words without the elements."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", page)))


def typed_in(page: str) -> str:
    found = re.search(r'<textarea class="(?:long|kept)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


def hidden_in(page: str) -> dict[str, str]:
    """What the form of the page would send again."""
    found = re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', page)
    reason = re.search(r'<textarea[^>]* name="reason"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return dict(found) | {
        "text": typed_in(page),
        "reason": html.unescape(reason[1]) if reason else "",
    }


# ── reading ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("language", "words"),
    [
        pytest.param("", "geschrapt: 18 einde van de schrapping", id="Dutch"),
        pytest.param("/fr", "supprimé : 18 fin de la suppression", id="French"),
        pytest.param("/de", "gestrichen: 18 Ende der Streichung", id="German"),
        pytest.param("/en", "deleted: 18 end of deletion", id="English"),
    ],
)
async def test_what_goes_and_what_comes_is_marked_and_said(site, amending, text, language, words):
    await amending.admitted(TO_21)
    async with browser(site) as reader:
        page = (await reader.get(language + here(amending, "/amendments/1"))).text
    assert re.search(r"<del>.*18.*</del>", page)
    assert re.search(r"<ins>.*21.*</ins>", page)
    assert words in said(page)


async def test_changes_are_shown_side_by_side_and_as_the_result(site, amending, text):
    await amending.admitted(TO_21, delete("p2"))
    async with browser(site) as reader:
        sides = said((await reader.get(here(amending, "/amendments/1?show=sides"))).text)
        result = (await reader.get(here(amending, "/amendments/1?show=result"))).text
    assert re.search(r"Voor Gratis bus onder .*18.* Na Gratis bus onder .*21", sides)
    assert "<del>" not in result
    assert "Gratis bus onder 21." in result
    assert "Vanaf 2027." not in result.split('<div class="body"')[1]


async def test_the_public_reads_what_was_judged_and_why_and_nothing_before(
    site, build, amending, text
):
    await amending.file(TO_21, seat=0, reason="Eerlijk & <3 goedkoop")
    await amending.file(delete("p3"))
    async with browser(site) as reader, a_phone(site, amending.hall) as phone:
        assert (await reader.get(here(amending, "/amendments/1"))).status_code == 404
        assert (await phone.get(here(amending, "/amendments/1"))).status_code == 200
        async with build.sessions.begin() as session:
            await find_inadmissible(
                session, amending.hall.assembly.id, 1, 1, "Buiten “het” & <a>", at=now(), by=BY
            )
        page = (await reader.get(here(amending, "/amendments/1"))).text
        listed = (await reader.get(here(amending, "/amendments"))).text
    assert "Buiten “het” &amp; &lt;a&gt;" in page
    assert "Eerlijk &amp; &lt;3 goedkoop" in page
    assert "Niet ontvankelijk" in said(page)
    assert "/amendments/1" in listed
    assert "/amendments/2" not in listed


async def test_the_plan_says_what_is_next_and_what_falls_away(site, amending, text):
    for edit in (TO_21, replace_("p1", "Gratis bus onder 25."), delete("p3")):
        await amending.admitted(edit)
    async with browser(site) as reader:
        page = said((await reader.get(here(amending, "/amendments"))).text)
    assert re.search(r"Nu: Amendement 3 .*Nu: Amendement 1 .* vervallen: amendement 2", page)
    assert "Botsingen" in page


async def test_what_fell_says_to_which_one(site, amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(replace_("p1", "Gratis bus onder 25."))
    await amending.decide(1)
    async with browser(site) as reader:
        page = (await reader.get(here(amending, "/amendments/2"))).text
        adopted = said((await reader.get(here(amending, "/amendments/1"))).text)
    assert "amendement 1 is goedgekeurd" in said(page)
    assert f'href="{here(amending, "/amendments/1")}"' in page
    assert "1 voor, 0 tegen, 0 onthoudingen" in adopted


async def test_the_merged_text_has_footnotes_to_amendments_and_votings(site, amending, text):
    await amending.admitted(TO_21)
    voting = await amending.decide(1)
    async with browser(site) as reader:
        so_far = (await reader.get(here(amending, "/amendments?show=text"))).text
        assert "21" in said(so_far)
        await amending.keep_up(text.id)
        page = (await reader.get(here(amending))).text
        compared = (await reader.get(here(amending, "/compare?from=1&to=2"))).text
    assert 'href="#note-1"' in page
    assert f"/votings/{voting.id}/box" in page
    assert "goedgekeurd met 1 tegen 0" in said(page)
    assert "/compare?from=1&amp;to=2" in page
    assert re.search(r"<ins>.*21.*</ins>", compared)


async def test_the_list_asks_as_much_for_forty_amendments_as_for_one(site, amending, text):
    counts = []
    for wanted in (1, 39):
        for number in range(wanted):
            await amending.admitted(insert_after("p2", f"Punt {wanted} {number}."))
        statements: list[str] = []

        def note(*args: object, told: list[str] = statements) -> None:
            told.append(str(args[2]))

        event.listen(Engine, "before_cursor_execute", note)
        try:
            async with browser(site) as reader, a_phone(site, amending.hall) as phone:
                asked = []
                for who in (reader, reader, phone, phone):
                    before = len(statements)
                    assert (await who.get(here(amending, "/amendments"))).status_code == 200
                    asked.append(len(statements) - before)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        counts.append(asked)
    assert counts[0] == counts[1]
    assert counts[1][1] <= 3
    assert counts[1][3] <= 4


@pytest.mark.parametrize(("page", "most"), [("", 16), ("/amendments", 14), ("/amendments/1", 15)])
async def test_the_first_reader_after_a_change_asks_nothing_about_nobody(
    site, amending, text, page, most
):
    for number in range(40):
        await amending.admitted(insert_after("p2", f"Punt {number}."))
    statements: list[str] = []

    def note(*args: object) -> None:
        statements.append(str(args[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        async with browser(site) as reader:
            assert (await reader.get(here(amending, page))).status_code == 200
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(statements) <= most


async def test_what_is_kept_for_the_house_never_reaches_another(site, build, amending, text):
    """The same address, warm for a moderator, is asked by a participant and by the public."""
    await amending.file(TO_21, seat=0)
    listed = here(amending, "/amendments")
    stranger = Amending(build, await build.hall(seats=1))
    async with a_desk(site, amending.hall) as laptop, a_phone(site, amending.hall) as phone:
        desk = (await laptop.get(listed)).text
        mine = await phone.get(listed)
        assert "/desk/1/amendments" in desk
        assert "/desk/1/amendments" not in mine.text
        assert "/amendments/1" in mine.text
        assert mine.headers["cache-control"] == "no-store"
        assert "content-encoding" not in mine.headers
        async with browser(site) as reader, a_phone(site, stranger.hall) as other:
            for who in (reader, other):
                assert "/amendments/1" not in (await who.get(listed)).text
        await amending.admit(1)
        assert "Ontvankelijk" in said((await phone.get(listed)).text)


# ── writing ───────────────────────────────────────────────────────────────────
async def test_an_author_changes_the_text_sees_what_that_means_and_files_it(site, amending, text):
    async with a_phone(site, amending.hall) as phone:
        form = (await phone.get(here(amending, "/amend"))).text
        assert typed_in(form) == f"{BUS}\n\n{WHEN}\n\n{WHO}"
        wanted = f"Gratis bus onder 21.\n\n{WHEN}\n\nDe stad betaalt alles & meer."
        sent = hidden_in(form) | {"text": wanted, "reason": "Jongeren & studenten."}
        preview = (await phone.post(here(amending, "/amend"), data=sent)).text
        assert "alles & meer" not in preview
        assert (await amending.all(text.id)) == {}
        again = (
            await phone.post(here(amending, "/amend"), data=hidden_in(preview) | {"again": "1"})
        ).text
        assert typed_in(again) == wanted
        filed = await phone.post(here(amending, "/amend"), data=hidden_in(preview) | {"sure": "1"})
        assert filed.url.path == here(amending, "/amendments/1")
        assert "Jongeren &amp; studenten." in filed.text
        twice = await phone.post(here(amending, "/amend"), data=hidden_in(preview) | {"sure": "1"})
        assert twice.url.path == here(amending, "/amendments/1")
    (one,) = (await amending.all(text.id)).values()
    assert one.reason == "Jongeren & studenten."


async def test_what_changes_nothing_comes_back_with_what_was_typed(site, amending, text):
    async with a_phone(site, amending.hall) as phone:
        form = (await phone.get(here(amending, "/amend"))).text
        same = await phone.post(here(amending, "/amend"), data=hidden_in(form) | {"reason": "Zo!"})
    assert same.status_code == 422
    assert typed_in(same.text) == f"{BUS}\n\n{WHEN}\n\n{WHO}"
    assert "Zo!" in same.text


async def test_a_reason_that_cannot_be_kept_comes_back_with_what_was_typed(site, amending, text):
    async with a_phone(site, amending.hall) as phone:
        form = (await phone.get(here(amending, "/amend"))).text
        wanted = hidden_in(form)["text"].replace("18", "21")
        sent = hidden_in(form) | {"text": wanted, "reason": "Nu\u0000."}
        answer = await phone.post(here(amending, "/amend"), data=sent)
    assert answer.status_code == 422
    assert typed_in(answer.text) == wanted


async def test_the_preview_names_what_it_cannot_stand_beside(site, amending, text):
    await amending.admitted(TO_21)
    async with a_phone(site, amending.hall) as phone:
        sent = hidden_in((await phone.get(here(amending, "/amend"))).text)
        sent["text"] = f"Gratis bus onder 25.\n\n{WHEN}\n\n{WHO}"
        preview = (await phone.post(here(amending, "/amend"), data=sent)).text
    assert "Gaat niet samen met amendement 1" in said(preview)


async def test_an_amendment_to_an_amendment_is_written_on_its_present_text(site, amending, text):
    await amending.file(TO_21, seat=1)
    async with a_phone(site, amending.hall) as phone, a_phone(site, amending.hall, 1) as author:
        sent = hidden_in((await phone.get(here(amending, "/amend?to=1"))).text)
        assert sent["text"].startswith("Gratis bus onder 21.")
        anew = hidden_in((await author.get(here(amending, "/amend?edit=1"))).text)
        anew["text"] = anew["text"].replace("21", "20")
        await author.post(here(amending, "/amend"), data=anew | {"sure": "1"})
        mine = sent | {"text": sent["text"].replace("bus", "tram")}
        late = await phone.post(here(amending, "/amend"), data=mine)
        assert late.status_code == 412
        assert typed_in(late.text) == mine["text"]
        assert "Gratis bus onder 20." in late.text
        filed = await phone.post(
            here(amending, "/amend"), data=hidden_in(late.text) | {"sure": "1"}
        )
    assert filed.url.path == here(amending, "/amendments/2")
    assert (await amending.all(text.id))[2].amends == 1


async def test_supporting_and_withdrawing_are_buttons_and_withdrawing_asks_once(
    site, amending, text
):
    await amending.file(TO_21, seat=0)
    one = here(amending, "/amendments/1")
    async with a_phone(site, amending.hall) as author, a_phone(site, amending.hall, 1) as other:
        page = (await other.get(one)).text
        assert f'action="{one}/support"' in page
        assert f'action="{one}/withdrawal"' not in page
        supported = said((await other.post(f"{one}/support")).text)
        assert "Je steunt dit amendement." in supported
        assert (await other.post(f"{one}/withdrawal")).status_code == 403
        asked = (await author.post(f"{one}/withdrawal")).text
        assert "Dit amendement intrekken?" in asked
        assert (await amending.all(text.id))[1].state == "submitted"
        await author.post(f"{one}/withdrawal", data={"sure": "1"})
    assert (await amending.all(text.id))[1].state == "withdrawn"


# ── voting ────────────────────────────────────────────────────────────────────
async def test_the_ballot_says_which_amendment_and_what_it_changes(site, amending, text):
    await amending.admitted(TO_21)
    voting = await amending.open(1)
    async with a_phone(site, amending.hall) as phone:
        page = (await phone.get("/my-votings")).text
        assert "Amendement 1 bij resolutie 1" in said(page)
        assert re.search(r"<ins>.*21.*</ins>", page)
        tracker = re.search(r'name="tracker" value="([^"]+)"', page)
        assert tracker is not None
        sent = {"choice": "yes", "tracker": tracker[1]}
        sure = said((await phone.post(f"/votings/{voting.id}/choice", data=sent)).text)
        receipt = said((await phone.post(f"/votings/{voting.id}/ballot", data=sent)).text)
    for one in (sure, receipt):
        assert "Amendement 1 bij resolutie 1 : In regel 1, vervang “18” door “21”" in one
