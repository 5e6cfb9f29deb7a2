# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""With scripts switched off everything that decides still works, by links and buttons alone."""

from contextlib import asynccontextmanager

from playwright.async_api import Page, expect

from tests.browser.acts import CHOICES, IN_THE_BOX, SURE, box, desk
from tests.browser.stage import PHONE

OFF = {"java_script_enabled": False}


@asynccontextmanager
async def plain_phone(stage, hall, seat=0):
    """A phone without scripts, joined by the code that was typed as people type."""
    async with stage.page("/en/join", **PHONE, **OFF) as page:
        code = hall.codes[seat].shown().lower().replace("-", " ")
        await page.get_by_label("Your personal code").fill(code)
        await page.get_by_role("button", name="Continue").click()
        await expect(page.locator(".whoami")).to_contain_text(f"Seat {seat + 1}")
        yield page


async def cast(page: Page, choice: str) -> str:
    """Chosen, confirmed once, and the receipt."""
    await page.get_by_role("button", name=CHOICES[choice]).click()
    await expect(page.locator(".chosen")).to_have_text(CHOICES[choice])
    await page.get_by_role("button", name=SURE).click()
    await expect(page.get_by_role("heading", name=IN_THE_BOX)).to_be_visible()
    return await receipt(page)


async def receipt(page: Page) -> str:
    """The number on the page."""
    return "-".join(await page.locator(".tracker span").all_inner_texts())


async def test_a_ballot_is_cast_once_and_read_in_another_language(stage):
    hall = await stage.build.hall(seats=2)
    async with plain_phone(stage, hall) as page:
        await expect(page.get_by_role("heading", name="Nothing to vote on now")).to_be_visible()
        voting = await stage.build.open_voting(hall)
        await page.get_by_role("link", name="Look again").click()
        number = await cast(page, "no")
        assert await box(stage.build, voting) == [(number, "no")]

        await page.reload()  # the form is sent once more
        assert await receipt(page) == number
        assert await box(stage.build, voting) == [(number, "no")]

        await page.get_by_role("link", name="Back to my votings").click()
        await expect(page.locator(".notice.done")).to_contain_text("You have voted.")
        for language, words in (
            ("Français", "Vous avez voté."),
            ("Deutsch", "Sie haben abgestimmt."),
            ("Nederlands", "Je hebt gestemd."),
        ):
            await page.get_by_role("link", name=language).click()
            await expect(page.locator(".notice.done")).to_contain_text(words)


async def test_who_comes_too_late_is_told_and_brought_back(stage):
    hall = await stage.build.hall(seats=2)
    voting = await stage.build.open_voting(hall)
    async with plain_phone(stage, hall) as page:
        await page.get_by_role("button", name=CHOICES["yes"]).click()
        await stage.build.close(voting)
        await page.get_by_role("button", name=SURE).click()
        await expect(page.get_by_role("heading", name="This voting is not open")).to_be_visible()
        assert await box(stage.build, voting) == []
        await page.get_by_role("link", name="Go back").click()
        await expect(page.get_by_role("heading", name="Nothing to vote on now")).to_be_visible()


async def test_a_moderator_opens_and_closes_a_voting(stage):
    hall = await stage.build.hall(seats=2)
    await stage.build.tabled(hall)
    async with desk(stage, hall, **OFF) as chair, plain_phone(stage, hall) as page:
        await chair.follow("Choose the terms : 1")
        await chair.press("Continue")
        await chair.heading("Open this voting now?")
        await chair.press("Open the voting")
        await chair.heading("Voting open")
        await page.get_by_role("link", name="Look again").click()
        await cast(page, "yes")
        await chair.follow("Look again")
        await expect(chair.page.locator(".big")).to_contain_text("1 of 2")
        await chair.close("1 of 2 have voted")
        await page.get_by_role("link", name="Back to my votings").click()
        await expect(page.get_by_role("heading", name="Nothing to vote on now")).to_be_visible()


async def test_the_projector_looks_again_by_itself(stage):
    hall = await stage.build.hall(seats=2)
    async with stage.page(f"/en/assemblies/{hall.slug}/projector", **OFF) as page:
        await page.locator(".stage.welcome").wait_for()
        await stage.build.open_voting(hall)
        await expect(page.locator(".stage.open")).to_contain_text("0 of 2")
