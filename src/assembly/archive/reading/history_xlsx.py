# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""XLSX as tables: each sheet is one, hidden ones too. Places are the rows as the sheet counts them.

A formula is the value that was stored with it. One that has none is refused: nothing is computed.
"""

import zipfile
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from assembly.apart.rules.limits import Fault, unreadable
from assembly.apart.spreadsheet import words_in, workbook
from assembly.archive.rules.blocks import Unit
from assembly.archive.rules.table import MOST_COLUMNS, MOST_PARTS, Part, Row, Table, sound_part

LAST_ROW = 100_000
_FORMULA, _ERROR = "f", "e"


def read_xlsx_history(data: bytes, members: Mapping[str, zipfile.ZipInfo]) -> Table:
    """Every sheet that holds anything; its first row that does names the columns."""
    with (
        workbook(data, members, solved=True) as values,
        workbook(data, members, solved=False) as written,
    ):
        if len(values) > MOST_PARTS:
            raise unreadable(Fault.TOO_LARGE, f"The file has more than {MOST_PARTS} sheets.")
        parts = [
            part
            for solved, typed in zip(values, written, strict=True)
            if (part := _part(solved, typed)) is not None
        ]
    return Table("xlsx", Unit.LINE, tuple(parts))


def _part(solved: Any, typed: Any) -> Part | None:
    rows = _rows(solved, typed)
    header = next(rows, None)
    return None if header is None else sound_part(str(solved.title), header.cells, rows)


def _rows(solved: Any, typed: Any) -> Iterator[Row]:
    """The rows that hold anything, each as its cells are shown."""
    solved.reset_dimensions()  # a file may lie about them
    typed.reset_dimensions()
    both = zip_longest(solved.iter_rows(), typed.iter_rows(), fillvalue=())
    for place, (values, formulas) in enumerate(both, start=1):
        if place > LAST_ROW:
            raise unreadable(Fault.TOO_LARGE, f"A sheet has more than {LAST_ROW} rows.", place)
        cells = [words_in(cell.value) for cell in values]
        while cells and not cells[-1].strip():
            cells.pop()
        for at, (cell, formula) in enumerate(zip_longest(values, formulas), start=1):
            unsolved = formula is not None and formula.data_type == _FORMULA
            unsolved = unsolved and (cell is None or cell.value is None)
            if unsolved or (cell is not None and cell.data_type == _ERROR):
                message = f"Row {place}, cell {at}: a formula without a value that can be read."
                raise unreadable(Fault.NO_VALUE, message, place)
        if len(cells) > MOST_COLUMNS:
            message = f"A row has more than {MOST_COLUMNS} columns."
            raise unreadable(Fault.TOO_LARGE, message, place)
        if cells:
            yield Row(place, place, tuple(cells))
