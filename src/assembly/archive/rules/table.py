# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every format of history becomes first: rows of cells under named columns, with places.

A file may hold several such parts: the tables of a document, the lists of a JSON. Nothing is
understood yet, and nothing is left aside.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assembly.archive.rules.blocks import Unit, forbid
from assembly.archive.rules.tracked import Change, every_word, is_changed, made, taken_apart
from assembly.errors import DocumentUnreadable

MOST_ROWS = 5_000
MOST_COLUMNS = 100
MOST_PARTS = 50
LONGEST_CELL = 100_000
LONGEST_NAME = 100
SAMPLES = 3
LONGEST_SAMPLE = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One row, from its first to its last place. `odd` when it has more cells than columns.

    Its cells have every tracked change made; `changes` says which, and what stood there before.
    """

    first: int
    last: int
    cells: tuple[str, ...]
    odd: bool = False
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that have the same columns. `name` says where in the file they stand."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def samples(self, column: str) -> list[str]:
        """The first different words of a column, cut short, for whoever maps it."""
        at = self.columns.index(column)
        found: dict[str, None] = {}
        for row in self.rows:
            words = " ".join(row.cells[at].split())
            if words:
                cut = words if len(words) <= LONGEST_SAMPLE else f"{words[:LONGEST_SAMPLE]}…"
                found[cut] = None
            if len(found) == SAMPLES:
                break
        return list(found)


@dataclass(frozen=True, slots=True)
class Table:
    """A whole file. `silent` are the pages on which there is no text."""

    format: str
    unit: Unit
    parts: tuple[Part, ...]
    encoding: str | None = None
    delimiter: str | None = None
    silent: tuple[int, ...] = ()

    def part(self, name: str) -> Part | None:
        """The part with this name."""
        return next((one for one in self.parts if one.name == name), None)


def sound_part(name: str, header: Sequence[str], rows: Iterable[Row]) -> Part:
    """The rows under columns with different names; missing cells are empty.

    Refuses (`DocumentUnreadable`) characters that nobody sees, and more than can be kept.
    """
    columns = _named(header)
    kept = []
    for row in rows:
        kept.append(_sound(row, len(columns)))
        if len(kept) > MOST_ROWS:
            message = f"The file has more than {MOST_ROWS} rows."
            raise DocumentUnreadable(message, code="too-large", at=row.first)
    return Part(name, columns, tuple(kept))


def _named(header: Sequence[str]) -> tuple[str, ...]:
    if len(header) > MOST_COLUMNS:
        message = f"The file has more than {MOST_COLUMNS} columns."
        raise DocumentUnreadable(message, code="too-large", at=1)
    names: list[str] = []
    for place, words in enumerate(map(made, header), start=1):
        forbid(" ".join(words.split()), 1)
        bare = " ".join(words.split())[:LONGEST_NAME] or f"({place})"
        name, count = bare, 1
        while name in names:
            count += 1
            name = f"{bare} ({count})"
        names.append(name)
    return tuple(names)


def _sound(row: Row, width: int) -> Row:
    apart = [_apart(words, row.first, at) for at, words in enumerate(row.cells)]
    cells = tuple(words for words, _ in apart)
    changes = tuple(one for at, (_, found) in enumerate(apart) if at < width for one in found)
    odd = row.odd or any(cells[width:])
    padded = (*cells[:width], *[""] * (width - len(cells)))
    if odd and len(cells) > width:
        padded = (*padded[:-1], " | ".join(cells[width - 1 :]))
    return Row(row.first, row.last, padded, odd=odd, changes=changes)


def _apart(words: str, at: int, cell: int) -> tuple[str, tuple[Change, ...]]:
    """A cell and the changes that were tracked in it."""
    if not is_changed(words):
        return _cell(words, at), ()
    _cell(every_word(words), at)
    return taken_apart(words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "), cell)


def _cell(words: str, at: int) -> str:
    if len(words) > LONGEST_CELL:
        message = f"A cell has more than {LONGEST_CELL} characters."
        raise DocumentUnreadable(message, code="too-large", at=at)
    lines = words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    if not (words.isascii() and words.isprintable()):
        for line in lines:
            forbid(line, at)
    return "\n".join(lines).strip()


def to_json(table: Table) -> dict[str, Any]:
    """As it is kept, and as a reading process tells it."""
    told = asdict(table)
    for part in told["parts"]:
        part["rows"] = [
            [row["first"], row["last"], row["odd"], row["cells"]]
            + ([[[*one.values()] for one in row["changes"]]] if row["changes"] else [])
            for row in part["rows"]
        ]
    return told


def from_json(told: Mapping[str, Any]) -> Table:
    """The same table."""
    return Table(
        format=told["format"],
        unit=Unit(told["unit"]),
        parts=tuple(
            Part(
                part["name"],
                tuple(part["columns"]),
                tuple(_row_from(one) for one in part["rows"]),
            )
            for part in told["parts"]
        ),
        encoding=told["encoding"],
        delimiter=told["delimiter"],
        silent=tuple(told["silent"]),
    )


def _row_from(told: Sequence[Any]) -> Row:
    first, last, odd, cells, *further = told
    changes = tuple(Change(*one) for one in further[0]) if further else ()
    return Row(first, last, tuple(cells), odd=odd, changes=changes)
