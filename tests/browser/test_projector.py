# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The projector in a real browser: it changes by itself, and nothing on it is cut or scrolls."""

import time

import pytest

from assembly.sittings.rules.agenda import Planned
from assembly.sittings.rules.lifecycle import ItemKind
from tests.build.amending import Amending, insert_after, replace_
from tests.build.sitting import DEBATE, Meeting

SCREENS = [(1280, 720), (1920, 1080), (1024, 768)]
LONG = (
    "De stad maakt op elk plein plaats voor bomen, banken en water, en meet elk jaar het effect. "
)
CUT = """() => [document.documentElement, document.body,
  ...document.querySelectorAll("main, #now, .stage, .matter, .rail, .middle")]
  .filter(one => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)
  .map(one => `${one.tagName}.${one.className} ${one.scrollHeight} > ${one.clientHeight}`)"""
BELOW = """() => [...document.querySelectorAll("main *")]
  .filter(one => !one.closest(".unseen") && one.getBoundingClientRect().bottom > innerHeight + 1)
  .map(one => one.outerHTML.slice(0, 120))"""


async def test_an_opening_appears_within_two_seconds_and_nothing_is_loaded_again(stage):
    hall = await stage.build.hall(seats=3)
    async with stage.page(f"/assemblies/{hall.slug}/projector") as page:
        await page.locator(".stage.welcome").wait_for()
        await page.wait_for_timeout(1500)
        await page.evaluate("window.same = true")
        voting = await stage.build.open_voting(hall)
        began = time.monotonic()
        await page.locator(".stage.open").wait_for()
        assert time.monotonic() - began < 15
        assert await page.locator(".rail .figure").first.inner_text() == "0 van 3"
        await stage.build.cast(hall, voting, 0, "yes")
        await page.get_by_text("1 van 3").wait_for()
        await stage.build.close(voting)
        await page.locator(".stage.counting, .stage.result").first.wait_for()
        await page.get_by_text("Goedgekeurd", exact=True).wait_for()
        assert await page.evaluate("window.same")


async def test_it_says_when_the_connection_is_lost_and_comes_back_by_itself(stage):
    hall = await stage.build.hall(seats=2)
    async with stage.context() as context:
        page = await context.new_page()
        await page.goto(f"{stage.url}/assemblies/{hall.slug}/projector")
        await page.wait_for_timeout(1000)
        await context.set_offline(True)
        await page.evaluate("dispatchEvent(new Event('offline'))")
        await page.get_by_text("Opnieuw verbinden").wait_for()
        await stage.build.open_voting(hall)
        await context.set_offline(False)
        await page.locator(".stage.open").wait_for()


async def halls(stage) -> dict[str, str]:
    """The projector of one assembly in each state."""
    build = stage.build
    found = {}
    welcome = await build.hall(seats=2)
    await Meeting(build, welcome).plan(title="Zitting over groen en mobiliteit", place="Raadzaal")
    found["welcome"] = welcome.slug

    voting = await build.hall(seats=9)
    await build.open_on(voting, await build.tabled(voting, LONG * 9))
    meeting = Meeting(build, voting)
    await meeting.debating()
    found["a long text"] = voting.slug

    short = await build.hall(seats=9)
    await Meeting(build, short).debating()
    await build.open_voting(short, rule="two_thirds")
    found["a short text"] = short.slug

    middle = await build.hall(seats=9)
    await Meeting(build, middle).debating()
    await build.open_on(middle, await build.tabled(middle, (LONG * 5)[:470]))
    found["the longest that fits"] = middle.slug

    amended = await build.hall(seats=5)
    amending = Amending(build, amended)
    text = await amending.table("De bus is gratis onder 18.", LONG)
    edits = [replace_("p1", "De bus is gratis onder 21."), insert_after("p2", "Ook de tram.")]
    filed = await amending.file(*edits, on=text.number)
    await amending.admit(filed.number, on=text.number)
    await amending.open(filed.number, on=text.number)
    found["an amendment"] = amended.slug

    result = await build.hall(seats=9)
    await Meeting(build, result).debating()
    await build.decided(result, yes=5, no=3, abstain=1)
    found["a result"] = result.slug

    item = await build.hall(seats=5)
    resolution = await build.tabled(item, (LONG * 5)[:470])
    about = Planned(
        ItemKind.DECISION,
        "Groene pleinen in elke wijk",
        resolution=resolution.number,
        minutes=20,
        speaking_seconds=120,
        floor_open=True,
    )
    meeting = Meeting(build, item)
    await meeting.debating(about)
    await meeting.ask(2)
    await meeting.next()
    found["an item"] = item.slug
    found["an item and who speaks"] = item.slug

    floor = await build.hall(seats=5)
    await Meeting(build, floor).debating(DEBATE)
    found["an item without a text"] = floor.slug
    return found | {"": await build.token_of_seat(item, 0)}


@pytest.mark.parametrize("look", ["dark", "light"])
async def test_nothing_scrolls_and_nothing_is_cut_on_any_screen(stage, look):
    found = await halls(stage)
    token = found.pop("")
    wrong = {}
    for name, slug in found.items():
        who = token if name == "an item and who speaks" else None
        address = f"/assemblies/{slug}/projector?look={look}"
        async with stage.page(address, who) as page:
            for width, height in SCREENS:
                await page.set_viewport_size({"width": width, "height": height})
                await page.wait_for_timeout(300)
                cut = await page.evaluate(CUT) + await page.evaluate(BELOW)
                if cut:
                    wrong[name, width] = cut
    assert wrong == {}
