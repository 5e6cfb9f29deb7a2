# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A Valkey of each test's own, to be stopped at will, and real worker processes."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assembly.database import open_engine, sessions_of
from assembly.doorbell import Doorbell
from assembly.local.kept import Command
from assembly.local.valkey import LocalValkey
from assembly.settings import Settings
from tests.build.log import signer
from tests.build.running import environ_of

PATIENCE = 90.0
"""Seconds before a test gives up; on an idle machine nothing here takes five."""


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[LocalValkey]:
    valkey = LocalValkey(tmp_path / "valkey")
    valkey.start()
    yield valkey
    valkey.stop()


@pytest.fixture
def settings(settings: Settings, valkey: LocalValkey) -> Settings:
    return settings.model_copy(update={"redis_url": valkey.redis_url})


@pytest.fixture
async def bell(settings: Settings) -> AsyncIterator[Doorbell]:
    bell = Doorbell.at(settings.redis_url)
    yield bell
    await bell.close()


@pytest.fixture
async def context(settings: Settings, bell: Doorbell) -> AsyncIterator[dict[str, Any]]:
    """What a job is given."""
    engine = open_engine(settings.database_url, pool_size=3, name="worker")
    yield {"engine": engine, "sessions": sessions_of(engine), "bell": bell, "signer": signer()}
    await engine.dispose()


class Crew:
    """Worker processes, as `assembly work` runs them. None outlives the test."""

    def __init__(self, settings: Settings, project: Path, folder: Path) -> None:
        self.log = folder / "worker.log"
        self.environ = environ_of(settings, project)
        self.workers: list[Command] = []

    def start(self, **environ: str) -> Command:
        """One more worker; what it writes is in `log`."""
        worker = Command(
            "worker",
            [sys.executable, "-m", "workers"],
            log=self.log,
            environ={**self.environ, **environ},
        )
        self.workers.append(worker)
        worker.start()
        return worker

    def said(self) -> str:
        """Everything all of them wrote."""
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""

    def dismiss(self) -> None:
        for worker in self.workers:
            worker.kill()


@pytest.fixture
def crew(settings: Settings, project: Path, tmp_path: Path) -> Iterator[Crew]:
    crew = Crew(settings, project, tmp_path)
    yield crew
    crew.dismiss()


Until = Callable[..., Awaitable[None]]


@pytest.fixture
def until(crew: Crew) -> Until:
    """`await until(question, what)`: it came to hold, or the test fails with the worker's log."""

    async def wait(
        question: Callable[[], Awaitable[object]], what: str, seconds: float = PATIENCE
    ) -> None:
        end = time.monotonic() + seconds
        while not await question():
            if time.monotonic() > end:
                pytest.fail(f"{what} in {seconds:.0f} s; the worker said:\n{crew.said()[-4000:]}")
            await asyncio.sleep(0.05)

    return wait
