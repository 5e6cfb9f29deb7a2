# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cards with a code and a QR code, on A4 sheets to be cut. No database; called in a thread."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno

from assembly.inviting.rules.letter import Guest, bare_address, printable
from assembly.inviting.rules.words import WORDS

FONTS = Path(__file__).parent / "fonts"
PLAIN, BOLD = "NotoSans", "NotoSans-Bold"
MM = 72 / 25.4
WIDE, HIGH = 85 * MM, 55 * MM
ACROSS, DOWN = 2, 4
PAGE = (210 * MM, 297 * MM)
LEFT, BOTTOM = (PAGE[0] - ACROSS * WIDE) / 2, (PAGE[1] - DOWN * HIGH) / 2
INSIDE = 5 * MM
PICTURE = 29 * MM
MARK = 4 * MM
MASK = 3
"""Any of the eight masks can be read; weighing them takes nine tenths of the time."""


@dataclass(frozen=True, slots=True)
class Card:
    """What one person gets: shown this once, never kept."""

    guest: Guest
    code: str
    link: str

    def __repr__(self) -> str:
        """Never the code, so that no traceback or log can hold it."""
        return f"Card({self.guest.number})"


def draw_cards(cards: Sequence[Card]) -> bytes:
    """A PDF with eight cards of 85 × 55 mm a sheet, with marks to cut along."""
    from reportlab.pdfgen.canvas import Canvas

    load_fonts()
    file = BytesIO()
    canvas = Canvas(file, pagesize=PAGE, pageCompression=1, lang=cards[0].guest.languages[0])
    canvas.setTitle(printable(cards[0].guest.assembly))
    for place, card in enumerate(cards):
        on_page = place % (ACROSS * DOWN)
        if on_page == 0:
            if place:
                canvas.showPage()
            _cut_marks(canvas)
        x = LEFT + (on_page % ACROSS) * WIDE
        y = BOTTOM + (DOWN - 1 - on_page // ACROSS) * HIGH
        _draw(canvas, card, x, y)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


@cache
def load_fonts() -> frozenset[int]:
    """The fonts that are embedded; the characters they have."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    fonts = [
        TTFont(PLAIN, str(FONTS / "noto-sans-regular.ttf")),
        TTFont(BOLD, str(FONTS / "noto-sans-bold.ttf")),
    ]
    for font in fonts:
        pdfmetrics.registerFont(font)
    return frozenset(fonts[0].face.charToGlyph)


def drawable(words: str, instead: str) -> str:
    """The words, where the fonts have every sign of them."""
    plain = printable(words)
    return plain if plain and all(ord(sign) in load_fonts() for sign in plain) else instead


def _draw(canvas: Any, card: Card, x: float, y: float) -> None:
    guest, language = card.guest, card.guest.languages[0]
    words = WORDS[language]
    room = WIDE - PICTURE - 2.5 * INSIDE
    left, top = x + INSIDE, y + HIGH - INSIDE
    seat = guest.seat(language)
    canvas.setFillGray(0)
    _line(
        canvas, drawable(guest.assembly, "Assembly"), (PLAIN, 8), left, top - 7, WIDE - 2 * INSIDE
    )
    name = drawable(guest.name, seat)
    _line(canvas, name, (BOLD, 12), left, top - 25, WIDE - 2 * INSIDE)
    if name != seat:
        _line(canvas, seat, (PLAIN, 9), left, top - 38, room)
    _line(canvas, words.scan, (PLAIN, 7), left, top - 58, room)
    address = drawable(bare_address(guest.home) + "/join", "/join")
    _line(canvas, address, (BOLD, 8.5), left, top - 69, room, smallest=0.4)
    _line(canvas, words.code, (PLAIN, 7), left, y + INSIDE + 29, room)
    _line(canvas, card.code, (BOLD, 14), left, y + INSIDE + 13, room)
    _line(canvas, words.keep, (PLAIN, 6.5), left, y + INSIDE - 1, room)
    _qr(canvas, card.link, x + WIDE - INSIDE - PICTURE, y + INSIDE)


def _line(
    canvas: Any,
    words: str,
    font: tuple[str, float],
    x: float,
    y: float,
    room: float,
    smallest: float = 0.7,
) -> None:
    """On one line: smaller where it is long, and cut where it is far too long."""
    name, size = font
    scale = room / max(room, canvas.stringWidth(words, name, size))
    if scale < smallest:
        scale = smallest
        while words and canvas.stringWidth(words + "…", name, size * scale) > room:
            words = words[:-1]
        words += "…"
    canvas.setFont(name, size * scale)
    canvas.drawString(x, y, words)


def _qr(canvas: Any, link: str, x: float, y: float) -> None:
    """Runs of dark modules as one path; the quiet zone is the card's own margin."""
    matrix = segno.make(link, error="m", micro=False, boost_error=False, mask=MASK).matrix
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(PICTURE / len(matrix), PICTURE / len(matrix))
    path = canvas.beginPath()
    for row, modules in enumerate(reversed(matrix)):
        for begin, length in runs(modules):
            path._code.append(f"{begin} {row} {length} 1 re")  # noqa: SLF001 - five times faster
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def runs(modules: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where dark modules begin, and how many follow each other."""
    begin = None
    for place, dark in enumerate([*modules, 0]):
        if dark and begin is None:
            begin = place
        elif not dark and begin is not None:
            yield begin, place - begin
            begin = None


def _cut_marks(canvas: Any) -> None:
    """Short lines in the margin, in line with every edge to be cut."""
    canvas.setLineWidth(0.3)
    canvas.setStrokeGray(0.4)
    right, top = LEFT + ACROSS * WIDE, BOTTOM + DOWN * HIGH
    for column in range(ACROSS + 1):
        x = LEFT + column * WIDE
        canvas.line(x, BOTTOM - 1.5 * MM - MARK, x, BOTTOM - 1.5 * MM)
        canvas.line(x, top + 1.5 * MM, x, top + 1.5 * MM + MARK)
    for row in range(DOWN + 1):
        y = BOTTOM + row * HIGH
        canvas.line(LEFT - 1.5 * MM - MARK, y, LEFT - 1.5 * MM, y)
        canvas.line(right + 1.5 * MM, y, right + 1.5 * MM + MARK, y)
