# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page that checks one receipt works the bundle out by itself and sends the receipt nowhere."""

import asyncio
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
from playwright.async_api import FilePayload, Page, expect

from assembly.publication.rules.record import record_digest
from assembly.voting.models import Voting
from assembly.voting.rules.ballot import Secrecy
from tests.browser.stage import PHONE, Stage

RECEIPT = UUID("3f2b8c1e-0000-4000-8000-00000000abcd")
EVERY = {"voting", "record", "roll", "box", "leaf", "inclusion", "signature", "keys"}


async def counted(stage: Stage, secrecy: Secrecy = Secrecy.SECRET) -> Voting:
    """A published voting of three in which the receipt is one."""
    build = stage.build
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall, secrecy=secrecy)
    await build.cast(hall, voting, 0, "no", RECEIPT)
    await build.cast(hall, voting, 1, "yes")
    await build.cast(hall, voting, 2, "yes")
    await build.close(voting)
    await build.count(voting)
    await build.publish(voting)
    return voting


async def bundle_of(stage: Stage, voting: Voting) -> dict[str, Any]:
    """What the site publishes, once the log has it."""
    async with httpx.AsyncClient(base_url=stage.url) as client:
        while True:
            found = await client.get(f"/api/v1/votings/{voting.id}/bundle")
            bundle: dict[str, Any] = found.json()
            if bundle["log"] is not None:
                return bundle
            await asyncio.sleep(0.2)


async def check(page: Page, receipt: str = "", bundle: bytes | None = None) -> dict[str, str]:
    """What the page says of each thing it checked."""
    await page.locator("#receipt").fill(receipt)
    if bundle is not None:
        file: FilePayload = {
            "name": "bundle.json",
            "mimeType": "application/json",
            "buffer": bundle,
        }
        await page.locator("#file").set_input_files(file)
    await page.get_by_role("button", name="Check").click()
    told = page.get_by_role("status").locator("[data-say]")
    await expect(told).not_to_have_attribute("data-say", "reading")
    lines = await page.locator("[data-check]").all()
    return {
        str(await line.get_attribute("data-check")): str(await line.get_attribute("data-answer"))
        for line in lines
    }


async def test_a_receipt_is_found_and_everything_fits_without_sending_the_receipt(stage):
    voting = await counted(stage)
    await bundle_of(stage, voting)
    async with stage.page(f"/en/votings/{voting.id}/check", **PHONE) as page:
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url + (one.post_data or "")))
        found = await check(page, str(RECEIPT).upper().replace("-", " "))
        assert found == dict.fromkeys([*EVERY, "receipt-there"], "holds")
        await expect(page.get_by_role("status")).to_have_text("All that could be checked fits.")
        await expect(page.locator("[data-check=receipt-there]")).to_contain_text("stays unknown")
        assert asked, "the bundle is fetched"
        assert not any("3f2b8c1e" in one.lower() for one in asked)
        assert "3f2b8c1e" not in page.url


async def test_a_link_brings_the_receipt_where_no_server_sees_it_and_it_is_checked_at_once(stage):
    voting = await counted(stage)
    await bundle_of(stage, voting)
    async with stage.context() as context:
        page = await context.new_page()
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url))
        await page.goto(f"{stage.url}/de/votings/{voting.id}/check#{RECEIPT}")
        line = page.locator("[data-check=receipt-there]")
        await expect(line).to_contain_text("Stimmt. Ihr Beleg ist in dieser Urne, einmal.")
        await expect(line).to_contain_text(str(RECEIPT))
        assert page.url == f"{stage.url}/de/votings/{voting.id}/check"
        assert any(one.endswith("/bundle") for one in asked)
        assert [one for one in asked if "abcd" in one and "#" not in one] == []


async def test_a_receipt_of_a_voting_by_name_stands_with_its_seat_and_choice(stage):
    voting = await counted(stage, Secrecy.ROLL_CALL)
    await bundle_of(stage, voting)
    async with stage.page(f"/en/votings/{voting.id}/check") as page:
        found = await check(page, str(RECEIPT))
        assert found == dict.fromkeys([*EVERY, "receipt-named"], "holds")
        await expect(page.locator("[data-check=receipt-named]")).to_contain_text(
            "with seat 1: No, against"
        )


async def test_a_receipt_that_is_not_there_and_one_that_is_none_are_said(stage):
    voting = await counted(stage)
    await bundle_of(stage, voting)
    async with stage.page(f"/en/votings/{voting.id}/check") as page:
        found = await check(page, "0" * 32)
        assert found == {**dict.fromkeys(EVERY, "holds"), "receipt-missing": "differs"}
        assert await check(page, "three") == {}
        await expect(page.get_by_role("status")).to_contain_text("This is no receipt")


def dropped(bundle: dict[str, Any]) -> None:
    bundle["box"]["trackers"].remove(str(RECEIPT))


def swapped(bundle: dict[str, Any]) -> None:
    bundle["box"]["trackers"][0] = "00000000-0000-4000-8000-000000000000"


def counted_otherwise(bundle: dict[str, Any]) -> None:
    bundle["record"]["tally"] |= {"yes": 1, "no": 2}


def sealed_again(bundle: dict[str, Any]) -> None:
    counted_otherwise(bundle)
    bundle["digest"] = record_digest(bundle["record"])


def logged_again(bundle: dict[str, Any]) -> None:
    sealed_again(bundle)
    bundle["log"]["leaf"]["facts"]["digest"] = bundle["digest"]


def rooted_again(bundle: dict[str, Any]) -> None:
    lines = bundle["log"]["checkpoint"].split("\n")
    lines[1] = str(int(lines[1]) + 1)
    bundle["log"]["checkpoint"] = "\n".join(lines)


def absent(bundle: dict[str, Any]) -> None:
    bundle["roll"][0]["present"] = not bundle["roll"][0]["present"]


@pytest.mark.parametrize(
    ("tamper", "differs"),
    [
        pytest.param(dropped, {"box"}, id="a ballot less"),
        pytest.param(swapped, {"box"}, id="another ballot"),
        pytest.param(counted_otherwise, {"record"}, id="another count"),
        pytest.param(sealed_again, {"leaf"}, id="another count with its own fingerprint"),
        pytest.param(logged_again, {"inclusion"}, id="and an entry that names it"),
        pytest.param(absent, {"roll"}, id="somebody on the roll was not there"),
    ],
)
async def test_a_bundle_that_somebody_changed_is_found(
    stage, tamper: Callable[[dict[str, Any]], None], differs: set[str]
):
    voting = await counted(stage)
    bundle = await bundle_of(stage, voting)
    tamper(bundle)
    async with stage.page(f"/en/votings/{voting.id}/check") as page:
        found = await check(page, bundle=json.dumps(bundle).encode())
        assert {name for name, answer in found.items() if answer == "differs"} == differs
        await expect(page.get_by_role("status")).to_contain_text("does not fit")


async def test_a_checkpoint_that_nobody_signed_is_found(stage):
    voting = await counted(stage)
    bundle = await bundle_of(stage, voting)
    rooted_again(bundle)
    async with stage.page(f"/en/votings/{voting.id}/check") as page:
        found = await check(page, bundle=json.dumps(bundle).encode())
        assert found["signature"] == "differs"


async def test_the_bundle_of_another_voting_and_what_is_no_bundle_are_said(stage):
    one, other = await counted_without_receipt(stage), await counted_without_receipt(stage)
    bundle = await bundle_of(stage, other)
    async with stage.page(f"/en/votings/{one.id}/check") as page:
        found = await check(page, bundle=json.dumps(bundle).encode())
        assert {name for name, answer in found.items() if answer == "differs"} == {"voting"}
        for nothing in (b"[]", b"null", b"{", b"\xff"):
            assert await check(page, bundle=nothing) == {}
            await expect(page.get_by_role("status")).to_contain_text("it cannot be read")


async def counted_without_receipt(stage: Stage) -> Voting:
    hall = await stage.build.hall(seats=3)
    return await stage.build.decided(hall, yes=2, no=1)


async def test_a_bundle_too_large_for_a_page_is_said_and_not_read_to_its_end(stage):
    voting = await counted_without_receipt(stage)
    async with stage.page(f"/en/votings/{voting.id}/check") as page:
        await page.evaluate(
            """() => {
              const data = new DataTransfer();
              data.items.add(new File([new Uint8Array(65 * 2 ** 20).fill(32)], "bundle.json"));
              document.getElementById("file").files = data.files;
            }"""
        )
        assert await check(page) == {}
        await expect(page.get_by_role("status")).to_contain_text("too large for a page")
