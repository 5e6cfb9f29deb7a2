# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Logs: one JSON object a line on stdout, with ids, never with a choice, a code or a token.

No request or response body, header, cookie or query string is ever logged, so that none of them
can leak; what a fault logs is file and line, never a value. A test casts, signs in and reads it.
"""

import logging
import sys

import structlog


def configure(level: str, *, for_good: bool = False) -> None:
    """structlog and the standard library's loggers all write JSON lines from now on.

    `for_good` keeps each logger as it is first used, which is what a process that serves wants.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level.upper()),
        cache_logger_on_first_use=for_good,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                _without_values,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in ("arq", "uvicorn.access", "sqlalchemy.engine", "httpx", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _without_values(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Of what others log about a failure only the kind is kept: its words may hold half a ballot.

    arq, for one, repeats the database's message, and that repeats the row.
    """
    record: logging.LogRecord | None = event.get("_record")
    trace = event.pop("exc_info", None)
    if record is not None and (trace or record.exc_info or record.name.startswith("arq")):
        found = trace if isinstance(trace, tuple) else record.exc_info
        event["event"] = "failure" if record.levelno >= logging.WARNING else event["event"]
        event["logger"] = record.name
        if isinstance(found, tuple) and found[0] is not None:
            event["problem"] = found[0].__name__
    return event
