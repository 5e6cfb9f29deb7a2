# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""ODT (OpenDocument 1.3) as blocks. Places are headings and paragraphs, empty ones included."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from assembly.apart.archives import inflate, open_archive
from assembly.apart.rules.limits import Fault, unreadable
from assembly.archive.reading.xml import local, parse_xml
from assembly.archive.rules.blocks import Block, Code, Doubt, Kind, Sheets, Unit

_PARTS = ("content.xml", "META-INF/manifest.xml")
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_GONE = frozenset({"tracked-changes", "annotation", "annotation-end", "sequence-decls", "forms"})
_ASIDE = {"frame": Code.PICTURE, "note": Code.FOOTNOTE}
_CHANGES = frozenset({"change", "change-start", "change-end"})
MOST_SPACES = 100


def read_odt(data: bytes) -> Sheets:
    """The blocks of the text. Refuses a text that is encrypted or carries scripts."""
    members = open_archive(data)
    parts = inflate(data, {name: members[name] for name in _PARTS if name in members})
    if "META-INF/manifest.xml" in parts:
        manifest = parse_xml(parts["META-INF/manifest.xml"])
        if any(local(element) == "encryption-data" for element in manifest.iter()):
            raise unreadable(Fault.ENCRYPTED, "The file is protected by a password.")
    if "content.xml" not in parts:
        raise unreadable(Fault.BROKEN_FILE, "The file has no text part.")
    root = parse_xml(parts["content.xml"])
    if any(local(element) in {"script", "event-listener"} for element in root.iter()):
        raise unreadable(Fault.MACROS, "The file calls macros; save it without them.")
    text = next((element for element in root.iter() if local(element) == "text"), None)
    if text is None:
        raise unreadable(Fault.BROKEN_FILE, "The file is not a text document.")
    return _Walk(root).over(text)


class _Walk:
    """Follows headings, paragraphs and lists, through sections and tables."""

    def __init__(self, root: Element) -> None:
        self.place = 0
        self.notes: list[Doubt] = []
        self.parents = {
            str(style.get(f"{_STYLE}name")): str(style.get(f"{_STYLE}parent-style-name"))
            for style in root.iter(f"{_STYLE}style")
        }
        self.forms = {
            (str(style.get(f"{_STYLE}name")), int(level.get(f"{_TEXT}level") or 1)): level
            for style in root.iter(f"{_TEXT}list-style")
            for level in style
            if (level.get(f"{_TEXT}level") or "1").isdecimal()
        }

    def over(self, text: Element) -> Sheets:
        return Sheets(Unit.PARAGRAPH, tuple(self._blocks(text, table=False)), tuple(self.notes))

    def _blocks(self, parent: Element, *, table: bool) -> Iterator[Block]:
        for element in parent:
            match local(element):
                case "h" | "p":
                    yield from self._block(element, table=table)
                case "list":
                    yield from self._list(element, 0, "", table=table)
                case "table-of-content":
                    self.notes.append(Doubt(Code.CONTENTS, self.place + 1))
                    self.place += sum(local(one) in {"h", "p"} for one in element.iter())
                case name if name in _GONE:
                    pass
                case name:
                    yield from self._blocks(element, table=table or name == "table")

    def _block(self, element: Element, *, table: bool, **kind: object) -> Iterator[Block]:
        self.place += 1
        text, doubts = _words(element, self.place)
        if not text.strip():
            return
        if table:
            doubts.append(Doubt(Code.TABLE, self.place, text[:80]))
        told, at = tuple(doubts), self.place
        outline = element.get(f"{_TEXT}outline-level") or "1"
        style = str(element.get(f"{_TEXT}style-name"))
        if not kind and "Title" in {style, self.parents.get(style)}:
            yield Block(Kind.HEADING, text, at, at, 0, doubts=told)
        elif not kind and local(element) == "h" and not table:
            level = min(int(outline), 9) if outline.isdecimal() else 1
            yield Block(Kind.HEADING, text, at, at, level, doubts=told)
        elif "marker" in kind:
            depth = kind["level"] if isinstance(kind["level"], int) else 0
            yield Block(Kind.ITEM, text, at, at, depth, str(kind["marker"]), doubts=told)
        else:
            yield Block(Kind.PARAGRAPH, text, at, at, inside="inside" in kind, doubts=told)

    def _list(self, parent: Element, level: int, style: str, *, table: bool) -> Iterator[Block]:
        style = parent.get(f"{_TEXT}style-name") or style
        count = 0
        for entry in parent:
            if local(entry) not in {"list-item", "list-header"}:
                continue
            count += 1
            marker: str | None = self._marker(style, level, count)
            for element in entry:
                if local(element) == "list":
                    yield from self._list(element, level + 1, style, table=table)
                elif local(element) in {"p", "h"} and marker is not None:
                    yield from self._block(element, table=table, marker=marker, level=level)
                    marker = None
                elif local(element) in {"p", "h"}:
                    yield from self._block(element, table=table, inside=True)

    def _marker(self, style: str, level: int, count: int) -> str:
        form = self.forms.get((style, level + 1))
        if form is None or local(form) != "list-level-style-number":
            return "–"
        kind = form.get(f"{_STYLE}num-format") or "1"
        suffix = form.get(f"{_STYLE}num-suffix") or ""
        written = chr(ord(kind) + (count - 1) % 26) if kind in {"a", "A"} else str(count)
        return f"{form.get(f'{_STYLE}num-prefix') or ''}{written}{suffix}"


def _words(paragraph: Element, at: int) -> tuple[str, list[Doubt]]:
    parts: list[str] = []
    doubts: dict[Code, Doubt] = {}

    def walk(parent: Element) -> None:
        parts.append(parent.text or "")
        for element in parent:
            name = local(element)
            if name in _ASIDE:
                doubts.setdefault(_ASIDE[name], Doubt(_ASIDE[name], at))
            elif name in _CHANGES:
                doubts.setdefault(Code.TRACKED_CHANGE, Doubt(Code.TRACKED_CHANGE, at))
            elif name == "s":
                count = element.get(f"{_TEXT}c") or "1"
                parts.append(" " * min(int(count) if count.isdecimal() else 1, MOST_SPACES))
            elif name in {"tab", "line-break"}:
                parts.append(" ")
            elif name not in _GONE:
                walk(element)
            parts.append(element.tail or "")

    walk(paragraph)
    return "".join(parts), list(doubts.values())
