# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`python -m workers`: run until told to stop, whatever happens to Redis meanwhile."""

import asyncio
import signal

import structlog
from arq.worker import Worker
from redis.exceptions import RedisError

from assembly.clock import set_within
from assembly.logs import configure
from assembly.settings import Settings
from workers.main import build_worker

log = structlog.get_logger()

PAUSE = 1.0
"""Seconds before a worker whose connection broke is replaced by a new one."""
FAREWELL = 3.0
"""Seconds a worker gets to end, all in all; what it holds is found again by the sweep."""


async def main() -> None:
    """A worker runs; one that loses Redis in a moment arq cannot bear is replaced."""
    settings = Settings()
    configure(settings.log_level)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    while not stop.is_set():
        worker = build_worker(settings, handle_signals=False)
        await run_until(stop, worker)
        if not stop.is_set():
            await set_within(stop, PAUSE)


async def run_until(stop: asyncio.Event, worker: Worker) -> None:
    """The worker has ended: by itself, by a broken connection, or because we were told to stop."""
    running = asyncio.ensure_future(worker.async_run())
    told = asyncio.ensure_future(stop.wait())
    await asyncio.wait({running, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if running.done():
        problem = running.exception()
        if problem is not None and not isinstance(problem, (RedisError, OSError)):
            raise problem
        log.warning("worker_replaced", problem=type(problem).__name__)
    running.cancel()
    closing = asyncio.ensure_future(farewell(running, worker))
    await asyncio.wait({closing}, timeout=FAREWELL)
    closing.cancel()


async def farewell(running: asyncio.Future[None], worker: Worker) -> None:
    """It runs no more, and what it held is let go; waits for Redis as long as its client does."""
    await asyncio.wait({running})
    await worker.close()


if __name__ == "__main__":
    asyncio.run(main())
