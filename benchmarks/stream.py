# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A thousand and five thousand who listen to one web process: how soon all have heard, and memory.

The baseline is a bare asyncio server that writes the same bytes to as many sockets: one process
against one process, and the same client reads both.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median

import uvloop

from assembly.cli.opening import raise_file_limit
from assembly.doorbell import Doorbell
from assembly.events.listener import change
from benchmarks.crowd import Crowd, gather_crowd
from benchmarks.great_hall import listening_process
from benchmarks.load import request
from benchmarks.rig import UVICORN, Rig, free_port, say

SIZES = (1000, 5000)
ROUNDS = 15
AT_ONCE = 200
BARE = [sys.executable, "-m", "benchmarks.stream"]
WHAT = "attendance"
MARK = b"event: change"
WIRE = change(WHAT, "0" * 20).wire


@dataclass(slots=True)
class Round:
    """One event that everybody is to hear: when the last one did."""

    missing: int = 0
    last: asyncio.Event = field(default_factory=asyncio.Event)

    def heard(self) -> None:
        """One more has heard it."""
        self.missing -= 1
        if not self.missing:
            self.last.set()


class Subscriber(asyncio.Protocol):
    """One who listens. Only whether the event came is kept."""

    def __init__(self, asked: bytes, greeting: bytes, round_: Round) -> None:
        self.asked = asked
        self.greeting = greeting
        self.round = round_
        self.greeted = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The request goes out."""
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        transport.write(self.asked)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        """An event is one segment: they are short, and there are moments between two."""
        if not self.greeted.done() and self.greeting in data:
            self.greeted.set_result(None)
        elif MARK in data:
            self.round.heard()


@asynccontextmanager
async def subscribers(
    port: int, asked: Sequence[bytes], greeting: bytes, round_: Round
) -> AsyncIterator[None]:
    """That many hold a connection and were greeted."""
    loop = asyncio.get_running_loop()
    everybody: list[Subscriber] = []
    gate = asyncio.Semaphore(AT_ONCE)

    async def enter(one: bytes) -> None:
        async with gate:
            _, protocol = await loop.create_connection(
                lambda: Subscriber(one, greeting, round_), "127.0.0.1", port
            )
            everybody.append(protocol)
            await protocol.greeted

    await asyncio.gather(*map(enter, asked))
    try:
        yield
    finally:
        for one in everybody:
            one.transport.abort()
        await asyncio.sleep(1)


async def rounds(publish: Callable[[], Awaitable[None]], many: int, round_: Round) -> list[float]:
    """Milliseconds from publishing to the last who hears it, for each round."""
    seen = []
    for _ in range(ROUNDS):
        round_.missing = many
        round_.last.clear()
        began = time.perf_counter()
        await publish()
        async with asyncio.timeout(30):
            await round_.last.wait()
        seen.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0.1)
    return seen


async def main(rig: Rig) -> None:
    """Prints two lines a size."""
    raise_file_limit()
    crowd = await gather_crowd(rig.sessions, max(SIZES))
    for many in SIZES:
        bare = await _bare(many)
        ours, rss = await _ours(rig, crowd, many)
        say(
            f"last_delivery_to_{many}_over_bare_broadcast",
            median(ours),
            "ms",
            median(bare),
            median(ours) / median(bare),
            {"rounds": ROUNDS, "worst_ms": round(max(ours), 1), "bare_worst": round(max(bare), 1)},
        )
        say(f"web_memory_a_subscriber_of_{many}", rss, "kB", None, None, {"subscribers": many})


async def _bare(many: int) -> list[float]:
    port = free_port()
    process = await asyncio.create_subprocess_exec(*BARE, str(port))
    try:
        writer = await _control(port)

        async def publish() -> None:
            writer.write(b"!")

        round_ = Round()
        async with subscribers(port, [b"?"] * many, b"hello", round_):
            return await rounds(publish, many, round_)
    finally:
        process.terminate()
        await process.wait()


async def _control(port: int) -> asyncio.StreamWriter:
    while True:
        try:
            return (await asyncio.open_connection("127.0.0.1", port))[1]
        except OSError:
            await asyncio.sleep(0.05)


async def _ours(rig: Rig, crowd: Crowd, many: int) -> tuple[list[float], float]:
    """Milliseconds a round, and kB a subscriber."""
    bell = Doorbell.at(rig.environ["REDIS_URL"])
    slug = crowd.assembly.slug
    asked = [request("GET", f"/api/v1/events/{slug}", token=token) for token in crowd.tokens[:many]]

    async def publish() -> None:
        await bell.changed(slug, WHAT)

    try:
        with rig.web(UVICORN) as port:
            process = listening_process(port)
            async with subscribers(port, asked[:50], b"event: hello", Round()):
                pass  # what the first ones need is loaded
            before = process.memory_info().rss
            round_ = Round()
            async with subscribers(port, asked, b"event: hello", round_):
                grown = process.memory_info().rss - before
                seen = await rounds(publish, many, round_)
                grown = max(grown, process.memory_info().rss - before)
            return seen, grown / 1024 / many
    finally:
        await bell.close()


class Bare(asyncio.Protocol):
    """One of those the bare server writes to; who says "!" has it write to all others."""

    everybody: set[asyncio.Transport] = set()  # noqa: RUF012 - one server a process

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Another one listens."""
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Greeted, or the same bytes go to all."""
        if b"?" in data:
            self.everybody.add(self.transport)
            self.transport.write(b"hello")
        else:
            for transport in self.everybody:
                transport.write(WIRE)

    def connection_lost(self, _problem: Exception | None) -> None:
        """One fewer."""
        self.everybody.discard(self.transport)


async def serve(port: int) -> None:
    """The bare server, until it is ended."""
    raise_file_limit()
    server = await asyncio.get_running_loop().create_server(Bare, "127.0.0.1", port, backlog=2048)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
