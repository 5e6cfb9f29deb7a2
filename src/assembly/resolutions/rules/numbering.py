# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Consecutive markers (1. 2. 3., a. b. c., i. ii.) are a numbering, not words of anybody.

A run are two or more items of one list whose markers count on by one. Whatever comes into it or
goes out of it, it counts on again from where it began; nobody has to ask for that, and nobody is in
conflict about it. A marker that stands alone, repeats, or is a sign is left to the letter, and so
are citations in the words.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from assembly.resolutions.rules.text import Kind, Provision

_MARKER = re.compile(r"(\(?)([0-9]{1,4}|[a-z]{1,10}|[A-Z]{1,10})([.)°]{0,3})")
_ROMAN = (
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONGEST = 12
"""Characters of a marker that can be kept."""
LAST_ROMAN = 399


@dataclass(frozen=True, slots=True)
class Series:
    """What the markers of a run have in common: `1` for numbers, `a` or `A`, `i` or `I`."""

    before: str
    counts: str
    behind: str

    def marker(self, number: int) -> str | None:
        """The marker with this number; None where there is none that could be kept."""
        match self.counts:
            case "1":
                counted = str(number)
            case "a" | "A":
                counted = _letters(number)
            case _:
                counted = _roman(number) if number <= LAST_ROMAN else ""
        if self.counts.isupper():
            counted = counted.upper()
        marker = f"{self.before}{counted}{self.behind}"
        return marker if counted and len(marker) <= LONGEST else None

    def number(self, marker: str) -> int | None:
        """The number of a marker of this series."""
        return next((number for series, number in _readings(marker) if series == self), None)


@dataclass(frozen=True, slots=True)
class Run:
    """Items of one list of a text that count on by one, from `first`."""

    series: Series
    first: int
    level: int
    names: tuple[str, ...]


class Numbering:
    """The runs of a text, by the provisions that are in one."""

    def __init__(self, provisions: Sequence[Provision]) -> None:
        self.provisions = {one.id: one for one in provisions}
        self.runs = runs_of(provisions)

    def counts(self, name: str, after: Provision) -> bool:
        """Whether this is only another number for a provision of a run."""
        run = self.runs.get(name)
        return (
            run is not None
            and like(after, self.provisions[name])
            and run.series.number(after.marker) is not None
        )


def runs_of(provisions: Sequence[Provision]) -> dict[str, Run]:
    """The run of each provision that is in one."""
    found: dict[str, Run] = {}
    for items in _lists(provisions):
        at = 0
        while at < len(items):
            run = _longest_run(items[at:])
            if run is not None:
                found |= dict.fromkeys(run.names, run)
            at += len(run.names) if run is not None else 1
    return found


def numbered(
    base: Numbering,
    provisions: Sequence[Provision],
    moved: Collection[str] = (),
) -> list[Provision]:
    """The same provisions, those of each run of `base` counting on from where it began.

    What was there and has its own marker, level and place is counted. What is new in its list, or
    came from elsewhere, is counted with those before it if it is marked in the same way.
    """
    runs = base.runs
    if not runs:
        return list(provisions)
    joins: dict[int, Run] = {}
    alone: list[list[int]] = []
    for places in _places(provisions):
        found = _joined(base, provisions, places, moved)
        joins |= found
        if not found:
            alone.append(places)
    staying = {run.names for run in joins.values()}
    for places in alone:
        came = [at for at in places if _came(base, provisions[at], moved)]
        own = (runs[provisions[at].id] for at in came if provisions[at].id in runs)
        run = next((one for one in own if one.names not in staying), None)
        if run is not None:
            joins |= dict.fromkeys((at for at in came if _fits(provisions[at], run)), run)
    return _counted(provisions, joins)


def _joined(
    base: Numbering, provisions: Sequence[Provision], places: Sequence[int], moved: Collection[str]
) -> dict[int, Run]:
    """The runs to which the items of a list belong, where one of a run stayed in it."""
    found: dict[int, Run] = {}
    near: Run | None = None
    early: list[int] = []
    for place in places:
        one = provisions[place]
        if not _came(base, one, moved):
            run = base.runs.get(one.id)
            if run is not None and one.marker == base.provisions[one.id].marker:
                found |= {at: run for at in early if _fits(provisions[at], run)}
                found[place], near, early = run, run, []
        elif near is None:
            early.append(place)
        elif _fits(one, near):
            found[place] = near
    return found


def _came(base: Numbering, one: Provision, moved: Collection[str]) -> bool:
    """Whether it is new in its list: it is new, was moved or nested otherwise."""
    was = base.provisions.get(one.id)
    return was is None or one.id in moved or not like(one, was)


def _counted(provisions: Sequence[Provision], joins: dict[int, Run]) -> list[Provision]:
    """Each run counts on from where it began, or from the lower number of what came before it."""
    found, next_ones = list(provisions), dict[tuple[str, ...], int]()
    for place in sorted(joins):
        run, one = joins[place], provisions[place]
        lower = min(run.series.number(one.marker) or run.first, run.first)
        number = next_ones.get(run.names, lower)
        next_ones[run.names] = number + 1
        marker = run.series.marker(number)
        if marker is not None and marker != one.marker:
            found[place] = replace(one, marker=marker)
    return found


def like(one: Provision, was: Provision) -> bool:
    """Whether both are of the same kind and equally deep."""
    return (one.kind, one.level) == (was.kind, was.level)


def _fits(one: Provision, run: Run) -> bool:
    return run.series.number(one.marker) is not None


def _places(provisions: Sequence[Provision]) -> Iterator[list[int]]:
    """The items of each list by their places; what is nested deeper does not end a list."""
    open_lists: list[list[int]] = []
    for place, one in enumerate(provisions):
        depth = one.level + 1 if one.kind is Kind.ITEM else 0
        while len(open_lists) > depth:
            yield open_lists.pop()
        while len(open_lists) < depth:
            open_lists.append([])
        if depth:
            open_lists[-1].append(place)
    yield from reversed(open_lists)


def _lists(provisions: Sequence[Provision]) -> Iterator[list[Provision]]:
    for places in _places(provisions):
        yield [provisions[place] for place in places]


def _longest_run(items: Sequence[Provision]) -> Run | None:
    """The longest one that begins here, of two items or more."""
    best: Run | None = None
    for series, first in _readings(items[0].marker):
        length = 1
        while length < len(items) and series.marker(first + length) == items[length].marker:
            length += 1
        if length > max(len(best.names) if best else 1, 1):
            names = tuple(one.id for one in items[:length])
            best = Run(series, first, items[0].level, names)
    return best


def _readings(marker: str) -> Iterator[tuple[Series, int]]:
    """`i.` is the ninth letter and the first Roman number: what stands behind it tells."""
    found = _MARKER.fullmatch(marker)
    if found is None:
        return
    before, counted, behind = found.groups()
    if counted.isdecimal():
        if str(int(counted)) == counted:
            yield Series(before, "1", behind), int(counted)
        return
    lower = counted.lower()
    number = 0
    for letter in lower if len(lower) == 1 or lower[:-1] == "a" else "":  # after z come aa, ab
        number = number * len(_LETTERS) + _LETTERS.index(letter) + 1
    if number:
        yield Series(before, "a" if counted.islower() else "A", behind), number
    roman = _number_of(lower)
    if roman:
        yield Series(before, "i" if counted.islower() else "I", behind), roman


def _letters(number: int) -> str:
    written = ""
    while number > 0:
        number, rest = divmod(number - 1, len(_LETTERS))
        written = _LETTERS[rest] + written
    return written


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        while number >= value:
            written, number = written + sign, number - value
    return written


def _number_of(written: str) -> int | None:
    number, rest = 0, written
    for value, sign in _ROMAN:
        while rest.startswith(sign):
            number, rest = number + value, rest[len(sign) :]
    return number if not rest and number <= LAST_ROMAN and _roman(number) == written else None
