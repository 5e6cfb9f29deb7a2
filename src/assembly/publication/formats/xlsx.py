# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A workbook (ECMA-376) with one sheet, written row by row without ever holding the table.

Texts stand in their cells as texts, never as formulas. A text longer than a cell can hold is not
cut: the cell says where to read it.
"""

import io
import zipfile
from collections.abc import Sequence
from typing import IO

from assembly.publication.formats.rows import HEADER, Cell, row_of
from assembly.publication.formats.value import PublicAssembly, PublicResolution
from assembly.publication.formats.xml_text import xml

LONGEST = 32_767
"""Characters that a cell holds."""
MOST_ROWS = 1_048_576
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{NAMESPACE}" xmlns:r="{RELATIONS}"><sheets>'
    '<sheet name="resolutions" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/styles.xml": f'<styleSheet xmlns="{NAMESPACE}"><fonts count="2"><font><sz val="11"/>'
    '<name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}


class _Outbox(io.RawIOBase):
    """Where the archive is written, a chunk at a time; it cannot go back."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        before = len(self._waiting)
        self._waiting += memoryview(data)  # type: ignore[arg-type]
        return len(self._waiting) - before

    def take(self) -> bytes:
        """What was written since it was last taken."""
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken


class _Archive(zipfile.ZipFile):
    """One that is left alone when nobody waits for its end any more."""

    def __del__(self) -> None:
        """Nothing: what was not finished is not to be finished now."""


class Workbook:
    """Writes the workbook."""

    def __init__(self, assembly: PublicAssembly | None, at: str) -> None:
        self.about = (assembly, at)
        self._outbox = _Outbox()
        self._archive = _Archive(
            self._outbox, "w", zipfile.ZIP_DEFLATED, compresslevel=1, allowZip64=True
        )
        self._sheet: IO[bytes] | None = None
        self._rows = 0

    def begin(self) -> bytes:
        """Everything but the sheet, and the sheet's header, which stays in sight."""
        for name, content in PARTS.items():
            self._archive.writestr(_member(name), DECLARED + content)
        self._sheet = self._archive.open(_member("xl/worksheets/sheet1.xml"), "w", force_zip64=True)
        self._write(
            f'{DECLARED}<worksheet xmlns="{NAMESPACE}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            "</sheetView></sheetViews><sheetData>"
        )
        self._row(HEADER, style=1)
        return self._outbox.take()

    def add(self, resolutions: Sequence[PublicResolution]) -> bytes:
        """One row each."""
        for one in resolutions:
            self._row([_fitting(cell, one) for cell in row_of(one)])
        return self._outbox.take()

    def end(self) -> bytes:
        """The end of the sheet and the directory of the archive."""
        self._write("</sheetData></worksheet>")
        if self._sheet is not None:
            self._sheet.close()
        self._archive.close()
        return self._outbox.take()

    def _row(self, cells: Sequence[Cell], style: int = 0) -> None:
        self._rows += 1
        if self._rows > MOST_ROWS:
            raise OverflowError
        self._write(f"<row>{''.join(_cell(cell, style) for cell in cells)}</row>")

    def _write(self, text: str) -> None:
        if self._sheet is not None:
            self._sheet.write(text.encode())


def _member(name: str) -> zipfile.ZipInfo:
    """The same table always gives the same bytes: no hour in them."""
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _fitting(cell: Cell, resolution: PublicResolution) -> Cell:
    return resolution.page if isinstance(cell, str) and len(cell) > LONGEST else cell


def _cell(cell: Cell, style: int) -> str:
    if cell is None:
        return "<c/>"
    if isinstance(cell, int):
        return f"<c><v>{cell}</v></c>"
    styled = f' s="{style}"' if style else ""
    return f'<c t="inlineStr"{styled}><is><t xml:space="preserve">{xml(cell)}</t></is></c>'
