# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small HTTP/1.1 load: keep-alive connections, one request at a time on each, then the end."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Run:
    """What one run saw. Milliseconds are per request."""

    per_second: float
    p50: float
    p99: float
    statuses: dict[int, int]


def request(
    method: str, path: str, *, token: str | None = None, body: bytes | None = None
) -> bytes:
    """The bytes of one request."""
    head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: keep-alive"]
    if token:
        head.append(f"Authorization: Bearer {token}")
    if body is not None:
        head += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*head, "", ""]).encode() + (body or b"")


async def _answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    lower = head.lower()
    if b"content-length: " in lower:
        length = int(lower.split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0])
        if length:
            await reader.readexactly(length)
    elif b"transfer-encoding: chunked" in lower:
        while (size := int(await reader.readline(), 16)) > 0:
            await reader.readexactly(size + 2)
        await reader.readline()
    return status


async def run(port: int, requests: Sequence[bytes], clients: int) -> Run:
    """All the requests, shared out over that many connections."""
    waiting = iter(requests)
    times: list[float] = []
    statuses: dict[int, int] = {}

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for wanted in waiting:
            began = time.perf_counter()
            writer.write(wanted)
            status = await _answer(reader)
            times.append((time.perf_counter() - began) * 1000)
            statuses[status] = statuses.get(status, 0) + 1
        writer.close()
        await writer.wait_closed()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    seconds = time.perf_counter() - began
    times.sort()
    return Run(
        len(times) / seconds, times[len(times) // 2], times[int(len(times) * 0.99)], statuses
    )


async def compare(
    port: int,
    measured: Callable[[int], Sequence[bytes]],
    baseline: Callable[[int], Sequence[bytes]],
    *,
    clients: int,
    rounds: int = 3,
) -> tuple[Run, Run]:
    """The median round of each, taken in turns so that a noisy minute harms both."""
    ours, theirs = [], []
    for number in range(rounds):
        theirs.append(await run(port, baseline(number), clients))
        ours.append(await run(port, measured(number), clients))
    return _median(ours), _median(theirs)


def _median(runs: list[Run]) -> Run:
    middle = median(one.per_second for one in runs)
    return min(runs, key=lambda one: abs(one.per_second - middle))
