# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Group commit without a timer: whatever arrives while one batch is at work is the next batch.

Somebody alone is a batch of one and waits for nobody; a crowd shares the price of a transaction
(docs/decisions/0019). Nothing here knows what is gathered.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Generic, TypeVar

from assembly.errors import Unavailable

Item = TypeVar("Item")
Answer = TypeVar("Answer")

SLOW = 0.002
"""Seconds a batch may be at work before who arrives starts a second one beside it: a slow disk."""
RETRY_AFTER = 2
INTERRUPTED = "This was interrupted and may not have been done; send the same again in a moment."


class Room:
    """How many may wait in all the gatherings that share it. Memory is bounded by this."""

    def __init__(self, places: int) -> None:
        self.places = places
        self.taken = 0

    def enter(self) -> None:
        """A place is taken, or `Unavailable` says to come back."""
        if self.taken >= self.places:
            raise Unavailable(
                "More arrives at once than can be taken; send the same again in a moment.",
                retry_after=RETRY_AFTER,
            )
        self.taken += 1

    def leave(self) -> None:
        """The place is free again."""
        self.taken -= 1


class Gathering(Generic[Item, Answer]):
    """Asks in batches. `work` gives one answer an item, in order, or raises for the whole batch.

    Items of one batch differ in everything `apart` names; who would not waits for the next batch.
    A batch that fails is halved until what is broken stands alone, if `breaks_alone` says that such
    a failure comes from an item and not from the house.
    """

    def __init__(
        self,
        work: Callable[[list[Item]], Awaitable[Sequence[Answer]]],
        *,
        room: Room,
        largest: int,
        lanes: int = 1,
        apart: Callable[[Item], tuple[Hashable, ...]] = lambda _: (),
        breaks_alone: Callable[[Exception], bool] = lambda _: False,
    ) -> None:
        self._work = work
        self._room = room
        self._largest = largest
        self._lanes = lanes
        self._apart = apart
        self._breaks_alone = breaks_alone
        self._waiting: deque[tuple[Item, asyncio.Future[Answer]]] = deque()
        self._at_work: set[asyncio.Task[None]] = set()
        self._began = 0.0

    @property
    def is_idle(self) -> bool:
        """Nobody waits and nothing is at work."""
        return not self._waiting and all(task.done() for task in self._at_work)

    async def ask(self, item: Item) -> Answer:
        """The answer to this item, once its batch is done. Refuses when the room is full."""
        self._room.enter()
        try:
            future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
            self._waiting.append((item, future))
            lanes = sum(not task.done() for task in self._at_work)
            if not lanes or (lanes < self._lanes and time.monotonic() - self._began > SLOW):
                task = asyncio.create_task(self._run())
                self._at_work.add(task)
                task.add_done_callback(self._at_work.discard)
            return await future
        finally:
            self._room.leave()

    async def _run(self) -> None:
        batch: list[tuple[Item, asyncio.Future[Answer]]] = []
        try:
            while batch := self._take():
                self._began = time.monotonic()
                await self._serve(batch)
        except BaseException:  # cancelled: whoever waits would wait for ever
            for _, future in (*batch, *self._waiting):
                if not future.done():
                    future.set_exception(Unavailable(INTERRUPTED, retry_after=RETRY_AFTER))
            raise

    def _take(self) -> list[tuple[Item, asyncio.Future[Answer]]]:
        """The next batch, in order of arrival; who must stay apart from one in it waits."""
        batch: list[tuple[Item, asyncio.Future[Answer]]] = []
        seen: set[Hashable] = set()
        later: list[tuple[Item, asyncio.Future[Answer]]] = []
        while self._waiting and len(batch) < self._largest:
            one = self._waiting.popleft()
            if one[1].done():
                continue
            names = self._apart(one[0])
            if seen.isdisjoint(names):
                seen.update(names)
                batch.append(one)
            else:
                later.append(one)
        self._waiting.extendleft(reversed(later))
        return batch

    async def _serve(self, batch: list[tuple[Item, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._work([item for item, _ in batch])
            answered = list(zip(batch, answers, strict=True))
        except Exception as problem:  # noqa: BLE001 - handed to everyone who waits for it
            if len(batch) > 1 and self._breaks_alone(problem):
                middle = len(batch) // 2
                await self._serve(batch[:middle])
                await self._serve(batch[middle:])
                return
            for _, future in batch:
                if not future.done():
                    future.set_exception(problem)
            return
        for (_, future), answer in answered:
            if not future.done():
                future.set_result(answer)
