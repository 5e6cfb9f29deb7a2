# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads a list of people in a process of its own, one at a time in each web process."""

import asyncio
from typing import Any
from weakref import WeakKeyDictionary

from assembly.apart.process import ask_apart

CHILD = "assembly.assemblies.reading.child"
PATIENCE = 20.0
"""Seconds; two thousand people take less than one."""
_DOORS: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def read_list_apart(data: bytes, name: str, *, patience: float = PATIENCE) -> dict[str, Any]:
    """`{"cells": [[…]], "encoding": …}`, or `DocumentUnreadable`."""
    door = _DOORS.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(1))
    async with door:
        return await ask_apart(CHILD, data, name, patience=patience)
