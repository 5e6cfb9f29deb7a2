# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a body must be before anybody reads it: JSON that says so, and not nothing; or a file."""

from typing import Any

from litestar import Request
from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from assembly.apart.rules.limits import LARGEST_DOCUMENT, megabytes
from assembly.errors import DocumentTooLarge, MalformedBody, UnsupportedMediaType

TEXTS = 2 * 1024 * 1024
"""Bytes of a body that holds a whole text: a hundred printed pages are a third of it."""


class JsonBodies(ASGIMiddleware):
    """Refuses other media types (RFC 9110, 15.5.16) and empty bodies where JSON is needed."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Only operations whose handler takes `data` are looked at."""
        if _reads_json(scope):
            headers = dict(scope["headers"])  # the names are in lower case (ASGI)
            media_type = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
            if media_type not in {b"", b"application/json"}:
                raise UnsupportedMediaType("Send JSON as application/json.")
            length = headers.get(b"content-length", b"")
            empty = length == b"0" or not (length or b"transfer-encoding" in headers)
            if empty and not _may_be_empty(scope):
                raise MalformedBody("The body is empty; JSON was asked for.")
        await next_app(scope, receive, send)


async def whole_file(request: Request[Any, Any, Any], largest: int = LARGEST_DOCUMENT) -> bytes:
    """A body that is a file, cut off once it is larger than one may be (`DocumentTooLarge`)."""
    refusal = DocumentTooLarge(f"A document has at most {megabytes(largest)} MB.", limit=largest)
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > largest:
        raise refusal
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > largest:
            raise refusal
    return bytes(found)


def _may_be_empty(scope: Scope) -> bool:
    """Whether the handler has something to go by when nothing was sent."""
    handler = scope["route_handler"]
    return isinstance(handler, HTTPRouteHandler) and (
        handler.parsed_fn_signature.parameters["data"].has_default
    )


def _reads_json(scope: Scope) -> bool:
    handler = scope["route_handler"]
    return isinstance(handler, HTTPRouteHandler) and (
        "data" in handler.parsed_fn_signature.parameters
    )
