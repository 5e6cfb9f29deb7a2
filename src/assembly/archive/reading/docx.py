# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""DOCX (ISO/IEC 29500) as blocks. Places are paragraphs of the body, empty ones included.

Read from its XML, because words inside tracked insertions and content controls must not be lost.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from assembly.apart.archives import inflate, open_archive
from assembly.apart.rules.limits import Fault, unreadable
from assembly.archive.reading.word_styles import NAMESPACE, Counters, Styles, w
from assembly.archive.reading.xml import local, parse_xml
from assembly.archive.rules.blocks import Block, Code, Doubt, Kind, Sheets, Unit

BODY = "word/document.xml"
_PARTS = (BODY, "word/styles.xml", "word/numbering.xml", "[Content_Types].xml")
_GONE = frozenset({"del", "moveFrom", "instrText", "delText", "rPr", "pPr"})
_ASIDE = {
    "drawing": Code.PICTURE,
    "pict": Code.PICTURE,
    "object": Code.PICTURE,
    "AlternateContent": Code.PICTURE,
    "footnoteReference": Code.FOOTNOTE,
    "endnoteReference": Code.FOOTNOTE,
}
SIGNS_OF_WORDS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "\u2011"}
NOT_WORDS = frozenset({*_ASIDE, "instrText", "delInstrText", "rPr", "pPr"})


def read_docx(data: bytes) -> Sheets:
    """The blocks of the body."""
    body, styles = body_of(data)
    return _Walk(styles).over(body)


def body_of(data: bytes) -> tuple[Element, Styles]:
    """The body and its styles. Refuses macros, also those that only the content types admit to."""
    members = open_archive(data)
    if "EncryptedPackage" in members:
        raise unreadable(Fault.ENCRYPTED, "The file is protected by a password.")
    parts = inflate(data, {name: members[name] for name in _PARTS if name in members})
    if BODY not in parts:
        raise unreadable(Fault.BROKEN_FILE, "The file has no text part.")
    types = parts.get("[Content_Types].xml", b"").lower()
    if b"macroenabled" in types or b"vbaproject" in types:
        raise unreadable(Fault.MACROS, "The file may hold macros; save it without them.")
    root = parse_xml(parts[BODY])
    if not root.tag.startswith(NAMESPACE):
        raise unreadable(Fault.BROKEN_FILE, "The text part is not one of a word processor.")
    body = root.find(w("body"))
    if body is None:
        raise unreadable(Fault.BROKEN_FILE, "The text part is empty.")
    return body, Styles(*(_root(parts.get(name)) for name in _PARTS[1:3]))


def _root(data: bytes | None) -> Element | None:
    return None if data is None else parse_xml(data)


class _Walk:
    """Follows paragraphs through tables, content controls and insertions."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.counters = Counters()
        self.notes: list[Doubt] = []
        self.place = 0

    def over(self, body: Element) -> Sheets:
        return Sheets(Unit.PARAGRAPH, tuple(self._blocks(body)), tuple(self.notes))

    def _blocks(self, parent: Element, *, table: bool = False) -> Iterator[Block]:
        for element in parent:
            name = local(element)
            if name == "p":
                self.place += 1
                block = self._block(element, table=table)
                if block is not None:
                    yield block
            elif name not in {"sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", *_GONE}:
                yield from self._blocks(element, table=table or name == "tbl")

    def _block(self, paragraph: Element, *, table: bool) -> Block | None:
        text, doubts = words_of(paragraph, self.place)
        style = self.styles.of(paragraph)
        if not text.strip():
            return None
        if style.is_contents:
            self.notes.append(Doubt(Code.CONTENTS, self.place, text[:80]))
            return None
        if table:
            doubts.append(Doubt(Code.TABLE, self.place, text[:80]))
        told = tuple(doubts)
        if style.heading is not None and not table:
            return Block(Kind.HEADING, text, self.place, self.place, style.heading, doubts=told)
        if style.number is not None:
            marker = self.counters.next(self.styles, *style.number)
            level = style.number[1]
            return Block(Kind.ITEM, text, self.place, self.place, level, marker, doubts=told)
        return Block(Kind.PARAGRAPH, text, self.place, self.place, doubts=told)


def words_of(paragraph: Element, at: int) -> tuple[str, list[Doubt]]:
    """The words of a paragraph, and what is doubtful about them."""
    parts: list[str] = []
    doubts: dict[Code, Doubt] = {}

    def walk(parent: Element) -> None:
        for element in parent:
            name = local(element)
            if name in _ASIDE:
                doubts.setdefault(_ASIDE[name], Doubt(_ASIDE[name], at))
                continue
            if name in {"del", "moveFrom", "ins", "moveTo"}:
                doubts.setdefault(Code.TRACKED_CHANGE, Doubt(Code.TRACKED_CHANGE, at))
            if name in _GONE:
                continue
            if name == "t":
                parts.append(element.text or "")
            elif name in SIGNS_OF_WORDS:
                parts.append(SIGNS_OF_WORDS[name])
            else:
                walk(element)

    walk(paragraph)
    return "".join(parts), list(doubts.values())
