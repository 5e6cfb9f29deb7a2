# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a mapped table says: resolutions with an outcome, questions, and what is left out.

Every row ends in exactly one of the three. A question goes away when it is answered, and only then.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assembly.archive.rules.cells import count_in, day_in, number_in, outcome_in
from assembly.archive.rules.mapping import COUNTS, Field
from assembly.archive.rules.mapping import Mapping as Columns
from assembly.archive.rules.questions import (
    LONGEST_THEME,
    LONGEST_TITLE,
    Ask,
    Given,
    Question,
    Reply,
    counts_in,
    text_is_sound,
    word_key,
)
from assembly.archive.rules.table import Part, Row, Table
from assembly.archive.rules.tracked import Change, Taken, readings, settled
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.text import Kind, Provision, derived_title, tidy

LONGEST_WORDS = 300
ALL_DELETED = "Tracked changes that were confirmed deleted all of it."
_ITEM = re.compile(r"([a-z][.)]|[-–•*]) (?=\S)")
_TORN = re.compile(r"\w[-\u2010]\n")


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A resolution as the source has it. What is None is not recorded."""

    item: int
    first: int
    last: int
    number: int
    title: str | None
    outcome: Outcome
    outcome_words: str
    provisions: tuple[Provision, ...]
    on: date | None
    yes: int | None
    no: int | None
    abstain: int | None
    theme: str | None
    answered: tuple[str, ...]

    @property
    def shown_title(self) -> str:
        """Its title, or the first words."""
        return self.title or derived_title(self.provisions)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row, or a page, that is not brought in, and why."""

    first: int
    last: int
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class History:
    """What was understood. With an open question nothing is brought in."""

    lines: tuple[HistoryLine, ...]
    questions: tuple[Question, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def open(self) -> tuple[Question, ...]:
        """The questions without an answer."""
        return tuple(one for one in self.questions if one.given is None)

    @property
    def totals(self) -> str:
        """Counts for people, as on the last line of the command."""
        adopted = sum(one.outcome is Outcome.ADOPTED for one in self.lines)
        count = len(self.lines)
        return (
            f"{count} resolutions, {adopted} adopted, {count - adopted} not adopted,"
            f" {len(self.left_out)} left out, {len(self.open)} questions"
        )


@dataclass(slots=True)
class _Draft:
    """A row while it is understood. `gone` is the answer that left it out."""

    item: int
    row: Row
    columns: Mapping[Field, int]
    gone: Given | None = None
    number: int | None = None
    outcome: Outcome | None = None
    text: str = ""
    title: str | None = None
    theme: str | None = None
    on: date | None = None
    counts: tuple[int | None, ...] = (None, None, None)
    answered: list[str] = field(default_factory=list)
    open: bool = False

    def cell(self, field: Field) -> str:
        at = self.columns.get(field)
        return "" if at is None else self.row.cells[at]

    def key(self, what: str) -> str:
        return f"{what}:{self.item}"

    @property
    def words(self) -> str:
        return " | ".join(" ".join(one.split()) for one in self.row.cells if one)


def understand_history(table: Table, mapping: Columns, answers: Mapping[str, Given]) -> History:
    """The history in the mapped part of a table, as far as the answers go."""
    part = table.part(mapping.part)
    return History((), (), ()) if part is None else _Reader(table, part, mapping, answers).read()


class _Reader:
    """Goes over the rows and asks."""

    def __init__(
        self, table: Table, part: Part, mapping: Columns, answers: Mapping[str, Given]
    ) -> None:
        self.table = table
        self.answers = answers
        columns = {one: part.columns.index(name) for one, name in mapping.columns.items()}
        self.drafts = [_Draft(item, row, columns) for item, row in enumerate(part.rows, start=1)]
        self.questions: dict[str, Question] = {}
        self.left_out: list[LeftOut] = []

    def read(self) -> History:
        self._ask_of_the_file()
        for draft in self.drafts:
            self._fill(draft)
        self._twice()
        lines = []
        for draft in self.drafts:
            if draft.gone is not None:
                row, words = draft.row, _cut(draft.words)
                self.left_out.append(LeftOut(row.first, row.last, words, draft.gone.reason))
            elif (line := _line(draft)) is not None:
                lines.append(line)
        return History(
            tuple(sorted(lines, key=lambda one: one.number)),
            tuple(sorted(self.questions.values(), key=lambda one: one.first)),
            tuple(sorted(self.left_out, key=lambda one: one.first)),
        )

    # ── asking ────────────────────────────────────────────────────────────────
    def _ask(self, draft: _Draft, ask: Ask, key: str, words: str) -> Given | None:
        """The answer, if it was given; one that leaves the row out is remembered."""
        given = self.answers.get(key)
        before = self.questions.get(key)
        if before is None:
            row = draft.row
            self.questions[key] = Question(key, ask, row.first, row.last, _cut(words), given=given)
        elif key.startswith("outcome:"):
            self.questions[key] = replace(before, rows=before.rows + 1)
        if given is None:
            draft.open = True
        else:
            draft.answered.append(key)
            if given.reply is Reply.LEAVE_OUT:
                draft.gone = draft.gone or given
        return given

    def _ask_of_the_file(self) -> None:
        encoding = self.table.encoding
        if encoding == "windows-1252":
            given = self.answers.get("encoding")
            self.questions["encoding"] = Question(
                "encoding", Ask.ENCODING, 1, 1, encoding, given=given
            )
        for page in self.table.silent:
            key = f"page:{page}"
            given = self.answers.get(key)
            self.questions[key] = Question(key, Ask.PAGE_SILENT, page, page, "", given=given)
            if given is not None:
                self.left_out.append(LeftOut(page, page, "", given.reason))

    def _fill(self, draft: _Draft) -> None:
        """Everything the row says; once an answer leaves it out, nothing more is asked of it."""
        before = set(self.questions)
        if self._settle(draft):
            self._read(draft)
        if draft.gone is not None:
            for key in self.questions.keys() - before:
                if self.questions[key].given is None:
                    del self.questions[key]

    def _read(self, draft: _Draft) -> None:
        if draft.row.odd:
            self._ask(draft, Ask.CELLS_TOO_MANY, draft.key("cells"), draft.words)
        draft.number = self._number(draft)
        draft.outcome, draft.text = self._outcome(draft), self._text(draft)
        draft.title = self._words(draft, Field.TITLE, Ask.TITLE_UNSOUND, LONGEST_TITLE)
        draft.theme = self._words(draft, Field.THEME, Ask.THEME_UNSOUND, LONGEST_THEME)
        draft.on = self._day(draft)
        draft.counts = self._counts(draft)

    def _settle(self, draft: _Draft) -> bool:
        """Whether every tracked change in the mapped cells is answered; the row reads so then.

        A row of which nothing is left when its changes are made as answered is left out.
        """
        row = draft.row
        taken: list[tuple[Change, Taken]] = []
        for place, one in enumerate(row.changes, start=1):
            if one.cell not in draft.columns.values():
                continue
            shown = readings(row.cells[one.cell], one)
            key = draft.key(f"change-{place}")
            words = f"{shown.before} → {shown.after}"
            given = self._ask(draft, Ask.TRACKED_CHANGE, key, words)
            self.questions[key] = replace(self.questions[key], readings=shown)
            if given is not None and given.reply is Reply.VALUE:
                taken.append((one, Taken(given.value)))
        if draft.gone is not None or draft.open:
            return False
        draft.row = replace(row, cells=settled(row.cells, taken))
        if taken and not any(map(str.strip, draft.row.cells)):
            words = every_word_of(row)
            draft.row = replace(row, cells=(words,), changes=())
            draft.gone = Given(Reply.LEAVE_OUT, reason=ALL_DELETED)
            return False
        return True

    def _number(self, draft: _Draft) -> int | None:
        words = tidy(draft.cell(Field.NUMBER))
        found = number_in(words)
        if found is not None:
            return found
        ask = Ask.NUMBER_UNCLEAR if words else Ask.NUMBER_MISSING
        given = self._ask(draft, ask, draft.key("number"), words or draft.words)
        return number_in(given.value) if given is not None else None

    def _twice(self) -> None:
        """A number that several rows have is asked of each; an answer settles it for one row."""
        for draft in self._having_it_twice():
            key = draft.key("number")
            if key in self.answers and key not in self.questions:
                given = self._ask(draft, Ask.NUMBER_TWICE, key, draft.words)
                if given is not None and given.reply is Reply.VALUE:
                    draft.number = number_in(given.value)
        for draft in self._having_it_twice():
            key, row, draft.open = draft.key("number"), draft.row, True
            words = _cut(draft.words)
            self.questions[key] = Question(key, Ask.NUMBER_TWICE, row.first, row.last, words)

    def _having_it_twice(self) -> list[_Draft]:
        there = [one for one in self.drafts if one.gone is None and one.number is not None]
        often = Counter(one.number for one in there)
        return [one for one in there if often[one.number] > 1]

    # ── one cell ──────────────────────────────────────────────────────────────
    def _outcome(self, draft: _Draft) -> Outcome | None:
        words = tidy(draft.cell(Field.OUTCOME).replace("\n", " "))
        found = outcome_in(words)
        if found is not None:
            return found
        if words:
            given = self._ask(draft, Ask.OUTCOME_UNKNOWN, word_key(words), words)
        else:
            given = self._ask(draft, Ask.OUTCOME_MISSING, draft.key("result"), draft.words)
        return Outcome(given.value) if given is not None and given.value else None

    def _text(self, draft: _Draft) -> str:
        words = draft.cell(Field.TEXT)
        ask = None
        if not words.strip():
            ask = Ask.TEXT_MISSING
        elif not text_is_sound(words):
            ask = Ask.TEXT_UNSOUND
        elif _TORN.search(words):
            ask = Ask.WORD_BROKEN
        if ask is None:
            return words
        given = self._ask(draft, ask, draft.key("text"), words or draft.words)
        return given.value if given is not None else ""

    def _words(self, draft: _Draft, of: Field, ask: Ask, longest: int) -> str | None:
        words = tidy(draft.cell(of).replace("\n", " "))
        if not words or text_is_sound(words, longest):
            return words or None
        given = self._ask(draft, ask, draft.key(of), words)
        return (given.value or None) if given is not None else None

    def _day(self, draft: _Draft) -> date | None:
        words = tidy(draft.cell(Field.DATE))
        found = day_in(words)
        if found is not None or not words:
            return found
        given = self._ask(draft, Ask.DAY_UNCLEAR, draft.key("day"), words)
        return day_in(given.value) if given is not None else None

    def _counts(self, draft: _Draft) -> tuple[int | None, ...]:
        found = tuple(self._count(draft, one) for one in COUNTS)
        cast = self._count(draft, Field.CAST)
        told = [one for one in found if one is not None]
        ask = None
        if cast is not None and told:
            whole = len(told) == len(COUNTS)
            if sum(told) > cast or (whole and sum(told) != cast):
                ask = Ask.COUNTS_DIFFER
        yes, no = found[0], found[1]
        if yes is not None and no is not None and yes <= no and draft.outcome is Outcome.ADOPTED:
            ask = ask or Ask.COUNTS_AGAINST
        if ask is None:
            return found
        words = " / ".join(draft.cell(one) or "–" for one in (*COUNTS, Field.CAST))
        given = self._ask(draft, ask, draft.key("counts"), words)
        if given is None or given.reply is not Reply.VALUE:
            return (None, None, None)
        return counts_in(given.value) or (None, None, None)

    def _count(self, draft: _Draft, of: Field) -> int | None:
        words = tidy(draft.cell(of))
        found = count_in(words)
        if found is not None or not words:
            return found
        given = self._ask(draft, Ask.COUNT_UNCLEAR, draft.key(of), words)
        return count_in(given.value) if given is not None else None


def every_word_of(row: Row) -> str:
    """What stood in a row before its changes."""
    return " ".join(one.deleted for one in row.changes)


def divided(text: str) -> tuple[Provision, ...]:
    """The paragraphs and items of a text: one a line, for a cell's line ends were meant."""
    return tuple(_provisions(text.split("\n")))


def _provisions(lines: Sequence[str]) -> Iterator[Provision]:
    for line in lines:
        words = tidy(line)
        item = _ITEM.match(words)
        if item:
            yield Provision(Kind.ITEM, item[1], words[item.end() :])
        elif words:
            yield Provision(Kind.PARAGRAPH, "", words)


def _line(draft: _Draft) -> HistoryLine | None:
    """The resolution; None while anything about it is open."""
    if draft.open or draft.number is None or draft.outcome is None or not draft.text:
        return None
    yes, no, abstain = draft.counts
    return HistoryLine(
        item=draft.item,
        first=draft.row.first,
        last=draft.row.last,
        number=draft.number,
        title=draft.title,
        outcome=draft.outcome,
        outcome_words=draft.cell(Field.OUTCOME),
        provisions=divided(draft.text),
        on=draft.on,
        yes=yes,
        no=no,
        abstain=abstain,
        theme=draft.theme,
        answered=tuple(draft.answered),
    )


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_WORDS else f"{words[:LONGEST_WORDS]}…"
