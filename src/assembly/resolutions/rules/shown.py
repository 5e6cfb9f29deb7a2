# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Changes as people read them: the text provision by provision, with what goes and what comes.

What stays and what goes, read in the order of the old places, is the old text to the letter; what
stays and what comes is the new one. A moved provision stands at both places, marked at each.
"""

from collections import defaultdict
from collections.abc import Sequence
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
from assembly.resolutions.rules.lines import Line, line_at
from assembly.resolutions.rules.rows import Fate, Mark, Row, Run
from assembly.resolutions.rules.words import text_of, would_glue


def shown(base: Base, changes: Sequence[Change], lines: Sequence[Line]) -> list[Row]:
    """Every provision of the old text in its place, with the new ones between them.

    `lines` are those of the old text. The changes are of one amendment, none in another's way.
    """
    return _Showing(base, changes, lines).rows()


class _Showing:
    def __init__(self, base: Base, changes: Sequence[Change], lines: Sequence[Line]) -> None:
        self.base = base
        self.own: dict[str, list[Line]] = defaultdict(list)
        for line in lines:
            self.own[line.provision_id].append(line)
        self.removed: set[str] = set()
        self.joined: set[str] = set()
        self.moved: set[str] = set()
        self.styles: dict[str, Style] = {}
        self.inside: dict[str, list[Reword | Split]] = defaultdict(list)
        self.behind: dict[str, list[Insert | Move]] = defaultdict(list)
        for change in changes:
            self._sort(change)

    def _sort(self, change: Change) -> None:
        match change:
            case Remove(name):
                self.removed.add(name)
            case Join(name):
                self.joined.add(name)
            case Restyle(name, style):
                self.styles[name] = style
            case Reword(name) | Split(name):
                self.inside[name].append(change)
            case Move(name, after):
                self.moved.add(name)
                self.behind[after].append(change)
            case Insert(name):
                self.behind[name].append(change)

    def rows(self) -> list[Row]:
        rows = self._behind(BEGINNING)
        for provision in self.base.provisions:
            name = provision.id
            if name in self.removed:
                rows.append(self._whole(name, Fate.REMOVED, Mark.DELETED))
            elif name in self.moved:
                rows.append(self._whole(name, Fate.MOVED_AWAY, Mark.DELETED))
            else:
                rows += self._provision(name, Fate.STAYS)
            rows += self._behind(name)
        return rows

    def _behind(self, name: str) -> list[Row]:
        rows: list[Row] = []
        for change in self.behind.get(name, ()):
            if isinstance(change, Move):
                rows += self._provision(change.provision, Fate.MOVED_HERE)
            else:
                run = Run(Mark.INSERTED, text_of(change.words))
                rows.append(Row(Fate.INSERTED, None, change.style, (run,)))
        return rows

    def _whole(self, name: str, fate: Fate, mark: Mark) -> Row:
        """As it stood, all of it going from here."""
        own = self.own[name]
        provision = self.base.provisions[self.base.place[name]]
        return Row(
            fate,
            Style.of(provision),
            None,
            (Run(mark, provision.text),),
            own[0].number if own else None,
            own[-1].number if own else None,
            moved=name if fate is Fate.MOVED_AWAY else "",
        )

    def _provision(self, name: str, fate: Fate) -> list[Row]:
        """One row, and one more for each place where it is split."""
        provision = self.base.provisions[self.base.place[name]]
        before = Style.of(provision)
        after = self.styles.get(name, before)
        if not (name in self.inside or name in self.joined or name in self.styles):
            mark = Mark.INSERTED if fate is Fate.MOVED_HERE else Mark.KEPT
            own = (0, len(self.base.tokens(name)))
            return [self._row(name, fate, before, after, [Run(mark, provision.text)], own)]
        tokens = self.base.tokens(name)
        rows: list[Row] = []
        words = _Words(moved=fate is Fate.MOVED_HERE)
        begins = at = 0
        for change in self._in_order(name):
            if isinstance(change, Split):
                words.keep(tokens[at : change.at])
                rows.append(self._row(name, fate, before, after, words.runs, (begins, change.at)))
                begins = at = change.at
                after = change.style
                words = _Words(moved=fate is Fate.MOVED_HERE)
            else:
                words.keep(tokens[at : change.start])
                words.delete(tokens[change.start : change.end])
                words.insert(change.words)
                at = change.end
        words.keep(tokens[at:])
        rows.append(self._row(name, fate, before, after, words.runs, (begins, len(tokens))))
        return self._marked(rows, name, fate)

    def _marked(self, rows: list[Row], name: str, fate: Fate) -> list[Row]:
        """What is changed about each, and where it was split or joined."""
        changed = Fate.REWORDED if fate is Fate.STAYS else fate
        return [
            Row(
                changed,
                row.before if place == 0 else None,
                row.after,
                row.runs,
                row.first_line,
                row.last_line,
                split=place > 0,
                joined=place == 0 and name in self.joined,
                moved=row.moved,
            )
            for place, row in enumerate(rows)
        ]

    def _in_order(self, name: str) -> list[Reword | Split]:
        def place(change: Reword | Split) -> tuple[int, bool]:
            if isinstance(change, Split):
                return change.at, False
            return change.start, change.end > change.start

        return sorted(self.inside[name], key=place)

    def _row(
        self,
        name: str,
        fate: Fate,
        before: Style,
        after: Style,
        runs: Sequence[Run],
        tokens: tuple[int, int],
    ) -> Row:
        first, last = self._lines(name, *tokens)
        moved = name if fate is Fate.MOVED_HERE else ""
        return Row(fate, before, after, tuple(runs), first, last, moved=moved)

    def _lines(self, name: str, start: int, end: int) -> tuple[int | None, int | None]:
        own = self.own[name]
        if not own:
            return None, None
        all_tokens = self.base.tokens(name)
        if (start, end) == (0, len(all_tokens)):
            return own[0].number, own[-1].number
        begins = [*accumulate(map(len, all_tokens), initial=-1)]
        return line_at(own, name, begins[start] + 1), line_at(own, name, begins[end] - 1)


class _Words:
    """Runs of one row while they are written; new words never glue to those before them."""

    def __init__(self, *, moved: bool) -> None:
        self.runs: list[Run] = []
        self._kept = Mark.INSERTED if moved else Mark.KEPT
        self._new: list[str] = []

    def keep(self, tokens: Sequence[str]) -> None:
        if tokens and would_glue(self._new, tokens[0]):
            self._add(Mark.INSERTED, [" "])
        self._add(self._kept, tokens)
        self._new += tokens

    def delete(self, tokens: Sequence[str]) -> None:
        self._add(Mark.DELETED, tokens)

    def insert(self, tokens: Sequence[str]) -> None:
        words = list(tokens)
        if words and would_glue(self._new, words[0]):
            words[0] = f" {words[0]}"
        self._add(Mark.INSERTED, words)
        self._new += words

    def _add(self, mark: Mark, tokens: Sequence[str]) -> None:
        text = "".join(tokens)
        if self.runs and self.runs[-1].mark is mark:
            text = self.runs.pop().text + text
        if text:
            self.runs.append(Run(mark, text))
