# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/health/live`, `/health/ready`, `/metrics`: for those who run the house."""

import asyncio
from typing import Literal

from litestar import MediaType, Response, Router, get
from litestar.openapi.datastructures import ResponseSpec
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.api.dependencies import Bell, Sessions
from assembly.api.schema import Schema
from assembly.migrate import is_newest

PATIENCE = 2.0
Check = Literal["ok", "down"]


class Live(Schema):
    """The process answers."""

    status: Literal["alive"]


class Ready(Schema):
    """What works. `degraded` still takes ballots: their home is the database alone."""

    status: Literal["ready", "degraded", "down"]
    database: Check
    migrations: Check
    redis: Check
    worker: Check


DOWN = ResponseSpec(Ready, generate_examples=False, description="No ballot can be cast here")


@get("/health/live", operation_id="live")
async def live() -> Live:
    """The process answers. Says nothing about anything else."""
    return Live(status="alive")


@get("/health/ready", operation_id="ready", responses={503: DOWN})
async def ready(sessions: Sessions, bell: Bell) -> Response[Ready]:
    """Whether ballots can be cast, and whether outcomes follow.

    200 `ready` when all is well; 200 `degraded` while Redis or the worker is away (ballots are
    taken, outcomes wait); 503 `down` without the database or with one that is not migrated.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            database, migrations = await _database(sessions)
    except TimeoutError:
        database, migrations = False, False
    redis = await bell.alive()
    worker = redis and await bell.worker_seen()
    able = database and migrations
    status: Literal["ready", "degraded", "down"] = "down"
    if able:
        status = "ready" if redis and worker else "degraded"
    return Response(
        Ready(
            status=status,
            database=_word(database),
            migrations=_word(migrations),
            redis=_word(redis),
            worker=_word(worker),
        ),
        status_code=200 if able else 503,
        headers={"Cache-Control": "no-store"},
    )


@get("/metrics", operation_id="metrics", media_type=MediaType.TEXT)
async def metrics() -> Response[bytes]:
    """Prometheus text format: requests by route and status, and how long they took. No counts."""
    return Response(
        generate_latest(),
        headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"},
    )


async def _database(sessions: async_sessionmaker[AsyncSession]) -> tuple[bool, bool]:
    try:
        async with sessions() as session:
            await session.execute(text("SELECT 1"))
            return True, await is_newest(session)
    except Exception:  # noqa: BLE001 - whatever it is, the database does not answer
        return False, False


def _word(works: bool) -> Check:  # noqa: FBT001 - one flag, one word
    return "ok" if works else "down"


router = Router("/", route_handlers=[live, ready, metrics], tags=["Running it"])
