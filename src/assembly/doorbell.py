# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The only writer to Redis: "count this" and "publish this" for the worker, "this changed" for all.

State is the queue of record; a ring is only a ring. When Redis is away a ring is lost, one line
says so, and the worker's sweep finds the work in the database (docs/decisions/0004).
"""

import json
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

import structlog
from arq.connections import ArqRedis
from redis.asyncio import ConnectionPool
from redis.exceptions import RedisError

log = structlog.get_logger()

CHANGES = "assembly:changes"
PATIENCE = 0.5
"""Seconds a ring may take. What it tells is committed already; nobody waits for Redis."""


class Job(StrEnum):
    """What the worker answers to. A test compares this with what the worker registers."""

    COUNT = "count"
    PUBLISH = "publish"


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

    async def changed(self, assembly_slug: str, what: str) -> None:
        """Tell whoever listens that something of this assembly changed; they fetch it."""
        try:
            await self._redis.publish(
                CHANGES, json.dumps({"assembly": assembly_slug, "what": what})
            )
        except (RedisError, OSError) as problem:
            log.warning("ring_lost", what=what, problem=type(problem).__name__)

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

    async def _ring(self, job: Job, voting_id: UUID) -> None:
        try:
            await self._redis.enqueue_job(job, str(voting_id), _job_id=f"{job}:{voting_id}")
        except (RedisError, OSError) as problem:
            log.warning("ring_lost", job=job.value, problem=type(problem).__name__)
