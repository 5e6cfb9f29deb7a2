# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Redis is stopped in the middle of a voting and started again: casting goes on all the while."""

from collections import Counter

from playwright.async_api import Page, expect

from tests.browser.acts import Phone, box, phones, until

LISTEN = """slug => {
  window.heard = [];
  const source = new EventSource(`/api/v1/events/${slug}`);
  source.addEventListener("change", (event) => {
    const told = JSON.parse(event.data);
    window.heard.push([event.lastEventId, told.what]);
  });
  return new Promise(resolve => source.addEventListener("hello", () => resolve(true)));
}"""


async def told(page: Page, what: str) -> None:
    """An event of this name was heard."""

    async def was_heard() -> bool:
        return what in [name for _, name in await page.evaluate("window.heard")]

    await until(was_heard, what)


async def refused(phone: Phone) -> None:
    """The page says that nothing was cast, and why."""
    alert = phone.ballot.get_by_role("alert")
    await expect(alert).to_contain_text("Your ballot was not cast. This voting is not open.")


async def test_casting_goes_on_and_no_event_comes_twice(mortal, valkey):
    build = mortal.build
    hall = await build.hall(seats=3)
    async with phones(mortal, hall, 0, 1) as (one, other):
        await one.page.evaluate(LISTEN, hall.slug)
        first = await build.open_voting(hall)
        before = await one.cast("yes")
        await told(one.page, f"voting/{first.id}")

        valkey.stop()
        during = await other.cast("no")
        assert sorted(await box(build, first)) == sorted([(before, "yes"), (during, "no")])
        second = await build.open_voting(hall)
        for phone in (one, other):
            await phone.go_on()
            await expect(phone.page.locator("#ballots > section")).to_have_count(2)
        await told(one.page, f"voting/{second.id}")
        await build.close(first)
        await expect(one.page.locator("#ballots > section")).to_have_count(1)

        valkey.start()
        await expect(one.page.locator("#results .mark")).to_have_text("Not approved")
        receipt = await one.cast("abstain")
        assert await box(build, second) == [(receipt, "abstain")]
        third = await build.open_voting(hall)
        await told(one.page, f"voting/{third.id}")
        heard = Counter(map(tuple, await one.page.evaluate("window.heard")))
        assert heard.most_common(1)[0][1] == 1, heard
        assert await one.is_same()
        assert await other.is_same()


async def test_a_voting_that_closed_meanwhile_is_shown_so_and_takes_no_ballot(mortal, valkey):
    build = mortal.build
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall)
    async with phones(mortal, hall, 0, 1) as (looks, hurries):
        await looks.choose("yes")
        await hurries.choose("no")
        await hurries.page.route("**/my-votings/now", lambda route: route.abort())
        valkey.stop()
        await build.close(voting)
        await expect(looks.ballot).to_contain_text("closed while you were choosing")
        await expect(looks.ballot.get_by_role("button", name="Confirm and cast")).to_have_count(0)
        await hurries.confirm()
        await refused(hurries)
        valkey.start()
        assert await box(build, voting) == []
        async with phones(mortal, hall, 2) as (late,):
            await expect(late.page.locator("#ballots > section")).to_have_count(0)
