# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads a file in a process of its own, which may die of it."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from typing import Any

from assembly.apart.rules.limits import LARGEST_DOCUMENT, Fault, megabytes, unreadable
from assembly.errors import DocumentUnreadable

PATIENCE = 60.0
"""Seconds on the clock; the process may use half of that as processor time."""
LARGEST_ANSWER = 40 * 1024 * 1024
_KEPT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
_CHUNK = 64 * 1024


async def ask_apart(
    module: str,
    data: bytes,
    name: str,
    *,
    patience: float = PATIENCE,
    largest: int = LARGEST_DOCUMENT,
) -> dict[str, Any]:
    """What `module`, run by itself, makes of a file, or `DocumentUnreadable`, within `patience`.

    The process knows no secret and no database. It is gone when this returns, however it returns.
    """
    if len(data) > largest:
        raise unreadable(Fault.TOO_LARGE, f"The file is larger than {megabytes(largest)} MB.")
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-B",
        "-m",
        module,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if name in _KEPT},
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(patience):
            told = await _talk(child, data, name)
            ended = await child.wait()
    except TimeoutError:
        raise unreadable(Fault.TOO_SLOW, "The file takes too long to read.") from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    return _understood(told, ended)


async def _talk(child: asyncio.subprocess.Process, data: bytes, name: str) -> bytes:
    if child.stdin is None or child.stdout is None:
        raise AssertionError
    feeding = asyncio.ensure_future(_feed(child.stdin, json.dumps(name).encode() + b"\n" + data))
    told = bytearray()
    try:
        while chunk := await child.stdout.read(_CHUNK):
            told += chunk
            if len(told) > LARGEST_ANSWER:
                raise unreadable(Fault.TOO_LARGE, "The file holds more than can be kept.")
    finally:
        feeding.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await feeding
    return bytes(told)


async def _feed(stdin: asyncio.StreamWriter, data: bytes) -> None:
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        stdin.write(data)
        await stdin.drain()
        stdin.close()


def _understood(told: bytes, ended: int) -> dict[str, Any]:
    """What the process answered, or a refusal for what it said or how it ended."""
    if ended == -signal.SIGXCPU or (ended == -signal.SIGKILL and not told):
        raise unreadable(Fault.TOO_SLOW, "The file takes too long to read.")
    try:
        answer = json.loads(told)
        if "refusal" in answer:
            refusal = answer["refusal"]
            raise unreadable(Fault(refusal["code"]), str(refusal["detail"]), int(refusal["at"]))
        document: dict[str, Any] = answer["document"]
    except (ValueError, KeyError, TypeError) as problem:
        raise broke_off() from problem
    return document


def broke_off() -> DocumentUnreadable:
    """The refusal for a process that answered nothing that can be understood."""
    return unreadable(Fault.READER_DIED, "Reading this file broke off; nothing was kept.")
