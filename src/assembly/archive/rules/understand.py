# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""From blocks to chapters and proposals. One reader for every format; docs/proposal-import.md.

Which pieces are the proposals is decided once for the whole document, by the first that holds:

1. a heading says so (`Concrete voorstellen`): the items below it are proposals;
2. headings of two levels: the deeper ones are proposals, the higher ones chapters;
3. headings of one level over lists: the items are proposals, the headings chapters;
4. headings of one level over text: each heading is a proposal;
5. no headings: the items are proposals.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from assembly.archive.rules.assemble import Assembler
from assembly.archive.rules.blocks import Block, Kind, Sheets, sound_blocks
from assembly.archive.rules.proposals import ProposalDocument
from assembly.errors import DocumentUnreadable

LIST_HEADINGS = frozenset(
    {
        *("concrete voorstellen", "voorstellen", "onze voorstellen", "voorstellen van resolutie"),
        *("propositions", "propositions concrètes", "nos propositions"),
        *("vorschläge", "konkrete vorschläge", "unsere vorschläge"),
        *("proposals", "concrete proposals", "our proposals"),
    }
)
MOST_PROPOSALS = 500
_TRAILING = re.compile(r"[\s:.]+$")
_NAMED = re.compile(
    r"(?:voorstel|resolutie|proposition|résolution|vorschlag|antrag|proposal|resolution|motion)"
    r"(?:\s+(?:nr\.?|n°|no\.?|nummer))?\s*\d+\b",
    re.IGNORECASE,
)


class Mode(StrEnum):
    """What the proposals of a document are."""

    LISTED = "listed"
    HEADED = "headed"


def opens_list(block: Block) -> bool:
    """Whether the heading announces the list of proposals."""
    return block.kind is Kind.HEADING and (
        _TRAILING.sub("", block.text).casefold() in LIST_HEADINGS
    )


def understand(sheets: Sheets) -> ProposalDocument:
    """The proposals of a document, or `DocumentUnreadable` where there are none, or too many."""
    blocks = sound_blocks(sheets.blocks)
    if not blocks:
        raise DocumentUnreadable("The document has no words.", code="empty-file", at=1)
    title, rest = take_title(blocks)
    mode, level = mode_of(rest)
    assembler = Assembler(announced=any(map(opens_list, rest)))
    for block in rest:
        if block.kind is not Kind.HEADING:
            assembler.take(block, listed=mode is Mode.LISTED)
        elif opens_list(block):
            assembler.announce(block)
        elif mode is Mode.HEADED and block.level >= level:
            assembler.head_proposal(block, deeper=block.level > level)
        else:
            assembler.head_chapter(block)
    preface, chapters = assembler.finish()
    count = sum(len(chapter.proposals) for chapter in chapters)
    if not count:
        message = "No proposal can be told from the other text: use headings or lists."
        raise DocumentUnreadable(message, code="no-proposals", at=1)
    if count > MOST_PROPOSALS:
        message = f"The document has {count} proposals; at most {MOST_PROPOSALS} are taken at once."
        raise DocumentUnreadable(message, code="too-large", at=1)
    return ProposalDocument(sheets.unit, title, preface, chapters, sheets.notes)


def take_title(blocks: Sequence[Block]) -> tuple[str | None, list[Block]]:
    """The document's own title, which stands above everything, and the blocks without it.

    It is the first piece, and a heading above all others; or, among headings that are all alike,
    one with no list below it, followed by another.
    """
    first, rest = blocks[0], list(blocks[1:])
    if first.kind is not Kind.HEADING or opens_list(first) or _NAMED.match(first.text):
        return None, list(blocks)
    headings = [block for block in rest if block.kind is Kind.HEADING]
    if not headings and not any(block.kind is Kind.ITEM for block in rest):
        return None, list(blocks)
    above = all(block.level > first.level for block in headings)
    followed = rest[0].kind is Kind.HEADING and not opens_list(rest[0])
    if above or (followed and rest[0].level <= first.level):
        return first.text, rest
    return None, list(blocks)


def mode_of(blocks: Sequence[Block]) -> tuple[Mode, int]:
    """What the proposals are, and from which level on a heading is one."""
    if any(map(opens_list, blocks)):
        return Mode.LISTED, 0
    levels = sorted({block.level for block in blocks if block.kind is Kind.HEADING})
    if not levels:
        return Mode.LISTED, 0
    named = [
        block.level for block in blocks if block.kind is Kind.HEADING and _NAMED.match(block.text)
    ]
    if named:
        return Mode.HEADED, min(named)
    if len(levels) > 1:
        return (Mode.LISTED, 0) if _all_lists(blocks, levels[-1]) else (Mode.HEADED, levels[1])
    return (Mode.LISTED, 0) if _all_lists(blocks, levels[0]) else (Mode.HEADED, levels[0])


def _all_lists(blocks: Sequence[Block], level: int) -> bool:
    """Whether every heading of this level that has words below it ends in a list of its own.

    A list that ends the sentence before it (`De gemeente zal:`) is a part of that text.
    """
    sections: list[list[Block]] = []
    for block in blocks:
        if block.kind is Kind.HEADING:
            sections.append([])
        elif sections:
            sections[-1].append(block)
    told = [section for section in sections if section]
    if not any(block.kind is Kind.ITEM for section in told for block in section):
        return False
    return bool(level) and all(map(_is_list, told))


def _is_list(section: Sequence[Block]) -> bool:
    last = section[-1]
    if not (last.kind is Kind.ITEM or last.inside):
        return False
    at = next(place for place, block in enumerate(section) if block.kind is Kind.ITEM)
    return at == 0 or not section[at - 1].text.endswith(":")
