# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What `assembly work` runs: arq with our functions, our serializer, and patience with Redis.

arq 0.28 is maintenance-only and held behind two doors, this one and `assembly.doorbell`. Losing a
job is harmless: the sweep finds the work in the database (docs/decisions/0004, 0006).
"""

from typing import Any

from arq import cron, func
from arq.connections import RedisSettings
from arq.worker import Worker
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

import assembly.tables  # noqa: F401 - every foreign key finds its table
from assembly.audit.signing import Signer
from assembly.database import open_engine, sessions_of
from assembly.doorbell import Doorbell, Job, from_bytes, to_bytes
from assembly.identity.hashing import Hasher
from assembly.settings import Settings
from workers.imports import read_import
from workers.jobs import close_due, count, keep_up, open_due, publish, sweep, unlink, warn
from workers.letters import send_letters
from workers.notices import send_notices
from workers.webhooks import deliver

HEARTBEAT = 2
"""Seconds between heartbeats; the key lives one second longer."""

FUNCTIONS = {
    Job.COUNT: count,
    Job.PUBLISH: publish,
    Job.OPEN_DUE: open_due,
    Job.CLOSE_DUE: close_due,
    Job.WARN: warn,
    Job.UNLINK: unlink,
    Job.KEEP_UP: keep_up,
    Job.READ_IMPORT: read_import,
    Job.SEND_LETTERS: send_letters,
    Job.DELIVER: deliver,
    Job.SEND_NOTICES: send_notices,
}


def build_worker(settings: Settings, **overrides: Any) -> Worker:
    """A worker that survives Redis going away and coming back, and starts with a sweep."""
    redis = RedisSettings.from_dsn(settings.redis_url)
    redis.conn_retries = 10_000
    redis.conn_retry_delay = 1
    redis.retry = Retry(ExponentialBackoff(cap=1, base=0.05), -1)
    redis.retry_on_error = [RedisConnectionError, RedisTimeoutError, OSError]

    async def start(ctx: dict[Any, Any]) -> None:
        engine = open_engine(settings.database_url, pool_size=3, name="worker")
        ctx["engine"] = engine
        ctx["sessions"] = sessions_of(engine)
        ctx["settings"] = settings
        ctx["hasher"] = Hasher(settings)
        ctx["signer"] = Signer(settings)
        ctx["bell"] = Doorbell.at(settings.redis_url)

    async def stop(ctx: dict[Any, Any]) -> None:
        ctx["hasher"].close()
        await ctx["bell"].close()
        await ctx["engine"].dispose()

    seconds = set(range(0, 60, settings.sweep_seconds))
    return Worker(
        functions=[
            func(work, name=job.value, keep_result=0, max_tries=3, timeout=120)  # type: ignore[arg-type]
            for job, work in FUNCTIONS.items()
        ],
        cron_jobs=[
            cron(sweep, second=seconds, run_at_startup=True, unique=True, timeout=120, max_tries=1)  # type: ignore[arg-type]
        ],
        redis_settings=redis,
        on_startup=start,
        on_shutdown=stop,
        job_serializer=to_bytes,
        job_deserializer=from_bytes,
        health_check_interval=HEARTBEAT,
        max_jobs=4,
        poll_delay=0.2,
        keep_result=0,
        **overrides,
    )
