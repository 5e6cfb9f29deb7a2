# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Casters over HTTP that remember every answer, and send again what was not answered."""

import asyncio
import json
import secrets
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from uuid import UUID, uuid4

PATIENCE = 60.0
"""Seconds before a ballot is given up and the test fails."""
ANSWER_SECONDS = 20.0
"""Seconds in which every request is answered, or its line is broken."""
GRANTED = frozenset({200, 201})

chance = secrets.SystemRandom()


@dataclass(frozen=True, slots=True)
class Told:
    """One answer."""

    status: int
    headers: dict[str, str]
    body: dict[str, Any]
    took: float


class Line:
    """One kept-alive connection to a web process, made anew after it broke."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, token: str = "", body: dict[str, Any] | None = None
    ) -> Told:
        """The answer. An OSError when the line broke before there was one."""
        head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
        head += [f"Authorization: Bearer {token}"] if token else []
        data = b"" if body is None else json.dumps(body).encode()
        if method == "POST":
            head += [f"Content-Length: {len(data)}"]
        head += ["Content-Type: application/json"] if data else []
        began = time.monotonic()
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                if self._streams is None:
                    self._streams = await asyncio.open_connection("127.0.0.1", self.port)
                reader, writer = self._streams
                writer.write("\r\n".join([*head, "", ""]).encode() + data)
                await writer.drain()
                return await self._answer(reader, began)
        except (OSError, EOFError) as problem:
            self._drop()
            raise ConnectionError from problem

    async def _answer(self, reader: asyncio.StreamReader, began: float) -> Told:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        pairs = (line.partition(":") for line in lines if line)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        told = json.loads(body) if "json" in headers.get("content-type", "") else {}
        return Told(int(first.split()[1]), headers, told, time.monotonic() - began)

    def _drop(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
        self._streams = None

    async def close(self) -> None:
        """Hung up."""
        if self._streams is not None:
            writer = self._streams[1]
            self._drop()
            with suppress(OSError):
                await writer.wait_closed()


@dataclass(eq=False, slots=True)
class Elector:
    """Somebody with one ballot to cast, and all they were told; None is a line that broke."""

    seat_id: UUID
    token: str
    choice: str = field(default_factory=lambda: chance.choice(["yes", "no", "abstain"]))
    tracker: UUID = field(default_factory=uuid4)
    told: list[Told | None] = field(default_factory=list)

    @property
    def answers(self) -> list[Told]:
        return [told for told in self.told if told is not None]

    @property
    def has_receipt(self) -> bool:
        return any(told.status in GRANTED for told in self.answers)

    async def send_to(self, voting_id: UUID, port: int) -> Told | None:
        """The same over a line of its own."""
        line = Line(port)
        try:
            return await self.send(voting_id, line)
        finally:
            await line.close()

    async def send(self, voting_id: UUID, line: Line) -> Told | None:
        """The ballot once over the line; the answer is remembered and, if a receipt, looked at."""
        wanted = {"choice": self.choice, "tracker": str(self.tracker)}
        told: Told | None = None
        with suppress(ConnectionError):
            told = await line.ask(
                "POST", f"/api/v1/votings/{voting_id}/ballots", self.token, wanted
            )
        self.told.append(told)
        if told is not None and told.status in GRANTED:
            assert told.body == {
                "voting": str(voting_id),
                "tracker": str(self.tracker),
                "repeated": told.status == 200,
            }
        if told is not None and told.status == 503:
            assert told.headers["content-type"] == "application/problem+json", told
            assert int(told.headers["retry-after"]) > 0, told
        return told


class Load:
    """So many clients in a thread of their own: it goes on while a test waits for a server."""

    def __init__(self, voting_id: UUID, ports: Sequence[int], clients: int = 50) -> None:
        self.voting_id = voting_id
        self.ports = ports
        self.clients = clients
        self.electors: list[Elector] = []
        self.receipts = 0
        self.settled = 0
        self._loop = asyncio.new_event_loop()
        self._waiting: asyncio.Queue[Elector | None] = asyncio.Queue()
        self._threads = ThreadPoolExecutor(1)
        self._running: Future[None] | None = None

    def __enter__(self) -> Self:
        self._running = self._threads.submit(self._run)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        assert self._running is not None
        if kind is not None:
            self._abandon()
        self._loop.call_soon_threadsafe(self._put, [None] * self.clients)
        try:
            self._running.exception()
        finally:
            self._threads.shutdown()
            self._loop.close()

    def feed(self, electors: Iterable[Elector]) -> None:
        """These cast as well, as soon as a client is free."""
        fed = list(electors)
        self.electors += fed
        self._loop.call_soon_threadsafe(self._put, fed)

    async def reach(self, receipts: int) -> None:
        """That many have their receipt."""
        await self._until(lambda: self.receipts >= receipts, f"{receipts} receipts")

    async def settle(self) -> None:
        """Everybody fed so far has a receipt or was refused for good."""
        await self._until(lambda: self.settled == len(self.electors), "an answer for everybody")

    @property
    def statuses(self) -> Counter[int]:
        return Counter(told.status for one in self.electors for told in one.answers)

    @property
    def broken(self) -> int:
        """Requests that were never answered."""
        return sum(told is None for one in self.electors for told in one.told)

    async def _until(self, holds: Any, what: str) -> None:
        assert self._running is not None
        end = time.monotonic() + PATIENCE
        while not holds():
            if self._running.done():
                self._running.result()
            assert time.monotonic() < end, f"no {what}: {self.receipts}, {self.statuses}"
            await asyncio.sleep(0.002)

    def _put(self, electors: Sequence[Elector | None]) -> None:
        for one in electors:
            self._waiting.put_nowait(one)

    def _abandon(self) -> None:
        def cancel() -> None:
            for task in asyncio.all_tasks(self._loop):
                task.cancel()

        self._loop.call_soon_threadsafe(cancel)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._all())

    async def _all(self) -> None:
        async with asyncio.TaskGroup() as group:
            for number in range(self.clients):
                group.create_task(self._client(number))

    async def _client(self, number: int) -> None:
        lines = [Line(port) for port in self.ports]
        place = number
        try:
            while (elector := await self._waiting.get()) is not None:
                place = await self._persist(elector, lines, place)
        finally:
            for line in lines:
                await line.close()

    async def _persist(self, elector: Elector, lines: list[Line], place: int) -> int:
        """Until there is a receipt or a refusal; a line that broke is left for the next process."""
        end = time.monotonic() + PATIENCE
        while True:
            assert time.monotonic() < end, elector.told[-3:]
            told = await elector.send(self.voting_id, lines[place % len(lines)])
            if told is None:
                place += 1
                await asyncio.sleep(0.02)  # nobody tells a client when to knock again
            elif told.status == 503:
                await asyncio.sleep(float(told.headers["retry-after"]))
            else:
                self.receipts += told.status in GRANTED
                self.settled += 1
                return place
