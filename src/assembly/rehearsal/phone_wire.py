# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What phones speak over: plain connections, light enough for thousands on one machine."""

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from assembly.rehearsal.wire import RehearsalStopped

TAIL = 2048
"""Bytes of a stream that are kept, to find an event that came in two pieces."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the server is, for plain connections."""

    host: str
    port: int
    tls: ssl.SSLContext | None
    prefix: str

    @classmethod
    def at(cls, url: str) -> "Place":
        """From its address."""
        address = httpx.URL(url)
        secure = address.scheme == "https"
        tls = ssl.create_default_context() if secure else None
        port = address.port or (443 if secure else 80)
        return cls(address.host, port, tls, address.path.rstrip("/"))

    def asking(self, method: str, path: str, token: str, body: bytes = b"") -> bytes:
        """The bytes of a request."""
        head = [
            f"{method} {self.prefix}{path} HTTP/1.1",
            f"Host: {self.host}:{self.port}",
            f"Authorization: Bearer {token}",
        ]
        if body:
            head += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        return "\r\n".join([*head, "", ""]).encode() + body


class Stream(asyncio.Protocol):
    """One phone's stream: whether it was greeted, and a call for each word of the voting."""

    def __init__(self, asked: bytes, word: bytes, heard: Callable[[], None]) -> None:
        self._asked = asked
        self._word = word
        self._heard = heard
        self._tail = b""
        self.greeted: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The request goes out."""
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.transport.write(self._asked)

    def data_received(self, data: bytes) -> None:
        """Greeted once; then a word about the voting means: look."""
        self._tail = (self._tail + data)[-TAIL:]
        if not self.greeted.done():
            if b"event: hello" in self._tail:
                self.greeted.set_result(None)
                self._tail = b""
            elif not self._tail.startswith(b"HTTP/1.1 200"[: len(self._tail)]):
                self._refused(self._tail[:12].decode("latin-1"))
        elif self._word in self._tail:
            self._tail = b""
            self._heard()

    def connection_lost(self, problem: Exception | None) -> None:
        """Before it was greeted, that is a refusal; afterwards the phone hears no more."""
        self._refused(type(problem).__name__ if problem else "closed")

    def _refused(self, why: str) -> None:
        if not self.greeted.done():
            self.greeted.set_exception(RehearsalStopped(f"A phone could not listen ({why})."))


class Connection:
    """A connection that is kept, and made anew where the server has ended it."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Status and body. A line that broke is tried once more: every request here is safe."""
        for last in (False, True):
            try:
                return await self._ask(request)
            except (OSError, asyncio.IncompleteReadError) as problem:
                self.close()
                if last:
                    raise RehearsalStopped(f"The line broke ({problem}).") from problem
        raise AssertionError

    def close(self) -> None:
        """The connection goes, if there is one."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def _ask(self, request: bytes) -> tuple[int, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(
                self._place.host, self._place.port, ssl=self._place.tls
            )
        reader, writer = self._streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        if "content-length" in fields:
            body = await reader.readexactly(int(fields["content-length"]))
        else:
            body = await _chunks(reader)
        if fields.get("connection") == "close":
            self.close()
        return int(head[9:12]), body


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    """A body in chunks (RFC 9112, 7.1), as a server in front may send it."""
    body = b""
    while size := int((await reader.readline()).split(b";")[0], 16):
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return body
