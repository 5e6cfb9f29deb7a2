# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Holes in a page that is kept: what differs from request to request, filled in at the last moment.

A hole stands between two characters that no text of ours can hold: PostgreSQL stores no NUL.
"""

import re
from datetime import datetime
from uuid import uuid4

from assembly.web.hours import left_words

HOLE = "\0{}:{}\0"
TRACKER = HOLE.format("tracker", "")

_HOLES = re.compile("\0([a-z]+):([^\0]*)\0")


def fill(html: str, language: str, at: datetime) -> str:
    """Every tracker is a new one, and every time left is what is left now."""

    def filled(hole: re.Match[str]) -> str:
        what, of = hole.groups()
        if what == "tracker":
            return str(uuid4())
        if what == "left":
            return left_words(datetime.fromisoformat(of), at, language)
        return at.isoformat(timespec="milliseconds")

    return _HOLES.sub(filled, html)
