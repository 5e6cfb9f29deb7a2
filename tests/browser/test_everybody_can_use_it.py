# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every page: no violation of WCAG 2.2 AA that axe finds, and nothing is cut off on small screens.

Small is 320 CSS pixels, as a phone, or a laptop at 400 % (WCAG 1.4.10); text at 200 % is 1.4.4.
"""

import re
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from litestar.routes import HTTPRoute
from playwright.async_api import Page

from assembly.app import create_app
from tests.browser.stage import LAPTOP, PHONE, SMALL

AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS: dict[str, dict[str, Any]] = {
    "laptop in the dark": {**LAPTOP, "color_scheme": "dark"},
    "small, in the light": SMALL,
}
WIDER = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide <= 0) return [];
  const edge = document.documentElement.clientWidth;
  return [wide, ...[...document.querySelectorAll("main *")]
    .filter(one => one.getBoundingClientRect().right > edge + 1)
    .slice(0, 5).map(one => one.outerHTML.slice(0, 120))];
}"""

PARTS = 6
"""Every test looks at a part of the pages: a machine that is busy needs seconds for each."""


NO_PAGES = re.compile(
    r"/(api|catalogue|health|static|metrics|schema|\.well-known)\b.*"
    r"|.*\.(atom|json|jsonld|ttl|ics|txt|md|xml|pdf|docx)"
)
"""What no browser shows, or not as a page of ours."""


def test_every_page_is_among_those_that_are_looked_at(scene):
    """By its address; a part of a page is looked at on the page."""
    seen = {sight.path.split("?")[0] for sight in scene.sights()}
    pages = [
        route.path
        for route in create_app(scene.stage.settings).routes
        if isinstance(route, HTTPRoute) and "GET" in route.methods
        if not NO_PAGES.fullmatch(route.path)
        if not any(handler.opt.get("fragment") for handler in route.route_handlers)
    ]
    patterns = {page: re.compile(re.sub(r"\{[^}]*\}", "[^/]+", page)) for page in pages}
    assert [page for page, it in patterns.items() if not any(map(it.fullmatch, seen))] == []


async def violations(page: Page) -> list[str]:
    found = await Axe().run(page, options={"runOnly": {"type": "tag", "values": AA}})
    return [
        f"{one['id']}: {node['html'][:160]} – {node['failureSummary'][:300]}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("look", LOOKS)
async def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(scene, look, part):
    found: dict[str, list[str]] = {}
    for sight in scene.sights()[part::PARTS]:
        async with scene.stage.page(sight.path, scene.tokens[sight.who], **LOOKS[look]) as page:
            wrong = await violations(page)
            wrong += [str(one) for one in await page.evaluate(WIDER)]
            if wrong:
                found[sight.name] = wrong
    assert found == {}


@pytest.mark.parametrize("part", range(PARTS))
async def test_text_at_twice_its_size_fits(scene, part):
    found: dict[str, list[str]] = {}
    for sight in scene.sights()[part::PARTS]:
        async with scene.stage.page(sight.path, scene.tokens[sight.who], **PHONE) as page:
            await page.evaluate("document.documentElement.style.fontSize = '200%'")
            if wide := await page.evaluate(WIDER):
                found[sight.name] = [str(one) for one in wide]
    assert found == {}


@pytest.mark.parametrize("part", range(PARTS))
async def test_no_page_complains_in_its_console_or_asks_a_third_party(scene, part):
    heard: dict[str, list[str]] = {}
    for sight in scene.sights()[part::PARTS]:
        async with scene.stage.context(scene.tokens[sight.who]) as context:
            page = await context.new_page()
            said: list[str] = []
            page.on("console", lambda message, said=said: said.append(message.text))
            page.on("pageerror", lambda error, said=said: said.append(str(error)))
            page.on("request", lambda request, said=said: said.append(request.url))
            answer = await page.goto(scene.stage.url + sight.path)
            assert answer is not None
            missing = sight.name == "nothing there"
            assert answer.status == (404 if missing else 200), sight
            told = [one for one in said if not one.startswith(scene.stage.url)]
            if told and not missing:
                heard[sight.name] = told
    assert heard == {}
