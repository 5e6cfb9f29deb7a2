# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Numbered resolutions, row by row: which line begins one, belongs to one, or ends one.

A line such as `12. Populaire …` begins a resolution wherever none is open. Inside an open one it
begins the next, and the outcome is missing, when it bears the expected number or when a new line
was meant there; otherwise it is a sentence that ran on (`… tegen / 2030. Daarna …`), and a note
says so.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from assembly.archive.rules.heading import find_date
from assembly.archive.rules.lines import Row
from assembly.archive.rules.outcome_words import OUTCOMES, is_near_miss, is_torn, may_be_outcome
from assembly.archive.rules.paragraphs import TextRow, divide, ends_meaningfully
from assembly.archive.rules.source import (
    Complaint,
    Fault,
    Note,
    Sign,
    SourceDocument,
    SourceResolution,
)

_NUMBERED = re.compile(r"\s*([0-9]{1,4})[.)](?![0-9])\s*")
_NUMBER_ALONE = re.compile(r"[0-9]{1,4}")


@dataclass(slots=True)
class _Open:
    """A resolution whose outcome has not been met yet."""

    number: int
    line: int
    rows: list[TextRow] = field(default_factory=list)


class Reader:
    """Takes rows one by one. Either `document()` is whole at the end, or there are complaints."""

    def __init__(self) -> None:
        self.title: Row | None = None
        self.held_on: date | None = None
        self.resolutions: list[SourceResolution] = []
        self.complaints: list[Complaint] = []
        self.notes: list[Note] = []
        self.expected = 1
        self.numbers: set[int] = set()
        self.open: _Open | None = None
        self.astray = False  # inside a run of lines that belong nowhere

    def take(self, row: Row) -> None:
        """What the row is, is decided by where it stands; each row is used or reported."""
        bare = " ".join(row.words.split())
        numbered = _NUMBERED.match(row.words)
        if self.open is None and _NUMBER_ALONE.fullmatch(bare):
            words = f"The number {bare} stands alone; it is left aside as a page number."
            self.notes.append(Note(row.line, Sign.PAGE_NUMBER, words))
        elif self.title is None:
            self._take_title(row, structural=bool(numbered) or bare in OUTCOMES)
        elif bare in OUTCOMES:
            self._close(row.line, bare)
        elif numbered and self._begins(int(numbered[1]), row):
            self._begin(int(numbered[1]), row.words[numbered.end() :], row)
        elif self.open:
            self._continue(self.open, row, bare)
        elif not self.astray:
            self.astray = True
            self._complain(row.line, Fault.TEXT_OUTSIDE, "This text belongs to no resolution.")

    def finish(self, last_line: int) -> None:
        """The end of the file closes what is open."""
        self._leave_open("the file ends")
        if self.title is None:
            self._complain(last_line, Fault.NO_TITLE, "The file has no title.")
        elif not self.numbers:
            self._complain(last_line, Fault.NO_RESOLUTIONS, "No resolution follows the title.")

    def document(self) -> SourceDocument:
        """The whole document; only to be asked for when there are no complaints."""
        if self.title is None or self.held_on is None:
            raise AssertionError
        return SourceDocument(
            self.title.words, self.held_on, tuple(self.resolutions), self.title.line
        )

    def _take_title(self, row: Row, *, structural: bool) -> None:
        self.title = row
        if structural:
            words = "The resolutions begin before any title."
            self._complain(row.line, Fault.NO_TITLE, words)
            self.take(row)
            return
        self.held_on = find_date(row.words)
        if self.held_on is None:
            words = "The title names no day, or more than one, such as “22 november 2025”."
            self._complain(row.line, Fault.NO_DATE, words)

    def _begins(self, number: int, row: Row) -> bool:
        """Whether the numbered row begins a resolution; what else it is, a note says."""
        if self.open is None or number == self.expected or not self.open.rows:
            return True
        if ends_meaningfully(self.open.rows[-1], row.words):
            return True
        words = (
            f"The line begins with a number and is read as text of resolution {self.open.number}."
        )
        self.notes.append(Note(row.line, Sign.READ_AS_TEXT, words))
        return False

    def _begin(self, number: int, words: str, row: Row) -> None:
        self._leave_open(f"{number} begins on line {row.line}")
        self._check_number(number, row.line)
        self.astray = False
        self.open = _Open(number, row.line)
        if words in OUTCOMES:
            self._close(row.line, words)
        elif words:
            self.open.rows.append(TextRow(row.line, words, len(row.words), row.torn))

    def _check_number(self, number: int, line: int) -> None:
        if number in self.numbers:
            self._complain(line, Fault.NUMBER_TWICE, f"The number {number} stands here again.")
        elif number != self.expected:
            words = f"The number {number} stands where {self.expected} was expected."
            self._complain(line, Fault.NUMBER_GAP, words)
        self.numbers.add(number)
        self.expected = max(self.expected, number + 1)

    def _continue(self, draft: _Open, row: Row, bare: str) -> None:
        if _NUMBER_ALONE.fullmatch(bare):
            words = f"Nobody can tell whether {bare} is a page number or part of the text."
            self._complain(row.line, Fault.NUMBER_ALONE, words)
            return
        before = draft.rows[-1] if draft.rows else None
        if is_near_miss(bare) and (before is None or ends_meaningfully(before, bare)):
            self._complain_of_outcome(row.line, bare, draft.number)
            self._check_text(draft)
            self.open = None
            return
        draft.rows.append(TextRow(row.line, row.words, len(row.words), row.torn))

    def _close(self, line: int, words: str) -> None:
        draft, self.open = self.open, None
        self.astray = False
        if draft is None:
            said = f"“{words}” follows no resolution that awaits an outcome."
            self._complain(line, Fault.OUTCOME_ASTRAY, said)
            return
        if draft.rows and is_torn(draft.rows[-1].words, words):
            self._complain_of_outcome(line, f"{draft.rows[-1].words} / {words}", draft.number)
        self._check_text(draft)
        division = divide(draft.rows)
        self.complaints.extend(division.complaints)
        self.notes.extend(division.notes)
        self.resolutions.append(
            SourceResolution(
                draft.number, OUTCOMES[words], words, division.provisions, draft.line, line
            )
        )

    def _leave_open(self, because: str) -> None:
        """An open resolution that ends without an outcome, or with words that are none."""
        draft, self.open = self.open, None
        if draft is None:
            return
        self._check_text(draft)
        if len(draft.rows) > 1 and may_be_outcome(draft.rows[-1].words):
            self._complain_of_outcome(draft.rows[-1].line, draft.rows[-1].words, draft.number)
            return
        line = draft.rows[-1].line if draft.rows else draft.line
        words = f"Resolution {draft.number} has no outcome after this line, and {because}."
        self._complain(line, Fault.OUTCOME_MISSING, words)

    def _check_text(self, draft: _Open) -> None:
        if not draft.rows:
            words = f"Resolution {draft.number} has no text."
            self._complain(draft.line, Fault.EMPTY_TEXT, words)

    def _complain_of_outcome(self, line: int, words: str, number: int) -> None:
        known = " or ".join(f"“{known}”" for known in OUTCOMES)
        said = f"Resolution {number} ends in “{words[-60:]}”; known are {known}."
        self._complain(line, Fault.OUTCOME_UNKNOWN, said)

    def _complain(self, line: int, code: Fault, words: str) -> None:
        self.complaints.append(Complaint(line, code, words))
