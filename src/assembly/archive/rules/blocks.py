# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every format becomes first: headings, paragraphs and items in order, each with its place.

A place is a line of a text, a page of a PDF, or a paragraph of a word processor's document, all
counted from 1. What is doubtful about a piece is said beside it, never corrected.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from assembly.errors import DocumentUnreadable
from assembly.resolutions.rules.markup import markup_in
from assembly.resolutions.rules.text import DEEPEST, readable, tidy, unseen

MOST_BLOCKS = 20_000
LONGEST_BLOCK = 20_000
"""Characters in one piece: what a provision holds."""

_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = frozenset("\u200c\u200d")  # some scripts cannot be spelt without them
_LOST = "\ufffd"
_LAYOUT = re.compile(r"[\t\n\r\f\v\u0085\u2028\u2029]+")


class Unit(StrEnum):
    """What the places of a document count."""

    LINE = "line"
    PAGE = "page"
    PARAGRAPH = "paragraph"
    ITEM = "item"


class Kind(StrEnum):
    """What a piece is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"


class Code(StrEnum):
    """What is doubtful, or worth knowing. docs/proposal-import.md explains each."""

    SPELLING = "spelling"
    UNCLOSED_CITATION = "unclosed-citation"
    EMPTY_LIST = "empty-list"
    AFTER_LIST = "after-list"
    BEFORE_LIST = "before-list"
    LIST_OR_ONE = "list-or-one"
    NUMBERING = "numbering"
    TOO_DEEP = "too-deep"
    LONG_HEADING = "long-heading"
    BROKEN_WORD = "broken-word"
    LOST_CHARACTER = "lost-character"
    INVISIBLE_CHARACTER = "invisible-character"
    TRACKED_CHANGE = "tracked-change"
    TABLE = "table"
    CODE = "code"
    HTML = "html"
    MARKUP = "markup"
    LINK = "link"
    PICTURE = "picture"
    FOOTNOTE = "footnote"
    RUNNING_HEAD = "running-head"
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at, where it stands, and the words it is about."""

    code: Code
    at: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document.

    `level` is that of a heading, from 1 (0 for what the format itself calls the title), or the
    depth of an item, from 0. `inside` marks a paragraph that goes on with the item before it.
    """

    kind: Kind
    text: str
    first: int
    last: int
    level: int = 0
    marker: str = ""
    inside: bool = False
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheets:
    """A whole document as blocks, and what was left aside on the way."""

    unit: Unit
    blocks: tuple[Block, ...]
    notes: tuple[Doubt, ...] = ()


def sound_blocks(blocks: Iterable[Block]) -> list[Block]:
    """The blocks that bear words, tidied as every text here is; doubts say what was left aside.

    Refuses (`DocumentUnreadable`) control characters, characters that reorder what is seen, and
    more or longer pieces than a document of proposals has.
    """
    sound: list[Block] = []
    for block in blocks:
        kept = _sound(block)
        if kept.text:
            sound.append(kept)
        if len(sound) > MOST_BLOCKS:
            message = f"The document has more than {MOST_BLOCKS} pieces."
            raise DocumentUnreadable(message, code="too-large", at=block.first)
    return sound


def _sound(block: Block) -> Block:
    text = _LAYOUT.sub(" ", block.text)
    doubts = list(block.doubts)
    if not (text.isascii() and text.isprintable()):
        forbid(text, block.first)
        if unseen(text):
            text = readable(text)
            doubts.append(Doubt(Code.INVISIBLE_CHARACTER, block.first))
    if _LOST in text:
        doubts.append(Doubt(Code.LOST_CHARACTER, block.first, _around(text, text.index(_LOST))))
    text = tidy(text)
    if tag := markup_in(text):
        doubts.append(Doubt(Code.MARKUP, block.first, tag))
    if len(text) > LONGEST_BLOCK:
        message = f"One paragraph has more than {LONGEST_BLOCK} characters."
        raise DocumentUnreadable(message, code="too-large", at=block.first)
    level = block.level
    if block.kind is Kind.ITEM and level > DEEPEST:
        level = DEEPEST
        doubts.append(Doubt(Code.TOO_DEEP, block.first))
    return replace(block, text=text, level=level, doubts=tuple(doubts))


def forbid(text: str, at: int) -> None:
    """Nothing, or `DocumentUnreadable` naming a character nobody may see or be fooled by."""
    for char in text:
        if char.isprintable() or char in _JOINERS:
            continue
        category = unicodedata.category(char)
        if char in _REORDERING or category in {"Cc", "Cs"}:
            name = unicodedata.name(char, "a control character").lower()
            message = f"The document holds U+{ord(char):04X} ({name}), which cannot be kept."
            raise DocumentUnreadable(message, code="forbidden-character", at=at)


def _around(text: str, at: int) -> str:
    return text[max(0, at - 20) : at + 20]
