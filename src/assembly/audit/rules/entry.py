# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One act as a leaf of the log: the bytes that are hashed, and what of them may be shown.

Who did it stands in a leaf only as SHA-256 over a salt and the name, so that a leaf that is shown
names nobody, and one that is not cannot be guessed from its hash.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

SALT = 16
"""Bytes of chance in every entry."""
KEYS = {"act", "assembly", "at", "by", "facts", "subject"}


@dataclass(frozen=True, slots=True)
class Act:
    """An audited act; `by` is a name, `assembly` an id or None where none is concerned."""

    act: str
    at: datetime
    by: str
    assembly: str | None
    subject: str
    facts: Mapping[str, Any]


def hidden(by: str, salt: bytes) -> str:
    """A name as a leaf holds it."""
    return hashlib.sha256(salt + by.encode()).hexdigest()


def leaf_of(act: Act, salt: bytes) -> dict[str, Any]:
    """What a leaf holds. `at` is UTC with six digits after the second."""
    at = act.at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return {
        "act": act.act,
        "assembly": act.assembly,
        "at": at,
        "by": hidden(act.by, salt),
        "facts": dict(act.facts),
        "subject": act.subject,
    }


def leaf_bytes(leaf: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys, no insignificant space, UTF-8, as records are written."""
    return json.dumps(
        dict(leaf), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()
