# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the styles and the numbering of a DOCX say about a paragraph."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading ([1-9])")
_DEEPER = re.compile(r"list (?:bullet|number|continue)? ?([2-5])")
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
DEEPEST_STYLE = 20
LEVELS = 9


def w(name: str) -> str:
    """The name in the namespace of word processing."""
    return NAMESPACE + name


def value(parent: Element | None, path: str) -> str | None:
    """The `w:val` of the element at the path."""
    found = None if parent is None else parent.find("/".join(w(part) for part in path.split("/")))
    return None if found is None else found.get(w("val"))


@dataclass(frozen=True, slots=True)
class Style:
    """A heading's level (0 for the title), a list's number and depth, or neither."""

    heading: int | None
    number: tuple[str, int] | None
    is_contents: bool


class Styles:
    """Looked up by paragraph; a style takes what it does not say from the one it is based on."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        self._styles = {
            str(style.get(w("styleId"))): style
            for style in ([] if styles is None else styles.iter(w("style")))
        }
        self._levels: dict[tuple[str, int], tuple[str, str]] = {}
        if numbering is not None:
            self._read(numbering)

    def of(self, paragraph: Element) -> Style:
        """What kind of paragraph it is."""
        properties = paragraph.find(w("pPr"))
        name, outline, number = None, value(properties, "outlineLvl"), _number(properties)
        style_id = value(properties, "pStyle")
        for _ in range(DEEPEST_STYLE):
            style = self._styles.get(style_id or "")
            if style is None:
                break
            name = name or (value(style, "name") or "").lower()
            outline = outline or value(style, "pPr/outlineLvl")
            number = number or _number(style.find(w("pPr")))
            style_id = value(style, "basedOn")
        listed = _in_list(number)
        deeper = _DEEPER.fullmatch(name or "")
        if listed is not None and deeper is not None and listed[1] == 0:
            listed = listed[0], int(deeper[1]) - 1  # a list of its own, and drawn as a nested one
        return Style(_heading(name or "", outline), listed, (name or "")[:4] == "toc ")

    def form(self, number: str, level: int) -> tuple[str, str]:
        """How the numbers of this level are written: their kind, and the text around them."""
        return self._levels.get((number, level), ("bullet", ""))

    def _read(self, numbering: Element) -> None:
        abstract = {one.get(w("abstractNumId")): one for one in numbering.iter(w("abstractNum"))}
        for num in numbering.iter(w("num")):
            described = abstract.get(value(num, "abstractNumId"))
            for level in [] if described is None else described.iter(w("lvl")):
                place = level.get(w("ilvl")) or ""
                if place.isdecimal():
                    form = value(level, "numFmt") or "bullet", value(level, "lvlText") or ""
                    self._levels[str(num.get(w("numId"))), int(place)] = form


def _number(properties: Element | None) -> tuple[str, str] | None:
    number = value(properties, "numPr/numId")
    return None if number is None else (number, value(properties, "numPr/ilvl") or "0")


def _in_list(number: tuple[str, str] | None) -> tuple[str, int] | None:
    if number is None or number[0] == "0" or not number[1].isdecimal():
        return None
    return number[0], min(int(number[1]), LEVELS - 1)


def _heading(name: str, outline: str | None) -> int | None:
    if name == "title":
        return 0
    if found := _HEADING.fullmatch(name):
        return int(found[1])
    if outline is not None and outline.isdecimal() and int(outline) < LEVELS:
        return int(outline) + 1
    return None


class Counters:
    """The numbers a word processor shows and does not write: counted again, per list."""

    def __init__(self) -> None:
        self._counts: dict[str, list[int]] = {}

    def next(self, styles: Styles, number: str, level: int) -> str:
        """The marker of the next item of this list."""
        counts = self._counts.setdefault(number, [0] * LEVELS)
        counts[level] += 1
        counts[level + 1 :] = [0] * (LEVELS - level - 1)
        kind, text = styles.form(number, level)
        if kind in {"bullet", "none"} or not text:
            return "–"
        return _PLACE.sub(lambda at: _written(kind, max(counts[int(at[1]) - 1], 1)), text)


def _written(kind: str, count: int) -> str:
    if kind in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (count - 1) % 26)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in {"lowerRoman", "upperRoman"}:
        roman = ""
        for size, sign in _ROMAN:
            while count >= size and len(roman) < LEVELS:
                roman, count = roman + sign, count - size
        return roman if kind == "lowerRoman" else roman.upper()
    return str(count)
