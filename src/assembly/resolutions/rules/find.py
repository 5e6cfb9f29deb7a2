# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Find what an amendment's edits come down to, word by word.

A provision that is deleted here and inserted there is moved; one whose end reappears as a new one
behind it is split; one that takes up the deleted one behind it is joined with it. What is left is
compared word by word. Another number for an item, because others came or went before it, is no
change: merging numbers it. Doing the changes gives the text the author asked for, to the letter but
for such numbers: that is tried each time, and where it does not hold the edits are taken whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assembly.errors import ChangesNothing
from assembly.resolutions.rules.changes import (
    Base,
    Change,
    Insert,
    Join,
    Move,
    Remove,
    Restyle,
    Reword,
    Split,
    Style,
)
from assembly.resolutions.rules.edits import Asked, ProvisionEdit, as_asked, sort_edits
from assembly.resolutions.rules.merge import merge
from assembly.resolutions.rules.numbering import numbered
from assembly.resolutions.rules.search import Search, new_in, put_in
from assembly.resolutions.rules.text import Provision
from assembly.resolutions.rules.words import tokens_of


def find_changes(base: Base, edits: Sequence[ProvisionEdit]) -> list[Change]:
    """The changes, in the order of the text. Refuses what `sort_edits` refuses.

    Refuses as well edits that together leave the text as it is (`ChangesNothing`).
    """
    asked = sort_edits(base, edits)
    near = base.around(edit.provision or "" for edit in edits)
    wanted = as_asked(near.provisions, asked)
    if _bare(wanted) == _bare(near.provisions):
        raise ChangesNothing("These edits together leave the text as it is.")
    asked = _without_numbers(near, asked)
    goal = _bare(numbered(near.numbering, as_asked(near.provisions, asked)))
    changes = in_order(base, Search(near, asked).changes())
    for tried in _with_fewer_numbers(near, changes):
        if _bare(merge(near, {"": tried}).provisions) == goal:
            return tried
    return in_order(base, _taken_whole(near, asked))


def _without_numbers(base: Base, asked: Asked) -> Asked:
    """The same without numbers that items have anyway, once all the rest was done.

    A run in which the author counts otherwise is left to the letter.
    """
    numbering = base.numbering
    counted = {
        name: after
        for name, after in asked.replaced.items()
        if numbering.counts(name, after) and after.marker != numbering.provisions[name].marker
    }
    if not counted:
        return asked
    plain = asked.replaced | {
        name: replace(after, marker=numbering.provisions[name].marker)
        for name, after in counted.items()
    }
    text = as_asked(base.provisions, Asked(plain, asked.deleted, asked.inserted))
    markers = {one.id: one.marker for one in numbered(numbering, text)}
    otherwise = {
        numbering.runs[name].names
        for name, after in counted.items()
        if markers[name] != after.marker
    }
    replaced = {
        name: after if name in counted and numbering.runs[name].names in otherwise else plain[name]
        for name, after in asked.replaced.items()
    }
    told = {name: one for name, one in replaced.items() if one != numbering.provisions[name]}
    return Asked(told, asked.deleted, asked.inserted)


def _with_fewer_numbers(base: Base, changes: list[Change]) -> Iterator[list[Change]]:
    """What was moved is numbered where it comes to stand, so that its number is tried without."""
    moved = {change.provision for change in changes if isinstance(change, Move)}
    fewer = [
        change
        for change in changes
        if not (
            isinstance(change, Restyle)
            and change.provision in moved
            and base.numbering.counts(
                change.provision,
                Provision(change.style.kind, change.style.marker, "", change.style.level),
            )
        )
    ]
    if len(fewer) < len(changes):
        yield fewer
    yield changes


def in_order(base: Base, changes: Sequence[Change]) -> list[Change]:
    """By the place in the text; what is about the same place keeps its order."""

    def place(change: Change) -> tuple[int, int, int]:
        number = base.place.get(change.provision, -1)
        match change:
            case Move(_, after):
                return base.place.get(after, -1), 2, 0
            case Join() | Restyle() | Remove():
                return number, 0, 0
            case Reword(_, start):
                return number, 1, start
            case Split(_, at):
                return number, 1, at
            case Insert():
                return number, 2, 0

    return sorted(changes, key=place)


def _bare(provisions: Sequence[Provision]) -> list[tuple[str, Style]]:
    return [(provision.text, Style.of(provision)) for provision in provisions]


def _taken_whole(base: Base, asked: Asked) -> list[Change]:
    changes: list[Change] = [Remove(name) for name in asked.deleted]
    for name, after in asked.replaced.items():
        before = base.provisions[base.place[name]]
        if before.text != after.text:
            changes.append(Reword(name, 0, len(base.tokens(name)), tokens_of(after.text)))
        if Style.of(before) != Style.of(after):
            changes.append(Restyle(name, Style.of(after)))
    return changes + put_in(new_in(asked))
