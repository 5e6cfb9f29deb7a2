# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""CSV and XLSX as rows of text. A formula stays the words it was written with.

The kind of file is told by its first bytes; its name need not be right.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from assembly.apart.archives import open_archive
from assembly.apart.rules.limits import Fault, unreadable
from assembly.apart.separated import decoded, delimiter_of
from assembly.apart.spreadsheet import is_workbook, words_in, workbook

MOST_ROWS = 20_000
MOST_COLUMNS = 100
LONGEST_CELL = 2_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_sheet(data: bytes, name: str) -> dict[str, Any]:
    """The cells of the first sheet that has any, and how they were found."""
    if not data.strip():
        raise unreadable(Fault.EMPTY_FILE, "The file is empty.")
    if data.startswith(_ZIP):
        return _of_workbook(data)
    if data.startswith(_OLE):
        if name.lower().endswith((".xlsx", ".xlsm")):
            raise unreadable(Fault.ENCRYPTED, "The file is protected by a password.")
        raise unreadable(Fault.UNSUPPORTED_FORMAT, "Save the list as XLSX or CSV.")
    return _of_text(data)


# ── CSV ───────────────────────────────────────────────────────────────────────
def _of_text(data: bytes) -> dict[str, Any]:
    text, encoding = decoded(data)
    if "\x00" in text or any(
        unicodedata.category(sign) == "Cc" and sign not in "\t\r\n\x0b\x0c" for sign in text[:4096]
    ):
        raise unreadable(Fault.UNSUPPORTED_FORMAT, "This is neither CSV nor XLSX.")
    delimiter, text = delimiter_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        cells = _kept(reader)
    except csv.Error:
        at = reader.line_num
        message = f"A quotation mark near line {at} has no partner."
        raise unreadable(Fault.BROKEN_FILE, message, max(1, at)) from None
    return {"cells": cells, "encoding": encoding, "delimiter": delimiter, "sheet": None}


# ── XLSX ──────────────────────────────────────────────────────────────────────
def _of_workbook(data: bytes) -> dict[str, Any]:
    members = open_archive(data)
    if not is_workbook(members):
        raise unreadable(Fault.UNSUPPORTED_FORMAT, "Save the list as XLSX or CSV.")
    with workbook(data, members, solved=False) as sheets:
        for sheet in sheets:
            if sheet.sheet_state == "visible":
                cells = _kept(_rows(sheet))
                if any(any(row) for row in cells):
                    return {
                        "cells": cells,
                        "encoding": None,
                        "delimiter": None,
                        "sheet": str(sheet.title),
                    }
    raise unreadable(Fault.EMPTY_FILE, "No sheet of this file holds anything.")


def _rows(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
        yield [words_in(value) for value in row]


# ── both ──────────────────────────────────────────────────────────────────────
def _kept(rows: Iterable[list[str]]) -> list[list[str]]:
    """Trimmed, within bounds, without empty rows at the end."""
    kept: list[list[str]] = []
    for row in rows:
        if len(kept) >= MOST_ROWS:
            raise unreadable(Fault.TOO_LARGE, "The list has too many rows.", len(kept))
        if len(row) > MOST_COLUMNS:
            raise unreadable(Fault.TOO_LARGE, "A row has too many columns.", len(kept) + 1)
        if any(len(cell) > LONGEST_CELL for cell in row):
            raise unreadable(Fault.TOO_LARGE, "A cell holds too much.", len(kept) + 1)
        cells = [cell.replace("\u00a0", " ").replace("\x00", "").strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        kept.append(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept
