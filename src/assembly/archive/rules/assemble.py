# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Puts pieces together, one by one, into chapters and proposals. No word is lost on the way."""

import re
from dataclasses import dataclass, field, replace

from assembly.archive.rules.blocks import Block, Code, Doubt, Kind
from assembly.archive.rules.citations import Citation, citations_in
from assembly.archive.rules.proposals import Chapter, Proposal
from assembly.resolutions.rules.text import Kind as ProvisionKind
from assembly.resolutions.rules.text import Provision

LONGEST_TITLE = 300
LONGEST_MARKER = 12
_NUMBER = re.compile(r"\(?([0-9]{1,4})[.)]?\)?")


@dataclass(slots=True)
class _Part:
    """A proposal or a chapter that is still open."""

    title: str | None
    first: int
    last: int
    marker: str = ""
    blocks: list[Block] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def add(self, block: Block) -> None:
        self.blocks.append(block)
        self.doubts += block.doubts
        self.last = max(self.last, block.last)


@dataclass(slots=True)
class _Chapter:
    part: _Part
    proposals: list[_Part] = field(default_factory=list)
    announced: bool = False


class Assembler:
    """Takes headings and other pieces in order; `finish` gives what came of them.

    `announced` says that the document names its lists, so that other items are no proposals.
    """

    def __init__(self, *, announced: bool) -> None:
        self.named_lists = announced
        self.preface: list[str] = []
        self.preface_doubts: list[Doubt] = []
        self.chapters: list[_Chapter] = []
        self.open: _Part | None = None

    def head_chapter(self, block: Block) -> None:
        """A chapter begins."""
        part = _Part(block.text[:LONGEST_TITLE], block.first, block.last)
        part.doubts += block.doubts
        if len(block.text) > LONGEST_TITLE:
            part.doubts.append(Doubt(Code.LONG_HEADING, block.first))
            part.add(replace(block, kind=Kind.PARAGRAPH, doubts=()))
        self.chapters.append(_Chapter(part))
        self.open = None

    def announce(self, block: Block) -> None:
        """The list of the chapter begins; a second one in the same chapter goes on with it."""
        chapter = self._chapter(block)
        chapter.announced = True
        chapter.part.last = max(chapter.part.last, block.last)
        self.open = None

    def head_proposal(self, block: Block, *, deeper: bool) -> None:
        """A proposal begins with its title; a heading inside one is a paragraph of it."""
        if deeper and self.open is not None:
            self.open.add(replace(block, kind=Kind.PARAGRAPH, level=0))
            return
        fits = len(block.text) <= LONGEST_TITLE
        part = _Part(block.text if fits else None, block.first, block.last)
        part.doubts += block.doubts
        if not fits:
            part.doubts.append(Doubt(Code.LONG_HEADING, block.first))
            part.add(replace(block, kind=Kind.PARAGRAPH, level=0, doubts=()))
        self._chapter(block).proposals.append(part)
        self.open = part

    def take(self, block: Block, *, listed: bool) -> None:
        """Any other piece: of a proposal, of a chapter's introduction, or of the preface."""
        if not listed:
            if self.open is not None:
                self.open.add(block)
            else:
                self._introduce(block)
        elif block.kind is Kind.ITEM and self._in_list():
            self._list(block)
        elif self.open is not None:
            self._follow(block)
        else:
            if block.kind is Kind.ITEM:
                block = _doubting(block, Code.BEFORE_LIST)
            self._introduce(block)

    def finish(self) -> tuple[tuple[str, ...], tuple[Chapter, ...]]:
        """The preface, and the chapters with their proposals, numbered through."""
        chapters: list[Chapter] = []
        item = 0
        for chapter in self.chapters:
            proposals: list[Proposal] = []
            for part in chapter.proposals:
                item += 1
                proposals.append(_proposal(item, part))
            part = chapter.part
            doubts = list(part.doubts)
            if not proposals:
                doubts.append(Doubt(Code.EMPTY_LIST, part.last))
            last = max([part.last, *(proposal.last for proposal in proposals)])
            words = tuple(_words(block) for block in part.blocks)
            chapters.append(
                Chapter(part.title, words, tuple(proposals), part.first, last, tuple(doubts))
            )
        return tuple(self.preface), tuple(chapters)

    def _chapter(self, block: Block) -> _Chapter:
        if not self.chapters:
            self.chapters.append(_Chapter(_Part(None, block.first, block.last)))
        return self.chapters[-1]

    def _introduce(self, block: Block) -> None:
        if self.chapters:
            self.chapters[-1].part.add(block)
        else:
            self.preface.append(_words(block))

    def _in_list(self) -> bool:
        return not self.named_lists or bool(self.chapters and self.chapters[-1].announced)

    def _list(self, block: Block) -> None:
        """An outermost item begins a proposal; a deeper one belongs to the open one."""
        if block.level and self.open is not None:
            self.open.add(replace(block, level=block.level - 1))
            return
        chapter = self._chapter(block)
        part = _Part(None, block.first, block.last, block.marker)
        if doubt := _misnumbered(chapter.proposals, block):
            part.doubts.append(doubt)
        introduced = chapter.part.blocks[-1].text if chapter.part.blocks else ""
        if introduced.endswith(":") and not (chapter.announced or chapter.proposals):
            part.doubts.append(Doubt(Code.LIST_OR_ONE, block.first, introduced[-80:]))
        part.add(replace(block, kind=Kind.PARAGRAPH, level=0, marker=""))
        chapter.proposals.append(part)
        self.open = part

    def _follow(self, block: Block) -> None:
        if self.open is None:
            raise AssertionError
        self.open.add(block if block.inside else _doubting(block, Code.AFTER_LIST))


def _doubting(block: Block, code: Code) -> Block:
    return replace(block, doubts=(*block.doubts, Doubt(code, block.first, block.text[:80])))


def _misnumbered(before: list[_Part], block: Block) -> Doubt | None:
    """A doubt where two numbers of one list do not follow each other."""
    now, last = _number(block.marker), _number(before[-1].marker) if before else None
    if now is None or last is None or now == last + 1:
        return None
    return Doubt(Code.NUMBERING, block.first, block.marker)


def _number(marker: str) -> int | None:
    found = _NUMBER.fullmatch(marker)
    return int(found[1]) if found else None


def _words(block: Block) -> str:
    return f"{block.marker} {block.text}".strip()


def _proposal(item: int, part: _Part) -> Proposal:
    provisions: list[Provision] = []
    citations: list[Citation] = []
    doubts = list(part.doubts)
    blocks = part.blocks or [Block(Kind.PARAGRAPH, part.title or "", part.first, part.last)]
    for place, block in enumerate(blocks, start=1):
        provisions.append(_provision(block))
        found, unsure = citations_in(block.text, block.first, place)
        citations += found
        doubts += unsure
    title = part.title if part.blocks else None
    return Proposal(
        item,
        title,
        part.marker,
        tuple(provisions),
        tuple(citations),
        part.first,
        part.last,
        tuple(doubts),
    )


def _provision(block: Block) -> Provision:
    if block.kind is not Kind.ITEM:
        return Provision(ProvisionKind.PARAGRAPH, "", block.text)
    if len(block.marker) > LONGEST_MARKER:
        return Provision(ProvisionKind.ITEM, "", _words(block), block.level)
    return Provision(ProvisionKind.ITEM, block.marker, block.text, block.level)
