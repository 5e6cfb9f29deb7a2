# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who acts, asked of the database at every request, and many at once in one statement.

Nothing is remembered between requests: a token that was revoked is refused by the next one, in
every web process.
"""

from collections.abc import Sequence
from datetime import timedelta

import asyncpg

from assembly.clock import now
from assembly.gathering import Gathering, Room
from assembly.identity.queries import actors_of
from assembly.identity.rules.permissions import Actor

LARGEST = 500
PATIENCE = 5
"""Seconds a batch waits for a connection before its requests are sent back."""


class Tokens:
    """One a web process."""

    def __init__(self, pool: asyncpg.Pool, *, idle: timedelta, waiting: int) -> None:
        self._pool = pool
        self._idle = idle
        self._asked: Gathering[bytes, Actor | None] = Gathering(
            self._look_up, room=Room(waiting), largest=LARGEST, lanes=2
        )

    async def actor_of(self, digest: bytes) -> Actor | None:
        """The one who holds the token with this SHA-256, if it is in force."""
        return await self._asked.ask(digest)

    async def _look_up(self, digests: Sequence[bytes]) -> list[Actor | None]:
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            return await actors_of(connection, digests, at=now(), idle=self._idle)
