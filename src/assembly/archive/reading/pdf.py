# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The text of a PDF as blocks. Places are pages.

A PDF knows where words stand, not what they are: a larger type is a heading, a wider gap ends a
paragraph, a sign at the beginning makes an item. What repeats at the edge of pages is left aside.
"""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from assembly.apart.rules.limits import MOST_PAGES, Fault, unreadable
from assembly.archive.rules.blocks import Block, Code, Doubt, Kind, Sheets, Unit
from assembly.archive.rules.prose import Depth, is_page_number, marked, sign

LARGER = 1.15
"""Times the size of the text: from here on a line is a heading."""
APART = 1.6
"""Times the usual distance of lines: from here on a paragraph has ended."""
MOST_OBJECTS = 100_000
REPEATED = 3
"""On so many pages the same first or last line is a running head."""


@dataclass(slots=True)
class Line:
    """A line as it stands on its page."""

    page: int
    x: float
    y: float
    size: float
    text: str


def read_pdf(data: bytes) -> Sheets:
    """The blocks. Refuses encryption, scripts, broken files and pages that are only pictures."""
    lines, pages = lines_of(data)
    kept, notes = _without_edges(lines, pages)
    return Sheets(Unit.PAGE, tuple(_blocks(kept)), tuple(notes))


def lines_of(data: bytes) -> tuple[list[Line], int]:
    """Every line of the text layer, and how many pages there are. Refuses as above."""
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise unreadable(Fault.ENCRYPTED, "The PDF is protected by a password.")
        if len(reader.pages) > MOST_PAGES:
            raise unreadable(Fault.TOO_LARGE, f"The PDF has {len(reader.pages)} pages.")
        _refuse_scripts(reader)
        lines = [line for number, page in enumerate(reader.pages, 1) for line in _on(page, number)]
        pages = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError):
        raise unreadable(Fault.BROKEN_FILE, "The PDF is damaged and cannot be read.") from None
    if not any(line.text.strip() for line in lines):
        message = "The PDF holds pictures of pages and no text: recognise its text first (OCR)."
        raise unreadable(Fault.NO_TEXT, message)
    return lines, pages


def _refuse_scripts(reader: PdfReader) -> None:
    """Walks every object that the catalogue reaches; opening at a page is no script."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [reader.trailer.get("/Root")]
    looked = 0
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if (found.idnum, found.generation) in seen:
                continue
            seen.add((found.idnum, found.generation))
            found = found.get_object()
        looked += 1
        if looked > MOST_OBJECTS:
            raise unreadable(Fault.TOO_LARGE, "The PDF has more parts than are looked at.")
        if isinstance(found, DictionaryObject):
            if "/JS" in found or found.get("/S") in {"/JavaScript", "/Launch"}:
                message = "The PDF holds a script or starts a program; print it to a new PDF."
                raise unreadable(Fault.SCRIPTS, message)
            waiting += [found.raw_get(key) for key in found]
        elif isinstance(found, ArrayObject):
            waiting += list(found)


def _on(page: Any, number: int) -> Iterator[Line]:
    lines: list[Line] = []

    def see(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if not text.strip("\n"):
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        height = abs(size * (tm[3] or tm[1] or 1) * (cm[3] or cm[1] or 1))
        words = text.replace("\n", " ")
        if lines and abs(lines[-1].y - y) < max(height, 1) / 2:
            lines[-1].text += words
            lines[-1].size = max(lines[-1].size, height) if words.strip() else lines[-1].size
        elif words.strip():
            lines.append(Line(number, x, y, height, words))

    page.extract_text(visitor_text=see)
    return iter(lines)


def _without_edges(lines: list[Line], pages: int) -> tuple[list[Line], list[Doubt]]:
    """Without page numbers and running heads at the edges; a note names each, once."""
    edges: dict[int, list[Line]] = {}
    for line in lines:
        edges.setdefault(line.page, []).append(line)
    outer = [page[place] for page in edges.values() for place in {0, len(page) - 1}]
    often = Counter(line.text.strip() for line in outer)
    gone = [
        line
        for line in outer
        if is_page_number(line.text) or (pages >= REPEATED <= often[line.text.strip()])
    ]
    told: dict[str, Doubt] = {}
    for line in gone:
        words = line.text.strip()
        told.setdefault(words, Doubt(Code.RUNNING_HEAD, line.page, words[:80]))
    left = {id(line) for line in gone}
    return [line for line in lines if id(line) not in left], list(told.values())


def _blocks(lines: list[Line]) -> Iterator[Block]:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = sorted({round(line.size, 1) for line in lines if line.size > usual * LARGER})[::-1]
    gap = _usual_gap(lines)
    group: list[Line] = []
    depth = Depth()
    for line in lines:
        if group and _ends(group, line, gap, usual):
            yield _block(group, usual, larger, depth)
            group = []
        group.append(line)
    if group:
        yield _block(group, usual, larger, depth)


def _usual_gap(lines: list[Line]) -> float:
    gaps = Counter(
        round(before.y - line.y)
        for before, line in pairwise(lines)
        if before.page == line.page and before.y > line.y
    )
    most = max(gaps.values(), default=0)
    return min((gap for gap, count in gaps.items() if count * 2 >= most), default=0) or 1


def _ends(group: list[Line], line: Line, gap: float, usual: float) -> bool:
    """Whether this line begins another piece."""
    last = group[-1]
    if abs(last.size - line.size) > usual * (LARGER - 1) or marked(line.text):
        return True
    if last.page != line.page:
        return last.text.rstrip().endswith((".", "!", "?", ":", ";", ")"))
    return last.y - line.y > gap * APART or line.y > last.y


def _block(group: list[Line], usual: float, larger: list[float], depth: Depth) -> Block:
    doubts: list[Doubt] = []
    item = marked(group[0].text)
    text = (item[2] if item else group[0].text).strip()
    for line in group[1:]:
        if text[-1:] in "-\u2010" and text[-2:-1].isalnum():
            doubts.append(Doubt(Code.BROKEN_WORD, line.page, text[-40:]))
            text += line.text.strip()
        else:
            text += " " + line.text.strip()
    first, last, told = group[0].page, group[-1].page, tuple(doubts)
    if group[0].size > usual * LARGER:
        depth.forget()
        words = f"{item[1]} {text}" if item else text
        level = larger.index(round(group[0].size, 1)) + 1
        return Block(Kind.HEADING, words, first, last, level, doubts=told)
    if item:
        level = depth.of(round(group[0].x), item[1])
        return Block(Kind.ITEM, text, first, last, level, sign(item[1]), doubts=told)
    inside = depth.open and group[0].x > depth.indent + 1
    return Block(Kind.PARAGRAPH, text, first, last, inside=inside, doubts=told)
