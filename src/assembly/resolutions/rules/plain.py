# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A text as people type it into one box, and back: `read_plain(write_plain(text))` is the text.

A blank line ends a paragraph. A line that begins with a marker (`a.`, `1.`, `2)`, `(b)`, `-`, `•`)
and a space is an item of a list; two spaces before it put it one level deeper. Any other marker
stands in square brackets: `[Art. 5] …`. A line without a marker goes on with what stands above it.
A paragraph that itself begins like a marker has a backslash in front.
"""

import re
from collections.abc import Iterator, Sequence

from assembly.resolutions.rules.text import DEEPEST, Kind, Provision, tidy

_USUAL = re.compile(r"[-–—•*◦▪]|\(?(?:[0-9]{1,4}|[A-Za-z]|[ivxlc]{2,6})[.)°]")
_ITEM = re.compile(rf"(?P<usual>{_USUAL.pattern})(?= |$)|\[(?P<other>(?:[^\\\]]|\\.)*)\](?= |$)")
_ESCAPED = re.compile(r"\\(.)")
_BREAK = re.compile(r"\r\n|\r|\n")
STEP = 2
"""Spaces for each level."""


def read_plain(typed: str) -> list[Provision]:
    """The provisions that were typed, tidied and without names. Any string is some text."""
    return [
        Provision(kind, marker, tidy(" ".join(words)), level)
        for kind, marker, level, words in _pieces(typed)
    ]


def write_plain(provisions: Sequence[Provision]) -> str:
    """The text as somebody would have typed it: a blank line before each paragraph."""
    parts: list[str] = []
    for provision in provisions:
        if parts:
            parts.append("\n" if provision.kind is Kind.ITEM else "\n\n")
        parts.append(_written(provision))
    return "".join(parts)


def _pieces(typed: str) -> Iterator[tuple[Kind, str, int, list[str]]]:
    piece: tuple[Kind, str, int, list[str]] | None = None
    for line in _BREAK.split(typed):
        words = line.replace("\t", " " * STEP).lstrip(" ")
        if not words.strip(" "):
            if piece is not None:
                yield piece
            piece = None
            continue
        found = _ITEM.match(words)
        if found is not None:
            if piece is not None:
                yield piece
            level = min((len(line.replace("\t", " " * STEP)) - len(words)) // STEP, DEEPEST)
            piece = (Kind.ITEM, _marker(found), level, [words[found.end() :]])
        elif piece is not None:
            piece[3].append(words)
        else:
            piece = (Kind.PARAGRAPH, "", 0, [words.removeprefix("\\")])
    if piece is not None:
        yield piece


def _marker(found: re.Match[str]) -> str:
    if found["usual"] is not None:
        return tidy(found["usual"])
    return tidy(_ESCAPED.sub(r"\1", found["other"]))


def _written(provision: Provision) -> str:
    if provision.kind is Kind.PARAGRAPH:
        like_an_item = _ITEM.match(provision.text) or provision.text.startswith("\\")
        return f"\\{provision.text}" if like_an_item else provision.text
    marker = provision.marker
    if not _USUAL.fullmatch(marker):
        marker = "[" + re.sub(r"([\\\]])", r"\\\1", marker) + "]"
    return f"{' ' * (STEP * provision.level)}{marker} {provision.text}"
