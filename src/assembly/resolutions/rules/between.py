# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""From one text to another: the edits that make it, when provisions are known by their ids.

`align` gives ids to a text that was typed without them; `edits_between` then says what changed.
Going from a merged text back to its base in the same way undoes the merge, to the letter.
"""

from bisect import bisect_left
from collections.abc import Sequence

from assembly.resolutions.rules.changes import BEGINNING
from assembly.resolutions.rules.edits import Op, ProvisionEdit
from assembly.resolutions.rules.text import Provision


def edits_between(before: Sequence[Provision], after: Sequence[Provision]) -> list[ProvisionEdit]:
    """What an author of `after` asks for; none if people would see no difference.

    A provision that changed its place is deleted here and inserted there. What is new follows the
    last provision before it that stays in its place.
    """
    if len(before) == len(after) and all(map(_same, before, after)):
        return []
    places = {provision.id: place for place, provision in enumerate(before)}
    known = [provision.id for provision in after if provision.id in places]
    staying = {known[at] for at in _longest_rise([places[name] for name in known])}
    edits = [
        ProvisionEdit(Op.DELETE, provision.id)
        for provision in before
        if provision.id not in staying
    ]
    anchor = BEGINNING
    for provision in after:
        if provision.id in staying:
            anchor = provision.id
            if provision != before[places[anchor]]:
                edits.append(_edit(Op.REPLACE, anchor, provision))
        else:
            edits.append(_edit(Op.INSERT_AFTER, anchor or None, provision))
    return edits


def _same(one: Provision, other: Provision) -> bool:
    """Whether people see no difference."""
    return (one.text, one.kind, one.marker, one.level) == (
        other.text,
        other.kind,
        other.marker,
        other.level,
    )


def _edit(op: Op, name: str | None, after: Provision) -> ProvisionEdit:
    return ProvisionEdit(op, name, after.text, after.kind, after.marker, after.level)


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """The places of a longest rising run (patience sorting): as few as possible are moved."""
    tops: list[int] = []
    piles: list[int] = []
    before: list[int | None] = []
    for at, number in enumerate(numbers):
        pile = bisect_left(tops, number)
        before.append(piles[pile - 1] if pile else None)
        tops[pile : pile + 1] = [number]
        piles[pile : pile + 1] = [at]
    rise: list[int] = []
    here = piles[-1] if piles else None
    while here is not None:
        rise.append(here)
        here = before[here]
    return rise[::-1]
