# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A phone on a bad line: what was confirmed arrives, and arrives once."""

from contextlib import asynccontextmanager

from playwright.async_api import expect

from tests.browser.acts import SURE, Phone, box, phones
from tests.browser.stage import PHONE

BALLOTS = "**/api/v1/votings/*/ballots"


@asynccontextmanager
async def voting_on(stage):
    """A phone that looks at an open voting, and that voting."""
    hall = await stage.build.hall(seats=2)
    voting = await stage.build.open_voting(hall)
    async with phones(stage, hall, 0) as (phone,):
        yield phone, voting


async def unsent(phone: Phone, choice: str) -> None:
    """The page says that it was not sent, and keeps the choice."""
    await expect(phone.ballot.locator(".state.sending")).to_contain_text("Not sent yet.")
    await expect(phone.ballot.locator(".chosen")).to_have_text(choice)


async def test_what_was_confirmed_without_a_network_is_sent_once_when_it_is_back(stage):
    async with voting_on(stage) as (phone, voting):
        await phone.choose("no")
        await phone.page.context.set_offline(True)
        await phone.confirm()
        await unsent(phone, "No, against")
        await expect(phone.page.locator("#line")).to_contain_text("Connection lost.")
        assert await box(stage.build, voting) == []
        await phone.page.context.set_offline(False)
        receipt = await phone.received()
        assert await box(stage.build, voting) == [(receipt, "no")]
        await expect(phone.page.locator("#line")).to_have_class("note line live")
        assert await phone.is_same()


async def test_an_answer_that_was_lost_brings_the_same_receipt_when_asked_again(stage):
    async with voting_on(stage) as (phone, voting):
        trackers = []

        async def lose(route):
            answer = await route.fetch()
            trackers.append((answer.status, (await answer.json())["tracker"]))
            await route.abort()

        await phone.page.route(BALLOTS, lose, times=2)
        await phone.choose("yes")
        await phone.confirm()
        await unsent(phone, "Yes, in favour")
        receipt = await phone.received()
        assert trackers == [(201, receipt), (200, receipt)]
        assert await box(stage.build, voting) == [(receipt, "yes")]


async def test_a_page_loaded_anew_sends_what_was_not_sent(stage):
    async with voting_on(stage) as (phone, voting):
        await phone.page.route(BALLOTS, lambda route: route.abort())
        await phone.choose("abstain")
        await phone.confirm()
        await unsent(phone, "I abstain")
        await phone.page.reload()
        await unsent(phone, "I abstain")
        await phone.page.unroute(BALLOTS)
        await phone.ballot.get_by_role("button", name="Send it now").click()
        receipt = await phone.received()
        assert await box(stage.build, voting) == [(receipt, "abstain")]


async def test_a_server_that_is_busy_is_asked_again(stage):
    async with voting_on(stage) as (phone, voting):
        busy = {"status": 503, "headers": {"Retry-After": "1"}, "body": "{}"}
        await phone.page.route(BALLOTS, lambda route: route.fulfill(**busy), times=2)
        await phone.choose("yes")
        await phone.confirm()
        await unsent(phone, "Yes, in favour")
        receipt = await phone.received()
        assert await box(stage.build, voting) == [(receipt, "yes")]


async def test_double_taps_cast_once(stage):
    async with voting_on(stage) as (phone, voting):
        sent = []
        phone.page.on("request", lambda one: sent.append(one.method))
        await phone.ballot.get_by_role("button", name="Yes, in favour").dblclick()
        await expect(phone.ballot.get_by_role("button", name=SURE)).to_be_visible()
        assert "POST" not in sent
        await phone.ballot.get_by_role("button", name=SURE).dblclick()
        receipt = await phone.received()
        assert await box(stage.build, voting) == [(receipt, "yes")]
        assert sent.count("POST") == 1


async def test_going_back_casts_nothing_and_offers_nothing_twice(stage):
    async with voting_on(stage) as (phone, voting):
        await phone.choose("yes")
        await phone.page.go_back()
        assert await box(stage.build, voting) == []
        await phone.page.go_forward()
        await phone.arrived()
        receipt = await phone.cast("yes")
        await phone.page.get_by_role("link", name="My receipts").click()
        await expect(phone.page.locator("#receipts-here .tracker")).to_be_visible()
        await phone.page.go_back()
        await phone.page.locator(".whoami").wait_for()
        await expect(phone.page.get_by_role("button", name="Yes, in favour")).to_have_count(0)
        assert await box(stage.build, voting) == [(receipt, "yes")]


async def test_two_tabs_cast_once_and_the_second_says_so(stage):
    async with voting_on(stage) as (phone, voting):
        other = await phone.beside()
        await phone.choose("yes")
        await other.choose("no")
        await phone.confirm()
        receipt = await phone.received()
        await other.confirm()
        refused = other.ballot.get_by_role("alert")
        await expect(refused).to_contain_text("Your ballot was not cast.")
        await expect(refused).to_contain_text("You have voted already.")
        assert await box(stage.build, voting) == [(receipt, "yes")]
        await other.page.get_by_role("button", name="Back to my votings").click()
        await expect(other.ballot).to_contain_text("You have voted.")


async def test_without_the_stream_the_page_looks_by_itself(stage):
    hall = await stage.build.hall(seats=2)
    async with stage.context(**PHONE) as context:
        await context.route("**/api/v1/events/**", lambda route: route.abort())
        phone = Phone(await context.new_page(), stage)
        await phone.join(hall.codes[0].shown(), line="lost")
        voting = await stage.build.open_voting(hall)
        await expect(phone.ballot).to_be_visible(timeout=30_000)
        receipt = await phone.cast("yes")
        assert await box(stage.build, voting) == [(receipt, "yes")]
        await stage.build.close(voting)
        await expect(phone.page.locator("#results .mark")).to_have_text("Approved")
        assert await phone.is_same()
