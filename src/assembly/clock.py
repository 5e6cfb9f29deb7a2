# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one clock. Edges ask it; verbs and rules receive `at`."""

import asyncio
from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


async def set_within(event: asyncio.Event, seconds: float) -> bool:
    """Whether the event was set before so many seconds had passed.

    Who is cancelled meanwhile is cancelled. `asyncio.wait_for` of Python 3.11 forgets that when the
    event is set at the same moment (https://github.com/python/cpython/issues/86296), and who waits
    for the end of such a task waits for ever.
    """
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True
