# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""XLSX (ISO/IEC 29500): its sheets, and a cell as somebody would have typed it. Nothing is run."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from assembly.apart.archives import inflate
from assembly.apart.rules.limits import Fault, unreadable
from assembly.errors import DocumentUnreadable

WORKBOOK = "xl/workbook.xml"
_TYPES = "[Content_Types].xml"
_MACRO_SHEETS = "xl/macrosheets/"
_MOST_EXACT = 1e15


def is_workbook(members: Mapping[str, zipfile.ZipInfo]) -> bool:
    """Whether a zip is a spreadsheet of this kind."""
    return WORKBOOK in members and "mimetype" not in members


@contextmanager
def workbook(
    data: bytes, members: Mapping[str, zipfile.ZipInfo], *, solved: bool
) -> Iterator[list[Any]]:
    """Its sheets, while they are read. `solved`: formulas are what was stored as their value.

    Refuses macros, also those that only the content types admit to; what breaks meanwhile is a
    `broken-file`.
    """
    types = b""
    if _TYPES in members:
        types = inflate(data, {_TYPES: members[_TYPES]})[_TYPES].lower()
    sheets = any(name.lower().startswith(_MACRO_SHEETS) for name in members)
    if sheets or b"macroenabled" in types or b"vbaproject" in types:
        raise unreadable(Fault.MACROS, "The file may hold macros; save it without them.")
    from openpyxl import load_workbook

    try:
        book = load_workbook(
            io.BytesIO(data), read_only=True, data_only=solved, keep_links=False, rich_text=False
        )
        yield [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
    except (MemoryError, RecursionError, DocumentUnreadable):
        raise
    except Exception as problem:
        raise unreadable(Fault.BROKEN_FILE, "The spreadsheet cannot be read.") from problem


def words_in(value: object) -> str:
    """As somebody would have typed it: 7 and not 7.0."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float():
            whole = value.is_integer() and abs(value) < _MOST_EXACT
            return str(int(value)) if whole else repr(value)
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)
