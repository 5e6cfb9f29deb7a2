# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Names for provisions: `p1`, `p2`, … in the order they first appeared, never given twice.

A provision keeps its name through every version that has it, so that an amendment, a translation
and a footnote can point at it. The work grows with the length of the texts, not with its square.

`align` answers nearly the same question for an amendment that is typed, and differs on purpose.
There the one provision that stands in the place of another replaces it, whatever it says; here
words that have nothing in common get a name of their own, because what points at the former name
would point at something else. A draft may be rewritten from end to end, so that a provision is
looked for a little way ahead and by its words between blanks, where `align` looks for the best
pairing and counts the signs too.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assembly.resolutions.rules.text import Provision

_GIVEN = re.compile(r"p([1-9][0-9]{0,8})")
ALIKE = 0.5
"""From this share of common words on, a rewritten provision is the same one."""
LOOK_AHEAD = 24
"""How far on in the text before a rewritten provision is looked for."""

Pair = tuple[int, int]


def name_provisions(
    after: Sequence[Provision], before: Sequence[Provision] = (), used: Iterable[str] = ()
) -> list[Provision]:
    """Each provision named: as it is, as the piece of `before` it continues, or anew.

    `used` are all names the resolution ever gave. A name that is not in `before`, or comes twice,
    is taken for none. The same texts always get the same names.
    """
    known = {provision.id for provision in before}
    names: list[str] = []
    taken: set[str] = set()
    for provision in after:
        kept = provision.id if provision.id in known and provision.id not in taken else ""
        names.append(kept)
        taken.add(kept)
    free = [provision for provision in before if provision.id not in taken]
    waiting = [place for place, name in enumerate(names) if not name]
    old, new = [one.text for one in free], [after[place].text for place in waiting]
    for was, at in _continued(old, new):
        names[waiting[at]] = free[was].id
    highest = max((_number(name) for name in (*known, *used)), default=0)
    for place, name in enumerate(names):
        if not name:
            highest += 1
            names[place] = f"p{highest}"
    return [replace(provision, id=name) for provision, name in zip(after, names, strict=True)]


def _continued(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """Which of the new continue which of the old: the same words first, then alike, in order.

    What both have once is found first (a patience diff); between two such pieces the beginnings and
    ends that are equal, and what is left by its words.
    """
    was = at = 0
    for old_place, new_place in [*_anchors(old, new), (len(old), len(new))]:
        yield from _between(old, new, (was, old_place), (at, new_place))
        if old_place < len(old):
            yield old_place, new_place
        was, at = old_place + 1, new_place + 1


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """The longest run, in the order of both, of texts that each has exactly once."""
    times_old, times_new = Counter(old), Counter(new)
    places = {text: place for place, text in enumerate(old) if times_old[text] == 1}
    pairs = [
        (places[text], place)
        for place, text in enumerate(new)
        if times_new[text] == 1 and text in places
    ]
    tails: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for index, (place, _) in enumerate(pairs):
        length = bisect_left(tails, place)
        back.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(place)
            ends.append(index)
        else:
            tails[length], ends[length] = place, index
    found: list[Pair] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        found.append(pairs[index])
        index = back[index]
    return found[::-1]


def _between(old: Sequence[str], new: Sequence[str], span: Pair, new_span: Pair) -> Iterator[Pair]:
    (was, old_end), (at, new_end) = span, new_span
    while was < old_end and at < new_end and old[was] == new[at]:
        yield was, at
        was, at = was + 1, at + 1
    while was < old_end and at < new_end and old[old_end - 1] == new[new_end - 1]:
        old_end, new_end = old_end - 1, new_end - 1
        yield old_end, new_end
    if was == old_end or at == new_end:
        return
    words = [Counter(text.split()) for text in old[was:old_end]]
    first = 0
    for place in range(at, new_end):
        mine = Counter(new[place].split())
        ahead = range(first, min(first + LOOK_AHEAD, len(words)))
        found = next((one for one in ahead if _alike(words[one], mine)), None)
        if found is not None:
            yield was + found, place
            first = found + 1


def _alike(one: Counter[str], other: Counter[str]) -> bool:
    """Twice the common words against all words of both, as a share."""
    sizes = one.total(), other.total()
    everything = sum(sizes)
    if not everything or 2 * min(sizes) < ALIKE * everything:
        return not everything
    return 2 * (one & other).total() >= ALIKE * everything


def _number(name: str) -> int:
    found = _GIVEN.fullmatch(name)
    return int(found[1]) if found else 0
