# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Refusals on the wire: `application/problem+json` after RFC 9457, with a stable `type`.

The only place that knows which refusal is which status. docs/problems.md explains each type; a test
keeps that list complete.
"""

import re
from typing import Any

import structlog
from litestar import Request, Response
from litestar.exceptions import (
    HTTPException,
    InternalServerException,
    MethodNotAllowedException,
    NotFoundException,
    SerializationException,
    ValidationException,
)
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.routes import HTTPRoute
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from assembly import errors
from assembly.database import is_away
from assembly.errors import Refusal

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"

STATUS: dict[type[Refusal], int] = {
    errors.NotSignedIn: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.MethodNotAllowed: 405,
    errors.Conflict: 409,
    errors.Stale: 412,
    errors.BodyTooLarge: 413,
    errors.UnsupportedMediaType: 415,
    errors.MalformedBody: 400,
    errors.Unsound: 422,
    errors.PreconditionMissing: 428,
    errors.TooManyAttempts: 429,
    errors.Unexpected: 500,
    errors.Unavailable: 503,
}


class Problem(BaseModel):
    """A refusal, after RFC 9457. Further members hold the facts of the case."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="A stable address that explains this kind of problem")
    title: str
    status: int
    detail: str = Field(description="One sentence a person can act on")
    instance: str


def refusals(*kinds: type[Refusal]) -> dict[int, ResponseSpec]:
    """What an operation may answer besides success, for its description in OpenAPI."""
    by_status: dict[int, list[str]] = {}
    for kind in kinds:
        by_status.setdefault(status_of(kind), []).append(f"[{kind.slug}](/problems/{kind.slug})")
    return {
        status: ResponseSpec(
            Problem,
            generate_examples=False,
            description=", ".join(slugs),
            media_type=MEDIA_TYPE,
        )
        for status, slugs in sorted(by_status.items())
    }


READS_BODY = (
    errors.MalformedBody,
    errors.BodyTooLarge,
    errors.InvalidRequest,
    errors.UnsupportedMediaType,
)
"""What any operation with a body may answer."""

GUARDED = (errors.NotSignedIn, errors.NotPermitted, errors.CrossSiteRequest)
"""What any operation that is not public may answer."""

NEEDS_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


def status_of(refusal: type[Refusal]) -> int:
    """The status of the refusal itself, else that of its nearest family."""
    return next(STATUS[cls] for cls in refusal.__mro__ if cls in STATUS)


def title_of(refusal: type[Refusal]) -> str:
    """The slug as words; it never changes with the occasion."""
    return refusal.slug.replace("-", " ").capitalize()


def headers_of(refusal: Refusal) -> dict[str, str]:
    """What the status obliges to say beside it."""
    headers = {"Cache-Control": "no-store"}
    if isinstance(refusal, errors.NotSignedIn):
        headers["WWW-Authenticate"] = 'Bearer realm="assembly"'
    if "retry_after" in refusal.facts:
        headers["Retry-After"] = str(refusal.facts["retry_after"])
    return headers


def methods_at(request: Request[Any, Any, Any]) -> str:
    """The methods the address answers to, for `Allow` (RFC 9110, 10.2.1)."""
    methods = {
        str(method)
        for route in request.app.routes
        if isinstance(route, HTTPRoute)
        and re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", route.path_format), request.url.path)
        for method in route.methods
    }
    return ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))


def problem_of(refusal: Refusal, path: str) -> Response[dict[str, Any]]:
    """The answer: type, title, status, detail, instance, and the facts as further members."""
    status = status_of(type(refusal))
    return Response(
        {
            "type": f"/problems/{refusal.slug}",
            "title": title_of(type(refusal)),
            "status": status,
            "detail": refusal.detail,
            "instance": path,
            **refusal.facts,
        },
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=headers_of(refusal),
    )


def understand(error: Exception) -> Refusal:
    """The refusal an exception of the framework or the database means. Never its internals."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, (SerializationException, RecursionError, UnicodeDecodeError)):
        return errors.MalformedBody("The body is not JSON that can be read.")
    if isinstance(error, HTTPException):
        return _of_the_framework(error)
    if isinstance(error, PoolTimeout):
        log.warning("busy")
        return errors.Unavailable("Many people ask at once; try again.", retry_after=2)
    if _database_is_away(error):
        log.error("database_away", problem=type(error).__name__)
        return errors.Unavailable("The database does not answer; try again.", retry_after=2)
    return errors.Unexpected("Something went wrong on our side; nothing was changed.")


def _database_is_away(error: Exception) -> bool:
    """A connection that was not let in, or that broke, by class of SQLSTATE."""
    if isinstance(error, (OperationalError, InterfaceError)) or is_away(error):
        return True
    if not isinstance(error, DBAPIError) or error.orig is None:
        return False
    return error.connection_invalidated or is_away(error.orig)


def _of_the_framework(error: HTTPException) -> Refusal:
    if isinstance(error, ValidationException):
        return errors.InvalidRequest("Some fields are not as they must be.", errors=_fields(error))
    if isinstance(error, NotFoundException):
        return errors.NoSuchAddress("There is nothing at this address.")
    if isinstance(error, MethodNotAllowedException):
        return errors.MethodNotAllowed("This address does not answer to this method.")
    if isinstance(error, InternalServerException) and "disconnect" in error.detail:
        return errors.MalformedBody("The request broke off.")
    return _by_status(error)


def refusal_of(error: Exception, path: str) -> Refusal:
    """As `understand`; our own faults are logged, without data."""
    refusal = understand(error)
    if isinstance(refusal, errors.Unexpected):
        log.error("fault", path=path, problem=type(error).__name__, at=_frames(error))
    return refusal


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """The problem document for whatever went wrong."""
    refusal = refusal_of(error, request.url.path)
    if type(refusal) is errors.BodyTooLarge:  # a document says its own limit
        refusal = too_large(request)
    told = problem_of(refusal, request.url.path)
    if isinstance(refusal, errors.MethodNotAllowed):
        told.headers["Allow"] = methods_at(request)
    return told


def too_large(request: Request[Any, Any, Any]) -> errors.BodyTooLarge:
    """Says how much this address takes."""
    handler = request.scope.get("route_handler")
    limit = handler.resolve_request_max_body_size() if isinstance(handler, HTTPRouteHandler) else 0
    return errors.BodyTooLarge(f"A body is at most {(limit or 0) // 1024} kB here.", limit=limit)


def _by_status(error: HTTPException) -> Refusal:
    if error.status_code == 413:
        return errors.BodyTooLarge("The body is larger than this address takes.")
    if error.status_code == 415:
        return errors.UnsupportedMediaType("Send JSON as application/json.")
    if error.status_code == 401:
        return errors.NotSignedIn("Sign in first.")
    if error.status_code == 400:
        return errors.MalformedBody("The body is not valid JSON.")
    if error.status_code < 500:
        return errors.InvalidRequest("The request is not as it must be.", errors=[])
    return errors.Unexpected("Something went wrong on our side; nothing was changed.")


def _fields(error: ValidationException) -> list[dict[str, str]]:
    """Where and what, without the value: it may be a code or a choice."""
    extra = error.extra if isinstance(error.extra, list) else []
    return [
        {
            "pointer": "/" + str(item.get("key", "")).replace(".", "/"),
            "detail": str(item.get("message", "")),
        }
        for item in extra
        if isinstance(item, dict)
    ]


def _frames(error: BaseException) -> list[str]:
    """File and line of the innermost frames: where, never with what values."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}:{code.co_name}")
        trace = trace.tb_next
    return frames[-6:]
