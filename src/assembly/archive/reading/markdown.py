# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Markdown (CommonMark and tables) as blocks. Places are lines. HTML is never interpreted."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assembly.apart.rules.limits import Fault, unreadable
from assembly.archive.rules.blocks import Block, Code, Doubt, Kind, Sheets, Unit

_ACTIVE = re.compile(
    r"<\s*/?\s*(script|iframe|object|embed|applet|style|link|meta|base|form|svg|math)\b"
    r"|<[^>]*\son\w+\s*=|\]\(\s*<?\s*(javascript|vbscript|data):",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def read_markdown(text: str) -> Sheets:
    """The blocks. Refuses scripts and what loads or runs something (`scripts`)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _ACTIVE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise unreadable(Fault.SCRIPTS, f"Line {line} holds HTML that could run something.", line)
    tokens = MarkdownIt("commonmark", {"html": True, "maxNesting": 30}).enable("table").parse(text)
    return _Walk().over(tokens)


class _Walk:
    """Follows the tokens and remembers in which lists it is."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.notes: list[Doubt] = []
        self.lists: list[str] = []
        self.marker: str | None = None  # of an item whose first words are still to come
        self.heading = 0
        self.table = False
        self.place = (1, 1)

    def over(self, tokens: list[Token]) -> Sheets:
        for token in tokens:
            self._take(token)
        return Sheets(Unit.LINE, tuple(self.blocks), tuple(self.notes))

    def _take(self, token: Token) -> None:
        if token.map:
            self.place = (token.map[0] + 1, max(token.map[1], token.map[0] + 1))
        match token.type:
            case "heading_open" | "heading_close":
                self.heading = int(token.tag[1]) if token.nesting > 0 else 0
            case "bullet_list_open" | "ordered_list_open":
                self.lists.append(token.type)
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
                self.marker = None
            case "list_item_open":
                self.marker = f"{token.info}{token.markup}" if token.info else "–"
            case "table_open" | "table_close":
                self.table = token.nesting > 0
            case _:
                self._take_words(token)

    def _take_words(self, token: Token) -> None:
        match token.type:
            case "inline":
                self._words(token)
            case "fence" | "code_block":
                self._add(token.content, [Doubt(Code.CODE, self.place[0])])
            case "html_block":
                self._left_aside(token)
            case _:
                pass

    def _words(self, token: Token) -> None:
        at = self.place[0]
        text, doubts = _inline(token.children or [], at)
        if self.table:
            doubts.append(Doubt(Code.TABLE, at, text[:80]))
        self._add(text, doubts)

    def _add(self, text: str, doubts: list[Doubt]) -> None:
        first, last = self.place
        if self.heading and not self.lists:
            block = Block(Kind.HEADING, text, first, last, self.heading, doubts=tuple(doubts))
        elif self.lists and self.marker is not None:
            block = Block(
                Kind.ITEM,
                text,
                first,
                last,
                len(self.lists) - 1,
                self.marker,
                doubts=tuple(doubts),
            )
            self.marker = None
        else:
            inside = bool(self.lists)
            block = Block(Kind.PARAGRAPH, text, first, last, inside=inside, doubts=tuple(doubts))
        self.blocks.append(block)

    def _left_aside(self, token: Token) -> None:
        bare = _COMMENT.sub("", token.content).strip()
        self.notes.append(Doubt(Code.HTML, self.place[0], (bare or token.content.strip())[:80]))


def _inline(children: list[Token], at: int) -> tuple[str, list[Doubt]]:
    parts: list[str] = []
    doubts: list[Doubt] = []
    for child in children:
        match child.type:
            case "text" | "code_inline":
                parts.append(child.content)
            case "softbreak" | "hardbreak":
                parts.append(" ")
            case "image":
                doubts.append(Doubt(Code.PICTURE, at, child.content[:80]))
            case "html_inline":
                doubts.append(Doubt(Code.HTML, at, child.content[:80]))
            case "link_open":
                if child.markup != "autolink":
                    doubts.append(Doubt(Code.LINK, at, str(child.attrGet("href"))[:200]))
            case _:
                pass
    return "".join(parts), doubts
