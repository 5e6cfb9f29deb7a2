# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""DOCX (ISO/IEC 29500) as tables and as running text. Places are paragraphs of the body."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from assembly.archive.reading.docx import body_of, words_of
from assembly.archive.reading.word_styles import Counters, Styles
from assembly.archive.reading.xml import local
from assembly.archive.rules.blocks import Unit
from assembly.archive.rules.prose_rows import rows_in
from assembly.archive.rules.table import MOST_PARTS, Part, Row, Table, sound_part

_ASIDE = frozenset({"sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "del", "moveFrom"})


def read_docx_history(data: bytes) -> Table:
    """Each table is a part whose first row names the columns; the text outside of them is one."""
    body, styles = body_of(data)
    walk = _Walk(styles)
    walk.over(body)
    text = rows_in(walk.lines)
    parts = [*walk.tables[: MOST_PARTS - 1], *([text] if text.rows else [])]
    return Table("docx", Unit.PARAGRAPH, tuple(parts))


class _Walk:
    """Counts paragraphs as it goes, in tables and outside of them."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.counters = Counters()
        self.place = 0
        self.lines: list[tuple[int, str]] = []
        self.tables: list[Part] = []

    def over(self, parent: Element) -> None:
        for element in parent:
            name = local(element)
            if name == "p":
                self.lines.append(self._paragraph(element))
            elif name == "tbl":
                self._table(element)
            elif name not in _ASIDE:
                self.over(element)

    def _paragraph(self, element: Element) -> tuple[int, str]:
        self.place += 1
        words, _ = words_of(element, self.place)
        listed = self.styles.of(element).number
        if listed is not None and words.strip():
            words = f"{self.counters.next(self.styles, *listed)} {words}"
        return self.place, words

    def _table(self, element: Element) -> None:
        rows = [row for one in _children(element, "tr") if (row := self._row(one)) is not None]
        if rows:
            name = f"table {len(self.tables) + 1}"
            self.tables.append(sound_part(name, rows[0].cells, rows[1:]))

    def _row(self, element: Element) -> Row | None:
        first = self.place + 1
        cells = tuple(
            "\n".join(self._paragraph(one)[1] for one in cell.iter() if local(one) == "p")
            for cell in _children(element, "tc")
        )
        return Row(first, max(first, self.place), cells) if any(map(str.strip, cells)) else None


def _children(parent: Element, name: str) -> Iterator[Element]:
    """Through content controls and insertions, but not into a table inside the table."""
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) not in {*_ASIDE, "tbl", "tr", "tc"}:
            yield from _children(element, name)
