# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Changes that a word processor tracked and nobody accepted or rejected: two readings of a text.

While a file is read, changed words stand between signs that no text holds. What is kept is the
reading with every change made, and each change beside it, so that any of them can be taken back.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assembly.errors import DocumentUnreadable

DELETION, INSERTION, _END = "\ufdd0", "\ufdd1", "\ufdd2"
SIGNS = DELETION + INSERTION + _END
AROUND = 60
"""Characters of the text that are shown on each side of a change."""
LONGEST_SHOWN = 300


class Taken(StrEnum):
    """Which reading is right."""

    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Change:
    """Words that were inserted at a place of a cell, and those that stood there before.

    `at` counts the characters of the cell with every change made. `mark` is `inserted` or `deleted`
    where it was the end of a paragraph, and no words.
    """

    cell: int
    at: int
    inserted: str
    deleted: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Readings:
    """A change as it is shown: its words, and the text around it before and after."""

    deleted: str
    inserted: str
    before: str
    after: str


Piece = tuple[str, str]
"""The sign of a change, or nothing, and words."""


def changed(words: str, sign: str) -> str:
    """Words between signs; none where they are not changed."""
    return f"{sign}{words}{_END}" if sign else words


def without_signs(words: str, at: int) -> str:
    """The words of a file, which hold no such sign, or `DocumentUnreadable`."""
    if any(sign in words for sign in SIGNS):
        message = "The document holds a character that means nothing."
        raise DocumentUnreadable(message, code="forbidden-character", at=at)
    return words


def is_changed(words: str) -> bool:
    """Whether any change stands in it."""
    return _END in words


def made(words: str) -> str:
    """As it reads with every change made."""
    return "".join(text for sign, text in _pieces(words) if sign != DELETION)


def unmade(words: str) -> str:
    """As it read before any of them."""
    return "".join(text for sign, text in _pieces(words) if sign != INSERTION)


def every_word(words: str) -> str:
    """All of it, whatever became of it."""
    return "".join(text for _, text in _pieces(words))


def cut(words: str, start: int, end: int, *, last: bool = False) -> str:
    """The part between two places of `made`; what was deleted at its end only where it is `last`.

    Marks of paragraphs go where deleted words would.
    """
    found, at = [], 0
    for sign, text in _pieces(words):
        wide = 0 if sign == DELETION else len(text)
        if not wide:
            if start <= at < end or (last and at == end):
                found.append(changed(text, sign))
        else:
            inside = text[max(0, start - at) : max(0, end - at)]
            if inside:
                found.append(changed(inside, sign))
        at += wide
    return "".join(found)


def taken_apart(words: str, cell: int) -> tuple[str, tuple[Change, ...]]:
    """The cell with every change made, and its changes by place.

    White space stays at its ends: a word that is put back there stands apart from its neighbour.
    """
    return made(words), tuple(_changes(_pieces(words), cell))


def settled(cells: Sequence[str], taken: Sequence[tuple[Change, Taken]]) -> tuple[str, ...]:
    """The cells with each change as it was taken; they are given in the order of their places."""
    found = list(cells)
    for one, reading in reversed(taken):
        words, after = found[one.cell], reading is Taken.AFTER
        end = one.at + len(one.inserted)
        if one.mark:
            if (one.mark == "deleted") is after and words[one.at : one.at + 1] == "\n":
                found[one.cell] = words[: one.at] + " " + words[one.at + 1 :]
        elif not after:
            found[one.cell] = words[: one.at] + one.deleted + words[end:]
    return tuple(found)


def readings(words: str, one: Change) -> Readings:
    """How it is shown: in the midst of the words around it, which have every other change made."""
    end = one.at + len(one.inserted)
    head, tail = words[max(0, one.at - AROUND) : one.at], words[end : end + AROUND]
    head = f"…{head}" if one.at > AROUND else head
    tail = f"{tail}…" if len(words) > end + AROUND else tail
    signs = {"inserted": ("", "¶"), "deleted": ("¶", "")}.get(one.mark)
    deleted, inserted = signs or (_short(one.deleted), _short(one.inserted))
    return Readings(deleted, inserted, _line(head, deleted, tail), _line(head, inserted, tail))


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]}…"


def _line(*parts: str) -> str:
    return " ".join("".join(parts).split())


def _pieces(words: str) -> list[Piece]:
    """In order; what follows itself under the same sign is one piece."""
    found: list[Piece] = []
    sign, begun = "", 0
    for at, char in enumerate(words):
        if char in SIGNS:
            if at > begun or sign:
                _join(found, sign, words[begun:at])
            sign, begun = ("" if char == _END else char), at + 1
    if begun < len(words):
        _join(found, "", words[begun:])
    return found


def _join(found: list[Piece], sign: str, text: str) -> None:
    if found and text and found[-1][0] == sign and found[-1][1]:
        found[-1] = sign, found[-1][1] + text
    else:
        found.append((sign, text))


def _changes(pieces: Iterable[Piece], cell: int) -> Iterator[Change]:
    """A deletion and an insertion at one place are one change: a replacement."""
    at, before = 0, None
    for sign, text in pieces:
        one = None
        if sign and not text:
            mark = "deleted" if sign == DELETION else "inserted"
            one = Change(cell, at, "", "", mark)
        elif sign == DELETION:
            one = Change(cell, at, "", text)
        elif sign == INSERTION:
            one = Change(cell, at, text, "")
        if before is not None:
            both = one is not None and not (one.mark or before.mark)
            if one is not None and both and bool(one.inserted) is not bool(before.inserted):
                before = Change(
                    cell, before.at, before.inserted + one.inserted, before.deleted + one.deleted
                )
                one = None
                yield before
                before = None
            else:
                yield before
                before = one
        else:
            before = one
        at += 0 if sign == DELETION else len(text)
    if before is not None:
        yield before
