# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads a file of history in a process of its own, one at a time in each web process."""

import asyncio
from weakref import WeakKeyDictionary

from assembly.apart.process import ask_apart, broke_off
from assembly.apart.rules.limits import LARGEST_HISTORY
from assembly.archive.rules.table import Table, from_json

CHILD = "assembly.archive.reading.history_child"
PATIENCE = 40.0
"""Seconds; a PDF of five hundred pages takes most of that."""
_DOORS: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def read_history_apart(data: bytes, name: str, *, patience: float = PATIENCE) -> Table:
    """The table in a file, or `DocumentUnreadable`."""
    door = _DOORS.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(1))
    async with door:
        told = await ask_apart(CHILD, data, name, patience=patience, largest=LARGEST_HISTORY)
    try:
        return from_json(told)
    except (ValueError, KeyError, TypeError) as problem:
        raise broke_off() from problem
