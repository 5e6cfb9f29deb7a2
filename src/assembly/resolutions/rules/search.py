# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the words of an amendment come from: joined, split, moved, and what is left of them."""

from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

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
from assembly.resolutions.rules.compare import alike
from assembly.resolutions.rules.edits import Asked
from assembly.resolutions.rules.parts import cuts_of, taken_up
from assembly.resolutions.rules.redline import redline
from assembly.resolutions.rules.text import Provision
from assembly.resolutions.rules.words import count_words, tokens_of

MOVED = 0.7
"""From this share of common words on, what was deleted and what was inserted are one."""
FEWEST_WORDS = 3
"""Fewer words say nothing about where they come from, unless they are all the same."""
MOST_PARTS = 100
"""A provision is not split into more."""
MOST_PAIRS = 10_000
"""With more deleted and inserted ones, only what is the same word for word counts as moved."""


@dataclass(slots=True)
class New:
    """A provision that was inserted; `moved` names the one it turned out to be."""

    after: str
    provision: Provision
    words: tuple[str, ...]
    moved: str | None = None


def new_in(asked: Asked) -> dict[str, list[New]]:
    """What was inserted, by the provision it stands behind."""
    return {
        name: [New(name, one, tokens_of(one.text)) for one in new]
        for name, new in asked.inserted.items()
    }


def put_in(new: dict[str, list[New]]) -> list[Change]:
    """The changes that put in what was inserted; what was moved moves."""
    copies: Counter[Change] = Counter()
    found: list[Change] = []
    for after, provisions in new.items():
        for one in provisions:
            if one.moved is not None:
                found.append(Move(one.moved, after))
                continue
            plain = Insert(after, Style.of(one.provision), one.words)
            found.append(Insert(after, plain.style, plain.words, copies[plain]))
            copies[plain] += 1
    return found


@dataclass(slots=True)
class Search:
    """What is still to be explained of an amendment, and what was found."""

    base: Base
    asked: Asked
    deleted: list[str] = field(init=False)
    replaced: dict[str, Provision] = field(init=False)
    new: dict[str, list[New]] = field(init=False)
    found: list[Change] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.deleted = sorted(self.asked.deleted, key=self.base.place.__getitem__)
        self.replaced = dict(self.asked.replaced)
        self.new = new_in(self.asked)

    def changes(self) -> list[Change]:
        """All that was found; nothing is left to be explained."""
        self._join()
        self._split()
        self._move()
        for name in self.deleted:
            self.found.append(Remove(name))
        for name, after in self.replaced.items():
            self._reword(name, 0, len(self.base.tokens(name)), tokens_of(after.text))
            self._restyle(name, after)
        return self.found + put_in(self.new)

    # ── joined ────────────────────────────────────────────────────────────────
    def _join(self) -> None:
        """A provision took up the deleted ones behind it, or the one in front of it."""
        for name in sorted(self.replaced, key=self.base.place.__getitem__):
            place = self.base.place[name]
            after = self.replaced[name]
            front, back = place, place + 1
            while front > 0 and self._gone(front - 1):
                front -= 1
            while back < len(self.base.provisions) and self._gone(back):
                back += 1
            parts = [self.base.provisions[at].id for at in range(front, back)]
            tokens = tokens_of(after.text)
            parts = taken_up(self.base, parts, name, tokens)
            cuts = (
                cuts_of([self.base.tokens(part) for part in parts], tokens) if parts[1:] else None
            )
            if cuts is None:
                continue
            for at, part in enumerate(parts):
                self._reword(part, 0, len(self.base.tokens(part)), tokens[cuts[at] : cuts[at + 1]])
                if at:
                    self.found.append(Join(part))
                if part != name:
                    self.deleted.remove(part)
            del self.replaced[name]
            self._restyle(parts[0], after)

    def _gone(self, place: int) -> bool:
        name = self.base.provisions[place].id
        before = self.base.before(name)
        return name in self.deleted and not self.new.get(name) and not self.new.get(before)

    # ── split ─────────────────────────────────────────────────────────────────
    def _split(self) -> None:
        """What a provision lost stands behind it, or in front of it, as one or more new ones."""
        for name in list(self.replaced):
            kept, front = self.replaced[name], self.base.before(name)
            own = New(name, kept, tokens_of(kept.text))
            for many in range(min(len(self.new.get(name, ())), MOST_PARTS), 0, -1):
                new = self.new[name]
                if self._cut(name, [own, *new[:many]]):
                    self.new[name] = new[many:]
                    break
            else:
                for many in range(min(len(self.new.get(front, ())), MOST_PARTS), 0, -1):
                    new = self.new[front]
                    if self._cut(name, [*new[-many:], own]):
                        self.new[front] = new[:-many]
                        break

    def _cut(self, name: str, parts: Sequence[New]) -> bool:
        """Whether the provision was cut up into these; then the changes that do it are found."""
        cuts = cuts_of([part.words for part in parts], self.base.tokens(name))
        if cuts is None:
            return False
        for at, part in enumerate(parts):
            if at:
                self.found.append(Split(name, cuts[at], Style.of(part.provision)))
            self._reword(name, cuts[at], cuts[at + 1], part.words)
        self._restyle(name, parts[0].provision)
        del self.replaced[name]
        return True

    # ── moved ─────────────────────────────────────────────────────────────────
    def _move(self) -> None:
        """What is deleted here and inserted there, word for word first, then nearly so."""
        same: dict[tuple[str, ...], deque[New]] = defaultdict(deque)
        for new in self.new.values():
            for one in new:
                same[one.words].append(one)
        for name in list(self.deleted):
            if waiting := same.get(self.base.tokens(name)):
                self._moved(name, waiting.popleft())
        if len(self.deleted) * sum(map(len, self.new.values())) > MOST_PAIRS:
            return
        for name in list(self.deleted):
            found = self._elsewhere(name)
            if found is not None:
                self._moved(name, found)

    def _moved(self, name: str, one: New) -> None:
        """The deleted provision and the inserted one are the same."""
        if one.after in {name, self.base.before(name)}:
            self._stays(name, one)
        one.moved = name
        self.deleted.remove(name)
        self._reword(name, 0, len(self.base.tokens(name)), one.words)
        self._restyle(name, one.provision)

    def _stays(self, name: str, one: New) -> None:
        """It stands where it stood: what was inserted around it stands before or behind it."""
        new, front = self.new[one.after], self.base.before(name)
        index = next(at for at, other in enumerate(new) if other is one)
        before, behind = new[:index], new[index + 1 :]
        if one.after == name:
            self.new[front] = [*self.new.get(front, []), *before]
            self.new[name] = behind
        else:
            self.new[front] = before
            self.new[name] = [*behind, *self.new.get(name, [])]
        for after in (front, name):
            for other in self.new[after]:
                other.after = after

    def _elsewhere(self, name: str) -> New | None:
        """What was inserted and is most alike, of equals the first; None if nothing is."""
        tokens = self.base.tokens(name)
        if count_words(tokens) < FEWEST_WORDS:
            return None
        best: tuple[float, New] | None = None
        for one in (one for new in self.new.values() for one in new if one.moved is None):
            share = alike(one.words, tokens)
            if share >= MOVED and (best is None or share > best[0]):
                best = share, one
        return best and best[1]

    # ── what is left ──────────────────────────────────────────────────────────
    def _reword(self, name: str, start: int, end: int, words: Sequence[str]) -> None:
        for edit in redline(self.base.tokens(name)[start:end], words):
            self.found.append(Reword(name, edit.start + start, edit.end + start, edit.words))

    def _restyle(self, name: str, after: Provision) -> None:
        if Style.of(self.base.provisions[self.base.place[name]]) != Style.of(after):
            self.found.append(Restyle(name, Style.of(after)))
