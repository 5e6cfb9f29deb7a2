# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Argon2id, off the event loop, a few at a time (RFC 9106; OWASP's minimum parameters).

A hall of phones signing in at once queues here instead of exhausting memory or starving ballots;
beyond `WAITING` the answer is `Unavailable`, to be tried again.
"""

import asyncio
import hashlib
import hmac
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from assembly.errors import Unavailable
from assembly.identity.rules.codes import Code
from assembly.settings import Settings

T = TypeVar("T")

AT_ONCE = 2
WAITING = 2000


class Hasher:
    """Hashes and checks passwords and personal codes."""

    def __init__(self, settings: Settings) -> None:
        self._argon2 = PasswordHasher(
            time_cost=settings.argon2_passes, memory_cost=settings.argon2_memory_kib, parallelism=1
        )
        self._key = settings.secret_key.get_secret_value().encode()
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="argon2")
        self._waiting = 0

    async def hash_password(self, password: str) -> str:
        """The argon2id hash that is kept."""
        return await self._run(self._argon2.hash, password)

    async def hash_code(self, code: Code) -> str:
        """The argon2id hash of the code keyed with this installation's secret."""
        return await self._run(self._argon2.hash, self._keyed(code))

    async def check_password(self, kept: str | None, password: str) -> bool:
        """Whether it matches. An unknown account takes as long as a known one."""
        matches = await self._run(self._matches, kept or self._nobody, password)
        return matches and kept is not None

    async def check_code(self, kept: str | None, code: Code) -> bool:
        """Whether it matches. An unknown code takes as long as a known one."""
        matches = await self._run(self._matches, kept or self._nobody, self._keyed(code))
        return matches and kept is not None

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    @cached_property
    def _nobody(self) -> str:
        return self._argon2.hash("nobody")

    def _keyed(self, code: Code) -> str:
        return hmac.new(
            self._key, f"{code.handle}{code.secret}".encode(), hashlib.sha256
        ).hexdigest()

    def _matches(self, kept: str, word: str) -> bool:
        try:
            return self._argon2.verify(kept, word)
        except (VerifyMismatchError, InvalidHashError):
            return False

    async def _run(self, work: Callable[..., T], *words: str) -> T:
        if self._waiting >= WAITING:
            raise Unavailable("Many people are signing in; try again in a moment.", retry_after=5)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work, *words)
        finally:
            self._waiting -= 1
