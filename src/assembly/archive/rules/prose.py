# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plain text as blocks: blank lines part them, a sign at the beginning makes an item.

A heading has no sign of its own in plain text. A line counts as one when it stands alone, is short,
begins with a capital and ends without punctuation.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assembly.archive.rules.blocks import Block, Code, Doubt, Kind, Sheets, Unit

LONGEST_HEADING = 120
_BULLET = r"[•◦▪▫‣∙·●○■□–—*+\-\uf0b7\uf0a7\uf02d]"
_ITEM = re.compile(
    rf"(?P<indent>[ \t\u00a0]*)(?P<marker>{_BULLET}|\(?(?:[0-9]{{1,3}}|[a-z]|[ivx]{{2,5}})[.)])"
    rf"[ \t\u00a0]+(?P<words>\S.*)"
)
_ENDS = (".", ",", ";", ":", "!", "?", "…")
_TORN = re.compile(r"\w[-\u2010]$")
_PAGE_NUMBER = re.compile(r"\s*(?:-\s*)?[0-9]{1,4}(?:\s*-)?\s*")
TAB = 4


@dataclass(slots=True)
class _Group:
    """Lines that belong together."""

    first: int
    last: int
    words: list[str]
    indent: int
    marker: str = ""
    doubts: list[Doubt] = field(default_factory=list)


def read_prose(text: str) -> Sheets:
    """The blocks of a text whose places are its lines; form feeds are layout."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Sheets(Unit.LINE, tuple(_blocks(_groups(lines))))


def marked(line: str) -> tuple[int, str, str] | None:
    """How far in, the sign and the words of a line that begins like an item."""
    found = _ITEM.fullmatch(line)
    if found is None:
        return None
    return len(found["indent"].expandtabs(TAB)), found["marker"], found["words"]


def is_page_number(line: str) -> bool:
    """Whether the line holds a number and nothing else."""
    return bool(_PAGE_NUMBER.fullmatch(line))


def _groups(lines: list[str]) -> Iterator[_Group]:
    group: _Group | None = None
    for place, raw in enumerate(lines, start=1):
        line = raw.replace("\f", " ").rstrip()
        item = marked(line)
        if group is not None and (item or not line.strip()):
            yield group
            group = None
        if item:
            group = _Group(place, place, [item[2]], item[0], item[1])
        elif line.strip() and group is None:
            indent = len(line.expandtabs(TAB)) - len(line.expandtabs(TAB).lstrip())
            group = _Group(place, place, [line.strip()], indent)
        elif line.strip() and group is not None:
            if _TORN.search(group.words[-1]):
                group.doubts.append(Doubt(Code.BROKEN_WORD, place - 1, group.words[-1][-40:]))
                group.words[-1] += line.strip()
            else:
                group.words.append(line.strip())
            group.last = place
    if group is not None:
        yield group


def _blocks(groups: Iterable[_Group]) -> Iterator[Block]:
    depth = Depth()
    waiting = list(groups)
    for place, group in enumerate(waiting):
        text = " ".join(group.words)
        following = waiting[place + 1] if place + 1 < len(waiting) else None
        if group.marker and not _numbered_heading(group, following):
            level = depth.of(group.indent, group.marker)
            yield Block(
                Kind.ITEM,
                text,
                group.first,
                group.last,
                level,
                sign(group.marker),
                doubts=tuple(group.doubts),
            )
        elif group.marker:
            depth.forget()
            yield Block(Kind.HEADING, f"{group.marker} {text}", group.first, group.last, 1)
        elif depth.open and group.indent > depth.indent:
            yield _paragraph(group, text, inside=True)
        else:
            depth.forget()
            if looks_like_heading(group.words):
                yield Block(Kind.HEADING, text, group.first, group.last, 1)
            else:
                yield _paragraph(group, text, inside=False)


def _paragraph(group: _Group, text: str, *, inside: bool) -> Block:
    return Block(
        Kind.PARAGRAPH,
        text,
        group.first,
        group.last,
        inside=inside,
        doubts=tuple(group.doubts),
    )


def looks_like_heading(words: list[str]) -> bool:
    """Whether lines that stand apart are one short line with no end of a sentence."""
    if len(words) != 1 or len(words[0]) > LONGEST_HEADING:
        return False
    line = words[0]
    return (line[0].isupper() or line[0].isdigit()) and not line.endswith(_ENDS)


def _numbered_heading(group: _Group, following: _Group | None) -> bool:
    """`2. Wonen` above text or bullets, and not above `3. …`: a heading with its number."""
    if not group.marker[0].isdigit() or group.indent or not looks_like_heading(group.words):
        return False
    return following is not None and not (following.marker[:1].isdigit() and not following.indent)


def sign(marker: str) -> str:
    """The marker as it is kept: a bullet, however it was drawn, is layout and is not kept."""
    return marker if marker[-1] in ".)" else "–"


class Depth:
    """How deep an item is nested, by how far in it stands and by the kind of its sign."""

    def __init__(self) -> None:
        self._stack: list[tuple[int, str]] = []

    @property
    def open(self) -> bool:
        """Whether a list is open."""
        return bool(self._stack)

    @property
    def indent(self) -> int:
        """How far in the last item stands."""
        return self._stack[-1][0]

    def of(self, indent: int, marker: str) -> int:
        """The depth of the next item, from 0."""
        kind = _kind(marker)
        while self._stack and indent < self._stack[-1][0]:
            self._stack.pop()
        kinds = [known for known_indent, known in self._stack if known_indent == indent]
        if kind in kinds:
            while self._stack[-1] != (indent, kind):
                self._stack.pop()
        else:
            self._stack.append((indent, kind))
        return len(self._stack) - 1

    def forget(self) -> None:
        """The list is over."""
        self._stack.clear()


def _kind(marker: str) -> str:
    bare = marker.strip("().")
    if bare.isdigit():
        return "number"
    return "letter" if bare.isalpha() else marker
