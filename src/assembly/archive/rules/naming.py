# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an assembly is called when its source is all there is: from the title line and the day."""

import re
import unicodedata
from datetime import date

_DAY = re.compile(r"\s*\([^()]*\)\s*$")
_WHAT = re.compile(r"^(resoluties|resolutions|résolutions|resolutionen)\s+", re.IGNORECASE)
_OTHER = re.compile(r"[^a-z0-9]+")


def name_of(title: str) -> str:
    """`Resoluties Caruna (22 november 2025)` is about Caruna; else the title is the name."""
    return _WHAT.sub("", _DAY.sub("", title)).strip() or title.strip()


def slug_of(name: str, held_on: date) -> str:
    """`Caruna` in 2025 is `caruna-2025`: letters without accents, digits, dashes."""
    return f"{plain_slug(name)}-{held_on.year}"[:80].strip("-")


def plain_slug(name: str) -> str:
    """Letters without accents, digits, dashes; `assembly` where nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _OTHER.sub("-", plain).strip("-")[:80].strip("-") or "assembly"
