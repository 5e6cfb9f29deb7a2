# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""CSV (RFC 4180) as a table. Places are lines of the file, also where a cell has several."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from assembly.apart.rules.limits import Fault, unreadable
from assembly.apart.separated import DELIMITERS, decoded
from assembly.archive.rules.blocks import Unit
from assembly.archive.rules.table import LONGEST_CELL, Row, Table, sound_part

_NAMED = "sep="


def read_csv(data: bytes) -> Table:
    """The rows below the first that holds anything, which names the columns."""
    text, encoding = decoded(data)
    skipped, delimiter = _delimiter(text)
    lines = io.StringIO(text, newline="")
    for _ in range(skipped):
        lines.readline()
    csv.field_size_limit(LONGEST_CELL * 2)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        rows = _rows(reader, skipped)
        header = next(rows, None)
        if header is None:
            raise unreadable(Fault.EMPTY_FILE, "The file is empty.")
        part = sound_part("csv", header.cells, rows)
    except csv.Error as problem:
        at = skipped + max(1, reader.line_num)
        if "field larger" in str(problem):
            raise unreadable(Fault.TOO_LARGE, f"A cell at line {at} is too long.", at) from None
        message = f"A quotation mark near line {at} has no partner."
        raise unreadable(Fault.BROKEN_FILE, message, at) from None
    return Table("csv", Unit.LINE, (part,), encoding, delimiter)


def _rows(reader: Any, skipped: int) -> Iterator[Row]:
    """The rows that hold anything, each with its lines."""
    before = 0
    for cells in reader:
        first, before = before + 1, reader.line_num
        if any(cell.strip() for cell in cells):
            yield Row(skipped + first, skipped + before, tuple(cells))


def _delimiter(text: str) -> tuple[int, str]:
    """Lines to skip, and what stands between cells: as `sep=` says, or as the first line has it.

    The headings decide, because the texts below them are full of commas.
    """
    first, _, rest = text.partition("\n")
    told = first.strip().lower()
    if told.startswith(_NAMED) and len(told) == len(_NAMED) + 1:
        return 1, first.strip()[-1]
    head = next((line for line in (first, *rest.splitlines()[:20]) if line.strip()), "")
    bare = "".join(part for place, part in enumerate(head.split('"')) if place % 2 == 0)
    return 0, max(DELIMITERS, key=lambda sign: (bare.count(sign), -DELIMITERS.index(sign)))
