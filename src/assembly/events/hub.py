# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One hub a web process: one line to Redis, one look at the database, handed to all who listen.

A ring says that it is time to look; a look now and then finds what no ring told, turnout among it.
So a stream goes on while Redis is away, only slower. Nobody who listens holds a connection to the
database, and nobody who is slow holds more than a few events.
"""

import asyncio
import contextlib
import signal
import threading
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.doorbell import changes
from assembly.errors import Unavailable
from assembly.events.queries import Standing, standing_of

log = structlog.get_logger()

LOOK_EVERY = 2.0
"""Seconds between two looks at an assembly somebody listens to, if no ring asks for one."""
MOST_WAITING = 32
"""Events kept for a slow listener; then one takes their place that says: fetch everything."""
MOST_LISTENERS = 5000
"""Streams of one process."""

IN_THE_HOUSE = frozenset({"attendance", "proxies"})
"""What the version does not know of: told whenever it is rung, and only to those in the house."""


@dataclass(frozen=True, slots=True)
class Event:
    """`name` is hello, change or warning. The data hold no count, choice, tracker or name."""

    name: str
    version: str
    data: dict[str, Any]


@dataclass(eq=False, slots=True)
class Listener:
    """Somebody who listens, and what they have not heard yet. `insider`: hears of tests too."""

    insider: bool
    hello: Event | None = None
    ended: bool = False
    _waiting: deque[Event] = field(default_factory=deque)
    _rung: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, event: Event) -> None:
        """It waits to be heard; when too much waits, all of it becomes "everything changed"."""
        inside = event.data.get("test") or event.data.get("what") in IN_THE_HOUSE
        if inside and not self.insider:
            return
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.clear()
            event = change("everything", event.version)
        self._waiting.append(event)
        self._rung.set()

    def end(self) -> None:
        """What waits is still heard, and then no more."""
        self.ended = True
        self._rung.set()

    async def heard(self, patience: float) -> Event | None:
        """The next event, or None after so many seconds of silence or at the end."""
        if not self._waiting and not self.ended:
            self._rung.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._rung.wait(), patience)
        return self._waiting.popleft() if self._waiting else None


@dataclass(eq=False, slots=True)
class Watched:
    """An assembly somebody listens to: how it stood at the last look, and what was rung since."""

    id: UUID
    slug: str
    standing: Standing | None = None
    rung: dict[str, bool] = field(default_factory=dict)
    listeners: set[Listener] = field(default_factory=set)
    one_look: asyncio.Lock = field(default_factory=asyncio.Lock)


def change(what: str, version: str, *, test: bool = False) -> Event:
    """This changed; the version is that of the assembly."""
    return Event(
        "change", version, {"what": what, "version": version} | ({"test": True} if test else {})
    )


class Hub:
    """`async with hub:` while the process serves; `hub.listening(…)` for each stream."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], url: str) -> None:
        self._sessions = sessions
        self._url = url
        self._watched: dict[UUID, Watched] = {}
        self._due = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._ended = False

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(self._hear()), asyncio.create_task(self._look_around())]
        return self

    async def __aexit__(self, *_: object) -> None:
        self.end()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def end(self) -> None:
        """Every stream ends, and whoever comes later is sent away at once."""
        self._ended = True
        for watched in self._watched.values():
            for listener in watched.listeners:
                listener.end()

    @property
    def listeners(self) -> int:
        """How many listen."""
        return sum(len(watched.listeners) for watched in self._watched.values())

    @asynccontextmanager
    async def listening(
        self, assembly_id: UUID, slug: str, *, insider: bool, last: str | None
    ) -> AsyncIterator[Listener]:
        """A listener whose `hello` has the present version, and whether `last` is an older one."""
        watched = self._watched.setdefault(assembly_id, Watched(assembly_id, slug))
        listener = Listener(insider)
        watched.listeners.add(listener)
        try:
            version = (await self._look(watched)).version
            listener.hello = Event(
                "hello", version, {"version": version, "refetch": last != version}
            )
            if self._ended:
                listener.end()
            yield listener
        finally:
            watched.listeners.discard(listener)
            if not watched.listeners:
                self._watched.pop(assembly_id, None)

    def require_room(self) -> None:
        """Nothing, or `Unavailable` when this process has all the streams it can carry."""
        if self._ended or self.listeners >= MOST_LISTENERS:
            raise Unavailable("Too many listen here at the moment; try again.", retry_after=5)

    async def _hear(self) -> None:
        """For ever; what nobody foresaw is said, and heard from anew."""
        while True:
            try:
                async with aclosing(changes(self._url)) as told:
                    async for word in told:
                        if word is not None:
                            self._take(word)
                        self._due.set()
            except Exception as problem:  # noqa: BLE001 - the looks go on meanwhile
                log.warning("line_cut", problem=type(problem).__name__)
                await asyncio.sleep(LOOK_EVERY)

    def _take(self, word: dict[str, Any]) -> None:
        for watched in self._watched.values():
            if watched.slug != word.get("assembly"):
                continue
            what, test = str(word.get("what")), bool(word.get("test"))
            if "ends_at" not in word:
                watched.rung[what] = test
            elif watched.standing is not None:
                version = watched.standing.version
                near = {name: word[name] for name in ("ends_at", "seconds_left")}
                data = change(what, version, test=test).data | near
                self._tell(watched, Event("warning", version, data))

    async def _look_around(self) -> None:
        """For ever: look when rung, and every `LOOK_EVERY` seconds in any case."""
        loop = asyncio.get_running_loop()
        last = loop.time()
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._due.wait(), max(0.0, last + LOOK_EVERY - loop.time()))
            everywhere = loop.time() >= last + LOOK_EVERY
            self._due.clear()
            for watched in list(self._watched.values()):
                if everywhere or watched.rung:
                    try:
                        await self._look(watched)
                    except Exception as problem:  # noqa: BLE001 - said, and tried again soon
                        log.warning("look_failed", problem=type(problem).__name__)
            if everywhere:
                last = loop.time()

    async def _look(self, watched: Watched) -> Standing:
        """How it stands now; whoever listens is told what changed, and what was rung meanwhile."""
        async with watched.one_look:
            rung, watched.rung = watched.rung, {}
            async with self._sessions.begin() as session:
                standing = await standing_of(session, watched.id)
            before, watched.standing = watched.standing, standing
            if before is not None:
                changed = dict(standing.changed_since(before))
                moved = standing.version != before.version
                changed |= {
                    what: test
                    for what, test in rung.items()
                    if moved or test or what in IN_THE_HOUSE
                }
                for what, test in changed.items():
                    self._tell(watched, change(what, standing.version, test=test))
            return standing

    def _tell(self, watched: Watched, event: Event) -> None:
        for listener in watched.listeners:
            if listener.hello is not None:
                listener.tell(event)


@contextmanager
def ending_when_told(hub: Hub) -> Iterator[None]:
    """Streams end when the process is told to, before the server waits for them to.

    The server's own handlers are called as before. Where there are none, nothing is done.
    """
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.getsignal(number) for number in numbers}
    ours = threading.current_thread() is threading.main_thread() and callable(
        before[signal.SIGTERM]
    )
    loop = asyncio.get_running_loop()

    def told(number: int, frame: Any) -> None:
        loop.call_soon_threadsafe(hub.end)
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    if ours:
        for number in numbers:
            signal.signal(number, told)
    try:
        yield
    finally:
        if ours:
            for number in numbers:
                signal.signal(number, before[number])
