# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Running text with numbers and outcomes as rows of a table. What fits nowhere is a row as well.

    12. The words of a resolution.
    Goedgekeurd

A number opens a row, a word for an outcome closes it. Whether that word is known, whether numbers
follow, and what stands outside of it all, is asked later: nothing is left aside here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from assembly.archive.rules.cells import OUTCOMES
from assembly.archive.rules.outcome_words import is_near_miss
from assembly.archive.rules.table import Part, Row, sound_part
from assembly.archive.rules.tracked import DELETION, changed, cut, is_changed, made, unmade
from assembly.resolutions.rules.text import tidy

COLUMNS = ("number", "text", "outcome")
_NUMBERED = re.compile(
    r"(?:(?:resolutie|résolution|resolution|beschluss|besluit)\s+)?([0-9]{1,6})[.):](?:\s+(.*))?",
    re.IGNORECASE,
)
_ENDS = re.compile(r"(?:[.!?…:;][)\]\"'”’»]*|\w[-\u2010])$")
_ITEM = re.compile(r"(?:[a-z][.)]|[-–•*]) \S")
_KNOWN = {
    *("aangenomen", "verworpen", "afgewezen", "aangehouden", "ingetrokken", "afgekeurd"),
    *("adoptée", "adopté", "rejetée", "rejeté", "approuvé", "retirée", "ajournée"),
    *("abgelehnt", "zurückgezogen", "vertagt", "adopted", "rejected", "withdrawn", "postponed"),
    *("carried", "defeated"),
}
"""Words that can only be an outcome. What they mean is asked, once for each."""


_GONE = re.compile(changed(f"[^{DELETION}]*?", DELETION))
"""Words that were deleted."""


@dataclass(slots=True)
class _Open:
    """A row that is being filled."""

    number: str
    first: int
    last: int
    text: list[str] = field(default_factory=list)
    outcome: str = ""

    def row(self, *, folded: bool) -> Row:
        text = _folded(self.text) if folded else "\n".join(self.text)
        return Row(self.first, self.last, (self.number, text, self.outcome))


def rows_in(lines: Iterable[tuple[int, str]], *, folded: bool = False) -> Part:
    """The rows of these lines, each with its place.

    `folded`: the lines are those of a page, and a paragraph goes on until a line ends a sentence.
    """
    rows: list[_Open] = []
    for place, raw in lines:
        words = tidy(raw)
        if not words:
            continue
        bare = made(words).strip() if is_changed(words) else words
        numbered = _NUMBERED.fullmatch(bare)
        if numbered:
            number, words = _numbered(words, numbered)
            rows.append(_Open(number, place, place))
        elif not rows or made(rows[-1].outcome).strip():
            rows.append(_Open("", place, place))
        row = rows[-1]
        row.last = max(row.last, place)
        closed_once = not bare and not numbered and _closes(unmade(words).strip())
        if not numbered and (_closes(bare) or (closed_once and not row.outcome)):
            row.outcome += words
        elif words:
            row.text.append(words)
    return sound_part("text", COLUMNS, (one.row(folded=folded) for one in rows))


def _numbered(words: str, found: re.Match[str]) -> tuple[str, str]:
    """The number and the words behind it, each with the changes tracked in it."""
    if not is_changed(words):
        return found[1], found[2] or ""
    text = made(words)
    off = len(text) - len(text.lstrip())
    rest = found.start(2) if found[2] else found.end()
    number = cut(words, off + found.start(1), off + found.end(1))
    between = cut(words, 0, off + found.start(1)) + cut(words, off + found.end(1), off + rest)
    gone = "".join(_GONE.findall(between))
    return number, gone + cut(words, off + rest, len(text), last=True)


def _folded(lines: Iterable[str]) -> str:
    """Only white space changes; a word that a line end may have torn stays torn, to be asked."""
    text = ""
    for line in lines:
        apart = not text or _ENDS.search(text) or _ITEM.match(line)
        text += ("\n" if text and apart else " " if text else "") + line
    return text


def _closes(words: str) -> bool:
    return words in OUTCOMES or words.casefold().rstrip(".") in _KNOWN or is_near_miss(words)
