# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Public answers kept warm: made once for each state of the public facts, then handed out as bytes.

The key is the state itself (`publication.queries.public_mark`), read from the database at every
request, so a cached answer is never older than what it answers from. Nothing personal comes here.
"""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from litestar import Request, Response

from assembly import __version__

MOST_BYTES = 16 * 1024 * 1024
SHELF = "shelf"
"""Where in the state of a request the front door waits to be told that it may keep the answer."""
HEADERS = {"Cache-Control": "no-cache", "Vary": "Authorization, Cookie, Accept, Accept-Encoding"}


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes as they are, and compressed.

    Only public ones, or such as no stranger puts a word into: compression tells of what is beside.
    """

    plain: bytes
    gzipped: bytes
    link: str | None = None

    @classmethod
    def of(cls, plain: bytes, link: str | None = None) -> Self:
        """Compressed once, for everybody; `link` is the Link header that belongs to it."""
        return cls(plain, gzip.compress(plain, mtime=0), link)

    def for_who_accepts(self, encodings: str, headers: dict[str, str]) -> bytes:
        """The shorter of the two that the reader understands; the headers say which."""
        if takes_gzip(encodings) and len(self.gzipped) < len(self.plain):
            headers["Content-Encoding"] = "gzip"
            return self.gzipped
        return self.plain


def takes_gzip(encodings: str) -> bool:
    """Whether Accept-Encoding lists gzip with a weight above zero (RFC 9110, 12.5.3)."""
    for part in encodings.lower().split(","):
        coding, _, weight = part.partition(";")
        if coding.strip() == "gzip":
            return weight.replace(" ", "").removeprefix("q=").strip("0.") != "" or not weight
    return False


class Warm:
    """The least recently asked for makes room when the bytes are too many."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._kept: OrderedDict[str, Content] = OrderedDict()
        self._size = 0
        self._most = most_bytes

    def get(self, key: str) -> Content | None:
        """What is kept under the key; it is now the last to make room."""
        content = self._kept.get(key)
        if content is not None:
            self._kept.move_to_end(key)
        return content

    def put(self, key: str, content: Content) -> None:
        """Kept, unless it alone is more than there is room for."""
        if len(content.plain) > self._most or key in self._kept:
            return
        self._kept[key] = content
        self._size += len(content.plain)
        while self._size > self._most:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest.plain)


async def warm_answer(
    request: Request[Any, Any, Any],
    mark: str,
    make: Callable[[], Awaitable[Content]],
    *,
    media_type: str,
    headers: dict[str, str] | None = None,
    until: datetime | None = None,
) -> Response[bytes]:
    """304 for who has it, else the bytes for this address in this state; `make` runs once a state.

    The ETag names version, state, address, query and language. What depends on the day besides
    has it in its mark, and stands on the shelf `until` the next one begins.
    """
    language = request.scope["state"].get("language", "")
    named = repr((__version__, mark, language, request.url.path, request.url.query, media_type))
    key = hashlib.sha256(named.encode()).hexdigest()[:32]
    told = {**HEADERS, **(headers or {}), "ETag": f'W/"{key}"'}
    if told["Cache-Control"] == HEADERS["Cache-Control"] and SHELF in request.scope["state"]:
        request.scope["state"][SHELF].may = True
        request.scope["state"][SHELF].until = until
    if _has(request.headers.get("if-none-match", ""), key):
        return Response(b"", status_code=304, headers=told, media_type=media_type)
    warm: Warm = request.app.state.warm
    content = warm.get(key)
    if content is None:
        content = await make()
        warm.put(key, content)
    if content.link:
        told["Link"] = content.link
    body = content.for_who_accepts(request.headers.get("accept-encoding", ""), told)
    return Response(body, headers=told, media_type=media_type)


def _has(given: str, key: str) -> bool:
    """Weak comparison, as RFC 9110 (13.1.2) asks for If-None-Match."""
    tags = {tag.strip().removeprefix("W/").strip('"') for tag in given.split(",")}
    return key in tags
