# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a token to an Actor, and the fence against other sites' requests.

Scripts send `Authorization: Bearer …`. Browsers send a cookie, and a request that changes something
must then prove that it came from our own pages: by `Sec-Fetch-Site`, else by `Origin` (OWASP, CSRF
prevention by fetch metadata).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from litestar.connection import ASGIConnection, Request
from litestar.di import NamedDependency, Provide
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.params import SkipValidation
from litestar.types import ASGIApp, Receive, Scope, Send

from assembly.errors import CrossSiteRequest, NotPermitted, NotSignedIn
from assembly.identity.rules.permissions import PUBLIC, Actor, Permission, may
from assembly.identity.sign_in import digest_of

Connection = ASGIConnection[BaseRouteHandler, Any, Any, Any]

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
KEY = "actor"


def cookie_name(*, secure: bool) -> str:
    """`__Host-` binds the cookie to this host and to https (RFC 6265bis)."""
    return "__Host-assembly" if secure else "assembly"


class WhoActs(ASGIMiddleware):
    """Puts the Actor into the request's state. Refuses a wrong bearer and foreign requests."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """One look-up for a request that carries a token, none for others."""
        connection: Connection = ASGIConnection(scope)
        settings = connection.app.state.settings
        bearer = _bearer(connection.headers)
        cookie = connection.cookies.get(cookie_name(secure=settings.cookie_secure))
        if scope["method"] not in SAFE and not bearer:  # type: ignore[typeddict-item]
            refuse_foreign(connection.headers, by_cookie=cookie is not None)
        actor = PUBLIC
        if token := bearer or cookie:
            holder: Actor | None = await connection.app.state.tokens.actor_of(digest_of(token))
            if holder is None and bearer:
                raise NotSignedIn("This token is not in force; sign in again.")
            if holder is not None:
                actor = holder if bearer else replace(holder, by_cookie=True)
        scope["state"][KEY] = actor
        await next_app(scope, receive, send)


def refuse_foreign(headers: Mapping[str, str], *, by_cookie: bool) -> None:
    """Nothing for a request from our own pages or from a script; else `CrossSiteRequest`."""
    site = headers.get("sec-fetch-site")
    origin = headers.get("origin")
    if site is not None:
        ours = site in {"same-origin", "none"}
    elif origin is not None:
        ours = urlsplit(origin).netloc == headers.get("host")
    else:
        ours = not by_cookie
    if not ours:
        raise CrossSiteRequest("This request did not come from a page of this site.")


def _bearer(headers: Mapping[str, str]) -> str | None:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def raw_credentials(headers: Mapping[bytes, bytes], *, secure: bool) -> tuple[str, str]:
    """Bearer and cookie of a request that is answered before the framework; empty where none."""
    scheme, _, token = headers.get(b"authorization", b"").partition(b" ")
    bearer = token.strip() if scheme.lower() == b"bearer" else b""
    wanted = cookie_name(secure=secure).encode()
    cookie = b""
    for part in headers.get(b"cookie", b"").split(b";"):
        name, _, value = part.strip().partition(b"=")
        if name == wanted:
            cookie = value.strip(b'" ')
    return bearer.decode("latin-1"), cookie.decode("latin-1")


def actor_of(request: Request[Any, Any, Any]) -> Actor:
    """Who acts in this request."""
    actor: Actor = request.scope["state"].get(KEY, PUBLIC)
    return actor


Acting = NamedDependency[SkipValidation[Actor]]
"""A handler's `actor: Acting`."""

PROVIDED = {"actor": Provide(actor_of, sync_to_thread=False)}


async def signed_in(connection: Connection, _: BaseRouteHandler) -> None:
    """The coarse guard of every route that is not public; the handler asks for the exact right.

    Awaits nothing; a guard that is no coroutine would be sent to a thread at every request.
    """
    actor: Actor = connection.scope["state"].get(KEY, PUBLIC)
    if not actor.is_signed_in:
        raise NotSignedIn("Sign in first.")


def permit(
    actor: Actor,
    permission: Permission,
    assembly_id: UUID | None = None,
    seat_id: UUID | None = None,
) -> None:
    """Nothing when the table of permissions says yes; else `NotSignedIn` or `NotPermitted`."""
    if may(actor, permission, assembly_id, seat_id):
        return
    if not actor.is_signed_in:
        raise NotSignedIn("Sign in first.")
    raise NotPermitted("Your role does not allow this.", permission=permission.value)
