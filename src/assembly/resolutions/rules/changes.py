# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Changes: what an amendment comes down to, word by word, and when two of them are in conflict.

Places are counted in tokens (`words`) of a provision of the base text: 0 is before the first one.
Two changes conflict when they touch the same words differently, or put different words at the same
point inside a provision. Identical ones agree. New provisions at the same place stand one after the
other (RULES, "Text").
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assembly.resolutions.rules.numbering import Numbering
from assembly.resolutions.rules.text import Kind, Provision
from assembly.resolutions.rules.words import tokens_of

BEGINNING = ""
"""In the place of a provision's id: before the first one."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a provision is, apart from its words."""

    kind: Kind
    marker: str
    level: int

    @classmethod
    def of(cls, provision: Provision) -> "Style":
        """The provision's own."""
        return cls(provision.kind, provision.marker, provision.level)


@dataclass(frozen=True, slots=True)
class Reword:
    """In a provision, the tokens from `start` up to `end` give way to `words`."""

    provision: str
    start: int
    end: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remove:
    """The whole provision goes."""

    provision: str


@dataclass(frozen=True, slots=True)
class Insert:
    """A new provision stands behind `provision`. `copy` tells equal ones of one amendment apart."""

    provision: str
    style: Style
    words: tuple[str, ...]
    copy: int = 0


@dataclass(frozen=True, slots=True)
class Split:
    """Before token `at` a new provision begins."""

    provision: str
    at: int
    style: Style


@dataclass(frozen=True, slots=True)
class Join:
    """The provision goes on where the one before it ends."""

    provision: str


@dataclass(frozen=True, slots=True)
class Move:
    """The provision stands behind `after` instead."""

    provision: str
    after: str


@dataclass(frozen=True, slots=True)
class Restyle:
    """The provision becomes a paragraph or an item, with another marker or level."""

    provision: str
    style: Style


Change = Reword | Remove | Insert | Split | Join | Move | Restyle


class Base:
    """The text that amendments are about: its provisions, their places and their tokens."""

    def __init__(self, provisions: Sequence[Provision]) -> None:
        self.provisions = tuple(provisions)
        self.place = {provision.id: place for place, provision in enumerate(self.provisions)}
        self._tokens: dict[str, tuple[str, ...]] = {}
        self._numbering: Numbering | None = None

    @property
    def numbering(self) -> Numbering:
        """Its runs of consecutive markers."""
        if self._numbering is None:
            self._numbering = Numbering(self.provisions)
        return self._numbering

    def tokens(self, provision: str) -> tuple[str, ...]:
        """The provision's tokens."""
        found = self._tokens.get(provision)
        if found is None:
            text = self.provisions[self.place[provision]].text
            found = self._tokens[provision] = tokens_of(text)
        return found

    def around(self, names: Iterable[str]) -> "Base":
        """The part of the text with these provisions and their neighbours, in its order."""
        places: set[int] = set()
        for name in names:
            here = self.place.get(name, -1)
            places |= {here - 1, here, here + 1}
        last = len(self.provisions)
        near = Base([self.provisions[place] for place in sorted(places) if 0 <= place < last])
        near._tokens = self._tokens
        return near

    def before(self, provision: str) -> str:
        """The provision in front of this one, or `BEGINNING`."""
        place = self.place[provision]
        return self.provisions[place - 1].id if place else BEGINNING


def provisions_touched(base: Base, change: Change) -> tuple[str, ...]:
    """Where a change can meet others: a provision, and the one in front for what joins them."""
    if isinstance(change, Join):
        return (change.provision, base.before(change.provision))
    if isinstance(change, Move):
        passed = only_passed(base, change)
        return (change.provision, change.after, *([passed] if passed else []))
    return (change.provision,)


def only_passed(base: Base, move: Move) -> str | None:
    """The one provision that changes places with the moved one; None where it passes several.

    Were that one moved too, moving this one might come to nothing.
    """
    here, target = base.place[move.provision], base.place.get(move.after, -1) + 1
    first, last = (target, here) if target <= here else (here + 1, target)
    return base.provisions[first].id if last - first == 1 else None


def in_conflict(base: Base, one: Change, other: Change) -> bool:
    """Whether the two, of different amendments, cannot both be done. The order does not matter."""
    if one == other:
        return False
    return _hinders(base, one, other) or _hinders(base, other, one)


def _hinders(base: Base, one: Change, other: Change) -> bool:
    """Half of `in_conflict`: what `one` does to `other`."""
    match one:
        case Remove(provision):
            return _needs(base, other, provision)
        case Join(provision):
            front = base.before(provision)
            return (
                _is_about_whole(other, provision)
                or _puts_behind(other, front)
                or (isinstance(other, Move | Remove) and other.provision == front)
            )
        case Move(provision):
            return isinstance(other, Move) and (
                other.provision in {provision, only_passed(base, one)}
            )
        case Restyle(provision):
            return isinstance(other, Restyle) and other.provision == provision
        case Reword() | Split():
            return isinstance(other, Reword | Split) and _touch(one, other)
        case Insert():
            return False


def _needs(base: Base, other: Change, provision: str) -> bool:
    """Whether a change needs the provision to be there: all that alter it or lean on its end."""
    if isinstance(other, Insert):
        return False
    return other.provision == provision or (
        isinstance(other, Join) and base.before(other.provision) == provision
    )


def _is_about_whole(other: Change, provision: str) -> bool:
    return isinstance(other, Restyle | Move | Remove) and other.provision == provision


def _puts_behind(other: Change, provision: str) -> bool:
    return (isinstance(other, Insert) and other.provision == provision) or (
        isinstance(other, Move) and other.after == provision
    )


def _touch(one: Reword | Split, other: Reword | Split) -> bool:
    """Whether two changes inside a provision meet in the same words or at the same point."""
    if one.provision != other.provision:
        return False
    start, end = extent(one)
    other_start, other_end = extent(other)
    if start == end and other_start == other_end:
        return start == other_start
    return start < other_end and other_start < end


def extent(change: Reword | Split) -> tuple[int, int]:
    """From which token up to which."""
    if isinstance(change, Split):
        return change.at, change.at
    return change.start, change.end
