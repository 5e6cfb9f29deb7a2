# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a process that reads a file of strangers gives up, and how it answers.

The first line of stdin is the file's name as JSON; the bytes follow. Before they are touched the
process gives up memory, time, files, further processes and the network, as far as the system lets
it. Whatever happens to it then is a refusal to its parent, never a fault.
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from typing import Any

from assembly.apart.rules.limits import LARGEST_DOCUMENT
from assembly.errors import DocumentUnreadable

MEMORY = 768 * 1024 * 1024
"""Bytes of address space, the interpreter and the parsers included."""
SECONDS = 30
"""Of processor time; a file of 10 MB takes a few."""
MOST_FILES = 32
RECURSION = 600

_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn")
_NOT_READING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def restrict() -> None:
    """From here on the process reads, computes and answers; nothing else."""
    for what, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, MOST_FILES),
        (resource.RLIMIT_AS, MEMORY),
    ):
        _, hardest = resource.getrlimit(what)
        limit = most if hardest == resource.RLIM_INFINITY else min(most, hardest)
        try:
            resource.setrlimit(what, (limit, limit))
        except (ValueError, OSError):  # a system that does not know this limit has the others
            continue
    sys.setrecursionlimit(RECURSION)
    sys.addaudithook(_forbid)


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & _NOT_READING:
        raise PermissionError(event)


def answer_once(
    read: Callable[[bytes, str], dict[str, Any]], largest: int = LARGEST_DOCUMENT
) -> None:
    """One file. Without enough memory even to say so, the process just ends.

    `read` loads its parsers itself, so that they load within the limits.
    """
    restrict()
    try:
        told = json.dumps(_answer(read, largest)).encode()
    except MemoryError:
        detail = "The file needs more memory than a document may."
        refusal = {"detail": detail, "code": "too-much-memory", "at": 1}
        told = json.dumps({"refusal": refusal}).encode()
    sys.stdout.buffer.write(told)
    sys.stdout.buffer.flush()


def _answer(read: Callable[[bytes, str], dict[str, Any]], largest: int) -> dict[str, Any]:
    name = json.loads(sys.stdin.buffer.readline(10_000))
    data = sys.stdin.buffer.read(largest + 1)
    try:
        return {"document": read(data, str(name))}
    except DocumentUnreadable as refusal:
        return {"refusal": {"detail": refusal.detail, **refusal.facts}}
    except RecursionError:
        detail = "The file is nested too deeply."
        return {"refusal": {"detail": detail, "code": "nested-too-deep", "at": 1}}
