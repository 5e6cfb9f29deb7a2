# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""From bytes to the lines that bear words, or complaints about what stands in the bytes."""

import unicodedata
from dataclasses import dataclass

from assembly.archive.rules.source import Complaint, Fault, Note, Sign
from assembly.resolutions.rules.text import tidy

LARGEST = 2_000_000  # bytes; the longest minutes of a citizens' assembly are a tenth of this

_LAYOUT = frozenset("\t\n\f")  # what extraction uses to place words
_JOINERS = frozenset("\u200c\u200d")  # invisible, but some scripts cannot be spelt without them
_LOST = "\ufffd"
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Row:
    """A line that bears words. `torn` when it ends in a hyphen with no space after it."""

    line: int
    words: str
    torn: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file, or complaints and no rows."""

    rows: tuple[Row, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    notes: tuple[Note, ...] = ()


def read_lines(data: bytes) -> Sheet:
    """The rows, each with its place in the file; blank lines are gone.

    A byte order mark is accepted. Refused: too many bytes, bytes that are not UTF-8, characters
    that nobody sees or that reorder what is seen, and a file without words.
    """
    if len(data) > LARGEST:
        words = f"The file has {len(data)} bytes; at most {LARGEST} are read."
        return Sheet(complaints=(Complaint(1, Fault.TOO_LARGE, words),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = broken.object.count(b"\n", 0, broken.start) + 1
        words = f"The byte 0x{broken.object[broken.start]:02X} is not UTF-8 here."
        return Sheet(complaints=(Complaint(line, Fault.NOT_UTF8, words),))
    lines = text.replace("\r\n", "\n").split("\n")
    if complaints := _forbidden(lines):
        return Sheet(complaints=complaints)
    rows = tuple(_row(line, raw) for line, raw in enumerate(lines, 1) if raw.strip())
    if not rows:
        return Sheet(complaints=(Complaint(1, Fault.EMPTY_FILE, "The file has no words."),))
    return Sheet(rows=rows, notes=_page_breaks(lines))


def _row(line: int, raw: str) -> Row:
    torn = raw.endswith(("-", "\u2010")) and raw[-2:-1].isalnum()
    return Row(line, tidy(raw), torn)


def _forbidden(lines: list[str]) -> tuple[Complaint, ...]:
    present = set().union(*map(set, lines))
    unwanted = {char for char in present if _is_forbidden(char)}
    if not unwanted:
        return ()
    return tuple(
        Complaint(line, Fault.FORBIDDEN_CHARACTER, f"The line holds {_name(found)}.")
        for line, raw in enumerate(lines, 1)
        if (found := next((char for char in raw if char in unwanted), None))
    )


def _is_forbidden(char: str) -> bool:
    if char in _LAYOUT or char in _JOINERS:
        return False
    return char == _LOST or unicodedata.category(char) in _UNSEEN


def _name(char: str) -> str:
    name = unicodedata.name(char, "a control character")
    return f"U+{ord(char):04X} ({name.lower()})"


def _page_breaks(lines: list[str]) -> tuple[Note, ...]:
    """A form feed, or an indented line right below words: extraction leaves both at a new page."""
    notes = []
    for line, raw in enumerate(lines, 1):
        below_words = line > 1 and lines[line - 2].strip()
        if "\f" in raw or (below_words and raw.startswith(" ") and raw.strip()):
            notes.append(Note(line, Sign.PAGE_BREAK, "A page seems to begin here."))
    return tuple(notes)
