# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading JSON that somebody else wrote: whatever its shape, reading it never fails. Pure."""

from collections.abc import Iterator
from typing import Any

TELLING = frozenset(
    {
        *("yes", "no", "abstain", "blank", "invalid", "tally", "counts"),
        *("outcome", "outcome_label", "verdict", "ground", "margin", "needed_yes", "sentences"),
        *("box_digest", "record", "record_digest", "trackers", "ballots"),
    }
)
"""Members of an answer that would tell, before publication, how a voting goes."""


def read(document: Any, *path: str | int) -> Any:
    """The value at this place of a JSON document, or None where it has no such place."""
    for step in path:
        try:
            document = document[step]
        except (KeyError, IndexError, TypeError):
            return None
    return document


def listed(document: Any, *path: str | int) -> list[Any]:
    """The list at this place, or an empty one where it has none."""
    found = read(document, *path)
    return found if isinstance(found, list) else []


def told(document: Any, place: str = "") -> Iterator[str]:
    """The places of a document that hold something telling; null and empty tell nothing."""
    if isinstance(document, dict):
        for key, value in document.items():
            here = f"{place}/{key}"
            if key in TELLING and value not in (None, [], {}):
                yield here
            else:
                yield from told(value, here)
    elif isinstance(document, list):
        for index, value in enumerate(document):
            yield from told(value, f"{place}/{index}")
