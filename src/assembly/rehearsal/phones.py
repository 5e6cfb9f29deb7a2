# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The phones of a hall: each listens, hears the opening, fetches its page's part, and casts.

Every phone holds a stream of its own; requests go over a bounded number of connections, because
this is one machine. Memory and sockets are bounded: a stream keeps the end of what it heard.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from assembly.rehearsal.documents import read
from assembly.rehearsal.hall import draw_tracker
from assembly.rehearsal.ledger import Heard, Ledger
from assembly.rehearsal.phone_wire import Connection, Place, Stream
from assembly.rehearsal.plan import Part
from assembly.rehearsal.report import Row
from assembly.rehearsal.wire import AT_ONCE, Answer, RehearsalStopped, for_each, together

PHONES = 2000
"""Phones that listen; further participants vote without one."""
WITHIN = 10.0
"""Seconds from asking for the opening to the last receipt."""
PATIENCE = 60.0
OK, CREATED = 200, 201


@dataclass(slots=True)
class Seen:
    """What the phones saw. Seconds are counted from when the opening was asked for."""

    phones: int
    joining: float = 0.0
    heard: list[float] = field(default_factory=list)
    cast: list[float] = field(default_factory=list)
    odd: Counter[str] = field(default_factory=Counter)

    @property
    def summed_up(self) -> Heard:
        """How long it took the last of them."""
        last_heard, last_cast = max(self.heard, default=0.0), max(self.cast, default=0.0)
        return Heard(self.joining, last_heard, last_cast)

    def rows(self, about: str) -> list[Row]:
        """The promises about them."""
        odd = "".join(f", {count} × {label}" for label, count in sorted(self.odd.items()))
        last = max(self.cast, default=PATIENCE)
        return [
            Row(
                about,
                "Every phone hears the opening by itself",
                f"{self.phones}",
                f"{len(self.heard)}",
                len(self.heard) == self.phones,
            ),
            Row(
                about,
                f"{self.phones} phones hear the opening and cast, without an error",
                f"{self.phones} within {WITHIN:.0f} s",
                f"{len(self.cast)} within {last:.1f} s{odd}",
                len(self.cast) == self.phones and last <= WITHIN and not odd,
            ),
        ]


@dataclass(slots=True)
class Phones:
    """The phones of those who vote in one voting. What they are told goes into the ledger."""

    place: Place
    slug: str
    voting_id: str
    tokens: Mapping[int, str]
    ledger: Ledger
    seen: Seen = field(init=False)
    _parts: dict[int, Part] = field(init=False)
    _opened: float = 0.0
    _waiting: "asyncio.Queue[int]" = field(default_factory=asyncio.Queue)
    _done: set[int] = field(default_factory=set)
    _acting: set[int] = field(default_factory=set)
    _again: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.seen = Seen(0)
        self._parts = {}

    @asynccontextmanager
    async def listening(self, parts: list[Part]) -> AsyncIterator[None]:
        """Every phone holds its stream and was greeted, or `RehearsalStopped`."""
        self._parts = {part.seat: part for part in parts if part.seat in self.tokens}
        self.seen.phones = len(self._parts)
        loop = asyncio.get_running_loop()
        streams: list[Stream] = []
        began = perf_counter()

        async def join(seat: int) -> None:
            path = f"/api/v1/events/{self.slug}"
            asked = self.place.asking("GET", path, self.tokens[seat])
            word = f'"what": "voting/{self.voting_id}"'.encode()
            try:
                _, stream = await loop.create_connection(
                    lambda: Stream(asked, word, lambda: self._waiting.put_nowait(seat)),
                    self.place.host,
                    self.place.port,
                    ssl=self.place.tls,
                )
            except OSError as problem:
                raise RehearsalStopped(f"A phone could not connect ({problem}).") from problem
            streams.append(stream)
            async with asyncio.timeout(PATIENCE):
                await stream.greeted

        try:
            await for_each(self._parts, join)
            self.seen.joining = perf_counter() - began
            yield
        finally:
            for stream in streams:
                stream.transport.abort()
                if stream.greeted.done() and not stream.greeted.cancelled():
                    stream.greeted.exception()  # told already

    async def vote(self) -> None:
        """From now on: who hears that it opened looks, and casts. All have cast, or gave up."""
        self._opened = perf_counter()
        self.ledger.sound += len(self._parts)
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await together(*(self._hand() for _ in range(min(AT_ONCE, len(self._parts)))))
        self.ledger.casting_seconds = perf_counter() - self._opened
        self.ledger.cast_meanwhile = len(self.ledger.receipts)

    async def _hand(self) -> None:
        """One connection, that serves whichever phone has heard something."""
        connection = Connection(self.place)
        try:
            while len(self._done) < len(self._parts):
                seat = await self._waiting.get()
                if seat in self._acting:
                    self._again.add(seat)
                elif seat in self._parts and seat not in self._done:
                    await self._act_alone(connection, seat)
                if len(self._done) == len(self._parts):
                    self._waiting.put_nowait(0)  # the others may go, too
        finally:
            connection.close()

    async def _act_alone(self, connection: Connection, seat: int) -> None:
        """A phone does one thing at a time; what it hears meanwhile, it looks at afterwards."""
        self._acting.add(seat)
        try:
            await self._act(connection, seat)
        finally:
            self._acting.discard(seat)
        if seat in self._again:
            self._again.discard(seat)
            self._waiting.put_nowait(seat)

    async def _act(self, connection: Connection, seat: int) -> None:
        """The phone looks; where the voting is open it casts, and keeps the receipt."""
        token, part = self.tokens[seat], self._parts[seat]
        shown = await connection.ask(self.place.asking("GET", "/my-votings/now", token))
        if f"/votings/{self.voting_id}/choice".encode() not in shown[1]:
            if shown[0] != OK:
                self.seen.odd[f"{shown[0]} for the page"] += 1
            return
        self._done.add(seat)
        self.seen.heard.append(perf_counter() - self._opened)
        tracker = draw_tracker()
        paper = json.dumps({"choice": part.choice.value, "tracker": tracker}).encode()
        path = f"/api/v1/votings/{self.voting_id}/ballots"
        sent = perf_counter()
        status, body = await connection.ask(self.place.asking("POST", path, token, paper))
        answer = Answer(status, _json(body))
        if status in {OK, CREATED} and read(answer.body, "tracker") == tracker:
            self.seen.cast.append(perf_counter() - self._opened)
            self.ledger.seconds.append(perf_counter() - sent)
            self.ledger.acknowledged(seat, tracker, part.choice)
        else:
            self.seen.odd[answer.label] += 1
            self.ledger.odd[answer.label] += 1


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
