# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One request to a receiver: only to an address that was looked at, and only its status is read."""

import asyncio
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from assembly import __version__
from assembly.webhooks.rules.address import may_connect
from assembly.webhooks.rules.backoff import Failure

LONGEST = 15.0
"""Seconds of an attempt, all in all."""
TRIED = 3
"""Addresses of one name that are tried, one after the other."""
AGENT = f"Assembly/{__version__} (+webhooks)"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one attempt: a status, or why there is none."""

    status: int | None
    failure: Failure | None
    retry_after: str | None
    took_ms: int


class Forbidden(Exception):
    """The name leads to an address that is not public."""


class Sender:
    """Posts events. It follows no redirect, heeds no proxy, and keeps no connection.

    The name is looked up here, each of its addresses is judged, and the connection is made to one
    that was judged, whatever the name leads to a moment later. `local` allows this machine.
    """

    def __init__(self, *, local: bool, trust: ssl.SSLContext | None = None) -> None:
        self._local = local
        self._client = httpx.AsyncClient(
            verify=trust or _trust(),
            follow_redirects=False,
            trust_env=False,
            timeout=LONGEST,
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def post(self, url: str, headers: Mapping[str, str], body: str) -> Answer:
        """The answer, within `LONGEST`. Raises nothing that the receiver or the network did."""
        began = time.monotonic()
        status: int | None = None
        failure: Failure | None = None
        retry_after: str | None = None
        try:
            async with asyncio.timeout(LONGEST):
                status, retry_after = await self._post(url, headers, body)
        except Forbidden:
            failure = Failure.FORBIDDEN_ADDRESS
        except socket.gaierror:
            failure = Failure.UNKNOWN_HOST
        except (TimeoutError, httpx.TimeoutException):
            failure = Failure.TIMEOUT
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as problem:
            failure = Failure.INSECURE if _is_about_trust(problem) else Failure.UNREACHABLE
        if status is not None and not httpx.codes.is_success(status):
            failure = Failure.ANSWER
        return Answer(status, failure, retry_after, round((time.monotonic() - began) * 1000))

    async def _post(
        self, url: str, headers: Mapping[str, str], body: str
    ) -> tuple[int, str | None]:
        parts = urlsplit(url)
        numbers = await self._looked_at(parts.hostname or "", parts.port or _port(parts.scheme))
        for number in numbers[:-1]:
            try:
                return await self._post_to(number, url, headers, body)
            except httpx.ConnectError as problem:
                if _is_about_trust(problem):
                    raise
        return await self._post_to(numbers[-1], url, headers, body)

    async def _looked_at(self, host: str, port: int) -> list[str]:
        """The addresses behind the name, every one of which may be connected to."""
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        numbers = list(dict.fromkeys(str(address[0]) for *_, address in found))
        if not numbers or not all(may_connect(one, local=self._local) for one in numbers):
            raise Forbidden
        return numbers[:TRIED]

    async def _post_to(
        self, number: str, url: str, headers: Mapping[str, str], body: str
    ) -> tuple[int, str | None]:
        """Connected to the number; asked for, and shown a certificate, by the name."""
        parts = urlsplit(url)
        asked = self._client.stream(
            "POST",
            httpx.URL(url).copy_with(host=number),
            content=body.encode(),
            headers={
                **headers,
                "host": parts.netloc,
                "content-type": "application/json",
                "user-agent": AGENT,
                "accept-encoding": "identity",
            },
            extensions={"sni_hostname": parts.hostname},
        )
        async with asked as answer:  # its body is nothing to us
            return answer.status_code, answer.headers.get("retry-after")


def _port(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def _is_about_trust(problem: BaseException | None) -> bool:
    """Whether a certificate, or what it should have been, is at the bottom of this."""
    while problem is not None:
        if isinstance(problem, ssl.SSLError):
            return True
        problem = problem.__cause__ or problem.__context__
    return False


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """Whom this machine trusts; reading it takes a while."""
    return httpx.create_ssl_context()
