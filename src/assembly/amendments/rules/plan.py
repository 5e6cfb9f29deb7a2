# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan: what is put to the vote now, what falls away if it passes, what is left for the end.

Amendments to an amendment come before it; apart from that the furthest-reaching comes first, unless
a moderator chose another order. What comes next may be bundled with those right behind it, as far
as none of them are in conflict and nobody asked for one to be voted on by itself.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assembly.amendments.rules.lifecycle import IN_THE_TEXT, State
from assembly.errors import (
    AmendmentsInConflict,
    AmendmentsUndecided,
    OutOfOrder,
    SplitAsked,
    StillInConflict,
)
from assembly.resolutions.rules.changes import Base, Change
from assembly.resolutions.rules.conflicts import (
    Conflict,
    Settlement,
    claims_of,
    find_conflicts,
    settle,
)
from assembly.resolutions.rules.fold import text_with
from assembly.resolutions.rules.order import Reach, opponents, reach_of, voting_order
from assembly.resolutions.rules.text import Provision


@dataclass(frozen=True, slots=True)
class Entry:
    """An amendment as far as the plan needs it. `amends` is the number of another amendment.

    `stuck`: it could not be carried over whole to the present version, and waits to be rewritten.
    """

    number: int
    amends: int | None
    state: State
    changes: tuple[Change, ...]
    stuck: bool = False
    by_itself: bool = False

    @property
    def name(self) -> str:
        """How it is called everywhere: A3."""
        return name_of(self.number)


@dataclass(frozen=True, slots=True)
class Step:
    """One amendment in the plan. `falls` are the numbers that fall away when it is adopted."""

    number: int
    reach: Reach
    falls: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is undecided, in the order of the votings; `now` may be put to the vote together.

    `conflicts` are those nobody settled, `settled` the others, with names as `Entry.name`; of
    amendments to an amendment, in its words. What is under vote or adopted is in them too.
    `held_up` wait, each for the votings on these amendments in conflict with it; `waiting` are
    submitted and not judged yet, `stuck` wait for their authors.
    """

    steps: tuple[Step, ...]
    now: tuple[int, ...]
    conflicts: tuple[Conflict, ...]
    settled: tuple[Conflict, ...]
    held_up: Mapping[int, tuple[int, ...]]
    waiting: tuple[int, ...]
    stuck: tuple[int, ...]
    in_the_text: tuple[int, ...]


def name_of(number: int) -> str:
    """The name the engine knows an amendment by."""
    return f"A{number}"


def number_of(name: str) -> int:
    """The number in such a name; 0 for the text itself."""
    return int(name[1:]) if name else 0


def make_plan(
    base: Base,
    entries: Iterable[Entry],
    settlements: Sequence[Settlement] = (),
    chosen: Sequence[int] = (),
) -> Plan:
    """The plan for what is there; the same for the same amendments in whatever order.

    It is asked for at every look at a page, and made once for what it is made of.
    """
    known = tuple(sorted(entries, key=lambda entry: entry.number))
    return _planned(base.provisions, known, tuple(settlements), tuple(chosen))


@lru_cache(maxsize=64)
def _planned(
    provisions: tuple[Provision, ...],
    known: tuple[Entry, ...],
    settlements: tuple[Settlement, ...],
    chosen: tuple[int, ...],
) -> Plan:
    base = Base(provisions)
    standing = [one for one in known if one.state in {State.ADMISSIBLE, State.UNDER_VOTE}]
    open_ones = [one for one in standing if one.state is State.ADMISSIBLE and not one.stuck]
    groups = _groups(base, known)
    falls: dict[int, list[int]] = {}
    held_up: dict[int, tuple[int, ...]] = {}
    conflicts: list[Conflict] = []
    settled: list[Conflict] = []
    for text, members in groups:
        meeting = {
            one.number: one
            for one in members
            if one in open_ones or one.state in IN_THE_TEXT | {State.UNDER_VOTE}
        }
        made = {one.name: one.changes for one in meeting.values()}
        found = find_conflicts(text, claims_of(made))
        unsettled = settle(text, found, settlements)[1]
        for name, names in opponents(text, made, unsettled, settlements).items():
            rivals = [meeting[number_of(one)] for one in names]
            falls[number_of(name)] = [one.number for one in rivals if one in open_ones]
            begun = tuple(one.number for one in rivals if one.state is State.UNDER_VOTE)
            if begun and meeting[number_of(name)] in open_ones:
                held_up[number_of(name)] = begun
        conflicts += unsettled
        settled += [one for one in found if one not in unsettled]
    order = _order(groups, open_ones, chosen)
    reaches = {one.number: reach_of(text, one.changes) for text, those in groups for one in those}
    return Plan(
        steps=tuple(Step(at, reaches[at], tuple(falls.get(at, ()))) for at in order),
        now=_together(order, {one.number: one for one in open_ones}, falls, held_up),
        conflicts=tuple(conflicts),
        settled=tuple(settled),
        held_up=held_up,
        waiting=tuple(one.number for one in known if one.state is State.SUBMITTED),
        stuck=tuple(one.number for one in standing if one.stuck),
        in_the_text=tuple(one.number for one in known if one.state in IN_THE_TEXT),
    )


def require_next(plan: Plan, entries: Mapping[int, Entry], numbers: Sequence[int]) -> None:
    """Nothing when these may be put to the vote now, together; else why not.

    `StillInConflict` with the text itself, `AmendmentsUndecided` where one of them may still be
    amended, `AmendmentsInConflict` with each other or with what is under vote, `SplitAsked`, and
    `OutOfOrder` where others come first.
    """
    stuck = [number for number in numbers if number in plan.stuck]
    if stuck:
        raise StillInConflict(
            "An amendment is in conflict with the present version of the text; it has to be"
            " rewritten or withdrawn first.",
            amendments=stuck,
        )
    _require_nothing_further(entries, numbers)
    falls = {step.number: step.falls for step in plan.steps}
    clashing = sorted(
        one for one in numbers if one in plan.held_up or set(falls.get(one, ())) & set(numbers)
    )
    if clashing:
        raise AmendmentsInConflict(
            "Amendments in conflict cannot be under vote at the same time.", amendments=clashing
        )
    alone = [number for number in numbers if entries[number].by_itself]
    if alone and len(numbers) > 1:
        raise SplitAsked(
            "Somebody asked that an amendment be voted on by itself.", amendments=alone
        )
    order = [step.number for step in plan.steps]
    expected = order[: len(numbers)]
    if sorted(numbers) != sorted(expected):
        raise OutOfOrder(
            "Other amendments come first; another order needs a reason on record.",
            amendments=expected,
        )


def _require_nothing_further(entries: Mapping[int, Entry], numbers: Sequence[int]) -> None:
    """What is to amend them is decided first; `_order` sees to what is admissible."""
    begun = {State.SUBMITTED, State.UNDER_VOTE}
    further = [n for n, one in entries.items() if one.amends in numbers and one.state in begun]
    if further:
        raise AmendmentsUndecided(
            "The voting waits for amendments to this amendment.", amendments=sorted(further)
        )


def _groups(base: Base, known: Sequence[Entry]) -> list[tuple[Base, list[Entry]]]:
    """The amendments by what they are made on: the text, or the text one of them would make."""
    groups = [(base, [one for one in known if one.amends is None])]
    parents = {one.number: one for one in known if one.amends is None}
    for number in sorted({one.amends for one in known if one.amends is not None}):
        parent = parents.get(number)
        if parent is not None:
            text = Base(text_with(base, parent.name, parent.changes))
            groups.append((text, [one for one in known if one.amends == number]))
    return groups


def _order(
    groups: Sequence[tuple[Base, Sequence[Entry]]],
    open_ones: Sequence[Entry],
    chosen: Sequence[int],
) -> list[int]:
    def sorted_by_reach(text: Base, members: Sequence[Entry]) -> list[int]:
        made = {one.name: one.changes for one in members if one in open_ones}
        found = [number_of(name) for name in voting_order(text, made)]
        rank = {number: place for place, number in enumerate(chosen)}
        return sorted(found, key=lambda number: rank.get(number, len(rank)))

    first = sorted_by_reach(*groups[0])
    order: list[int] = []
    further = {members[0].amends: (text, members) for text, members in groups[1:] if members}
    for number in (*further, *first):
        if number is not None and number not in first:
            order += sorted_by_reach(*further[number])
    for number in first:
        if number in further:
            order += sorted_by_reach(*further[number])
        order.append(number)
    return order


def _together(
    order: Sequence[int],
    open_ones: Mapping[int, Entry],
    falls: Mapping[int, Sequence[int]],
    held_up: Collection[int],
) -> tuple[int, ...]:
    """The first, and those behind it that may be bundled with it."""
    now: list[int] = []
    for number in order:
        entry = open_ones[number]
        fits = entry.amends == open_ones[now[0]].amends if now else True
        clash = any(number in falls.get(one, ()) for one in now)
        if number in held_up or (
            now and (not fits or clash or entry.by_itself or open_ones[now[0]].by_itself)
        ):
            break
        now.append(number)
    return tuple(now)
