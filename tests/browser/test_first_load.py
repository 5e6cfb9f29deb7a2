# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A page that a whole hall loads in the same minute is small, and comes from one place."""

import pytest

from tests.browser.stage import PHONE

MOST = 100_000
"""Bytes over the line, headers and all, by a browser that was never here."""

PAGES = {
    "join": ("/join", False),
    "sign in": ("/sign-in", False),
    "my votings": ("/my-votings", True),
    "projector": ("/assemblies/{slug}/projector", False),
}


@pytest.fixture(scope="module")
async def hall(stage):
    """With three votings open, and a long text among them."""
    hall = await stage.build.hall(seats=2)
    words = "De stad maakt op elk plein plaats voor bomen, banken en water. "
    await stage.build.open_on(hall, await stage.build.tabled(hall, words * 40))
    for _ in range(2):
        await stage.build.open_voting(hall)
    return hall


@pytest.mark.parametrize("name", PAGES)
async def test_the_first_load_is_small_and_all_of_it_is_ours(stage, hall, name):
    path, seated = PAGES[name]
    token = await stage.build.token_of_seat(hall, 0) if seated else None
    async with stage.context(token, **PHONE) as context:
        page = await context.new_page()
        line = await context.new_cdp_session(page)
        asked, weighed = [], []
        line.on("Network.requestWillBeSent", lambda told: asked.append(told["request"]["url"]))
        line.on("Network.loadingFinished", lambda told: weighed.append(told["encodedDataLength"]))
        await line.send("Network.enable")
        await page.goto(stage.url + path.format(slug=hall.slug), wait_until="load")
        await page.evaluate("document.fonts.ready.then(() => true)")
        streams = sum("/api/v1/events/" in url for url in asked)
        while len(weighed) < len(asked) - streams:
            await page.wait_for_timeout(50)
        assert [url for url in asked if not url.startswith(stage.url)] == []
        assert len(asked) > 2
        assert sum(weighed) < MOST, dict(zip(asked, weighed, strict=False))
