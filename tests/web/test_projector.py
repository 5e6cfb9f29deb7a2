# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a hall looks at: the right thing at the right moment, and nothing before its time."""

import re

import pytest
import segno

from assembly.clock import now
from assembly.resolutions.rules.text import Kind, Provision
from assembly.sittings.preside import suspend_sitting
from assembly.sittings.rules.agenda import Planned
from assembly.sittings.rules.lifecycle import ItemKind
from assembly.voting.rules.ballot import Secrecy
from assembly.web.projector import qr_of
from assembly.web.screens import MOST, text_shown
from tests.build.amending import Amending, replace_
from tests.build.house import PASSWORD
from tests.build.sitting import Meeting
from tests.verbs.planning import annul, hours, opened, plan
from tests.web.test_hall import browser, enter, site

__all__ = ["site"]

HOLES = re.compile(r'(?<=data-now=")[^"]+(?=")')


def address(hall) -> str:
    return f"/assemblies/{hall.slug}/projector/now"


async def seen(site, hall, *, code: str | None = None, prefix: str = "") -> str:
    """The part that changes, for the public or for who enters with this code."""
    async with browser(site) as screen:
        if code is not None:
            await enter(screen, code)
        answer = await screen.get(prefix + address(hall))
        assert answer.status_code == 200
        assert "\0" not in answer.text
        return answer.text


def stage_of(html: str) -> str:
    found = re.search(r'<div class="stage (\w+)"', html)
    assert found is not None
    return found[1]


async def test_before_anything_it_welcomes_and_says_where_to_join(site, build, settings):
    hall = await build.hall(seats=2)
    await Meeting(build, hall).plan(title="Tweede avond", place="Raadzaal")
    html = await seen(site, hall)
    assert stage_of(html) == "welcome"
    assert settings.public_url.partition("://")[2] + "/join" in html
    assert "Tweede avond" in html
    assert "Raadzaal" in html
    assert html.count('class="qr"') == 1


async def test_the_page_holds_the_part_and_nothing_to_press(site, build):
    hall = await build.hall(seats=2)
    await build.open_voting(hall)
    async with browser(site) as screen:
        for prefix in ("", "/fr", "/de", "/en"):
            page = await screen.get(f"{prefix}/assemblies/{hall.slug}/projector")
            part = await screen.get(prefix + address(hall))
            assert HOLES.sub("", part.text).strip() in HOLES.sub("", page.text)
            assert part.headers["etag"][3:-1] in page.text
            for control in ("<button", "<form", "<input", "<nav", "<a "):
                assert control not in page.text
            assert '<meta name="robots" content="noindex">' in page.text
            assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page.text
            assert "style=" not in page.text


@pytest.mark.parametrize(
    ("asked", "look"), [("dark", "dark"), ("light", "light"), ("pink", None), (None, None)]
)
async def test_the_look_may_be_asked_for(site, build, asked, look):
    hall = await build.hall(seats=1)
    async with browser(site) as screen:
        page = await screen.get(
            f"/assemblies/{hall.slug}/projector", params={"look": asked} if asked else {}
        )
    assert ("data-look" in page.text) is (look is not None)
    assert look is None or f'data-look="{look}"' in page.text


async def test_an_open_voting_with_its_words_its_rule_its_turnout_and_its_end(site, build):
    hall = await build.hall(seats=3)
    voting = await opened(build, await plan(build, hall, hours(None, 12 * 60 + 2, now())))
    await build.cast(hall, voting, 0, "yes")
    html = await seen(site, hall)
    assert stage_of(html) == "open"
    assert "Gratis bus onder 18." in html
    assert "meer dan de helft" in html
    assert "Geheim" in html
    assert re.search(r'class="figure">1 <span class="of">van 3', html)
    assert voting.closes_at is not None
    assert f'data-left="{voting.closes_at.isoformat()}"' in html
    await build.open_voting(hall, secrecy=Secrecy.ROLL_CALL)
    html = await seen(site, hall)
    assert "Er staat nog één stemming open" in html
    assert "Op naam" in html


async def test_a_voting_on_an_amendment_shows_what_changes(site, build):
    hall = await build.hall(seats=2)
    amending = Amending(build, hall)
    text = await amending.table("De bus is gratis onder 18.", "Vanaf 2027 geldt dit overal.")
    filed = await amending.file(replace_("p1", "De bus is gratis onder 21."), on=text.number)
    await amending.admit(filed.number, on=text.number)
    await amending.open(filed.number, on=text.number)
    html = await seen(site, hall)
    assert stage_of(html) == "open"
    assert "Amendement 1 bij resolutie 1" in html
    assert re.search(r"<del>.*18.*</del>", html)
    assert re.search(r"<ins>.*21.*</ins>", html)
    assert "Vanaf 2027" not in html


@pytest.mark.parametrize("secrecy", list(Secrecy))
async def test_no_number_is_told_before_the_record_is_published(site, build, secrecy):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall, secrecy=secrecy)
    await build.cast_all(hall, voting, ["yes", "yes", "no"])
    for step in (build.close, build.count):
        await step(voting)
        for code in (None, hall.codes[0].shown()):
            html = await seen(site, hall, code=code)
            assert stage_of(html) == "counting"
            assert "<dd>" not in html
            assert "oedgekeurd" not in html
            assert "van 3" not in html
    await build.publish(voting)
    html = await seen(site, hall)
    assert stage_of(html) == "result"
    assert "<strong>Goedgekeurd</strong>" in html
    assert re.findall(r"<dd>(\d+)</dd>", html) == ["2", "1", "0"]
    assert "Zetel" not in html
    assert "<strong>Approved</strong>" in await seen(site, hall, prefix="/en")


async def test_a_result_that_was_annulled_is_gone(site, build):
    hall = await build.hall(seats=3)
    voting = await build.decided(hall, yes=1, no=2)
    assert "<strong>Niet goedgekeurd</strong>" in await seen(site, hall)
    await annul(build, voting)
    assert stage_of(await seen(site, hall)) == "welcome"


async def test_a_result_makes_room_for_the_next_item(site, build):
    hall = await build.hall(seats=3)
    meeting = Meeting(build, hall)
    first, second = Planned(ItemKind.DEBATE, "Bus"), Planned(ItemKind.DEBATE, "Tram")
    await meeting.debating(first, second)
    await build.decided(hall, yes=2, no=1)
    assert stage_of(await seen(site, hall)) == "result"
    await meeting.begin(2)
    html = await seen(site, hall)
    assert stage_of(html) == "item"
    assert "Tram" in html


async def test_an_item_shows_its_text_and_to_those_in_the_house_who_speaks(site, build):
    hall, other = await build.hall(seats=2), await build.hall(seats=1)
    resolution = await build.tabled(hall, "Meer bomen op elk plein.")
    meeting = Meeting(build, hall)
    await meeting.debating(
        Planned(
            ItemKind.DECISION,
            resolution=resolution.number,
            speaking_seconds=120,
            floor_open=True,
        )
    )
    await meeting.ask(2)
    await meeting.next()
    for code in (None, other.codes[0].shown()):
        html = await seen(site, hall, code=code)
        assert stage_of(html) == "item"
        assert "Meer bomen op elk plein." in html
        assert "Zetel 2" not in html
        assert "Heeft het woord" not in html
    html = await seen(site, hall, code=hall.codes[0].shown())
    assert '<p class="speaker">Zetel 2</p>' in html
    assert "data-left" in html
    assert "Zetel 2" not in await seen(site, hall), "what the house sees is kept apart"


async def test_a_sitting_that_is_suspended_says_so(site, build):
    hall = await build.hall(seats=2)
    meeting = Meeting(build, hall)
    await meeting.plan()
    await meeting.open()
    assert "Welkom" in await seen(site, hall)
    await meeting.do(suspend_sitting)
    assert "De zitting is geschorst" in await seen(site, hall)


async def test_nobody_sees_a_test_voting_or_a_draft_here(site, build):
    hall = await build.hall(seats=2)
    await opened(build, await plan(build, hall, test=True))
    draft = await build.draft(hall, "Een geheim plan.", title="Geheim plan")
    await Meeting(build, hall).debating(Planned(ItemKind.DECISION, resolution=draft.number))
    for code in (None, hall.codes[0].shown()):
        html = await seen(site, hall, code=code)
        assert stage_of(html) == "item"
        assert "eheim" not in html
        assert "Punt 1" in html


async def test_who_has_it_is_told_so_and_every_change_is_another_etag(site, build):
    hall = await build.hall(seats=2)
    tags: list[str] = []

    async def is_new() -> bool:
        part = await screen.get(address(hall))
        tags.append(part.headers["etag"])
        again = await screen.get(address(hall), headers={"If-None-Match": tags[-1]})
        assert (again.status_code, again.content) == (304, b"")
        return tags.count(tags[-1]) == 1

    async with browser(site) as screen:
        assert await is_new()
        assert not await is_new()
        voting = await build.open_voting(hall)
        assert await is_new()
        await build.cast(hall, voting, 0, "yes")
        assert await is_new(), "the turnout"
        await build.close(voting)
        assert await is_new()
        await build.count(voting)
        assert not await is_new(), "nothing tells that it is counted"
        await build.publish(voting)
        assert await is_new()


async def test_an_assembly_that_is_not_there_has_no_projector(site):
    async with browser(site) as screen:
        for path in ("projector", "projector/now"):
            assert (await screen.get(f"/assemblies/nowhere/{path}")).status_code == 404


async def test_the_desk_leads_to_it(site, build):
    hall = await build.hall(seats=1)
    async with browser(site) as desk:
        await desk.post("/sign-in", data={"email": hall.email, "password": PASSWORD})
        page = await desk.get(f"/assemblies/{hall.slug}/desk")
    assert f'href="/assemblies/{hall.slug}/projector"' in page.text


def test_a_long_text_is_cut_between_words_and_says_so():
    words = "bomen " * 200
    shown = text_shown([Provision(Kind.PARAGRAPH, "", words)])
    assert shown.cut
    assert shown.provisions[0].text.endswith("bomen …")
    assert len(shown.provisions[0].text) <= MOST + 2
    several = [Provision(Kind.PARAGRAPH, "", "x" * 300), Provision(Kind.PARAGRAPH, "", "y" * 300)]
    assert [one.text[0] for one in text_shown(several).provisions] == ["x"]
    assert not text_shown(several[:1]).cut


def test_the_picture_has_as_much_ink_as_the_code_and_room_around_it():
    link = "https://example.org/join"
    width, path = qr_of(link)
    matrix = segno.make(link, error="m", micro=False).matrix
    dark = sum(map(int, re.findall(r"h(\d+)v1", path)))
    assert dark == sum(bool(module) for row in matrix for module in row)
    assert width == len(matrix) + 8
