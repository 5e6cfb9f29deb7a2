# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What `assembly merge` reads and answers, as JSON documents (docs/amendments.md).

```json
{"base": [{"id": "p1", "text": "Gratis bus onder 18."}],
 "amendments": [{"id": "A1", "edits": [{"provision": "p1", "op": "replace", "text": "…"}]}]}
```

All amendments are taken as adopted, in whatever order they stand. A provision may say `kind`,
`marker` and `level`; an amendment may be made `to` another one; `settlements` say how a conflict
was settled. Anything unknown, missing or contradictory is refused, naming its key.
"""

from typing import Any

from assembly.documents import Keys
from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.conflicts import Conflict, by_number
from assembly.resolutions.rules.merge import Merged, merge
from assembly.resolutions.rules.merge_reading import (
    read_amendments,
    read_base,
    read_settlements,
    require_comparable,
)
from assembly.resolutions.rules.order import opponents, voting_order
from assembly.resolutions.rules.text import Kind, Provision

LARGEST_TEXT = 20_000_000
"""Bytes of a document: a text of a thousand pages with all its amendments."""


def answer(document: object) -> dict[str, Any]:
    """The consolidated text, its spans, the conflicts and the voting order; or a named refusal."""
    keys = Keys.of(document, ("base", "amendments", "settlements"))
    base = Base(read_base(keys))
    made, credit, conflicts = read_amendments(keys, base)
    require_comparable(base, made)
    settlements = read_settlements(keys, base, made)
    merged = merge(base, made, settlements, credit)
    return {
        "text": _write_text(merged),
        "conflicts": [_write_conflict(one) for one in (*conflicts, *merged.conflicts)],
        "order": voting_order(base, made),
        "falls_away": opponents(base, made, merged.conflicts),
    }


def _write_text(merged: Merged) -> list[dict[str, Any]]:
    return [
        {"id": provision.id, "text": provision.text}
        | _write_style(provision)
        | {"spans": [{"text": one.text, "amendments": list(one.amendments)} for one in spans]}
        for provision, spans in zip(merged.provisions, merged.spans, strict=True)
    ]


def _write_style(provision: Provision) -> dict[str, Any]:
    """Only what is not that of a plain paragraph."""
    told: dict[str, Any] = {}
    if provision.kind is not Kind.PARAGRAPH:
        told = {"kind": provision.kind.value, "level": provision.level}
    return told | ({"marker": provision.marker} if provision.marker else {})


def _write_conflict(conflict: Conflict) -> dict[str, Any]:
    return {
        "amendments": sorted(conflict.amendments, key=by_number),
        "provision": conflict.provision,
        "words": conflict.words,
    }
