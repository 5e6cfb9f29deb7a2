# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""An amendment in words: one instruction for each change, which a person can carry out on paper.

Lines are those of the printed copy of the base text. Words of the base text are shortened to their
first and last ones where there are many; new words are always given in full. A word that stands on
its line more than once is counted: the second “de”.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from assembly.resolutions.rules.changes import (
    BEGINNING,
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
from assembly.resolutions.rules.instruction_words import WORDS, Forms, Words
from assembly.resolutions.rules.lines import Line, line_at
from assembly.resolutions.rules.text import Kind, Provision
from assembly.resolutions.rules.words import is_word

IN_FULL = 8
"""Words of the base text that are quoted in full; of more, the `SHOWN` first and last ones."""
SHOWN = 2


def instructions(
    base: Base, changes: Sequence[Change], lines: Sequence[Line], language: str
) -> list[str]:
    """One for each change, in their order. `lines` are those of the whole base text."""
    own: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        own[line.provision_id].append(line)
    speaker = _Speaker(base, own, WORDS[language])
    said: list[str] = []
    filled: str | None = None
    for change in changes:
        place = _put(change)
        said.append(speaker.instruction(change, again=place is not None and place == filled))
        filled = place
    return said


def _put(change: Change) -> str | None:
    """Behind which provision a whole one comes to stand; None where none does."""
    match change:
        case Insert(name):
            return name
        case Move(_, after):
            return after
        case _:
            return None


@dataclass(frozen=True, slots=True)
class _Speaker:
    """A language, speaking about a text with its lines by provision."""

    base: Base
    lines: dict[str, list[Line]]
    words: Words

    def instruction(self, change: Change, *, again: bool) -> str:
        """`again` where the provision goes behind the one that was put there just before."""
        match change:
            case Reword():
                return self._reword(change)
            case Split(name, at, style):
                where, near = self._near(name, at)
                made = self._named(self.words.new, style) + self._level(style, 0)
                return self.words.split.format(where=where, near=near, made=made)
            case Insert(name, style, words):
                made = self._named(self.words.new, style) + self._level(style, 0)
                frame = self.words.insert_first if name == BEGINNING else self.words.insert
                frame = self.words.insert_next if again else frame
                new = self._quoted(_shown(words))
                return frame.format(last=self._last(name), made=made, new=new)
            case _:
                return self._about_whole(change, again=again)

    # ── inside a provision ────────────────────────────────────────────────────
    def _reword(self, change: Reword) -> str:
        name, start, end = change.provision, change.start, change.end
        old, new = _shown(self.base.tokens(name)[start:end]), _shown(change.words)
        if old == new or not old + new:
            return self._space(name, start, end)
        if not old:
            frame = self.words.insert_after if start else self.words.insert_before
            where, near = self._near(name, start)
            return frame.format(where=where, near=near, new=self._quoted(new))
        where, quote = self._found(name, start, end, near=False)
        frame = self.words.replace if new else self.words.delete
        return frame.format(where=where, old=quote, new=self._quoted(new))

    def _space(self, name: str, start: int, end: int) -> str:
        """Only the white space is another."""
        tokens = self.base.tokens(name)
        following = [at for at in range(start, len(tokens)) if tokens[at].strip()]
        at = following[0] if following else max(start - 1, 0)
        until = end if following and end > at else at + 1
        where, near = self._found(name, at, until)
        return self.words.space.format(where=where, near=near)

    def _near(self, name: str, point: int) -> tuple[str, str]:
        """What stands before a point, from the last word on; at the beginning, what follows."""
        tokens = self.base.tokens(name)
        start = end = point
        if point == 0:
            while end < len(tokens) and not any(map(is_word, tokens[start:end])):
                end += 1
        else:
            while start > 0 and not any(map(is_word, tokens[start:end])):
                start -= 1
        return self._found(name, start, end)

    def _found(self, name: str, start: int, end: int, *, near: bool = True) -> tuple[str, str]:
        """The lines these words stand on and the words, counted if they stand there again."""
        tokens, lines = self.base.tokens(name), self.lines[name]
        begins = [*accumulate(map(len, tokens), initial=-1)]
        last = _line(lines, begins, tokens, end - 1)
        first = _line(lines, begins, tokens, start)
        sought = [token.strip() for token in tokens[start:end]]
        size, same = end - start, list[int]()
        for at in range(max(bisect_left(begins, first.start) - 1, 0), len(tokens) - size + 1):
            if begins[at + size] > last.end:
                break
            if [token.strip() for token in tokens[at : at + size]] == sought:
                same.append(at)
        quote = self._quoted(_shortened(tokens[start:end]))
        if len(same) > 1:
            quote = self._counted(quote, same.index(start), near=near)
        return self._where(first.number, last.number), quote

    # ── whole provisions ──────────────────────────────────────────────────────
    def _about_whole(self, change: Remove | Join | Move | Restyle, *, again: bool) -> str:
        told = self._whole(change.provision)
        match change:
            case Remove():
                return self.words.remove.format(**told)
            case Join():
                return self.words.join.format(**told)
            case Move(_, after):
                frame = self.words.move_first if after == BEGINNING else self.words.move
                frame = self.words.move_next if again else frame
                return frame.format(last=self._last(after), **told)
            case Restyle(name, style):
                made = self._made(Style.of(self._provision(name)), style)
                return self.words.restyle.format(made=made, **told)

    def _whole(self, name: str) -> dict[str, str]:
        lines = self.lines[name]
        return {
            "where": self._where(lines[0].number, lines[-1].number),
            "what": self._named(self.words.what, Style.of(self._provision(name))),
            "old": self._quoted(_shortened(self.base.tokens(name))),
        }

    def _last(self, name: str) -> int | str:
        return self.lines[name][-1].number if name != BEGINNING else ""

    def _named(self, forms: dict[Kind, Forms], style: Style) -> str:
        plain, named, signed, _ = forms[style.kind]
        if any(map(str.isalnum, style.marker)):
            return named.format(marker=style.marker)
        return signed.format(marker=self._quoted(style.marker)) if style.marker else plain

    def _made(self, before: Style, style: Style) -> str:
        made = self._named(self.words.made, style)
        if before.kind is style.kind and before.marker and not style.marker:
            made = self.words.made[style.kind][-1]
        return made + self._level(style, before.level)

    def _level(self, style: Style, usual: int) -> str:
        return "" if style.level == usual else self.words.level.format(level=style.level + 1)

    # ── small ─────────────────────────────────────────────────────────────────
    def _provision(self, name: str) -> Provision:
        return self.base.provisions[self.base.place[name]]

    def _where(self, first: int, last: int) -> str:
        frame = self.words.line if first == last else self.words.lines
        return frame.format(first=first, last=last)

    def _counted(self, quote: str, place: int, *, near: bool) -> str:
        known = self.words.ordinals_near if near else self.words.ordinals
        nth = known[place] if place < len(known) else self.words.further.format(n=place + 1)
        return (self.words.nth_near if near else self.words.nth).format(nth=nth, words=quote)

    def _quoted(self, words: str) -> str:
        return self.words.quoted.format(words=words)


def _line(lines: Sequence[Line], begins: Sequence[int], tokens: Sequence[str], at: int) -> Line:
    """On which line a token of the provision stands, by what is seen of it."""
    lead = len(tokens[at]) - len(tokens[at].lstrip())
    number = line_at(lines, lines[0].provision_id, begins[at] + lead) or lines[0].number
    return lines[number - lines[0].number]


def _shown(tokens: Sequence[str]) -> str:
    return "".join(tokens).strip()


def _shortened(tokens: Sequence[str]) -> str:
    """First and last words with an ellipsis between, where there are many."""
    places = [at for at, token in enumerate(tokens) if is_word(token)]
    if len(places) <= IN_FULL:
        return _shown(tokens)
    return f"{_shown(tokens[: places[SHOWN - 1] + 1])} … {_shown(tokens[places[-SHOWN] :])}"
