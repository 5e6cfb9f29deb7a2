# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether anything the public may read changed since a moment, without asking the database.

PostgreSQL tells it: triggers on the tables behind public pages NOTIFY with the commit (migration
0011), and one connection of each web process listens. While that connection is not known to be
well there is no news, and no moment to compare with: whoever keeps answers asks the database again.
"""

import asyncio
import contextlib
from typing import Any, Self

import asyncpg
import structlog

from assembly.database import SERVER_SETTINGS

log = structlog.get_logger()

CHANNEL = "assembly_news"
LISTEN_AGAIN = 1.0
"""Seconds before a connection that was lost is made anew."""
LOOK_EVERY = 2.0
"""Seconds between two looks at whether the connection is alive."""


class News:
    """`async with news:` while the process serves. `moment` is a number, or None: do not rely."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url.replace("postgresql+asyncpg://", "postgresql://", 1)
        self._moments = 0
        self._task: asyncio.Task[None] | None = None
        self.moment: int | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _listen(self) -> None:
        """For ever; a line that breaks is made again, and what was told meanwhile is not missed."""
        while True:
            try:
                await self._hold()
            except (
                asyncpg.PostgresError,
                asyncpg.InterfaceError,
                OSError,
                TimeoutError,
            ) as problem:
                log.warning("news_lost", problem=type(problem).__name__)
            finally:
                self.moment = None
            await asyncio.sleep(LISTEN_AGAIN)

    async def _hold(self) -> None:
        settings = SERVER_SETTINGS | {"application_name": "assembly-news"}
        line = await asyncpg.connect(
            self._url, timeout=5, command_timeout=LOOK_EVERY, server_settings=settings
        )
        try:
            await line.add_listener(CHANNEL, self._hear)
            line.add_termination_listener(self._end)
            self._hear()
            while not line.is_closed():
                await asyncio.sleep(LOOK_EVERY)
                await line.execute("SELECT 1")
        finally:
            self.moment = None
            with contextlib.suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
                line.terminate()

    def _hear(self, *_: Any) -> None:
        """Something changed: what was kept before is of another moment."""
        self._moments += 1
        self.moment = self._moments

    def _end(self, *_: Any) -> None:
        self.moment = None
