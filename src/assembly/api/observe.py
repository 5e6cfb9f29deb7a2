# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every answer carries, and the one line a request leaves in the log and the metrics.

The line holds method, route template, status and milliseconds: no address, query, header or body.
"""

import time

import structlog
from litestar.datastructures import MutableScopeHeaders
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


async def before_send(message: Message, scope: Scope) -> None:
    """Every answer has the headers above, unless its handler said otherwise, and is counted."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    route = _route_of(scope)
    method, status = str(scope.get("method", "")), str(message["status"])
    REQUESTS.labels(method, route, status).inc()
    began = scope["state"].get("began")
    seconds = time.perf_counter() - began if began else 0.0
    SECONDS.labels(method, route).observe(seconds)
    if route not in QUIET:
        log.info(
            "request", method=method, route=route, status=int(status), ms=round(seconds * 1000, 1)
        )


def _route_of(scope: Scope) -> str:
    """The template, so that a log holds no id and a metric no million labels."""
    template = scope.get("path_template")
    return str(template) if template else "unknown"
