# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small HTTP/1.1 load: keep-alive connections, one request at a time on each, then the end."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True, slots=True)
class Run:
    """What one run saw. Milliseconds are per request; `answered` says which request got what."""

    per_second: float
    p50: float
    p99: float
    statuses: dict[int, int]
    answered: list[tuple[int, int]] = field(repr=False)


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


class Client(asyncio.Protocol):
    """One connection: sends the next request when the answer before is complete."""

    def __init__(
        self, waiting: Iterator[tuple[int, bytes]], answered: list[tuple[int, int, float]]
    ) -> None:
        self.waiting = waiting
        self.answered = answered
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.got = b""
        self.place = -1
        self.began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The first request goes out."""
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.ask()

    def ask(self) -> None:
        """The next request, or the end."""
        following = next(self.waiting, None)
        if following is None:
            self.transport.close()
            return
        self.place, wanted = following
        self.began = time.perf_counter()
        self.transport.write(wanted)

    def data_received(self, data: bytes) -> None:
        """Notes the answer once all of it is here."""
        self.got += data
        end = self.got.find(b"\r\n\r\n")
        if end < 0 or not self.is_complete(end):
            return
        took = (time.perf_counter() - self.began) * 1000
        self.answered.append((self.place, int(self.got[9:12]), took))
        self.got = b""
        self.ask()

    def is_complete(self, end: int) -> bool:
        """By Content-Length, or by the last chunk."""
        head = self.got[:end].lower()
        _, found, rest = head.partition(b"content-length:")
        if found:
            return len(self.got) >= end + 4 + int(rest.split(b"\r\n", 1)[0])
        return b"transfer-encoding: chunked" not in head or self.got.endswith(b"0\r\n\r\n")

    def connection_lost(self, _problem: Exception | None) -> None:
        """The server or we have ended it."""
        if not self.done.done():
            self.done.set_result(None)


async def run(port: int, requests: Sequence[bytes], clients: int) -> Run:
    """All the requests, shared out over that many connections."""
    waiting = iter(enumerate(requests))
    answered: list[tuple[int, int, float]] = []
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    opened = await asyncio.gather(
        *(
            loop.create_connection(lambda: Client(waiting, answered), "127.0.0.1", port)
            for _ in range(clients)
        )
    )
    await asyncio.gather(*(client.done for _, client in opened))
    seconds = time.perf_counter() - began
    times = sorted(took for *_, took in answered)
    statuses: dict[int, int] = {}
    for _, status, _ in answered:
        statuses[status] = statuses.get(status, 0) + 1
    return Run(
        len(times) / seconds,
        times[len(times) // 2],
        times[int(len(times) * 0.99)],
        statuses,
        [(place, status) for place, status, _ in answered],
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
    return middle(ours), middle(theirs)


def middle(runs: Sequence[Run]) -> Run:
    """The run whose rate is the median's."""
    rate = median(one.per_second for one in runs)
    return min(runs, key=lambda one: abs(one.per_second - rate))
