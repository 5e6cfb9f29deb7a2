# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Carry an amendment over to a new version of the text: a three-way merge.

What the new version changed and what the amendment changes are merged on the version both know.
Where they are in conflict the new version's words stand and the conflict is named, word for word;
everything else of the amendment goes on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assembly.resolutions.rules.between import edits_between
from assembly.resolutions.rules.changes import Base, Change
from assembly.resolutions.rules.conflicts import Conflict, claims_of, find_conflicts
from assembly.resolutions.rules.edits import ProvisionEdit
from assembly.resolutions.rules.find import find_changes
from assembly.resolutions.rules.merge import merge
from assembly.resolutions.rules.text import Provision

VERSION = ""
"""What stands for the new version among the amendments: it comes before all of them."""


@dataclass(frozen=True, slots=True)
class Carried:
    """The amendment on the new version.

    No `edits` and no `conflicts`: the new version says already what it asked for. `conflicts` are
    on the old version, with `VERSION` for the new text's side.
    """

    edits: tuple[ProvisionEdit, ...]
    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]


def carry_over(
    old: Sequence[Provision],
    new: Sequence[Provision],
    name: str,
    changes: Sequence[Change],
) -> Carried:
    """The amendment's changes of `old`, made on `new` as far as they are not in conflict."""
    base = Base(old)
    versions = edits_between(old, new)
    revised = find_changes(base, versions) if versions else []
    both: dict[str, Sequence[Change]] = {VERSION: revised, name: changes}
    conflicts = find_conflicts(base, claims_of(both))
    disputed = {claim.change for conflict in conflicts for claim in conflict.claims}
    going_on = [change for change in changes if change not in disputed]
    wanted = _wanted(base, new, revised, name, going_on)
    edits = edits_between(new, wanted)
    return Carried(
        tuple(edits),
        tuple(find_changes(Base(new), edits)) if edits else (),
        tuple(conflicts),
    )


def _wanted(
    base: Base,
    new: Sequence[Provision],
    revised: Sequence[Change],
    name: str,
    changes: Sequence[Change],
) -> list[Provision]:
    """The new version with the amendment in it; its provisions have their ids in that version."""
    alone = merge(base, {VERSION: revised}).provisions
    ids = {mine.id: theirs.id for mine, theirs in zip(alone, new, strict=True)}
    numbers = {mine.id: (mine.marker, one.marker) for mine, one in zip(alone, new, strict=True)}
    together = merge(base, {VERSION: revised, name: changes}).provisions
    return [
        replace(one, id=ids.get(one.id, one.id), marker=_number(one, *numbers[one.id]))
        if one.id in numbers
        else one
        for one in together
    ]


def _number(one: Provision, alone: str, new: str) -> str:
    """The new version may count otherwise than merging would: what it has stays."""
    return new if one.marker == alone else one.marker
