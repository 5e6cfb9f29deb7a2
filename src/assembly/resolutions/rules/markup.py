# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A text has words, not layout: what looks like a tag is refused wherever words come in."""

import re
from typing import Any

from assembly.errors import MarkupInText

_DANGEROUS = "script|style|iframe|object|embed|svg|img|form|input|link|meta|base"
_TAG = re.compile(rf"<(?:[/!?]?[A-Za-z][^<>]*>|!--|/?(?:{_DANGEROUS})\b)", re.IGNORECASE)
LONGEST_SHOWN = 20


def markup_in(text: str) -> str | None:
    """The first thing that looks like a tag: `<b>`, `</p>`, `<!--`, `<script`; None without one.

    `a < b` has none, nor has `<3`: a tag begins with a letter right behind the sign, and ends.
    """
    found = _TAG.search(text)
    return found[0] if found else None


def require_no_markup(text: str, where: str, **facts: Any) -> None:
    """Nothing, or `MarkupInText` naming `where` and what looks like a tag."""
    tag = markup_in(text)
    if tag is not None:
        shown = tag if len(tag) <= LONGEST_SHOWN else f"{tag[:LONGEST_SHOWN]}…"
        raise MarkupInText(f"{where} holds markup: {shown}.", **facts)
