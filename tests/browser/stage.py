# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where browsers meet the real house: addresses, cookies, and the kinds of screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page

from assembly.local.kept import Command
from assembly.settings import Settings
from tests.build.house import Build
from tests.build.running import Web

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
SMALL: dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "has_touch": True}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
COOKIE = "__Host-assembly"
PATIENCE = 60.0


@dataclass
class Stage:
    """What the curtain rises on."""

    build: Build
    settings: Settings
    web: Web
    worker: Command
    browser: Browser
    log: Path

    @property
    def url(self) -> str:
        """Where the pages are."""
        return self.web.url

    @asynccontextmanager
    async def context(self, token: str | None = None, **kind: Any) -> AsyncIterator[BrowserContext]:
        """A browser of its own, signed in with this token if there is one."""
        context = await self.browser.new_context(**{**LAPTOP, **kind})
        context.set_default_timeout(PATIENCE * 1000)
        if token:
            await context.add_cookies(
                [
                    {
                        "name": COOKIE,
                        "value": token,
                        "url": self.url.replace("http:", "https:"),
                        "secure": True,
                        "httpOnly": True,
                    }
                ]
            )
        try:
            yield context
        finally:
            await context.close()

    @asynccontextmanager
    async def page(self, path: str, token: str | None = None, **kind: Any) -> AsyncIterator[Page]:
        """One page in a browser of its own."""
        async with self.context(token, **kind) as context:
            page = await context.new_page()
            await page.goto(self.url + path)
            yield page
