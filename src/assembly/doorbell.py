# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The only writer to Redis: what the worker is to do, now or at an hour, and "this changed" to all.

State is the queue of record; a ring is only a ring. When Redis is away a ring is lost, one line
says so, and the worker's sweep finds the work in the database (docs/decisions/0004, 0017).
"""

import asyncio
import contextlib
import json
import math
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

import structlog
from arq.connections import ArqRedis
from redis.asyncio import ConnectionPool, Redis
from redis.asyncio.client import PubSub
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

log = structlog.get_logger()

CHANGES = "assembly:changes"
PATIENCE = 0.5
"""Seconds a ring may take. What it tells is committed already; nobody waits for Redis."""
REMEMBERED = 3600
"""Seconds for which it is known that a warning was given."""


SILENCE = 5.0
"""Seconds without a word after which a listener asks whether Redis is still there."""
PAUSES = (0.05, 1.0)
"""Seconds between two attempts to hear Redis again: the first pause, and the longest."""


class Job(StrEnum):
    """What the worker answers to. A test compares this with what the worker registers."""

    COUNT = "count"
    PUBLISH = "publish"
    OPEN_DUE = "open_due"
    CLOSE_DUE = "close_due"
    WARN = "warn"
    UNLINK = "unlink"
    KEEP_UP = "keep_up"
    READ_IMPORT = "read_import"
    SEND_LETTERS = "send_letters"
    DELIVER = "deliver"
    SEND_NOTICES = "send_notices"


def to_bytes(value: dict[str, Any]) -> bytes:
    """arq's own serializer is pickle; jobs here are JSON, which cannot run code."""
    return json.dumps(value, default=str).encode()


def from_bytes(data: bytes) -> dict[str, Any]:
    """The other direction, for the worker."""
    value: dict[str, Any] = json.loads(data)
    return value


class Doorbell:
    """Rings after a commit, never before. Never raises."""

    def __init__(self, redis: ArqRedis) -> None:
        self._redis = redis

    @classmethod
    def at(cls, url: str) -> Self:
        """A bell that connects when first rung and gives up after `PATIENCE`."""
        pool: ConnectionPool = ConnectionPool.from_url(
            url,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            max_connections=20,
        )
        return cls(
            ArqRedis(connection_pool=pool, job_serializer=to_bytes, job_deserializer=from_bytes)
        )

    async def count(self, voting_id: UUID) -> None:
        """The voting is closed: count it."""
        await self._ring(Job.COUNT, voting_id)

    async def publish(self, voting_id: UUID) -> None:
        """The voting is counted: publish its record."""
        await self._ring(Job.PUBLISH, voting_id)

    async def publish_at(self, voting_id: UUID, hour: datetime) -> None:
        """The result is held back until then. A ring for an earlier plan finds nothing due."""
        await self._ring(Job.PUBLISH, voting_id, hour)

    async def unlink(self, voting_id: UUID) -> None:
        """The voting is over: nothing is to join its marks with its ballots."""
        await self._ring(Job.UNLINK, voting_id)

    async def keep_up(self, resolution_id: UUID) -> None:
        """The text or an amendment changed: bring them up to date with each other."""
        await self._ring(Job.KEEP_UP, resolution_id)

    async def read_import(self, import_id: UUID, attempt: int = 0) -> None:
        """The document waits: read it. Each attempt is a job of its own."""
        await self._ring(Job.READ_IMPORT, import_id, part=f":{attempt}")

    async def send_letters(self, assembly_id: UUID) -> None:
        """Letters of the assembly wait: mail them."""
        await self._ring(Job.SEND_LETTERS, assembly_id)

    async def send_notices(self) -> None:
        """Letters to subscribers wait: mail them."""
        await self._ring(Job.SEND_NOTICES, UUID(int=0))

    async def deliver(self, webhook_id: UUID, due: datetime | None = None) -> None:
        """Events for this webhook wait: send them.

        What is `due` since another instant is a job of its own: one that died is not waited for.
        """
        part = "" if due is None else f":{due.timestamp():.3f}"
        await self._ring(Job.DELIVER, webhook_id, part=part)

    async def open_at(self, voting_id: UUID, hour: datetime) -> None:
        """The voting is planned to open then. A ring for an earlier plan finds nothing due."""
        await self._ring(Job.OPEN_DUE, voting_id, hour)

    async def close_at(self, voting_id: UUID, hour: datetime, warnings: tuple[int, ...]) -> None:
        """The voting ends then; so many seconds before, those who listen are warned."""
        await asyncio.gather(
            self._ring(Job.CLOSE_DUE, voting_id, hour),
            *(self._ring(Job.WARN, voting_id, hour - timedelta(seconds=s)) for s in warnings),
        )

    async def changed(self, assembly_slug: str, what: str, *, test: bool = False) -> None:
        """Tell whoever listens that something of this assembly changed; they fetch it.

        `test` keeps it from everybody outside the assembly.
        """
        await self._tell({"assembly": assembly_slug, "what": what} | _marked(test=test))

    async def warn(
        self,
        assembly_slug: str,
        what: str,
        ends_at: datetime,
        *,
        left: float,
        mark: int,
        test: bool,
    ) -> None:
        """Tell that the end is near, once for this end and this `mark`, whoever else tells it."""
        key = f"assembly:warned:{what}:{ends_at.timestamp():.3f}:{mark}"
        try:
            first = await self._redis.set(key, 1, nx=True, ex=REMEMBERED)
        except (RedisError, OSError) as problem:
            log.warning("ring_lost", what=what, problem=type(problem).__name__)
            return
        if first:
            await self._tell(
                {
                    "assembly": assembly_slug,
                    "what": what,
                    "ends_at": ends_at.isoformat(),
                    "seconds_left": math.ceil(left),
                }
                | _marked(test=test)
            )

    async def alive(self) -> bool:
        """Whether Redis answers."""
        try:
            return bool(await self._redis.ping())
        except (RedisError, OSError):
            return False

    async def worker_seen(self) -> bool:
        """Whether a worker left its heartbeat; the key expires by itself soon after it dies."""
        try:
            return bool(await self._redis.exists("arq:queue:health-check"))
        except (RedisError, OSError):
            return False

    async def close(self) -> None:
        """Let the connections go."""
        await self._redis.aclose(close_connection_pool=True)

    async def _ring(
        self, job: Job, subject_id: UUID, hour: datetime | None = None, part: str = ""
    ) -> None:
        """One job for each voting, document or text, and for each hour it is rung for."""
        name = f"{job}:{subject_id}{part}" + ("" if hour is None else f":{hour.timestamp():.3f}")
        try:
            await self._redis.enqueue_job(job, str(subject_id), _job_id=name, _defer_until=hour)
        except (RedisError, OSError) as problem:
            log.warning("ring_lost", job=job.value, problem=type(problem).__name__)

    async def _tell(self, change: dict[str, Any]) -> None:
        try:
            await self._redis.publish(CHANGES, json.dumps(change))
        except (RedisError, OSError) as problem:
            log.warning("ring_lost", what=change["what"], problem=type(problem).__name__)


def _marked(*, test: bool) -> dict[str, bool]:
    return {"test": True} if test else {}


async def changes(url: str) -> AsyncGenerator[dict[str, Any] | None, None]:
    """What is told from now on, for ever; None whenever the line was made, first or anew.

    What was told while Redis was away is lost: after a None, whoever listens looks for themselves.
    """
    pause, cut = PAUSES[0], False
    while True:
        redis = Redis.from_url(url, socket_connect_timeout=2)
        line = redis.pubsub()
        try:
            await line.subscribe(CHANGES)
            async for word in _words(line):
                if word is None:
                    pause, cut = PAUSES[0], False
                yield word
        except (RedisError, OSError) as problem:
            if not cut:
                log.warning("line_cut", problem=type(problem).__name__)
            cut = True
        finally:
            with contextlib.suppress(RedisError, OSError):
                await line.aclose()
            with contextlib.suppress(RedisError, OSError):
                await redis.aclose()
        await asyncio.sleep(pause)
        pause = min(pause * 2, PAUSES[1])


async def _words(line: PubSub) -> AsyncIterator[dict[str, Any] | None]:
    """What comes over one line until it breaks, or Redis does not answer within `SILENCE`."""
    asked = False
    while True:
        message = await line.get_message(timeout=SILENCE)
        if message is None:
            if asked:
                raise RedisConnectionError("no answer")
            await line.ping()
        asked = message is None
        if message is not None and message["type"] == "subscribe":
            yield None
        elif message is not None and message["type"] == "message":
            with contextlib.suppress(ValueError):
                yield json.loads(message["data"])
