# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""DOCX (ISO/IEC 29500) as tables and as running text. Places are paragraphs of the body."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from assembly.archive.reading.docx import NOT_WORDS, SIGNS_OF_WORDS, body_of
from assembly.archive.reading.word_styles import Counters, Styles, w
from assembly.archive.reading.xml import local
from assembly.archive.rules.blocks import Unit
from assembly.archive.rules.prose_rows import rows_in
from assembly.archive.rules.table import MOST_PARTS, Part, Row, Table, sound_part
from assembly.archive.rules.tracked import (
    DELETION,
    INSERTION,
    changed,
    every_word,
    made,
    without_signs,
)

_ASIDE = frozenset({"sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr"})

CHANGES = {
    "ins": INSERTION,
    "moveTo": INSERTION,
    "cellIns": INSERTION,
    "del": DELETION,
    "moveFrom": DELETION,
    "cellDel": DELETION,
}
"""What Word tracks of words, ends of paragraphs, rows and cells. Nothing of it is taken as done."""


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

    def over(self, parent: Element, sign: str = "") -> None:
        for element in parent:
            name = local(element)
            if name == "p":
                self.lines.append(self._paragraph(element, sign))
            elif name == "tbl":
                self._table(element, sign)
            elif name not in _ASIDE:
                self.over(element, CHANGES.get(name, sign))

    def _paragraph(self, element: Element, sign: str) -> tuple[int, str]:
        """Its words, tracked changes between their signs.

        A number that Word only shows counts what there is when every change is made.
        """
        self.place += 1
        words = tracked_words(element, self.place, sign)
        listed = self.styles.of(element).number
        if listed is not None and made(words).strip():
            words = f"{self.counters.next(self.styles, *listed)} {words}"
        return self.place, words

    def _table(self, element: Element, sign: str) -> None:
        found = (self._row(one, _sign_in(one, "trPr", sign)) for one in _children(element, "tr"))
        rows = [row for row in found if row is not None]
        if rows:
            name = f"table {len(self.tables) + 1}"
            self.tables.append(sound_part(name, rows[0].cells, rows[1:]))

    def _row(self, element: Element, sign: str) -> Row | None:
        first = self.place + 1
        cells = tuple(
            self._cell(cell, _sign_in(cell, "tcPr", sign)) for cell in _children(element, "tc")
        )
        told = any(every_word(one).strip() for one in cells)
        return Row(first, max(first, self.place), cells) if told else None

    def _cell(self, cell: Element, sign: str) -> str:
        paragraphs = (one for one in cell.iter() if local(one) == "p")
        return "\n".join(self._paragraph(one, sign)[1] for one in paragraphs)


def _sign_in(element: Element, properties: str, sign: str) -> str:
    """The sign of a whole row or cell that was inserted or deleted; else the one around it."""
    said = element.find(w(properties))
    if said is None:
        return sign
    return next((CHANGES[name] for one in said if (name := local(one)) in CHANGES), sign)


def tracked_words(paragraph: Element, at: int, sign: str = "") -> str:
    """The words of a paragraph, those that were inserted or deleted between signs.

    The end of a paragraph that was inserted or deleted by itself is a sign without words.
    """
    found: list[tuple[str, str]] = []

    def walk(parent: Element, sign: str) -> None:
        for element in parent:
            name = local(element)
            if name in NOT_WORDS:
                continue
            if name in {"t", "delText"}:
                found.append((sign, without_signs(element.text or "", at)))
            elif name in SIGNS_OF_WORDS:
                found.append((sign, SIGNS_OF_WORDS[name]))
            else:
                deeper = CHANGES.get(name, sign)
                walk(element, DELETION if sign == DELETION else deeper)

    walk(paragraph, sign)
    words = "".join(changed(text, one) for one, text in found if text)
    properties = paragraph.find(w("pPr"))
    mark = "" if properties is None else _sign_in(properties, "rPr", "")
    alone = {one for one, text in found if text} - {mark}
    return words + changed("", mark) if mark and alone and not sign else words


def _children(parent: Element, name: str) -> Iterator[Element]:
    """Through content controls and insertions, but not into a table inside the table."""
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) not in {*_ASIDE, "tbl", "tr", "tc"}:
            yield from _children(element, name)
