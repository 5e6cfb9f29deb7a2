# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nobody needs a mouse: everything by Tab, Enter, Space and arrows, and one sees where one is.

What changes is also said, in live regions, and nobody who types is thrown back to the top.
"""

from typing import Any

from playwright.async_api import Page, expect

from tests.browser.acts import CHOICES, IN_THE_BOX, SURE, Phone, box, until
from tests.browser.stage import LAPTOP
from tests.build.house import PASSWORD

MOST_STOPS = 60
HERE = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return {
    name: (one.textContent || one.getAttribute("aria-label") || "").replace(/\\s+/g, " ").trim(),
    what: one.tagName.toLowerCase(), id: one.id,
    seen: one.matches(":focus-visible") && ring && box.width > 1 && box.bottom > 0
      && box.top < innerHeight,
  };
}"""
LISTEN = """() => {
  window.heard = [];
  for (const id of ["say", "say-now"]) {
    const place = document.getElementById(id);
    new MutationObserver(() => { if (place.textContent) window.heard.push(place.textContent); })
      .observe(place, { childList: true, characterData: true, subtree: true });
  }
}"""


async def here(page: Page) -> dict[str, Any]:
    """What has the focus; and it can be seen that it has."""
    found: dict[str, Any] = await page.evaluate(HERE)
    assert found["seen"], found
    return found


async def tab_to(page: Page, name: str, what: str = "") -> None:
    """By Tab alone, seeing at every stop where one is."""
    met = []
    for _ in range(MOST_STOPS):
        await page.keyboard.press("Tab")
        found = await here(page)
        met.append(found["name"])
        if found["name"].startswith(name) and what in ("", found["what"]):
            return
    raise AssertionError(f"Tab does not lead to {name}: {met}")


async def press(page: Page, name: str, key: str = "Enter") -> None:
    """The button or link with this name, found by Tab."""
    await tab_to(page, name)
    await page.keyboard.press(key)


async def joined(page: Page, stage, code: str) -> Phone:
    """By the code typed, and Enter."""
    await page.goto(f"{stage.url}/en/join")
    await page.keyboard.press("Tab")
    assert (await here(page))["name"] == "Skip to the content"
    while (await here(page))["id"] != "code":
        await page.keyboard.press("Tab")
    await page.keyboard.type(code)
    await page.keyboard.press("Enter")
    phone = Phone(page, stage)
    await phone.arrived()
    return phone


async def heard(page: Page, words: str) -> None:
    """It was said aloud."""

    async def was_said() -> bool:
        return words in await page.evaluate("window.heard")

    await until(was_said, words)


async def test_a_participant_joins_casts_and_reads_the_receipt(stage):
    hall = await stage.build.hall(seats=2)
    async with stage.context(**LAPTOP) as context:
        page = await context.new_page()
        phone = await joined(page, stage, hall.codes[0].shown())
        await page.evaluate(LISTEN)
        voting = await stage.build.open_voting(hall)
        await heard(page, "A voting has opened: Resolution 1.")
        await press(page, CHOICES["no"])
        assert "Is this your choice?" in (await here(page))["name"]
        await press(page, "Choose something else")
        assert (await here(page))["name"] == CHOICES["yes"]
        await page.keyboard.press("Space")
        await press(page, SURE, "Space")
        receipt = await phone.received()
        assert IN_THE_BOX in (await here(page))["name"]
        await heard(page, "Your ballot is in the box: Resolution 1.")
        assert await box(stage.build, voting) == [(receipt, "yes")]
        await press(page, "Keep on this device")
        assert "Kept on this device." in (await here(page))["name"]
        await press(page, "Back to my votings")
        await expect(phone.ballot).to_contain_text("You have voted.")
        assert (await here(page))["what"] in {"h1", "h2"}
        await stage.build.close(voting)
        await heard(page, "A voting has closed: Resolution 1.")
        await heard(page, "The result is there: Resolution 1.")
        assert (await here(page))["what"] in {"h1", "h2"}
        await press(page, "My receipts")
        await expect(page.locator("#receipts-here .tracker")).to_be_visible()
        await press(page, "Is my ballot in the box?")
        await expect(page.locator("main")).to_contain_text(receipt)


async def test_the_focus_stays_where_it_is_while_the_page_changes(stage):
    hall = await stage.build.hall(seats=2)
    first = await stage.build.open_voting(hall)
    async with stage.context(**LAPTOP) as context:
        page = await context.new_page()
        phone = await joined(page, stage, hall.codes[0].shown())
        await tab_to(page, CHOICES["no"])
        await page.evaluate("window.had = document.activeElement")
        second = await stage.build.open_voting(hall)
        await expect(page.locator("#ballots > section")).to_have_count(2)
        assert await page.evaluate("window.had === document.activeElement")
        await page.keyboard.press("Enter")
        await stage.build.close(second)
        await expect(page.locator("#results > section").first).to_be_visible()
        assert "Is this your choice?" in (await here(page))["name"]
        await stage.build.close(first)
        await expect(phone.ballot.locator(".notice.alarm")).to_contain_text("Your choice was not")
        assert "closed while you were choosing" in (await here(page))["name"]
        for left in (1, 0):  # each that was on the page says that it closed
            await press(page, "Go on")
            await expect(page.locator("#ballots > section")).to_have_count(left)
        assert (await here(page))["what"] in {"h1", "h2"}


async def test_who_votes_for_two_chooses_with_arrows(stage):
    hall = await stage.build.hall(seats=3)
    await stage.build.arrive(hall, [0, 1])
    await stage.build.proxy(hall, 2, 0)
    voting = await stage.build.open_voting(hall)
    async with stage.context(**LAPTOP) as context:
        page = await context.new_page()
        await joined(page, stage, hall.codes[0].shown())
        picks = page.locator("#ballots fieldset[data-number]")
        for place, steps in enumerate((1, 2)):
            while not await picks.nth(place).locator("input:focus").count():
                await page.keyboard.press("Tab")
            await page.keyboard.press("Space")
            for _ in range(steps):
                await page.keyboard.press("ArrowRight")
        await press(page, "Continue")
        await press(page, SURE)
        await expect(page.locator(".panel .tracker")).to_have_count(2)
        choices = sorted(choice for _, choice in await box(stage.build, voting))
        assert choices == ["abstain", "no"]


async def test_a_moderator_opens_and_closes(stage):
    hall = await stage.build.hall(seats=2)
    await stage.build.tabled(hall)
    async with stage.context(**LAPTOP) as context:
        page = await context.new_page()
        await page.goto(f"{stage.url}/en/sign-in")
        await press(page, "I run an assembly")
        await page.keyboard.press("Tab")
        await page.keyboard.type(hall.email)
        await page.keyboard.press("Tab")
        await page.keyboard.type(PASSWORD)
        await page.keyboard.press("Enter")
        await page.get_by_role("heading", name="Desk").wait_for()
        await press(page, "Choose the terms")
        await page.get_by_role("heading", name="Put to the vote").wait_for()
        await press(page, "Continue")
        await page.get_by_role("heading", name="Open this voting now?").wait_for()
        await press(page, "Open the voting")
        await page.get_by_role("heading", name="Voting open").wait_for()
        await press(page, "Close the voting")
        await expect(page.locator("section[role=alert]")).to_contain_text("0 of 2 have voted")
        await press(page, "Close the voting")
        await page.get_by_role("heading", name="Voting closed").wait_for()
