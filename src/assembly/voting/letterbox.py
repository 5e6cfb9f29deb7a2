# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A slot in the front door, for the one request that a whole hall sends at once.

A plain ballot (a bearer token, or the cookie of one of our own pages; a small JSON body; everything
as it must be) is taken here without the framework. Whatever is unusual in any way goes on to the
route, untouched, which answers every case: there is one way to be refused and two ways to be quick
or slow (docs/decisions/0022). A test compares the two answer by answer.
"""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from uuid import UUID, uuid4

from litestar.serialization import encode_json
from litestar.types import ASGIApp, Receive, Scope, Send
from pydantic import ValidationError

from assembly.api.observe import RAW, note
from assembly.api.problems import MEDIA_TYPE, problem_of, refusal_of
from assembly.errors import Refusal, Unavailable
from assembly.identity.guard import raw_credentials
from assembly.identity.rules.permissions import Actor
from assembly.identity.sign_in import digest_of
from assembly.voting.cast import Answer, Paper, Receipt
from assembly.voting.intake import Intake
from assembly.voting.schemas import CastBallot

ADDRESS = re.compile(r"/api/v1/votings/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/ballots")
ROUTE = "/api/v1/votings/{voting_id}/ballots"
LARGEST = 1024
"""Bytes of a plain ballot; a longer body is looked at by the route."""

_ANSWER = [*RAW, (b"cache-control", b"no-store")]
Message = MutableMapping[str, Any]
_LOOK_UP = Callable[[bytes], Awaitable[Actor | None]]


class Letterbox:
    """Takes plain ballots; everything else goes to `beyond`."""

    def __init__(self, beyond: ASGIApp, state: Any) -> None:
        self._beyond = beyond
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The receipt, or what the route has to say."""
        found = _is_plain(scope, secure=self._state.settings.cookie_secure)
        if found is None:
            await self._beyond(scope, receive, send)
            return
        voting_id, token, length = found
        read = await _read(receive, length)
        intake: Intake = self._state.intake
        answer: Answer | None
        try:
            paper = await self._paper(token, read)
            answer = None if paper is None else await intake.answer(voting_id, paper)
        except Exception as problem:  # noqa: BLE001 - told as a problem document, like anywhere
            answer = refusal_of(problem, scope["path"])
        if answer is None:
            await self._beyond(scope, _again(read, receive), send)
            return
        began: float | None = scope["state"].get("began")
        if isinstance(answer, Refusal):
            await _refuse(answer, scope["path"], send, began)
        else:
            await _hand_over(voting_id, answer, send, began)

    async def _paper(self, token: str, read: list[Message]) -> Paper | None:
        """The own ballot, if the one who casts has a seat and the body is as it must be."""
        if any(message["type"] != "http.request" for message in read):
            return None
        try:
            wanted = CastBallot.model_validate_json(
                b"".join(message.get("body", b"") for message in read)
            )
            if wanted.for_ is not None:
                return None
            look_up: _LOOK_UP = self._state.tokens.actor_of
            actor = await look_up(digest_of(token))
        except Unavailable:
            raise  # the route would have to ask once more, just when everybody asks
        except (ValidationError, Refusal):
            return None
        if actor is None or actor.seat_id is None or actor.assembly_id is None:
            return None
        return Paper(
            actor.seat_id,
            wanted.tracker or uuid4(),
            wanted.choice,
            actor.seat_id,
            actor.assembly_id,
        )


def _is_plain(scope: Scope, *, secure: bool) -> tuple[UUID, str, int] | None:
    """Voting, token and length of the body, if head and address are those of a plain ballot.

    A cookie counts where the browser itself says that a page of ours sends it; what has no such
    word, or another, is looked at by the guard.
    """
    if scope["type"] != "http" or scope["method"] != "POST":  # type: ignore[typeddict-item,comparison-overlap]
        return None
    address = ADDRESS.fullmatch(scope["path"])
    if address is None:
        return None
    headers = dict(scope["headers"])
    scheme, _, token = headers.get(b"authorization", b"").partition(b" ")
    if not scheme and headers.get(b"sec-fetch-site") == b"same-origin":
        scheme, token = b"Bearer", raw_credentials(headers, secure=secure)[1].encode("latin-1")
    length = headers.get(b"content-length", b"")
    if (
        scheme != b"Bearer"
        or not token.strip()
        or not token.isascii()
        or headers.get(b"content-type") != b"application/json"
        or not length.isdigit()
        or not 0 < int(length) <= LARGEST
    ):
        return None
    return UUID(address[1]), token.strip().decode(), int(length)


async def _read(receive: Receive, length: int) -> list[Message]:
    """All of the body, as it came, or as much as came before it broke off or grew too long."""
    read: list[Message] = []
    size = 0
    while True:
        message: Message = await receive()  # type: ignore[assignment]
        read.append(message)
        if message["type"] != "http.request":
            return read
        size += len(message.get("body", b""))
        if not message.get("more_body") or size > length:
            return read


def _again(read: list[Message], receive: Receive) -> Receive:
    """What was read, and then what comes."""
    waiting = iter(read)

    async def once_more() -> Any:
        message = next(waiting, None)
        return await receive() if message is None else message

    return once_more


async def _hand_over(voting_id: UUID, receipt: Receipt, send: Send, began: float | None) -> None:
    repeated = "true" if receipt.repeated else "false"
    body = f'{{"voting":"{voting_id}","tracker":"{receipt.tracker}","repeated":{repeated}}}'
    status = 200 if receipt.repeated else 201
    await _answer(status, b"application/json", [], body.encode(), send, began)


async def _refuse(refusal: Refusal, path: str, send: Send, began: float | None) -> None:
    told = problem_of(refusal, path)
    further = [
        (name.lower().encode(), value.encode())
        for name, value in told.headers.items()
        if name != "Cache-Control"
    ]
    body = encode_json(told.content)
    await _answer(told.status_code or 500, MEDIA_TYPE.encode(), further, body, send, began)


async def _answer(
    status: int,
    media_type: bytes,
    further: list[tuple[bytes, bytes]],
    body: bytes,
    send: Send,
    began: float | None,
) -> None:
    note("POST", ROUTE, status, began)
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                (b"content-type", media_type),
                (b"content-length", str(len(body)).encode()),
                *further,
                *_ANSWER,
            ],
        }
    )
    await send({"type": "http.response.body", "body": body, "more_body": False})
