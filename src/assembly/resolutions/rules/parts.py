# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether texts are parts of another one: what tells that provisions were joined or split."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from assembly.resolutions.rules.changes import Base

CARRIED = 0.6
"""From this share of its words on, a part was in the other text before."""
MOST_COMPARED = 250_000


def taken_up(base: Base, parts: Sequence[str], kept: str, tokens: Sequence[str]) -> list[str]:
    """The run of `parts` around the kept one whose words are nearly all in the new text."""
    here = Counter(tokens)
    middle = list(parts).index(kept)

    def carried(part: str) -> bool:
        own = base.tokens(part)
        return (Counter(own) & here).total() >= CARRIED * len(own)

    first = last = middle
    while first > 0 and carried(parts[first - 1]):
        first -= 1
    while last + 1 < len(parts) and carried(parts[last + 1]):
        last += 1
    return list(parts[first : last + 1])


def cuts_of(parts: Sequence[Sequence[str]], whole: Sequence[str]) -> list[int] | None:
    """Where in `whole` each of the parts begins and the last one ends; None if it is not theirs.

    Every part must bring most of its words, in their order, after those of the part before it.
    """
    if sum(map(len, parts)) * CARRIED > len(whole):
        return None
    joined = [token for part in parts for token in part]
    if not joined or len(joined) * len(whole) > MOST_COMPARED * len(parts):
        return None
    owner = [at for at, part in enumerate(parts) for _ in part]
    brought, firsts = Counter[int](), dict[int, int]()
    for mine, theirs in _common(joined, whole):
        brought[owner[mine]] += 1
        firsts.setdefault(owner[mine], theirs)
    for at, part in enumerate(parts):
        if brought[at] < max(CARRIED * len(part), 1):
            return None
    return [0, *(firsts[at] for at in range(1, len(parts))), len(whole)]


def _common(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int]]:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for mine, theirs, size in matcher.get_matching_blocks():
        for step in range(size):
            yield mine + step, theirs + step
