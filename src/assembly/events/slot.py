# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A slot in the front door for those who listen: thousands of them, so each must be small.

A plain request for a stream is answered here without the framework, as plain ballots are
(docs/decisions/0022, 0030). What is unusual in any way (a limit, HEAD, an address or a token that
nobody knows, a full house) goes on to the route, which answers every case.
"""

import asyncio
import re
import secrets
import types
from collections.abc import Coroutine, Generator
from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar.types import ASGIApp, HTTPResponseBodyEvent, Receive, Scope, Send

from assembly.api.observe import RAW, note
from assembly.events.hub import Hub
from assembly.events.listener import Event, Listener
from assembly.identity.guard import raw_credentials
from assembly.identity.rules.permissions import PUBLIC, Actor
from assembly.identity.sign_in import digest_of
from assembly.publication.queries import in_the_house

ADDRESS = re.compile(r"/api/v1/events/([a-z0-9-]{1,100})")
ROUTE = "/api/v1/events/{slug}"
SILENCE = 15.0
"""Seconds after which a comment says that the stream is alive."""
RETRY = (1000, 3000)
"""Milliseconds a browser waits before it connects again: everybody another while."""
STILL_HERE = b": still here\n\n"

_HEAD = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    *RAW,
]
Step = Coroutine[Any, Any, None]
_jitter = secrets.SystemRandom().randint


def begin() -> bytes:
    """The first line of a stream: when to come back if it breaks."""
    return f"retry: {_jitter(*RETRY)}\n".encode()


class Ear:
    """Holds plain streams open; everything else goes to `beyond`."""

    def __init__(self, beyond: ASGIApp, state: Any) -> None:
        self._beyond = beyond
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The stream until its end, or what the route has to say."""
        found = await self._plain(scope)
        if found is None:
            await self._beyond(scope, receive, send)
            return
        assembly_id, slug, last, insider = found
        hub: Hub = self._state.hub
        begun = False
        try:
            async with hub.listening(assembly_id, slug, insider=insider, last=last) as listener:
                begun = True
                await Line(listener, send).hold(receive, scope["state"].get("began"))
        except Exception:
            if begun:
                raise
            await self._beyond(scope, receive, send)

    async def _plain(self, scope: Scope) -> tuple[UUID, str, str | None, bool] | None:
        """Assembly, address, what was heard last, and whether it is somebody of the house."""
        if scope["type"] != "http" or scope["method"] != "GET":  # type: ignore[typeddict-item,comparison-overlap]
            return None
        address = ADDRESS.fullmatch(scope["path"])
        if address is None or scope["query_string"] or scope["state"].get("head"):
            return None
        hub: Hub = self._state.hub
        try:
            hub.require_room()
            assembly_id = await hub.find(address[1])
            headers = dict(scope["headers"])
            actor = await self._actor(headers)
        except Exception:  # noqa: BLE001 - the route meets the same, and says so
            return None
        if assembly_id is None or actor is None:
            return None
        last = headers.get(b"last-event-id", b"").decode("latin-1") or None
        insider = in_the_house(actor, assembly_id)
        return assembly_id, str(address[1]), last, insider

    async def _actor(self, headers: dict[bytes, bytes]) -> Actor | None:
        """Who listens; None for a bearer that is not in force."""
        bearer, cookie = raw_credentials(headers, secure=self._state.settings.cookie_secure)
        token = bearer or cookie
        if not token:
            return PUBLIC
        actor: Actor | None = await self._state.tokens.actor_of(digest_of(token))
        return actor or (None if bearer else PUBLIC)


class Line:
    """The line to one who listens. What is said goes out at once, unless the client is slow.

    Sending is a coroutine, but one that has nothing to wait for is over at its first step. So the
    one who tells takes that step for each of thousands, and no task is woken. Where a step has to
    wait, the task of that line takes the rest of it, and hears what comes meanwhile afterwards.
    """

    __slots__ = ("_listener", "_send", "_unfinished")

    def __init__(self, listener: Listener, send: Send) -> None:
        self._listener = listener
        self._send = send
        self._unfinished: tuple[Step, Any] | None = None

    async def hold(self, receive: Receive, began: float | None) -> None:
        """The whole stream: its beginning, and then whatever is heard, until either side ends."""
        gone = asyncio.create_task(_until_gone(receive, self._listener))
        try:
            note("GET", ROUTE, HTTPStatus.OK, began)
            await self._send(
                {"type": "http.response.start", "status": HTTPStatus.OK, "headers": _HEAD}
            )
            assert self._listener.hello is not None  # noqa: S101 - who listens was greeted
            await self._send(_piece(begin() + self._listener.hello.wire))
            self._listener.at_once = self._say_at_once
            while not await self._is_over():
                pass
        finally:
            self._listener.at_once = None
            gone.cancel()

    async def _is_over(self) -> bool:
        """Whether it was the end; else one event was sent, or a word that all is well."""
        event = await self._listener.heard(SILENCE)
        if self._unfinished is not None:
            (step, waits), self._unfinished = self._unfinished, None
            await _rest(step, waits)
        elif event is None and self._listener.ended:
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})
            return True
        elif event is None:
            await self._send(_piece(STILL_HERE))
        if event is not None:
            await self._send(_piece(event.wire))
        return False

    def _say_at_once(self, event: Event) -> bool:
        """The event is on its way."""
        step: Step = self._send(_piece(event.wire))  # type: ignore[assignment]
        try:
            waits = step.send(None)
        except StopIteration:
            return True
        self._unfinished = (step, waits)
        self._listener.wake()
        return True


@types.coroutine
def _rest(step: Step, waits: Any) -> Generator[Any, Any, None]:
    """What is left of a coroutine whose first step waits for something."""
    while True:
        problem: BaseException | None = None
        answer: Any = None
        try:
            answer = yield waits
        except BaseException as thrown:  # noqa: BLE001 - it is the coroutine's to deal with
            problem = thrown
        try:
            waits = step.send(answer) if problem is None else step.throw(problem)
        except StopIteration:
            return


def _piece(text: bytes) -> HTTPResponseBodyEvent:
    return {"type": "http.response.body", "body": text, "more_body": True}


async def _until_gone(receive: Receive, listener: Listener) -> None:
    """The listener ends when its client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end()
