# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""In which order amendments are put to the vote, and which fall away when one is adopted.

The furthest-reaching comes first: by how many words of the base text would disappear, then by how
many words change in all, then by number. An adopted amendment lets those fall away that are in
conflict with it, unless their conflict was settled (RULES, "Text").
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

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
)
from assembly.resolutions.rules.conflicts import (
    Conflict,
    Settlement,
    by_number,
    claims_of,
    find_conflicts,
    pairs_in_conflict,
    settle,
    settled_between,
)
from assembly.resolutions.rules.words import count_words


@dataclass(frozen=True, slots=True, order=True)
class Reach:
    """How far an amendment goes, in words: those of the base text that go, and all that change.

    A moved provision changes all its words and lets none disappear; a split, a joint or another
    marker counts as one.
    """

    disappearing: int
    changing: int


def reach_of(base: Base, changes: Sequence[Change]) -> Reach:
    """The sum over its changes."""
    disappearing = changing = 0
    for change in changes:
        gone, size = _reach(base, change)
        disappearing += gone
        changing += size
    return Reach(disappearing, changing)


def _reach(base: Base, change: Change) -> tuple[int, int]:
    match change:
        case Reword(name, start, end, words):
            gone = count_words(base.tokens(name)[start:end])
            return gone, gone + count_words(words)
        case Remove(name):
            gone = count_words(base.tokens(name))
            return gone, gone
        case Insert(words=words):
            return 0, count_words(words)
        case Move(name):
            return 0, count_words(base.tokens(name))
        case Split() | Join() | Restyle():
            return 0, 1


def voting_order(base: Base, amendments: Mapping[str, Sequence[Change]]) -> list[str]:
    """The furthest-reaching first. The order in which they are given does not matter."""

    def rank(name: str) -> tuple[int, int, object]:
        reach = reach_of(base, amendments[name])
        return -reach.disappearing, -reach.changing, by_number(name)

    return sorted(amendments, key=rank)


def falling_away(
    base: Base,
    amendments: Mapping[str, Sequence[Change]],
    settlements: Iterable[Settlement] = (),
) -> dict[str, list[str]]:
    """For every amendment those that fall away when it is adopted, by number. It goes both ways."""
    known = tuple(settlements)
    return opponents(base, amendments, open_conflicts(base, amendments, known), known)


def opponents(
    base: Base,
    amendments: Iterable[str],
    conflicts: Sequence[Conflict],
    settlements: Sequence[Settlement] = (),
) -> dict[str, list[str]]:
    """For every amendment those on the other side of a pair of claims in these conflicts.

    Who asks for exactly the same is no opponent, however many others both are against; nor are two
    whose own conflict was settled, whoever joins it.
    """
    names = sorted(amendments, key=by_number)
    rank = {name: place for place, name in enumerate(names)}
    falls: dict[str, set[str]] = {name: set() for name in names}
    for conflict in conflicts:
        for one, other in pairs_in_conflict(base, conflict.claims):
            claims = conflict.claims[one], conflict.claims[other]
            for name, rival in product(claims[0].amendments, claims[1].amendments):
                if not settlements or not settled_between(base, claims, (name, rival), settlements):
                    falls[name].add(rival)
                    falls[rival].add(name)
    return {name: sorted(falls[name] - {name}, key=rank.__getitem__) for name in names}


def open_conflicts(
    base: Base,
    amendments: Mapping[str, Sequence[Change]],
    settlements: Iterable[Settlement] = (),
) -> list[Conflict]:
    """The conflicts among these amendments that nobody settled, in the order of the text."""
    conflicts = find_conflicts(base, claims_of(amendments))
    return settle(base, conflicts, settlements)[1]
