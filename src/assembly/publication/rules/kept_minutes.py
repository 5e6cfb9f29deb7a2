# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Minutes as they are kept: one document a version, read back word for word."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from assembly.sittings.rules.minutes import Entry


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the entries, as it was called when they were published."""

    slug: str
    assembly: str
    language: str
    zone: str
    number: int
    title: str
    place: str | None


def write_minutes_document(
    heading: Heading, entries: Sequence[Entry], *, version: int, because: str | None
) -> dict[str, Any]:
    """What is kept and digested. `because` is why there is a version after the first."""
    return {
        "assembly": {
            "slug": heading.slug,
            "name": heading.assembly,
            "language": heading.language,
            "time_zone": heading.zone,
        },
        "sitting": {
            "number": heading.number,
            "title": heading.title,
            "place": heading.place,
        },
        "version": version,
        "because": because,
        "entries": [
            {
                "at": entry.at.astimezone(UTC).isoformat(),
                "kind": entry.kind,
                "sentences": dict(entry.sentences),
            }
            for entry in entries
        ],
    }


def heading_in(document: dict[str, Any]) -> Heading:
    """As it was written."""
    assembly, sitting = document["assembly"], document["sitting"]
    return Heading(
        assembly["slug"],
        assembly["name"],
        assembly["language"],
        assembly["time_zone"],
        sitting["number"],
        sitting["title"],
        sitting["place"],
    )


def entries_in(document: dict[str, Any]) -> list[Entry]:
    """As they were written, in their order."""
    return [
        Entry(datetime.fromisoformat(one["at"]), one["kind"], one["sentences"])
        for one in document["entries"]
    ]


def beyond(entries: Sequence[Entry], others: Sequence[Entry]) -> list[Entry]:
    """Those of `entries` that `others` does not have, in their order.

    What stands there twice is there twice.
    """
    there = Counter(_same(entry) for entry in others)
    found = []
    for entry in entries:
        if there[_same(entry)]:
            there[_same(entry)] -= 1
        else:
            found.append(entry)
    return found


def _same(entry: Entry) -> tuple[object, ...]:
    return (entry.at, entry.kind, tuple(sorted(entry.sentences.items())))
