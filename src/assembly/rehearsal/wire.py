# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The line to the server: one client, bounded, polite, and plain about what went wrong."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from time import monotonic
from typing import Any, TypeVar

import httpx

from assembly.rehearsal.documents import read

T = TypeVar("T")

AT_ONCE = 100
"""Requests under way at a time. More would only measure this machine's own queue."""

PATIENCE = 90.0
"""Seconds for which a server that is busy or away is asked again."""

SLOWEST = 120.0
"""Seconds one answer may take: a chunk of seats is hashed before it is answered."""

LOST_WITHIN = 0.2
"""Seconds in which a bad line breaks: before the ballot is read, amid the work, or afterwards."""

RETRIED = frozenset({429, 503})
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_jitter = secrets.SystemRandom().uniform


class RehearsalStopped(Exception):
    """The rehearsal could not go on; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `body` is the JSON, or None where there was none."""

    status: int
    body: Any

    @property
    def label(self) -> str:
        """The status, and for a refusal its stable name: `409 already-voted`."""
        kind = read(self.body, "type")
        slug = kind.rsplit("/", 1)[-1] if isinstance(kind, str) else ""
        return f"{self.status} {slug}".strip()


class Line:
    """Requests to one server. Nothing is remembered between them: no cookie, no token."""

    def __init__(self, client: httpx.AsyncClient, url: str) -> None:
        self._client = client
        self.url = url
        self.asked_again = 0

    async def ask(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        json: Any = None,
        headers: dict[str, str] | None = None,
        repeatable: bool = True,
    ) -> Answer:
        """The answer. A busy server (429, 503) is asked again when it says, within `PATIENCE`.

        So is one whose line broke, when the request is `repeatable`; else `RehearsalStopped`.
        """
        deadline = monotonic() + PATIENCE
        pause = 0.1
        while True:
            wait = pause = min(pause * 2, 2.0)
            try:
                response = await self._send(method, path, token, json, headers)
            except httpx.TransportError as error:
                if not repeatable or monotonic() + wait > deadline:
                    raise RehearsalStopped(
                        f"The line to {self.url} broke at {method} {path} ({_why(error)})."
                    ) from error
            else:
                if response.status_code not in RETRIED:
                    return _answer(response)
                wait = _retry_after(response) or wait
                if monotonic() + wait > deadline:
                    return _answer(response)
            self.asked_again += 1
            await asyncio.sleep(wait + _jitter(0, wait / 4))

    async def lose(self, method: str, path: str, *, token: str, json: Any) -> None:
        """Send, and lose the line or the answer: nobody here knows whether it was done."""
        impatient = httpx.Timeout(SLOWEST, read=_jitter(0.001, LOST_WITHIN))
        try:
            await self._send(method, path, token, json, None, impatient)
        except httpx.TransportError:
            return

    async def must(self, method: str, path: str, **given: Any) -> Any:
        """The body of a success; anything else is `RehearsalStopped` with the server's sentence."""
        answer = await self.ask(method, path, **given)
        if not httpx.codes.is_success(answer.status):
            raise RehearsalStopped(
                f"{method} {path} was answered with {answer.label}: "
                f"{read(answer.body, 'detail') or 'no reason given'}"
            )
        return answer.body

    async def _send(
        self,
        method: str,
        path: str,
        token: str | None,
        json: Any,
        headers: dict[str, str] | None,
        timeout: httpx.Timeout | None = None,  # noqa: ASYNC109 - httpx's own, for one request
    ) -> httpx.Response:
        sent = dict(headers or {})
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        return await self._client.request(
            method, path, json=json, headers=sent, timeout=timeout or self._client.timeout
        )


@asynccontextmanager
async def open_line(url: str) -> AsyncIterator[Line]:
    """A line to the Assembly at this address, or `RehearsalStopped` when there is none."""
    try:
        address = httpx.URL(url.strip().rstrip("/"))
    except httpx.InvalidURL:
        address = httpx.URL("")
    if address.scheme not in {"http", "https"} or not address.host:
        raise RehearsalStopped(f"{url!r} is no address; give one like http://127.0.0.1:8000.")
    async with httpx.AsyncClient(
        base_url=address,
        timeout=SLOWEST,
        limits=httpx.Limits(
            max_connections=2 * AT_ONCE, max_keepalive_connections=AT_ONCE, keepalive_expiry=2.0
        ),
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        trust_env=address.host not in LOOPBACK,
    ) as client:
        await _greet(client, str(address))
        yield Line(client, str(address))


async def _greet(client: httpx.AsyncClient, url: str) -> None:
    try:
        response = await client.get("/api/v1/assemblies", timeout=10.0)
    except httpx.HTTPError as error:
        raise RehearsalStopped(
            f"Nothing answers at {url} ({_why(error)}); is the server running there?"
        ) from error
    answer = _answer(response)
    if response.is_redirect:
        where = response.headers.get("location", "another address")
        raise RehearsalStopped(f"{url} points to {where}; give the server's own address.")
    if not isinstance(read(answer.body, "items"), list):
        raise RehearsalStopped(f"What answers at {url} is no Assembly (it said {answer.label}).")


async def for_each(
    items: Iterable[T], work: Callable[[T], Awaitable[None]], at_once: int = AT_ONCE
) -> None:
    """Every item is worked on, at most `at_once` at a time. The first failure stops the rest."""
    waiting = iter(items)

    async def worker() -> None:
        for item in waiting:
            await work(item)

    await together(*(worker() for _ in range(at_once)))


async def together(*work: Coroutine[Any, Any, T]) -> list[T]:
    """What each came to, in the order given. The first failure stops the others and is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one) for one in work]
    except ExceptionGroup as several:
        first: BaseException = several
        while isinstance(first, BaseExceptionGroup):
            first = first.exceptions[0]
        raise first from None
    return [task.result() for task in tasks]


def _answer(response: httpx.Response) -> Answer:
    try:
        return Answer(response.status_code, response.json())
    except ValueError:
        return Answer(response.status_code, None)


def _retry_after(response: httpx.Response) -> float:
    """RFC 9110, 10.2.3, in seconds; the form with a date is taken as not said."""
    said = response.headers.get("retry-after", "").strip()
    return float(said) if said.isdigit() else 0.0


def _why(error: Exception) -> str:
    return str(error).strip().rstrip(".") or type(error).__name__
