# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every answer carries, and the one line a request leaves in the log and the metrics.

The line holds method, route template, status and milliseconds: no address, query, header or body.
"""

import time
from functools import lru_cache

import structlog
from litestar.types import Message, Scope
from prometheus_client import Counter, Histogram

log = structlog.get_logger()

REQUESTS = Counter("assembly_requests", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram("assembly_request_seconds", "Time to the first byte", ["method", "route"])
QUIET = frozenset({"/health/live", "/health/ready", "/metrics"})

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


WITH_CAMERA = {"Permissions-Policy": "camera=(self), geolocation=(), microphone=()"}
"""For the one page that may ask for the camera: the door of the desk."""

RAW = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


async def before_send(message: Message, scope: Scope) -> None:
    """Every answer has the headers above, unless its handler said otherwise, and is counted."""
    if message["type"] != "http.response.start":
        return
    there = {name for name, _ in message["headers"]}
    message["headers"] = [
        *message["headers"],
        *(header for header in RAW if header[0] not in there),
    ]
    began = scope["state"].get("began")
    note(str(scope.get("method", "")), _route_of(scope), message["status"], began)


def note(method: str, route: str, status: int, began: float | None) -> None:
    """The answer is counted, and has its line in the log."""
    seconds = time.perf_counter() - began if began else 0.0
    requests, took = _counters(method, route, status)
    requests.inc()
    took.observe(seconds)
    if route not in QUIET:
        log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


@lru_cache(maxsize=2000)
def _counters(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    """Looked up once: finding a metric by its labels costs more than counting."""
    return REQUESTS.labels(method, route, str(status)), SECONDS.labels(method, route)


def _route_of(scope: Scope) -> str:
    """The template, so that a log holds no id and a metric no million labels."""
    template = scope.get("path_template")
    return str(template) if template else "unknown"
