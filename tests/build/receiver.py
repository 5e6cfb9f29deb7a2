# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A system that listens: it keeps what it was sent, and answers as it was told."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from assembly.clock import now
from assembly.webhooks.models import Webhook
from assembly.webhooks.register import register_webhook
from assembly.webhooks.rules.event import CHOSEN, EventType
from tests.build.house import BY, Build, Hall

OK = "204 No Content"


@dataclass(frozen=True)
class Got:
    """One request, as it came."""

    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """`answers` are used up one by one, the last one for ever; None closes without a word."""

    url: str = ""
    answers: list[str | None] = field(default_factory=lambda: [OK])
    got: list[Got] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    before_answering: Callable[[], None] | None = None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            headers = {
                name.lower(): value for name, value in (line.split(": ", 1) for line in lines)
            }
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            self.got.append(Got(first.split()[1], headers, body))
            self.came.set()
            if self.before_answering is not None:
                self.before_answering()
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if answer is not None:
                writer.write(f"HTTP/1.1 {answer}\r\nConnection: close\r\n\r\n".encode())
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def receiving(
    *answers: str | None, trust: ssl.SSLContext | None = None
) -> AsyncIterator[Receiver]:
    """A receiver on a port of its own; an answer is its status and, after CRLF, its headers."""
    receiver = Receiver(answers=list(answers) or [OK])
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0, ssl=trust)
    port = server.sockets[0].getsockname()[1]
    receiver.url = f"{'http' if trust is None else 'https'}://localhost:{port}/hook"
    try:
        yield receiver
    finally:
        server.close()
        await server.wait_closed()


async def registered(
    build: Build, hall: Hall, url: str, events: Iterable[EventType] = CHOSEN
) -> Webhook:
    """The hall tells this address."""
    async with build.sessions.begin() as session:
        return await register_webhook(
            session, hall.assembly, url, events, local=True, at=now(), by=BY
        )
