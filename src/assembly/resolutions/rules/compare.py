# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What two texts have in common, by their words, and where they differ, not yet for people to read.

The longest stretches in common are found by difflib, after Ratcliff and Obershelp, 1988.
"""

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from assembly.resolutions.rules.word_edits import Edit
from assembly.resolutions.rules.words import sentences_in

MOST = 100_000
"""Pairs of equal tokens that are looked at; beyond, a stretch is rewritten as a whole."""


def alike(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of tokens two texts have in common, wherever they stand: 0 to 1."""
    if not one and not other:
        return 1.0
    common = (Counter(one) & Counter(other)).total()
    return 2 * common / (len(one) + len(other))


def differences(old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    """The edits that make `new` of `old`, between the beginnings and ends that are equal."""
    head, tail = _common_ends(old, new)
    middle = old[head : len(old) - tail], new[head : len(new) - tail]
    return [Edit(edit.start + head, edit.end + head, edit.words) for edit in _compared(*middle)]


def _common_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    room = shorter - head
    tail = next((at for at in range(room) if old[-1 - at] != new[-1 - at]), room)
    return head, tail


def _compared(old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    """Word by word where that is affordable, else sentence by sentence, else as a whole."""
    if not old and not new:
        return []
    if old and new and _cost(old, new) <= MOST:
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        return [
            Edit(start, end, tuple(new[new_start:new_end]))
            for tag, start, end, new_start, new_end in matcher.get_opcodes()
            if tag != "equal"
        ]
    before, after = sentences_in(old), sentences_in(new)
    units = [tuple(old[slice(*one)]) for one in before], [tuple(new[slice(*one)]) for one in after]
    if len(before) + len(after) <= 2 or _cost(*units) > MOST:  # noqa: PLR2004 - one sentence each
        return [Edit(0, len(old), tuple(new))]
    return _by_sentences(old, new, before, after, SequenceMatcher(None, *units, autojunk=False))


def _by_sentences(
    old: Sequence[str],
    new: Sequence[str],
    before: Sequence[tuple[int, int]],
    after: Sequence[tuple[int, int]],
    matcher: "SequenceMatcher[tuple[str, ...]]",
) -> list[Edit]:
    edits: list[Edit] = []
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag == "equal":
            continue
        start, end = _span(before, first, last, len(old))
        new_start, new_end = _span(after, new_first, new_last, len(new))
        part, whole = old[start:end], new[new_start:new_end]
        if part and whole and _cost(part, whole) <= MOST:
            edits += [
                Edit(edit.start + start, edit.end + start, edit.words)
                for edit in _compared(part, whole)
            ]
        else:
            edits.append(Edit(start, end, tuple(whole)))
    return edits


def _span(
    sentences: Sequence[tuple[int, int]], first: int, last: int, length: int
) -> tuple[int, int]:
    start = sentences[first][0] if first < len(sentences) else length
    return start, sentences[last - 1][1] if last > first else start


def _cost(old: Sequence[object], new: Sequence[object]) -> int:
    mine, theirs = Counter(old), Counter(new)
    return sum(count * theirs[token] for token, count in mine.items())
