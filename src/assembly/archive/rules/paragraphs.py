# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""From the lines of one resolution back to the paragraphs and items its authors wrote.

Extraction keeps every line end of the page and forgets which ones were meant. A line end was meant
where the next word would still have fitted on the line; a paragraph ends there when the line also
ends a sentence, so that a short line in the middle of a sentence never divides it. No word is
added, left out or moved: only white space changes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assembly.archive.rules.source import Complaint, Fault, Note, Sign
from assembly.resolutions.rules.text import Kind, Provision, tidy

# The last column in which a word may still stand. Type is proportional, so full lines end anywhere
# near it. In the known source every line that ends a paragraph leaves room for the next word up to
# column 90 (resolution 27 exactly so; its second trailing space stands nowhere but at paragraph
# ends), and every sentence that merely happens to end with a line would need column 96 or more.
MARGIN = 90

_SENTENCE_END = re.compile(r"[.!?…][)\]\"'”’»]*$")
_PAUSE = re.compile(r"[.!?…:;][)\]\"'”’»]*$")
_ITEM = re.compile(r"(([a-z])[.)]) (?=\S)")


@dataclass(frozen=True, slots=True)
class TextRow:
    """A line of a resolution: its words without the number, its width on the page with it."""

    line: int
    words: str
    width: int
    torn: bool = False


@dataclass(slots=True)
class _Piece:
    kind: Kind
    marker: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Division:
    """The provisions of one resolution, and what is to be said about its lines."""

    provisions: tuple[Provision, ...]
    complaints: tuple[Complaint, ...]
    notes: tuple[Note, ...]


def divide(rows: Sequence[TextRow]) -> Division:
    """The provisions whose words are exactly the rows' words, in order.

    A word that a line end may have torn is a complaint: joined or apart would both be a guess.
    """
    pieces: list[_Piece] = []
    notes: list[Note] = []
    before: TextRow | None = None
    listed = ""
    for row in rows:
        item = _ITEM.match(row.words)
        if item and _starts_item(item[2], listed, pieces, before, row):
            listed = item[2]
            pieces.append(_Piece(Kind.ITEM, item[1], [row.words[item.end() :]]))
        else:
            if item:
                notes.append(_read_as_text(row, item[1]))
            if before is None or _starts_paragraph(before, row):
                pieces.append(_Piece(Kind.PARAGRAPH, "", []))
            pieces[-1].lines.append(row.words)
        before = row
    provisions = tuple(
        Provision(piece.kind, piece.marker, tidy(" ".join(piece.lines))) for piece in pieces
    )
    return Division(provisions, _torn_words(rows), tuple(notes))


def has_room(before: TextRow, words: str) -> bool:
    """Whether the first of `words` would have fitted on the line before: its end was meant."""
    return before.width + 1 + len(words.split(" ", 1)[0]) <= MARGIN


def ends_meaningfully(before: TextRow, words: str) -> bool:
    """Whether something new may begin with `words`: the line before pauses, or had room."""
    return bool(_PAUSE.search(before.words)) or has_room(before, words)


def _starts_paragraph(before: TextRow, row: TextRow) -> bool:
    return bool(_SENTENCE_END.search(before.words)) and has_room(before, row.words)


def _starts_item(
    letter: str,
    listed: str,
    pieces: Sequence[_Piece],
    before: TextRow | None,
    row: TextRow,
) -> bool:
    """The next letter of a list goes on with it; an `a` opens one where a new line was meant."""
    if listed and ord(letter) == ord(listed) + 1:
        return True
    if letter != "a" or (pieces and pieces[-1].kind is Kind.ITEM):
        return False
    return before is None or ends_meaningfully(before, row.words)


def _torn_words(rows: Sequence[TextRow]) -> tuple[Complaint, ...]:
    words = "The line ends in a hyphen: nobody can tell whether the word goes on below."
    return tuple(Complaint(row.line, Fault.BROKEN_WORD, words) for row in rows[:-1] if row.torn)


def _read_as_text(row: TextRow, marker: str) -> Note:
    words = f"The line begins with “{marker}” and is read as text, not as an item."
    return Note(row.line, Sign.READ_AS_TEXT, words)
