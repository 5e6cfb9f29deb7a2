# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Conflicts between amendments as objects: which amendments, which words, in which provision.

A claim is a change with all amendments that ask for exactly that. A conflict is a set of claims
that hang together because each meets another one. It is settled by preferring an amendment's words
in this place or by a third text; nothing is ever settled by itself.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assembly.resolutions.rules.changes import (
    Base,
    Change,
    Insert,
    Join,
    Move,
    Remove,
    Reword,
    Split,
    extent,
    in_conflict,
    provisions_touched,
)
from assembly.resolutions.rules.words import text_of, tokens_of

_PARTS = re.compile(r"([0-9]+)")
_LEANS_BACK = frozenset(".,;:!?…)]”’»")
Key = tuple[tuple[int, int, str], ...]


def by_number(amendment: str) -> Key:
    """What amendments are sorted by: A2 before A10, whatever else stands around the number."""
    parts = (part for part in _PARTS.split(amendment) if part)
    key = [(1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts]
    return (*key, (-1, 0, amendment))


@dataclass(frozen=True, slots=True)
class Claim:
    """A change and the amendments that ask for it, by number.

    `ordinal` is its place among the changes of the first of them, from 1.
    """

    change: Change
    amendments: tuple[str, ...]
    ordinal: int

    @property
    def place(self) -> tuple[int, bool, Key, int]:
        """By token within a provision, a point before what begins there, then by numbers."""
        start, end = _inside(self.change)
        return start, end > start, by_number(self.amendments[0]), self.ordinal


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims that cannot all be done. `words` are those of the base text they are about.

    `start` and `end` count tokens of the provision; equal for a point between two words.
    """

    amendments: tuple[str, ...]
    provision: str
    start: int
    end: int
    words: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Settlement:
    """How a conflict was settled: `prefer` an amendment's words here, or a third `text`.

    It holds for the conflict of these amendments in this place, and while fewer of them are
    adopted for what remains of it.
    """

    amendments: tuple[str, ...]
    provision: str
    start: int
    end: int
    prefer: str | None = None
    text: str | None = None

    def fits(self, conflict: Conflict) -> bool:
        """Whether the conflict is this one, or a part of it."""
        return (
            self.provision == conflict.provision
            and set(conflict.amendments) <= set(self.amendments)
            and self.start <= conflict.start
            and conflict.end <= self.end
        )


def claims_of(amendments: Mapping[str, Sequence[Change]]) -> list[Claim]:
    """Every change once, with all who ask for it."""
    asked: dict[Change, list[tuple[str, int]]] = {}
    for amendment in sorted(amendments, key=by_number):
        for ordinal, change in enumerate(amendments[amendment], start=1):
            asked.setdefault(change, []).append((amendment, ordinal))
    return [
        Claim(change, tuple(dict.fromkeys(name for name, _ in who)), who[0][1])
        for change, who in asked.items()
    ]


def find_conflicts(base: Base, claims: Sequence[Claim]) -> list[Conflict]:
    """Every conflict, in the order of the text."""
    meets: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs_in_conflict(base, claims):
        meets[one].add(other)
        meets[other].add(one)
    found: list[Conflict] = []
    seen: set[int] = set()
    for at in sorted(meets):
        if at in seen:
            continue
        group, waiting = {at}, [at]
        while waiting:
            further = meets[waiting.pop()] - group
            group |= further
            waiting += further
        seen |= group
        found.append(_conflict(base, [claims[one] for one in sorted(group)]))
    return sorted(found, key=lambda one: (base.place[one.provision], one.start, one.end))


def pairs_in_conflict(base: Base, claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Pairs of claims of different amendments that cannot both be done, by their places.

    Only what is about the same provision is compared, and inside it only what may overlap.
    """
    by_provision: dict[str, list[int]] = defaultdict(list)
    for at, claim in enumerate(claims):
        for name in provisions_touched(base, claim.change):
            by_provision[name].append(at)
    seen: set[tuple[int, int]] = set()
    for places in by_provision.values():
        whole, inside, inserts = _sorted_out(claims, places)
        for one, other in _overlapping(claims, inside):
            if _by_others(claims[one], claims[other]):
                yield one, other
        for one, other in _with_whole(claims, whole, inside, inserts):
            pair = (one, other) if one < other else (other, one)
            if (
                pair not in seen
                and _by_others(claims[one], claims[other])
                and in_conflict(base, claims[one].change, claims[other].change)
            ):
                seen.add(pair)
                yield pair


def _by_others(one: Claim, other: Claim) -> bool:
    """Whether two amendments stand behind them, not just one that asks for both."""
    return one.amendments != other.amendments or len(one.amendments) > 1


def _sorted_out(
    claims: Sequence[Claim], places: Sequence[int]
) -> tuple[list[int], list[int], list[int]]:
    """What is about the whole provision, what is inside it, and what is new behind it."""
    whole, inside, inserts = list[int](), list[int](), list[int]()
    for at in places:
        match claims[at].change:
            case Reword() | Split():
                inside.append(at)
            case Insert():
                inserts.append(at)
            case _:
                whole.append(at)
    return whole, inside, inserts


def _with_whole(
    claims: Sequence[Claim], whole: Sequence[int], inside: Sequence[int], inserts: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """What is about a whole provision is compared with all; new ones matter to a joint only."""
    for number, one in enumerate(whole):
        joins = isinstance(claims[one].change, Join)
        for other in (*whole[number + 1 :], *inside, *(inserts if joins else ())):
            yield one, other


def _overlapping(claims: Sequence[Claim], inside: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs that meet inside a provision (as `in_conflict` has it), by sweeping through it once."""
    active: list[tuple[int, int, int]] = []
    for start, end, at in sorted((*_inside(claims[at].change), at) for at in inside):
        active = [one for one in active if one[1] >= start]
        for before, until, other in active:
            if (start < until and before < end) or before == until == start == end:
                yield (other, at) if other < at else (at, other)
        active.append((start, end, at))


def _inside(change: Change) -> tuple[int, int]:
    return extent(change) if isinstance(change, Reword | Split) else (0, 0)


def _conflict(base: Base, claims: Sequence[Claim]) -> Conflict:
    names = sorted({name for claim in claims for name in claim.amendments}, key=by_number)
    provision = min((claim.change.provision for claim in claims), key=base.place.__getitem__)
    here = [_extent(base, claim) for claim in claims if claim.change.provision == provision]
    start, end = min(start for start, _ in here), max(end for _, end in here)
    return Conflict(
        amendments=tuple(names),
        provision=provision,
        start=start,
        end=end,
        words=text_of(base.tokens(provision)[start:end]).strip(" "),
        claims=tuple(sorted(claims, key=lambda claim: claim.place)),
    )


def _extent(base: Base, claim: Claim) -> tuple[int, int]:
    change = claim.change
    if isinstance(change, Reword | Split):
        return extent(change)
    if isinstance(change, Insert):
        length = len(base.tokens(change.provision))
        return length, length
    return 0, len(base.tokens(change.provision))


def settle(
    base: Base, conflicts: Sequence[Conflict], settlements: Iterable[Settlement]
) -> tuple[list[Claim], list[Conflict]]:
    """The claims that hold by settlement, and the conflicts that remain open.

    Where several settlements fit, the last one holds.
    """
    known = list(settlements)
    holds: list[Claim] = []
    remaining: list[Conflict] = []
    for conflict in conflicts:
        fitting = [one for one in known if one.fits(conflict)]
        settled = fitting[-1] if fitting else None
        if settled is not None and settled.text is not None:
            holds.append(_third(base, conflict, settled.text))
        elif settled is not None and settled.prefer in conflict.amendments:
            holds += [one for one in conflict.claims if settled.prefer in one.amendments]
        else:
            remaining.append(conflict)
    return holds, remaining


def settled_between(
    base: Base,
    claims: tuple[Claim, Claim],
    amendments: tuple[str, str],
    settlements: Iterable[Settlement],
) -> bool:
    """Whether the conflict of just these two amendments, about these claims, was settled."""
    conflict = replace(_conflict(base, claims), amendments=amendments)
    return any(one.fits(conflict) for one in settlements)


def _third(base: Base, conflict: Conflict, text: str) -> Claim:
    """A third text in the place of the words in conflict, spaced as they were."""
    words = tokens_of(text)
    tokens = base.tokens(conflict.provision)
    close = conflict.start < conflict.end and not tokens[conflict.start][:1].isspace()
    if words and (close or words[0].strip() in _LEANS_BACK):
        words = (words[0].lstrip(" "), *words[1:])
    change: Change = Reword(conflict.provision, conflict.start, conflict.end, words)
    if not words and any(isinstance(claim.change, Remove | Move) for claim in conflict.claims):
        change = Remove(conflict.provision)
    return Claim(change, conflict.amendments, 1)
