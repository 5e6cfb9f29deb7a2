# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which provision of a newly typed text continues which one of the text before.

Equal ones first, in order; between those, the ones most alike, in order; then what stands alone in
the place of one that is gone. Whatever was moved, split or joined is recognised later, by `find`.

`naming` does nearly the same for the versions of a draft, and says where the two part.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from assembly.resolutions.rules.between import edits_between
from assembly.resolutions.rules.compare import alike
from assembly.resolutions.rules.edits import ProvisionEdit
from assembly.resolutions.rules.text import Kind, Provision, tidy
from assembly.resolutions.rules.words import tokens_of

ALIKE = 0.5
"""From this share of common words on, one provision continues another."""
MOST_PAIRS = 10_000
MOST_COMMON = 50_000


def edits_of(before: Sequence[Provision], after: Sequence[Provision]) -> list[ProvisionEdit]:
    """What the author of `after` asks for, whose provisions have no ids."""
    sound = [replace(one, text=tidy(one.text), marker=tidy(one.marker), id="") for one in after]
    named = list(sound)
    for old, new in continued(before, sound):
        named[new] = replace(sound[new], id=before[old].id, marker=_marker(before[old], sound[new]))
    return edits_between(before, named)


def _marker(before: Provision, after: Provision) -> str:
    """A paragraph of an older text may have a marker; it is not shown, so nobody types it."""
    paragraphs = before.kind is after.kind is Kind.PARAGRAPH
    return after.marker or before.marker if paragraphs else after.marker


def continued(before: Sequence[Provision], after: Sequence[Provision]) -> Iterator[tuple[int, int]]:
    """Pairs of places, rising on both sides: the second provision continues the first."""
    old, new = [one.text for one in before], [one.text for one in after]
    for tag, start, end, new_start, new_end in _opcodes(old, new):
        if tag == "equal":
            yield from zip(range(start, end), range(new_start, new_end), strict=True)
        elif tag == "replace":
            yield from _most_alike(old, new, range(start, end), range(new_start, new_end))


def _opcodes(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    repeated = sum(map(old.count, set(new))) if len(new) <= 1 else _repetition(old, new)
    if repeated > MOST_COMMON:
        return [("replace", 0, len(old), 0, len(new))]
    return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())


def _repetition(old: Sequence[str], new: Sequence[str]) -> int:
    counts: dict[str, int] = {}
    for text in old:
        counts[text] = counts.get(text, 0) + 1
    return sum(counts.get(text, 0) for text in new)


def _most_alike(
    old: Sequence[str], new: Sequence[str], gone: range, come: range
) -> Iterator[tuple[int, int]]:
    """The pairing in order with the most in common; in a block too large, place by place."""
    if len(gone) == len(come) == 1:
        yield gone[0], come[0]
        return
    if len(gone) * len(come) > MOST_PAIRS:
        yield from zip(gone, come, strict=False)
        return
    mine = [tokens_of(old[place]) for place in gone]
    theirs = [tokens_of(new[place]) for place in come]
    best = [[0.0] * (len(come) + 1) for _ in range(len(gone) + 1)]
    share = [[0.0] * len(come) for _ in gone]
    for one in range(len(gone) - 1, -1, -1):
        for other in range(len(come) - 1, -1, -1):
            found = alike(mine[one], theirs[other])
            share[one][other] = found if found >= ALIKE else 0.0
            best[one][other] = max(
                best[one + 1][other],
                best[one][other + 1],
                best[one + 1][other + 1] + share[one][other],
            )
    one = other = 0
    while one < len(gone) and other < len(come):
        paired = best[one + 1][other + 1] + share[one][other]
        if share[one][other] and best[one][other] == paired:
            yield gone[one], come[other]
            one, other = one + 1, other + 1
        elif best[one][other] == best[one + 1][other]:
            one += 1
        else:
            other += 1
