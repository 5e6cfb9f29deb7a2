# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The door before the router: language prefixes, HEAD, and when a request began.

`/fr/assemblies/…` is the French page of `/assemblies/…`; Dutch has no prefix. Every language has an
address of its own, so that a page can be shared and cached without a cookie.
"""

import time
from collections.abc import MutableMapping
from typing import Any

from litestar.types import ASGIApp, Message, Receive, Scope, Send

DEFAULT = "nl"
OTHERS = frozenset({"fr", "de", "en"})
NOT_PAGES = ("/api/", "/health/", "/schema", "/static/", "/metrics")


def split_language(path: str) -> tuple[str, str]:
    """The language, and the path without its prefix: `/fr/x` is (`fr`, `/x`)."""
    first, _, rest = path.removeprefix("/").partition("/")
    if first in OTHERS and not f"/{rest}".startswith(NOT_PAGES):
        return first, f"/{rest}"
    return DEFAULT, path


class Entrance:
    """Wraps the application; an ASGI server runs this."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Other protocols pass untouched."""
        if scope["type"] != "http":  # type: ignore[comparison-overlap]
            await self.app(scope, receive, send)
            return
        inner: MutableMapping[str, Any] = dict(scope)
        language, path = split_language(scope["path"])
        state = dict(scope.get("state") or {})
        inner["state"] = state | {"language": language, "began": time.perf_counter()}
        if path != scope["path"]:
            inner["path"] = path
            inner["raw_path"] = path.encode()
        head = inner["method"] == "HEAD"
        inner["state"]["head"] = head
        if head:
            inner["method"] = "GET"

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {"type": "http.response.body", "body": b"", "more_body": False}
                if state.get("head_answered"):
                    return
                state["head_answered"] = True
            await send(message)

        await self.app(inner, receive, without_body if head else send)  # type: ignore[arg-type]
