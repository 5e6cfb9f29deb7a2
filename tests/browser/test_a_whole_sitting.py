# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sitting from its agenda to its minutes: a moderator, three phones and a projector, in five
browsers, and nothing done but by pressing what stands there."""

from playwright.async_api import Page, expect

from tests.browser.acts import Desk, Phone, desk, phones

TEXT = "De bus is gratis onder 18.\n\nVanaf 2027 geldt dit overal."
AMENDED = TEXT.replace("18", "21")


async def write_the_text(chair: Desk) -> None:
    """Resolution 1 is written and on the table."""
    await chair.follow("Drafts and proposals")
    await chair.follow("Write a resolution")
    await chair.page.get_by_label("Title").fill("Gratis bus")
    await chair.page.get_by_label("Text", exact=True).fill(TEXT)
    await chair.press("Save")
    await chair.press("Put on the table")


async def plan_the_sitting(chair: Desk) -> None:
    """A sitting with two items: a debate, and the resolution; then it is open."""
    await chair.page.goto(chair.here)
    await chair.follow("Sittings")
    await chair.page.get_by_label("Title").fill("Eerste zitting")
    await chair.press("Plan the sitting")
    for kind, title, number in (("Debate", "De bus", ""), ("Decision", "", "1")):
        await chair.follow("Add an item")
        await chair.page.get_by_label("Kind").select_option(label=kind)
        await chair.page.get_by_label("Title").fill(title)
        await chair.page.get_by_label("Number of the resolution").fill(number)
        await chair.page.get_by_text("The list of speakers is open from the beginning").click()
        await chair.press("Save")
    await chair.press("Open the sitting")


async def take_attendance(chair: Desk) -> None:
    """Everybody but one is present."""
    await chair.follow("The room")
    await chair.press("Everybody present")
    await chair.press("Absent: 4")
    await expect(chair.page.locator(".totals")).to_contain_text("3")
    await chair.page.goto(f"{chair.here}/sittings/1")


async def debate(chair: Desk, speaker: Phone, other: Phone) -> None:
    """The first item: one asks for the floor, gets it, and both phones say so by themselves."""
    await chair.press("Begin item 1")
    await speaker.page.get_by_role("button", name="Contribution").click()
    await speaker.arrived()
    await expect(other.page.get_by_text("Speaking now")).to_have_count(0)
    await chair.press("Call the next one: seat 1")
    await expect(speaker.page.get_by_text("You have the floor.")).to_be_visible()
    await expect(other.page.get_by_text("Speaking now: Seat 1")).to_be_visible()
    await chair.press("End item 1")


async def amend(chair: Desk, author: Phone) -> None:
    """One more page of a phone files an amendment, and the desk finds it admissible."""
    page = await author.page.context.new_page()
    await page.goto(f"{author.stage.url}/en/assemblies/{chair.slug}/resolutions/1")
    await page.get_by_role("link", name="Propose an amendment").click()
    await page.get_by_label("Text", exact=True).fill(AMENDED)
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_role("button", name="File the amendment").click()
    await page.close()
    await chair.press("Begin item 2")
    await chair.follow("Plan of the amendments")
    await chair.press("Admissible: A1")


async def open_with_terms(chair: Desk) -> None:
    """The terms are chosen, and read in one page before anything opens: rule, quorum, roll."""
    await chair.page.get_by_label("Majority").select_option("two_thirds")
    await chair.page.get_by_label("Only who is present or represented").check()
    await chair.page.locator("summary").filter(has_text="Quorum").click()
    await chair.page.get_by_label("Kind").select_option("number")
    await chair.page.get_by_label("Number", exact=True).fill("2")
    await chair.press("Continue")
    await chair.heading("Open this voting now?")
    summary = chair.page.locator("section.ballot")
    await expect(summary).to_contain_text("at least two thirds")
    await expect(summary).to_contain_text("at least 2")
    await expect(summary).to_contain_text("Only who is present or represented (3)")
    await chair.press("Open the voting")
    await chair.heading("Voting open")


async def all_cast(hall: list[Phone], projector: Page, of: str) -> list[str]:
    """Each sees the voting, casts, and has a receipt; the projector says how many did."""
    receipts = []
    for count, (phone, choice) in enumerate(zip(hall, ("yes", "yes", "no"), strict=True), start=1):
        receipts.append(await phone.cast(choice))
        await phone.go_on()
        await expect(phone.ballot).to_contain_text("You have voted.")
        await expect(projector.locator(".rail .figure").first).to_have_text(f"{count} of {of}")
    assert len(set(receipts)) == len(hall)
    return receipts


async def result_everywhere(hall: list[Phone], projector: Page, word: str) -> None:
    """The projector and every phone show it, without being asked to."""
    await expect(projector.locator(".stage.result .huge")).to_have_text(word)
    for phone in hall:
        await expect(phone.page.locator("#results .mark").first).to_have_text(word)
        assert await phone.is_same()


async def end_the_sitting(chair: Desk) -> str:
    """Closed, asked for once; the minutes are published, and this is what they say."""
    await chair.page.goto(f"{chair.here}/sittings/1")
    await chair.press("End item 2")
    await chair.press("Close the sitting")
    sheet = chair.page.locator("section.sheet")
    await expect(sheet).to_contain_text("It is never opened again.")
    await chair.press("Close the sitting", sheet)
    await chair.follow("Minutes")
    await chair.press("Publish the minutes")
    await expect(chair.page.get_by_text("Published on")).to_be_visible()
    return await chair.page.locator("main").inner_text()


async def find_receipts(phone: Phone, *receipts: str) -> None:
    """On the page of receipts each is there, and is found in the public box of its voting."""
    await phone.page.get_by_role("link", name="My receipts").click()
    kept = phone.page.locator("#receipts-here li")
    await expect(kept).to_have_count(len(receipts))
    for place, receipt in enumerate(receipts):
        await expect(kept.nth(place).locator(".tracker")).to_have_text(receipt.replace("-", ""))
    await kept.last.get_by_role("link", name="Is my ballot in the box?").click()
    await expect(phone.page.locator("main")).to_contain_text(receipts[-1])


async def test_a_whole_sitting(stage):
    hall = await stage.build.hall(seats=4)
    async with (
        desk(stage, hall) as chair,
        stage.page(f"/en/assemblies/{hall.slug}/projector") as projector,
        phones(stage, hall, 0, 1, 2) as people,
    ):
        await write_the_text(chair)
        await plan_the_sitting(chair)
        await take_attendance(chair)
        await debate(chair, people[0], people[1])

        await amend(chair, people[0])
        await chair.press("Put to the vote")
        await expect(projector.locator(".stage.open")).to_contain_text("21")
        first = await all_cast(people, projector, "4")
        await chair.close("3 of 4 have voted")
        await result_everywhere(people, projector, "Approved")

        await chair.page.goto(f"{chair.here}/sittings/1")
        await chair.follow("Put to the vote")
        await open_with_terms(chair)
        await expect(projector.locator(".stage.open")).to_contain_text("at least two thirds")
        for phone in people:
            await expect(phone.ballot).to_contain_text("onder 21")
            await expect(phone.ballot).to_contain_text("at least two thirds")
        second = await all_cast(people, projector, "3")
        await chair.close("3 of 3 have voted")
        await result_everywhere(people, projector, "Approved")

        minutes = await end_the_sitting(chair)
        for told in ("Seat 1", "amendment 1", "resolution 1", "Approved"):
            assert told.casefold() in minutes.casefold()
        for phone, *receipts in zip(people, first, second, strict=True):
            await find_receipts(phone, *receipts)
