# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is told, and one who is told: thousands of them, so each is small and waits for nobody."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MOST_WAITING = 32
"""Events kept for a slow listener; then one takes their place that says: fetch everything."""
IN_THE_HOUSE = frozenset({"attendance", "proxies", "floor"})
"""What the version does not know of: told whenever it is rung, and only to those in the house.

The floor has a mark of its own, so that it is told even when the ring was lost.
"""


@dataclass(frozen=True, slots=True)
class Event:
    """`name` is hello, change or warning. The data hold no count, choice, tracker or name.

    `wire` is what goes over every line, written once for all who hear it.
    """

    name: str
    version: str
    data: dict[str, Any]
    wire: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        data = json.dumps(self.data)
        text = f"event: {self.name}\nid: {self.version}\ndata: {data}\n\n"
        object.__setattr__(self, "wire", text.encode())


@dataclass(eq=False, slots=True)
class Listener:
    """Somebody who listens, and what they have not heard yet. `insider`: hears of tests too.

    One task waits for it. It is small, because there are thousands. While that task waits and has
    heard everything, `at_once` may take an event without waking it.
    """

    insider: bool
    hello: Event | None = None
    ended: bool = False
    at_once: Callable[[Event], bool] | None = None
    _waiting: list[Event] = field(default_factory=list)
    _rung: asyncio.Future[None] | None = None

    def tell(self, event: Event) -> None:
        """It waits to be heard; when too much waits, all of it becomes "everything changed"."""
        inside = event.data.get("test") or event.data.get("what") in IN_THE_HOUSE
        if inside and not self.insider:
            return
        idle = not self._waiting and self._rung is not None and not self._rung.done()
        if idle and self.at_once is not None and self.at_once(event):
            return
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.clear()
            event = change("everything", event.version)
        self._waiting.append(event)
        self.wake()

    def end(self) -> None:
        """What waits is still heard, and then no more."""
        self.ended = True
        self.wake()

    async def heard(self, patience: float) -> Event | None:
        """The next event, or None after so many seconds of silence or at the end."""
        if not self._waiting and not self.ended:
            loop = asyncio.get_running_loop()
            self._rung = loop.create_future()
            silence = loop.call_later(patience, self.wake)
            try:
                await self._rung
            finally:
                silence.cancel()
                self._rung = None
        return self._waiting.pop(0) if self._waiting else None

    def wake(self) -> None:
        """Who waits looks around, whether or not there is anything to hear."""
        if self._rung is not None and not self._rung.done():
            self._rung.set_result(None)


def change(what: str, version: str, *, test: bool = False, turnout: bool = False) -> Event:
    """This changed; the version is that of the assembly. `turnout`: nothing but the turnout did."""
    further: dict[str, Any] = {"test": True} if test else {}
    if turnout:
        further["only"] = "turnout"
    return Event("change", version, {"what": what, "version": version} | further)
