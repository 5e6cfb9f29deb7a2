# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Footnotes of earlier merges: which amendment words came from that an older version brought.

A merge says of every span of its version from which amendments it is; what it says nothing of was
in the version it was made on, and may have come from an amendment there. Those words stand in the
same order as before, but for what went between them, so they are found again word by word. Of
equal words side by side it may be another one that is named; never one from another provision.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, groupby

from assembly.resolutions.rules.text import Provision
from assembly.resolutions.rules.words import text_of, tokens_of

Span = tuple[str, tuple[int, ...]]
Spans = Sequence[Sequence[Span]]
Token = tuple[str, tuple[int, ...]]


def handed_on(
    before: Sequence[Provision], known: Spans, after: Sequence[Provision], merged: Spans
) -> list[list[Span]]:
    """The spans of `after`, where those without an amendment take over what `known` says.

    `known` belongs to `before`, `merged` to `after`; joined, the spans are the text as it was.
    """
    old = {one.id: _tokens(spans) for one, spans in zip(before, known, strict=True)}
    sources = _sources([one.id for one in before], [one.id for one in after], old)
    return [
        _spans(_filled(_tokens(spans), sources[one.id]))
        for one, spans in zip(after, merged, strict=True)
    ]


def _sources(
    before: Sequence[str], after: Sequence[str], old: Mapping[str, Sequence[Token]]
) -> dict[str, list[Token]]:
    """Where the words of each provision stood: in itself and what was joined to it.

    What was split off has the words of the provision it follows.
    """
    stays = set(after)
    own: dict[str, list[Token]] = {}
    last = ""
    for name in before:
        last = name if name in stays else last
        own.setdefault(last, []).extend(old[name])
    sources: dict[str, list[Token]] = {}
    above = ""
    for name in after:
        above = name if name in own else above
        sources[name] = own.get(above, [])
    return sources


def _tokens(spans: Sequence[Span]) -> list[Token]:
    """Every token with the amendments of the span in which it ends."""
    ends = [*accumulate(len(text) for text, _ in spans)]
    found: list[Token] = []
    place = at = 0
    for token in tokens_of("".join(text for text, _ in spans)):
        place += len(token) - (not found)
        while at < len(ends) - 1 and ends[at] < place:
            at += 1
        found.append((token, tuple(spans[at][1])))
    return found


def _filled(tokens: Sequence[Token], source: Sequence[Token]) -> Iterator[Token]:
    if not any(numbers for _, numbers in source):
        yield from tokens
        return
    bare = [place for place, (_, numbers) in enumerate(tokens) if not numbers]
    matcher = SequenceMatcher(
        None, [word for word, _ in source], [tokens[place][0] for place in bare], autojunk=False
    )
    known: dict[int, tuple[int, ...]] = {}
    for start, found, size in matcher.get_matching_blocks():
        for step in range(size):
            known[bare[found + step]] = source[start + step][1]
    for place, (word, numbers) in enumerate(tokens):
        yield word, numbers or known.get(place, ())


def _spans(tokens: Iterator[Token]) -> list[Span]:
    found = [
        ("".join(word for word, _ in group), numbers)
        for numbers, group in groupby(tokens, key=lambda token: token[1])
    ]
    return [(text_of([text]), numbers) for text, numbers in found[:1]] + found[1:]
