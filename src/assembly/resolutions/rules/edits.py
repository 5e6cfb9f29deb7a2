# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Edits: what an amendment asks for, provision by provision, in the words of its author.

Replace a provision, insert a new one after it (or at the beginning), delete it. An amendment is a
set of these; what they come down to in words is found by `find`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assembly.documents import shown
from assembly.errors import (
    ChangesNothing,
    EmptyText,
    OverlappingEdits,
    UnknownProvision,
    UnsoundText,
)
from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.text import DEEPEST, Kind, Provision, tidy


class Op(StrEnum):
    """What is done to a provision."""

    REPLACE = "replace"
    INSERT_AFTER = "insert_after"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class ProvisionEdit:
    """One edit. `provision` is the one it is about; None inserts at the beginning.

    A replacement that names no kind, marker or level keeps those of the provision; an insertion
    without them is a paragraph. What becomes a paragraph has no marker and is not nested.
    """

    op: Op
    provision: str | None
    text: str = ""
    kind: Kind | None = None
    marker: str | None = None
    level: int | None = None

    def becomes(self, before: Provision | None) -> Provision:
        """The provision as it reads with this edit."""
        plain = before or Provision(Kind.PARAGRAPH, "", "")
        if self.kind is Kind.PARAGRAPH and plain.kind is not Kind.PARAGRAPH:
            plain = replace(plain, level=0, marker="")
        return replace(
            plain,
            text=tidy(self.text),
            kind=plain.kind if self.kind is None else self.kind,
            marker=plain.marker if self.marker is None else tidy(self.marker),
            level=plain.level if self.level is None else self.level,
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """The edits of one amendment, sorted by what they are about.

    `inserted` holds, by the provision they follow ("" for the beginning), the new ones in order.
    """

    replaced: dict[str, Provision]
    deleted: frozenset[str]
    inserted: dict[str, tuple[Provision, ...]]


def sort_edits(base: Base, edits: Sequence[ProvisionEdit]) -> Asked:
    """The edits, once they are sound. `edit` of a refusal is the place of the wrong one, from 1.

    Refuses a provision that is not in the text (`UnknownProvision`), two edits of one provision
    (`OverlappingEdits`), an insertion or replacement without words (`EmptyText`), a paragraph that
    is nested (`UnsoundText`), a replacement with what stands there, and no edit at all
    (`ChangesNothing`).
    """
    replaced: dict[str, Provision] = {}
    deleted: set[str] = set()
    inserted: dict[str, tuple[Provision, ...]] = {}
    for place, edit in enumerate(edits, start=1):
        before = _about(base, edit, place)
        if edit.op is not Op.DELETE and not tidy(edit.text).strip():
            raise EmptyText(f"Edit {place} has no words.", edit=place)
        if edit.op is not Op.DELETE:
            require_sound_style(edit, before if edit.op is Op.REPLACE else None, place)
        if edit.op is Op.INSERT_AFTER:
            after = edit.provision or ""
            inserted[after] = (*inserted.get(after, ()), edit.becomes(None))
            continue
        if before is None:
            raise UnknownProvision(f"Edit {place} names no provision.", edit=place)
        if before.id in replaced or before.id in deleted:
            raise OverlappingEdits(
                f"Edit {place} is the second one of provision {before.id}.",
                edit=place,
                provision=before.id,
            )
        if edit.op is Op.DELETE:
            deleted.add(before.id)
        elif edit.becomes(before) == before:
            raise ChangesNothing(
                f"Edit {place} replaces provision {before.id} with what stands there.",
                edit=place,
                provision=before.id,
            )
        else:
            replaced[before.id] = edit.becomes(before)
    if not edits:
        raise ChangesNothing("An amendment without an edit changes nothing.")
    return Asked(replaced, frozenset(deleted), inserted)


def as_asked(base: Sequence[Provision], asked: Asked) -> list[Provision]:
    """The text as the author wants it; what is new has no id."""
    text = list(asked.inserted.get("", ()))
    for provision in base:
        if provision.id not in asked.deleted:
            text.append(asked.replaced.get(provision.id, provision))
        text += asked.inserted.get(provision.id, ())
    return text


def require_sound_style(edit: ProvisionEdit, before: Provision | None, place: int) -> None:
    """Nothing, or `UnsoundText` for a level that a whole text may not have either."""
    after = edit.becomes(before)
    if after.level and after.kind is not Kind.ITEM:
        raise _unsound(place, "level", "nests a paragraph; only items of a list are nested")
    if not 0 <= after.level <= DEEPEST:
        raise _unsound(place, "level", f"nests an item deeper than level {DEEPEST}")


def require_no_hidden_marker(base: Base, edits: Sequence[ProvisionEdit]) -> None:
    """Nothing, or `UnsoundText` for an edit that gives a paragraph a marker: it is never shown.

    What an older text has so stays as it is.
    """
    for place, edit in enumerate(edits, start=1):
        if edit.op is Op.DELETE or not edit.marker:
            continue
        before = _about(base, edit, place) if edit.op is Op.REPLACE else None
        after = edit.becomes(before)
        kept = before is not None and before.marker == after.marker
        if after.marker and after.kind is not Kind.ITEM and not kept:
            raise _unsound(place, "marker", "gives a paragraph a marker; only items have one")


def _unsound(place: int, fault: str, said: str) -> UnsoundText:
    return UnsoundText(
        f"Edit {place} {said}.",
        fault=fault,
        edit=place,
        errors=[{"pointer": f"/edits/{place - 1}/{fault}", "detail": said}],
    )


def _about(base: Base, edit: ProvisionEdit, place: int) -> Provision | None:
    if edit.provision is None:
        return None
    if edit.provision not in base.place:
        raise UnknownProvision(
            f"Edit {place} is about a provision that is not in the text: {shown(edit.provision)}.",
            edit=place,
            provision=shown(edit.provision),
        )
    return base.provisions[base.place[edit.provision]]
