# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The revision that a change was made on, as `If-Match` names it."""

import re
from typing import Any

from litestar.connection import Request

from assembly.errors import PreconditionMissing

REVISION = re.compile(r'(?:W/)?"?([0-9]{1,18})"?')


def revision_named(request: Request[Any, Any, Any]) -> int | None:
    """The revision If-Match names (RFC 9110, 13.1.1), if it names one."""
    found = REVISION.fullmatch(request.headers.get("if-match", "").strip())
    return int(found.group(1)) if found else None


def revision_asked(request: Request[Any, Any, Any]) -> int:
    """The revision If-Match names, or `PreconditionMissing`."""
    revision = revision_named(request)
    if revision is None:
        raise PreconditionMissing(
            'Name the revision you changed, as If-Match: "3". The ETag of your last answer has it.'
        )
    return revision
