# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Single keys on the desk: off until somebody switches them on, and never while one types."""

from contextlib import asynccontextmanager

from tests.browser.stage import COOKIE
from tests.build.sitting import DEBATE, Meeting


@asynccontextmanager
async def a_console(stage):
    """A sitting with somebody waiting for the floor, and a moderator's page of it."""
    hall = await stage.build.hall(seats=3)
    meeting = Meeting(stage.build, hall)
    await meeting.debating(DEBATE)
    await meeting.ask(2)
    token = await stage.build.token_of_staff(hall.email)
    async with stage.page(f"/assemblies/{hall.slug}/desk/sittings/1", token) as page:
        await page.locator("#shortcuts").wait_for()
        yield meeting, page


async def test_keys_do_nothing_until_they_are_switched_on_and_the_browser_remembers(stage):
    async with a_console(stage) as (meeting, page):
        for key in ("c", "?", "n", "r"):
            await page.keyboard.press(key)
        assert await page.locator("#shortcuts").get_attribute("open") is None
        assert page.url.endswith("/desk/sittings/1")
        await page.locator("#shortcuts summary").click()
        await page.get_by_label("Losse toetsen gebruiken").check()
        await page.reload()
        await page.locator("#shortcuts").wait_for()
        assert await page.locator("#shortcuts-on").is_checked()
        await page.keyboard.press("?")
        await page.locator("#shortcuts dl").wait_for()
        await page.keyboard.press("n")
        focused = "document.activeElement.dataset.key"
        assert await page.evaluate(focused) == "n"
        assert (await meeting.view()).state == "open", "the next step waits for Enter"
        async with page.expect_navigation():
            await page.keyboard.press("C")
        assert (await meeting.floor()).speaking is not None
        cookies = [cookie["name"] for cookie in await page.context.cookies()]
        assert cookies == [COOKIE], "what is remembered is no cookie"


async def test_in_a_field_or_with_another_key_held_they_are_only_letters(stage):
    async with a_console(stage) as (meeting, page):
        await page.locator("#shortcuts summary").click()
        await page.locator("#shortcuts-on").check()
        await page.locator("#seat").focus()
        await page.keyboard.press("c")
        await page.locator("h1").click()
        await page.keyboard.press("Alt+c")
        await page.keyboard.press("Control+e")
        await page.wait_for_timeout(300)
        assert (await meeting.floor()).speaking is None
        assert page.url.split("#")[0].endswith("/desk/sittings/1")


async def test_switching_them_off_again_holds_at_once_and_later(stage):
    async with a_console(stage) as (meeting, page):
        await page.locator("#shortcuts summary").click()
        box = page.locator("#shortcuts-on")
        await box.check()
        await box.uncheck()
        assert await page.locator("#shortcuts-say").inner_text() == "Losse toetsen staan uit."
        await page.locator("h1").click()
        await page.keyboard.press("c")
        await page.reload()
        await page.locator("#shortcuts").wait_for()
        assert not await box.is_checked()
        assert (await meeting.floor()).speaking is None


async def test_who_has_not_voted_and_the_turnout_change_by_themselves(stage):
    hall = await stage.build.hall(seats=3)
    voting = await stage.build.open_voting(hall)
    token = await stage.build.token_of_staff(hall.email)
    path = f"/assemblies/{hall.slug}/desk/votings/{voting.id}"
    async with stage.page(path, token) as page:
        await page.locator("summary[data-key=m]").click()
        await page.get_by_text("3 mensen hebben nog niet gestemd").wait_for()
        await page.evaluate("window.same = true")
        await stage.build.cast(hall, voting, 0, "yes")
        await page.get_by_text("1 van 3", exact=True).wait_for()
        await page.get_by_text("2 mensen hebben nog niet gestemd").wait_for()
        await stage.build.close(voting)
        await page.locator("#state .notice.alarm").wait_for()
        assert await page.evaluate("window.same")
