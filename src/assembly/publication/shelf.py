# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A shelf in the front door: public answers that nothing changed since, handed out as they were.

What may stand there says so itself (`api.warm`): answers made for everybody, of public facts alone.
It stands for one moment of the news (`api.news`); a commit that changes what the public may read
begins another, and the first reader after it is answered by the route, which asks the database.
What depends on the day stands until the day ends where the assembly meets.
Whoever sends credentials of any kind goes by (docs/decisions/0034).
"""

from collections import OrderedDict
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from litestar.types import ASGIApp, Receive, Scope, Send

from assembly.api.news import News
from assembly.api.observe import note
from assembly.api.warm import SHELF, takes_gzip
from assembly.clock import now

MOST_BYTES = 32 * 1024 * 1024
LONGEST_KEY = 2000
"""Characters of path, query and Accept together; longer ones are answered by the route."""
OF_WHOM = frozenset({b"authorization", b"cookie"})
OTHERWISE = frozenset({b"content-length", b"content-encoding"})
Message = MutableMapping[str, Any]
Key = tuple[str, str, bytes, bytes, bool]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it went out."""

    route: str
    headers: list[tuple[bytes, bytes]]
    body: bytes
    etag: bytes
    until: datetime | None = None

    @property
    def size(self) -> int:
        """Bytes it takes, more or less."""
        return len(self.body) + 2000


@dataclass(slots=True)
class Taken:
    """One answer on its way out; the route says whether it may be kept."""

    may: bool = False
    until: datetime | None = None
    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: list[bytes] = field(default_factory=list)
    whole: bool = False


class Shelf:
    """Hands out what it keeps; everything else goes to `beyond`. `state.news` says for how long."""

    def __init__(self, beyond: ASGIApp, state: Any, most_bytes: int = MOST_BYTES) -> None:
        self._beyond = beyond
        self._state = state
        self._most = most_bytes
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._size = 0
        self._moment: int | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The kept answer or 304, or what the route has to say."""
        found = _asked(scope)
        news: News | None = getattr(self._state, "news", None)
        moment = None if news is None else news.moment
        if found is None or news is None or moment is None:
            await self._beyond(scope, receive, send)
            return
        key, known = found
        if moment != self._moment:
            self._kept.clear()
            self._size, self._moment = 0, moment
        kept = self._kept.get(key)
        if kept is not None and kept.until is not None and now() >= kept.until:
            self._size -= self._kept.pop(key).size
            kept = None
        if kept is not None:
            self._kept.move_to_end(key)
            await _hand_out(kept, known, scope, send)
            return
        taken = Taken()
        scope["state"][SHELF] = taken

        async def take(message: Message) -> None:
            _take(taken, message)
            await send(message)  # type: ignore[arg-type]

        await self._beyond(scope, receive, take)  # type: ignore[arg-type]
        if taken.may and taken.whole and news.moment == moment == self._moment:
            self._put(key, _kept(taken, str(scope.get("path_template") or "unknown")))

    def _put(self, key: Key, kept: Kept | None) -> None:
        if kept is None or kept.size > self._most or key in self._kept:
            return
        self._kept[key] = kept
        self._size += kept.size
        while self._size > self._most:
            _, oldest = self._kept.popitem(last=False)
            self._size -= oldest.size


def _asked(scope: Scope) -> tuple[Key, bytes] | None:
    """What is asked for, and the tags that are known already; None for what is never kept."""
    if scope["type"] != "http" or scope["method"] != "GET":  # type: ignore[typeddict-item,comparison-overlap]
        return None
    accept = encodings = known = b""
    for name, value in scope["headers"]:
        if name in OF_WHOM:
            return None
        if name == b"accept":
            accept = value
        elif name == b"accept-encoding":
            encodings = value
        elif name == b"if-none-match":
            known = value
    path, query = scope["path"], scope["query_string"]
    if len(path) + len(query) + len(accept) > LONGEST_KEY:
        return None
    language = str(scope["state"].get("language", ""))
    return (language, path, query, accept, takes_gzip(encodings.decode("latin-1"))), known


def _take(taken: Taken, message: Message) -> None:
    if message["type"] == "http.response.start":
        taken.status, taken.headers = message["status"], list(message["headers"])
    elif message["type"] == "http.response.body" and taken.may:
        taken.body.append(message.get("body", b""))
        taken.whole = not message.get("more_body", False)


def _kept(taken: Taken, route: str) -> Kept | None:
    """None for what is not a whole page with a tag: a 304 says nothing to who comes next."""
    headers = dict(taken.headers)
    etag = headers.get(b"etag")
    if taken.status != 200 or etag is None or b"set-cookie" in headers:  # noqa: PLR2004
        return None
    return Kept(route, taken.headers, b"".join(taken.body), etag, taken.until)


async def _hand_out(kept: Kept, known: bytes, scope: Scope, send: Send) -> None:
    fresh = kept.etag.removeprefix(b"W/") in known
    status = 304 if fresh else 200
    headers = [one for one in kept.headers if not fresh or one[0] not in OTHERWISE]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    body = b"" if fresh else kept.body
    await send({"type": "http.response.body", "body": body, "more_body": False})
    note("GET", kept.route, status, scope["state"].get("began"))
