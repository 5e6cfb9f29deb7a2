# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words: the units in which texts are compared, amended and merged.

A token is a word or a sign together with the white space before it, so that joining tokens gives
the text back to the letter. No token begins inside what people see as one character (after Unicode
Annex 29, with the parts that matter here): a letter keeps its accents, a flag its two halves, an
emoji its skin tone and its joiners. Apostrophes and hyphens inside a word belong to it, and so do
points, commas and colons between digits: `OCMW’s`, `zij-instroom`, `1.250,50`.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

SENTENCE_ENDS = frozenset(".!?…")
_CLOSING = frozenset("\"'”’»)]}›")
_BEGINNING = re.compile(r"[^\W_]")
_LAST_PLAIN = "\u02ff"
_LAST_LOOKED_AT = 0x20000


def tokens_of(text: str) -> tuple[str, ...]:
    """The tokens of a canonical text: `" " + text` cut up, so that a first word is like any other.

    `text_of` undoes it.
    """
    if not text:
        return ()
    return tuple((_plain() if max(text) <= _LAST_PLAIN else _full()).findall(" " + text))


def text_of(tokens: Sequence[str]) -> str:
    """The text again: the tokens joined, without the one space before the first."""
    return "".join(tokens).removeprefix(" ")


def is_word(token: str) -> bool:
    """Whether it has a letter or a digit; else it is punctuation, a sign or bare white space."""
    return _BEGINNING.search(token) is not None


def count_words(tokens: Sequence[str]) -> int:
    """How many of them are words."""
    return sum(map(is_word, tokens))


def would_glue(before: Sequence[str], token: str) -> bool:
    """Whether `token`, set behind `before` as it is, would become one with what stands there."""
    if not before or token[:1].isspace():
        return False
    start = len(before) - 1
    while start > 0 and not before[start][:1].isspace():
        start -= 1
    near = tuple(before[start:])
    return tokens_of(text_of([*near, token])) != (*tokens_of(text_of(near)), token)


def sentences_in(tokens: Sequence[str]) -> list[tuple[int, int]]:
    """Where each sentence begins and ends (behind its point and closing quotes), without gaps.

    A point ends a sentence when white space and something other than a small letter follow.
    """
    found: list[tuple[int, int]] = []
    start = at = 0
    while at < len(tokens):
        at += 1
        if tokens[at - 1].strip() not in SENTENCE_ENDS:
            continue
        while at < len(tokens) and tokens[at] in _CLOSING | SENTENCE_ENDS:
            at += 1
        if at < len(tokens) and tokens[at][:1].isspace() and not tokens[at].strip()[:1].islower():
            found.append((start, at))
            start = at
    if start < len(tokens):
        found.append((start, len(tokens)))
    return found


@cache
def _plain() -> re.Pattern[str]:
    """For texts of Latin letters, where every character stands for itself."""
    return _pattern("")


@cache
def _full() -> re.Pattern[str]:
    """For all others: with everything that leans on the character before it."""
    return _pattern(
        "(?:[" + _leaning() + "]|\u200d(?:[\U0001f1e6-\U0001f1ff]|[^\\s" + _leaning() + "])?)*"
    )


def _pattern(tail: str) -> re.Pattern[str]:
    letter = rf"[^\W_]{tail}"
    word = rf"(?:{letter})+(?:(?:['’\-‐‑_]|(?<=\d)[.,:/](?=\d)){tail}(?:{letter})+)*"
    flag = rf"[\U0001f1e6-\U0001f1ff]{{2}}{tail}"
    return re.compile(rf"\s*(?:{word}|{flag}|\S{tail})|\s+")


def _leaning() -> str:
    """A character class: marks, variation selectors, skin tones, tags."""
    points = [
        point for point in range(_LAST_LOOKED_AT) if unicodedata.category(chr(point))[0] == "M"
    ]
    points += [*range(0x1F3FB, 0x1F400), *range(0xE0020, 0xE0080), *range(0xE0100, 0xE01F0)]
    ranges: list[list[int]] = []
    for point in points:
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(f"{re.escape(chr(start))}-{re.escape(chr(end))}" for start, end in ranges)
