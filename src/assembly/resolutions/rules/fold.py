# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Amendments to amendments, one level deep: folded into the amendment they are made on.

They are edits of the text as the amendment would have it. Adopted, they make another amendment of
it, made on the same base text; where they are in conflict with each other, the amendment's own
words stand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assembly.resolutions.rules.between import edits_between
from assembly.resolutions.rules.changes import Base, Change
from assembly.resolutions.rules.conflicts import Conflict, by_number
from assembly.resolutions.rules.edits import ProvisionEdit
from assembly.resolutions.rules.find import find_changes
from assembly.resolutions.rules.merge import merge
from assembly.resolutions.rules.text import Provision


@dataclass(frozen=True, slots=True)
class Folded:
    """The amendment with the adopted ones in it.

    `credit` names, for each change that is not as the amendment had it, those who made it so.
    `conflicts` are those among the folded ones, on the amendment's text.
    """

    edits: tuple[ProvisionEdit, ...]
    changes: tuple[Change, ...]
    credit: dict[Change, tuple[str, ...]]
    conflicts: tuple[Conflict, ...]


def text_with(base: Base, name: str, changes: Sequence[Change]) -> tuple[Provision, ...]:
    """The text as one amendment would have it; what further ones to it are made on."""
    return merge(base, {name: changes}).provisions


def fold(
    base: Base,
    name: str,
    changes: Sequence[Change],
    further: Mapping[str, Sequence[Change]],
) -> Folded:
    """`further` are changes of the text with the amendment. Their order does not matter.

    Together they may undo the amendment: then it has no changes left.
    """
    text = Base(text_with(base, name, changes))
    merged = merge(text, further)
    edits = edits_between(base.provisions, merged.provisions)
    folded = find_changes(base, edits) if edits else []
    own = set(changes)
    credit = _credit(base, text, [one for one in folded if one not in own], further)
    return Folded(tuple(edits), tuple(folded), credit, merged.conflicts)


def _changes(base: Base, provisions: Sequence[Provision]) -> list[Change]:
    edits = edits_between(base.provisions, provisions)
    return find_changes(base, edits) if edits else []


def _credit(
    base: Base, text: Base, changes: Sequence[Change], further: Mapping[str, Sequence[Change]]
) -> dict[Change, tuple[str, ...]]:
    """Those without whom the change would not be there; all of them where none alone decides."""
    deciding: dict[Change, list[str]] = {change: [] for change in changes}
    for name in sorted(further, key=by_number):
        others = {other: made for other, made in further.items() if other != name}
        without = set(_changes(base, merge(text, others).provisions))
        for change, names in deciding.items():
            if change not in without:
                names.append(name)
    everyone = tuple(sorted(further, key=by_number))
    return {change: tuple(names) or everyone for change, names in deciding.items()}
