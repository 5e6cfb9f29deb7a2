# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The lines of the printed copy, numbered through the whole text from 1. Pure and total.

A line has at most `width` columns and is broken at ordinary spaces only; a longer word stands alone
on a line. Every provision begins a new line. An item's words stand four columns further in for each
level, its marker in front of them. Line numbers depend on the words, the markers, the levels and
the width alone, so that a version's never change.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assembly.resolutions.rules.text import Kind, Provision

WIDTH = 80
"""Columns of a printed line, kept with each version."""
NARROWEST, WIDEST = 20, 200
STEP = 4
"""Columns an item stands further in for each level; its marker and a space fit into the last."""

_UNSEEN = frozenset({"Mn", "Me", "Cf"})
_WIDE = (
    (0x1100, 0x115F),
    (0x231A, 0x231B),
    (0x2E80, 0x303E),
    (0x3041, 0xA4CF),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE6F),
    (0xFF00, 0xFF60),
    (0xFFE0, 0xFFE6),
    (0x1F300, 0x1F64F),
    (0x1F680, 0x1F6FF),
    (0x1F900, 0x1FAFF),
    (0x20000, 0x3FFFD),
)
"""Fixed here rather than read from Python's tables: those grow, and line numbers must not move."""


@dataclass(frozen=True, slots=True)
class Line:
    """Line `number` holds `text[start:end]` of a provision; the space it was broken at is none's.

    Joining a provision's lines with single spaces gives its text back.
    """

    number: int
    provision_id: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def _columns_of(character: str) -> int:
    code = ord(character)
    if code < 0x300:  # noqa: PLR2004 - before the first combining mark
        return 0 if character == "\u00ad" else 1
    if unicodedata.category(character) in _UNSEEN:
        return 0
    return 2 if any(first <= code <= last for first, last in _WIDE) else 1


def columns(text: str) -> int:
    """How many columns the text takes: marks and joiners none, wide letters and emoji two."""
    if text.isascii():
        return len(text)
    return sum(map(_columns_of, text))


def indent(provision: Provision) -> tuple[int, int]:
    """Columns before the words on the first line, with the marker, and on those that follow."""
    if provision.kind is not Kind.ITEM:
        return 0, 0
    following = STEP * (provision.level + 1)
    marker = columns(provision.marker)
    return max(following, STEP * provision.level + (marker + 1 if marker else 0)), following


def printed_lines(provisions: Sequence[Provision], width: int = WIDTH) -> list[Line]:
    """Every line of the text, in one pass over its words."""
    lines: list[Line] = []
    for provision in provisions:
        for start, end in _broken(provision, width):
            lines.append(Line(len(lines) + 1, provision.id, start, end))
    return lines


def line_at(lines: Sequence[Line], provision_id: str, offset: int) -> int | None:
    """The number of the line on which this character of a provision stands.

    A space that a line was broken at belongs to the line before it, and what is past the end to the
    last line. None where the text has no such provision.
    """
    own = [line for line in lines if line.provision_id == provision_id]
    if not own:
        return None
    place = bisect_right([line.start for line in own], max(offset, 0)) - 1
    return own[max(place, 0)].number


def first_lines(lines: Sequence[Line]) -> dict[str, int]:
    """Each provision's first line."""
    firsts: dict[str, int] = {}
    for line in lines:
        firsts.setdefault(line.provision_id, line.number)
    return firsts


def _broken(provision: Provision, width: int) -> Iterator[tuple[int, int]]:
    used, following = indent(provision)
    start = end = 0
    empty = True
    for word in provision.text.split(" "):
        wide = columns(word)
        if empty:
            used, end, empty = used + wide, len(word), False
        elif used + 1 + wide <= width:
            used, end = used + 1 + wide, end + 1 + len(word)
        else:
            yield start, end
            start = end + 1
            used, end = following + wide, start + len(word)
    yield start, end


def printed(provisions: Sequence[Provision], lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Each line's number and its characters, markers and indents with them: the copy as text."""
    by_id = {provision.id: provision for provision in provisions}
    for line in lines:
        provision = by_id[line.provision_id]
        first, following = indent(provision)
        words = provision.text[line.start : line.end]
        if line.start or not first:
            yield line.number, (" " * following + words).rstrip(" ")
        else:
            before = " " * (STEP * provision.level) + provision.marker
            yield line.number, (before + " " * (first - columns(before)) + words).rstrip(" ")
