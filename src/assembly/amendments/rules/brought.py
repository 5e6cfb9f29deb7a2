# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a merge brought into a text that somebody wrote on afterwards: keep it, or take it out."""

from collections.abc import Sequence
from dataclasses import replace

from assembly.resolutions.rules.between import edits_between
from assembly.resolutions.rules.carry import VERSION, carry_over
from assembly.resolutions.rules.changes import Base, Change
from assembly.resolutions.rules.conflicts import claims_of, find_conflicts
from assembly.resolutions.rules.find import find_changes
from assembly.resolutions.rules.fold import text_with
from assembly.resolutions.rules.text import Provision

UNDOING = "A0"
"""What takes the words of a merge out again, among the amendments: there is none of this name."""


def touches_brought(
    base: Sequence[Provision],
    merged: Sequence[Provision],
    present: Sequence[Provision],
    wanted: Sequence[Provision],
) -> bool:
    """Whether `wanted`, made of `present`, takes back what the merge of `base` had brought.

    `present` is the merged text or a later one. What it no longer has cannot be taken back.
    """
    undoing = _undoing(base, merged, present)
    asked = _changes(present, wanted)
    if set(undoing) & set(asked):
        return True
    return bool(find_conflicts(Base(present), claims_of({VERSION: asked, UNDOING: undoing})))


def without(
    base: Sequence[Provision], merged: Sequence[Provision], present: Sequence[Provision]
) -> list[Provision]:
    """`present` without what the merge of `base` had brought; what came later stays in it.

    A provision that comes back has its name again.
    """
    if list(present) == list(merged):
        return list(base)
    words = text_with(Base(present), UNDOING, _undoing(base, merged, present))
    have = {one.id for one in (*words, *present)}
    away = [one for one in base if one.id not in have]
    known = {one.id for one in present}
    found: list[Provision] = []
    for one in words:
        same = next((old for old in away if one.id not in known and _alike(old, one)), None)
        if same is not None:
            away.remove(same)
        found.append(one if same is None else replace(one, id=same.id))
    return found


def _undoing(
    base: Sequence[Provision], merged: Sequence[Provision], present: Sequence[Provision]
) -> Sequence[Change]:
    return carry_over(merged, present, UNDOING, _changes(merged, base)).changes


def _changes(before: Sequence[Provision], after: Sequence[Provision]) -> list[Change]:
    edits = edits_between(before, after)
    return find_changes(Base(before), edits) if edits else []


def _alike(one: Provision, other: Provision) -> bool:
    return replace(one, id="") == replace(other, id="")
