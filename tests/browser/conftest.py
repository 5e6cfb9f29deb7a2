# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A real browser before a real web process and a real worker: one house for all these tests.

They share one database; each test that changes anything founds an assembly of its own. The browser
is Debian's Chromium, or the one that CHROMIUM names.
"""

import asyncio
import os
import shutil
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.async_api import Browser, async_playwright

from assembly.database import open_engine, sessions_of
from assembly.identity.hashing import Hasher
from assembly.local.kept import Command
from assembly.local.servers import Servers
from assembly.local.valkey import LocalValkey
from assembly.settings import Settings
from tests.browser.scene import Scene, built
from tests.browser.stage import Stage
from tests.build.house import Build
from tests.build.running import Web, environ_of, free_port
from tests.conftest import database_named, run_sql

STARTING = 90.0
"""Seconds the web may take to come up on a machine that has much else to do."""


def chromium() -> str:
    """Where it is."""
    named = os.environ.get("CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.fail("No Chromium here: `apt-get install chromium`, or name one in CHROMIUM.")
    return found


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        await browser.close()


@asynccontextmanager
async def raised(
    settings: Settings, folder: Path, project: Path, browser: Browser
) -> AsyncIterator[Stage]:
    """A web process and a worker that run on these servers until the end."""
    environ = environ_of(settings, project)
    web = Web(environ, folder / "web.log", free_port())
    worker = Command(
        "worker", [sys.executable, "-m", "workers"], log=folder / "worker.log", environ=environ
    )
    engine = open_engine(settings.database_url, pool_size=5, name="test")
    hasher = Hasher(settings)
    try:
        web.start()
        worker.start()
        end = time.monotonic() + STARTING
        while not await web.serves():
            assert time.monotonic() < end, web.log.read_text(encoding="utf-8")
            await asyncio.sleep(0.05)
        build = Build(sessions_of(engine), hasher)
        yield Stage(build, settings, web, worker, browser, folder / "web.log")
    finally:
        worker.stop()
        web.stop()
        hasher.close()
        await engine.dispose()


@pytest.fixture(scope="session")
async def stage(
    servers: Servers,
    template: str,
    browser: Browser,
    project: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Stage]:
    name = f"browser_{uuid4().hex}"
    await run_sql(servers.database_url, f"CREATE DATABASE {name} TEMPLATE {template}")
    settings = Settings(
        database_url=database_named(servers.database_url, name),
        redis_url=servers.redis_url,
        secret_key="only-for-tests-" + "x" * 32,
        argon2_memory_kib=64,
        argon2_passes=1,
        sweep_seconds=1,
        smtp_url="smtp://127.0.0.1:9",
        mail_from="Raad <raad@example.org>",
    )
    async with raised(settings, tmp_path_factory.mktemp("browser"), project, browser) as stage:
        yield stage


@pytest.fixture
async def valkey(tmp_path: Path) -> AsyncIterator[LocalValkey]:
    valkey = LocalValkey(tmp_path / "valkey")
    valkey.start()
    yield valkey
    valkey.stop()


@pytest.fixture
async def mortal(
    settings: Settings, valkey: LocalValkey, tmp_path: Path, project: Path, browser: Browser
) -> AsyncIterator[Stage]:
    """A house of its own, whose Redis may be stopped at will."""
    own = settings.model_copy(update={"redis_url": valkey.redis_url})
    async with raised(own, tmp_path, project, browser) as stage:
        yield stage


@pytest.fixture(scope="session")
async def scene(stage: Stage) -> Scene:
    return await built(stage)
