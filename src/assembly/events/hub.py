# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One hub a web process: one line to Redis, one look at the database, handed to all who listen.

A ring says that it is time to look; a look now and then finds what no ring told, turnout among it.
So a stream goes on while Redis is away, only slower. Nobody who listens holds a connection to the
database, and nobody who is slow holds more than a few events.
"""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.assemblies.queries import find_assembly
from assembly.clock import set_within
from assembly.doorbell import changes
from assembly.errors import Unavailable
from assembly.events.listener import IN_THE_HOUSE, Event, Listener, change
from assembly.events.queries import Standing, standing_of
from assembly.gathering import Gathering, Room

log = structlog.get_logger()

LOOK_EVERY = 2.0
"""Seconds between two looks at an assembly somebody listens to, if no ring asks for one."""
MOST_LISTENERS = 5000
"""Streams of one process."""


@dataclass(eq=False, slots=True)
class Watched:
    """An assembly somebody listens to: how it stood at the last look, and what was rung since."""

    id: UUID
    slug: str
    standing: Standing | None = None
    rung: dict[str, bool] = field(default_factory=dict)
    listeners: set[Listener] = field(default_factory=set)
    one_look: asyncio.Lock = field(default_factory=asyncio.Lock)
    newcomers: Gathering[None, None] | None = None


@dataclass(frozen=True, slots=True)
class HeardBy:
    """How many streams of one process are open: of people in the house, and of others."""

    insiders: int
    others: int


class Hub:
    """`async with hub:` while the process serves; `hub.listening(…)` for each stream."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], url: str) -> None:
        self._sessions = sessions
        self._url = url
        self._watched: dict[UUID, Watched] = {}
        self._ids: dict[str, UUID] = {}
        self._finding = asyncio.Lock()
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

    def heard_by(self, assembly_id: UUID) -> HeardBy:
        """Who listens to this assembly here now. Only numbers, and only those of this process."""
        watched = self._watched.get(assembly_id)
        listeners = watched.listeners if watched else set()
        insiders = sum(listener.insider for listener in listeners)
        return HeardBy(insiders, len(listeners) - insiders)

    async def find(self, slug: str) -> UUID | None:
        """The assembly at this address. It is looked up once: no assembly changes its address."""
        if slug not in self._ids:
            async with self._finding:
                if slug not in self._ids:
                    async with self._sessions.begin() as session:
                        found = await find_assembly(session, slug)
                    if found is None:
                        return None
                    self._ids[slug] = found.id
        return self._ids[slug]

    @asynccontextmanager
    async def listening(
        self, assembly_id: UUID, slug: str, *, insider: bool, last: str | None
    ) -> AsyncIterator[Listener]:
        """A listener whose `hello` has the present version, and whether `last` is an older one.

        Who comes while somebody looks waits for the next look, together with all who came then.
        """
        watched = self._watch(assembly_id, slug)
        listener = Listener(insider)
        watched.listeners.add(listener)
        try:
            if watched.newcomers is not None:
                await watched.newcomers.ask(None)
            assert watched.standing is not None  # noqa: S101 - somebody has looked
            version = watched.standing.version  # of the latest look, which may be a later one
            listener.hello = Event(
                "hello", version, {"version": version, "refetch": last != version}
            )
            if self._ended:
                listener.end()
            yield listener
        finally:
            watched.listeners.discard(listener)
            if not watched.listeners and self._watched.get(assembly_id) is watched:
                del self._watched[assembly_id]

    def _watch(self, assembly_id: UUID, slug: str) -> Watched:
        watched = self._watched.get(assembly_id)
        if watched is None:
            watched = self._watched[assembly_id] = Watched(assembly_id, slug)

            async def look(newcomers: Sequence[None], watched: Watched = watched) -> list[None]:
                await self._look(watched)
                return [None] * len(newcomers)

            watched.newcomers = Gathering(look, room=Room(MOST_LISTENERS), largest=MOST_LISTENERS)
        return watched

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
            await set_within(self._due, max(0.0, last + LOOK_EVERY - loop.time()))
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

    async def _look(self, watched: Watched) -> None:
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
                only = standing.turnout_alone_since(before) - rung.keys()
                for what, test in changed.items():
                    told = change(what, standing.version, test=test, turnout=what in only)
                    self._tell(watched, told)

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
