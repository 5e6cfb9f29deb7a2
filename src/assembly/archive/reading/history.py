# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A file of history as a table, by what stands in it: one reader a format."""

from assembly.apart.archives import open_archive
from assembly.apart.rules.limits import LARGEST_HISTORY, Fault, megabytes, unreadable
from assembly.apart.spreadsheet import is_workbook
from assembly.archive.reading.history_csv import read_csv
from assembly.archive.reading.history_docx import read_docx_history
from assembly.archive.reading.history_json import read_json
from assembly.archive.reading.history_pdf import read_pdf_history
from assembly.archive.reading.history_xlsx import read_xlsx_history
from assembly.archive.reading.text import decoded
from assembly.archive.rules.blocks import Unit
from assembly.archive.rules.prose_rows import rows_in
from assembly.archive.rules.table import Table

HEAD = 1024
_TEXTS = frozenset({"csv", "tsv", "txt", "text"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_history(data: bytes, name: str) -> Table:
    """The table, or `DocumentUnreadable` with a name for why not."""
    if len(data) > LARGEST_HISTORY:
        message = f"The file is larger than {megabytes(LARGEST_HISTORY)} MB."
        raise unreadable(Fault.TOO_LARGE, message)
    if not data.strip():
        raise unreadable(Fault.EMPTY_FILE, "The file is empty.")
    table = _read(data, name.rpartition(".")[2].lower())
    if not any(part.rows for part in table.parts):
        raise unreadable(Fault.NO_ROWS, "Nothing in this file can be read as rows.")
    return table


def _read(data: bytes, extension: str) -> Table:
    head = data[:HEAD].lstrip()
    if b"%PDF-" in head:
        return read_pdf_history(data)
    if data.startswith(b"PK"):
        members = open_archive(data)
        return read_xlsx_history(data, members) if is_workbook(members) else read_docx_history(data)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise unreadable(Fault.ENCRYPTED, "The file is protected by a password.")
        raise unreadable(Fault.UNSUPPORTED_FORMAT, "Save the file as DOCX, XLSX, PDF, CSV or text.")
    if head[:15].lower().startswith((b"<!doctype", b"<html", b"<?xml", b"{\\rtf")):
        raise unreadable(Fault.UNSUPPORTED_FORMAT, "Save the file as DOCX, XLSX, PDF, CSV or text.")
    if extension == "json" or (extension not in _TEXTS and head.startswith((b"{", b"["))):
        return read_json(data)
    if extension in {"txt", "text"}:
        lines = decoded(data).replace("\r\n", "\n").split("\n")
        return Table("text", Unit.LINE, (rows_in(enumerate(lines, start=1), folded=True),))
    return read_csv(data)
