# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A list of people compared with the seats there are, cell by cell. Nothing is guessed unseen.

A cell is new, same, changed, doubtful (it can be taken over, but look at it) or wrong (its row
cannot). An empty cell leaves what is there. A seat that is not in the list stays as it is. What
looks like a formula is words; nothing is ever computed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from assembly.assemblies.rules.list_cells import (
    read_address,
    read_college_cell,
    read_name,
    read_number,
    read_weight_cell,
)
from assembly.assemblies.rules.list_columns import (
    FAMILY,
    GIVEN,
    Column,
    columns_of,
    is_header,
    plain,
)

MOST_ROWS = 10_000
NAMED = 20
"""How many things a finding names at most."""
HEADER_WITHIN = 10
"""A title and a date may stand above the list: the header is among the first so many rows."""


class Mark(StrEnum):
    """What is to be said of a cell, or of a row: the gravest of its cells."""

    SAME = "same"
    NEW = "new"
    CHANGED = "changed"
    DOUBTFUL = "doubtful"
    WRONG = "wrong"


_GRAVITY = list(Mark)


@dataclass(frozen=True, slots=True)
class Seated:
    """A seat as it is now."""

    number: int
    name: str
    weight: str
    college: str | None
    email: str | None
    has_code: bool = False

    def value(self, column: Column) -> str:
        """As a cell would have it."""
        return {
            Column.NUMBER: str(self.number),
            Column.NAME: self.name,
            Column.WEIGHT: self.weight,
            Column.COLLEGE: self.college or "",
            Column.EMAIL: self.email or "",
        }[column]


@dataclass(slots=True)
class Cell:
    """What was written, as it would be kept; what stands there now; and why it is marked so."""

    text: str
    mark: Mark
    was: str | None = None
    reason: str | None = None

    def doubt(self, reason: str) -> None:
        """It is doubtful, unless it is wrong already."""
        if self.mark is not Mark.WRONG:
            self.mark, self.reason = Mark.DOUBTFUL, reason


@dataclass(slots=True)
class Row:
    """One person: the line of the file, the number of the seat, and the cells by column."""

    at: int
    number: int
    exists: bool
    cells: dict[Column, Cell]

    @property
    def mark(self) -> Mark:
        """The gravest of its cells; a new seat is new."""
        gravest = max((cell.mark for cell in self.cells.values()), key=_GRAVITY.index)
        return Mark.NEW if not self.exists and gravest in {Mark.SAME, Mark.CHANGED} else gravest

    def wanted(self, column: Column) -> str | None:
        """What the cell changes or adds; None where it leaves what is there."""
        cell = self.cells.get(column)
        if cell is None or not cell.text or cell.text == cell.was:
            return None
        return cell.text


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the whole file; `words` are headings, numbers or the like."""

    code: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """The list as it was understood. Without rows it could not be, and `findings` say why."""

    rows: tuple[Row, ...] = ()
    findings: tuple[Finding, ...] = ()
    columns: tuple[Column, ...] = ()

    @property
    def totals(self) -> dict[str, int]:
        """How many rows have each mark."""
        found = Counter(row.mark for row in self.rows)
        return {mark.value: found[mark] for mark in Mark}


@dataclass(slots=True)
class _Reading:
    """What is known while the rows are read."""

    columns: dict[str, int]
    seats: dict[int, Seated]
    free: int
    given: list[str] = field(default_factory=list)


def roll_digest(seats: Sequence[Seated]) -> str:
    """The same as long as no seat, name, weight, college or address changed."""
    lines = sorted(
        (seat.number, seat.name, seat.weight, seat.college or "", seat.email or "")
        for seat in seats
    )
    return sha256(repr(lines).encode()).hexdigest()


def preview(cells: Sequence[Sequence[str]], seats: Sequence[Seated]) -> Preview:
    """What the list would do to these seats. The same cells and seats give the same preview."""
    top = next((at for at, row in enumerate(cells[:HEADER_WITHIN]) if is_header(row)), None)
    if top is None:
        return Preview(findings=(Finding("no-header"),))
    columns, unknown, twice = columns_of(cells[top])
    written = [(at, row) for at, row in enumerate(cells[top + 1 :], top + 2) if any(row)]
    if not written:
        return Preview(findings=(Finding("no-rows"),))
    if len(written) > MOST_ROWS:
        return Preview(findings=(Finding("too-many-rows", (str(MOST_ROWS),)),))
    here = {seat.number: seat for seat in seats}
    reading = _Reading(columns, here, _first_free(columns, written, here))
    rows = [_row(at, row, reading) for at, row in written]
    findings = [
        *_named("unknown-column", unknown),
        *_named("column-twice", twice),
        *_named("number-given", reading.given),
        *_compare(rows, list(seats)),
    ]
    present = tuple(column for column in Column if any(column in row.cells for row in rows))
    return Preview(tuple(rows), tuple(findings), present)


def _first_free(
    columns: dict[str, int], written: Sequence[tuple[int, Sequence[str]]], here: dict[int, Seated]
) -> int:
    """Above every number of a seat and of the list."""
    numbers = [read_number(_at(row, columns, Column.NUMBER))[0] for _, row in written]
    return max([0, *here, *numbers]) + 1


def _at(row: Sequence[str], columns: dict[str, int], column: str) -> str:
    place = columns.get(column)
    return row[place].strip() if place is not None and place < len(row) else ""


def _row(at: int, row: Sequence[str], reading: _Reading) -> Row:
    number, wrong = read_number(words := _at(row, reading.columns, Column.NUMBER))
    if not words:
        number, reading.free = reading.free, reading.free + 1
        reading.given.append(str(number))
    there = reading.seats.get(number)
    cells = {Column.NUMBER: Cell(words or str(number), Mark.SAME if there else Mark.NEW)}
    if wrong:
        cells[Column.NUMBER] = Cell(words, Mark.WRONG, reason=wrong)
    elif not words:
        cells[Column.NUMBER].doubt("number-given")
    else:
        cells[Column.NUMBER].text = str(number)
    name = _at(row, reading.columns, Column.NAME) or " ".join(
        part for part in (_at(row, reading.columns, one) for one in (GIVEN, FAMILY)) if part
    )
    for column, text, read in (
        (Column.NAME, name, read_name),
        (Column.WEIGHT, _at(row, reading.columns, Column.WEIGHT), read_weight_cell),
        (Column.COLLEGE, _at(row, reading.columns, Column.COLLEGE), read_college_cell),
        (Column.EMAIL, _at(row, reading.columns, Column.EMAIL), read_address),
    ):
        if column in reading.columns or (column is Column.NAME and FAMILY in reading.columns):
            cells[column] = _cell(column, text, read(text), there)
    if there is None and Column.NAME in cells and not cells[Column.NAME].text:
        cells[Column.NAME].doubt("name-missing")
    return Row(at, number, there is not None, cells)


def _cell(
    column: Column, text: str, read: tuple[str, str | None, str | None], there: Seated | None
) -> Cell:
    """`read` is what would be kept, why it is wrong, and why it is doubtful."""
    kept, wrong, doubtful = read
    was = there.value(column) if there else None
    if wrong:
        return Cell(text, Mark.WRONG, was, wrong)
    if not kept:
        return Cell("", Mark.SAME, was)
    mark = Mark.NEW if not was else Mark.SAME if kept == was else Mark.CHANGED
    cell = Cell(kept, mark, was)
    if doubtful and mark is not Mark.SAME:
        cell.doubt(doubtful)
    elif column is Column.NAME and mark is Mark.CHANGED and there and there.has_code:
        cell.doubt("code-stays")
    return cell


def _compare(rows: Sequence[Row], seats: Sequence[Seated]) -> list[Finding]:
    """What only the rows together, and with the seats, can show."""
    twice = _mark_twice(rows)
    listed = {row.number for row in rows}
    _mark_names(rows, [seat for seat in seats if seat.number not in listed])
    alike = _mark_colleges(rows, seats)
    addresses = Counter(row.cells[Column.EMAIL].text for row in rows if Column.EMAIL in row.cells)
    for row in rows:
        cell = row.cells.get(Column.EMAIL)
        if cell and cell.text and addresses[cell.text] > 1 and cell.mark is not Mark.SAME:
            cell.doubt("address-twice")
    absent = sorted(seat.number for seat in seats if seat.number not in listed)
    return [
        *_named("number-twice", twice),
        *_named("colleges-alike", alike),
        *_named("not-in-list", [str(number) for number in absent]),
    ]


def _mark_twice(rows: Sequence[Row]) -> list[str]:
    numbers = Counter(row.number for row in rows if row.cells[Column.NUMBER].mark is not Mark.WRONG)
    for row in rows:
        if numbers[row.number] > 1 and row.cells[Column.NUMBER].mark is not Mark.WRONG:
            row.cells[Column.NUMBER] = Cell(str(row.number), Mark.WRONG, reason="number-twice")
    return [str(number) for number, times in sorted(numbers.items()) if times > 1]


def _mark_names(rows: Sequence[Row], others: Sequence[Seated]) -> None:
    """Two people may have one name; a person who stands there twice looks just the same."""
    names = Counter(plain(row.cells[Column.NAME].text) for row in rows if Column.NAME in row.cells)
    elsewhere = {plain(seat.name) for seat in others}
    for row in rows:
        cell = row.cells.get(Column.NAME)
        if cell is None or not cell.text or cell.mark is Mark.SAME:
            continue
        key = plain(cell.text)
        if key and names[key] > 1:
            cell.doubt("name-twice")
        elif key and key in elsewhere:
            cell.doubt("name-elsewhere")


def _mark_colleges(rows: Sequence[Row], seats: Sequence[Seated]) -> list[str]:
    """Names of groups that differ only in capitals or accents would be two groups."""
    written: dict[str, set[str]] = {}
    for name in [
        *(seat.college for seat in seats if seat.college),
        *(row.cells[Column.COLLEGE].text for row in rows if Column.COLLEGE in row.cells),
    ]:
        if name:
            written.setdefault(plain(name), set()).add(name)
    alike = {key for key, names in written.items() if len(names) > 1 and key}
    for row in rows:
        cell = row.cells.get(Column.COLLEGE)
        if cell and cell.mark is not Mark.SAME and plain(cell.text) in alike:
            cell.doubt("colleges-alike")
    return sorted(name for key in alike for name in written[key])


def _named(code: str, words: Sequence[str]) -> list[Finding]:
    if not words:
        return []
    more = (f"+{len(words) - NAMED}",) if len(words) > NAMED else ()
    return [Finding(code, (*(word[:80] for word in words[:NAMED]), *more))]
