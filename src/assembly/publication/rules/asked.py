# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The amendments in a record: what they ask for, and what was found in that, come to one text.

What counts is the text that comes out. Another release may compare words otherwise and name other
changes for the same edits; that is no difference.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assembly.publication.rules.again import WRONG_SHAPE
from assembly.publication.rules.checks import Check
from assembly.resolutions.rules.change_document import read_changes, read_edits
from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.edits import as_asked, sort_edits
from assembly.resolutions.rules.fold import text_with
from assembly.resolutions.rules.text import Kind, Provision

UNREADABLE = (*WRONG_SHAPE, LookupError)
KEYS = {"number", "version", "edits", "changes"}


def amendment_checks(record: Mapping[str, Any]) -> Iterator[Check]:
    """Nothing where the voting was about the text itself; else each amendment, by its number."""
    if "amendments" not in record:
        return
    amendments = record["amendments"]
    yield Check(_have_form(amendments), "The amendments have the form they must have")
    for one in amendments if isinstance(amendments, list) else []:
        if _is_on_the_text(record, one):
            yield Check(
                _comes_to_the_same(record, one),
                f"The edits of amendment {one['number']} and its changes give the same text",
            )


def not_in_the_record(record: Mapping[str, Any]) -> list[str]:
    """What cannot be worked out again, because the text it is about is not in the record."""
    amendments = record.get("amendments")
    said = []
    for one in amendments if isinstance(amendments, list) else []:
        if isinstance(one, dict) and not _is_on_the_text(record, one):
            on = f"amendment {one['to']}" if "to" in one else f"version {one.get('version')}"
            said.append(
                f"what amendment {one.get('number')} comes to: it was made to {on}, whose text is"
                " not in this record."
            )
    return said


def _have_form(amendments: Any) -> bool:
    """By number, each once, with every key it must have."""
    if not isinstance(amendments, list) or not all(isinstance(one, dict) for one in amendments):
        return False
    numbers = [one.get("number") for one in amendments]
    return (
        bool(amendments)
        and all(KEYS <= set(one) <= KEYS | {"to"} for one in amendments)
        and all(type(number) is int and number > 0 for number in numbers)
        and numbers == sorted(set(numbers))
    )


def _is_on_the_text(record: Mapping[str, Any], one: Any) -> bool:
    """Whether it is about the provisions that stand in the record."""
    if not isinstance(one, dict) or "number" not in one or "to" in one:
        return False
    resolution = record.get("resolution")
    return isinstance(resolution, dict) and one.get("version") == resolution.get("version")


def _comes_to_the_same(record: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    try:
        base = Base(_provisions(record["resolution"]["provisions"]))
        asked = as_asked(base.provisions, sort_edits(base, read_edits(one["edits"])))
        found = text_with(base, "A", read_changes(one["changes"]))
    except UNREADABLE:
        return False
    return _bare(asked) == _bare(found)


def _provisions(written: Sequence[Mapping[str, Any]]) -> list[Provision]:
    return [
        Provision(Kind(part["kind"]), part["marker"], part["text"], part["level"], part["id"])
        for part in written
    ]


def _bare(provisions: Sequence[Provision]) -> list[tuple[object, ...]]:
    """Without names: a moved provision keeps its own, an inserted one gets a new one."""
    return [(one.kind, one.marker, one.level, one.text) for one in provisions]
