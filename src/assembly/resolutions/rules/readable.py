# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Edits made readable: nothing scattered, whole sentences, and seams where people see them."""

from collections import Counter
from collections.abc import Sequence

from assembly.resolutions.rules.word_edits import Edit, applied
from assembly.resolutions.rules.words import SENTENCE_ENDS, count_words, sentences_in

REWRITTEN = 2 / 3
SCATTERED = 1 / 2
"""Shares of a sentence's words: from here on one edit, or three edits and more, take it whole."""

BETWEEN_A_PAIR = 6
"""Words between two brackets that are changed together."""
_OPENING = frozenset("([{“«")
_CLOSING = frozenset(")]}”»")


def readable(edits: Sequence[Edit], old: Sequence[str]) -> list[Edit]:
    """Edits that come to the same text and are easier to read."""
    sentences = sentences_in(old)
    edits = _whole_sentences(_in_pairs(_joined(edits, old), old), old, sentences)
    edits = _joined(edits, old)
    starts = {start for start, _ in sentences}
    return [
        _at_a_seam(edit, old, starts, _room(edits, place, old)) for place, edit in enumerate(edits)
    ]


def _joined(edits: Sequence[Edit], old: Sequence[str]) -> list[Edit]:
    """Edits with next to nothing standing between them are one."""
    joined: list[Edit] = []
    for edit in edits:
        if joined and _next_to_nothing(joined[-1], old[joined[-1].end : edit.start], edit, old):
            before = joined.pop()
            between = tuple(old[before.end : edit.start])
            joined.append(Edit(before.start, edit.end, (*before.words, *between, *edit.words)))
        else:
            joined.append(edit)
    return joined


def _next_to_nothing(before: Edit, between: Sequence[str], after: Edit, old: Sequence[str]) -> bool:
    standing = count_words(between)
    smaller = min(_size(before, old), _size(after, old))
    if standing == 0:
        return smaller > 0 or not between
    return smaller >= 2 * standing and standing <= 2  # noqa: PLR2004 - two words at most


def _in_pairs(edits: Sequence[Edit], old: Sequence[str]) -> list[Edit]:
    """A bracket or quotation mark and the one that closes it are changed together, if near."""
    joined: list[Edit] = []
    for edit in edits:
        before = joined[-1] if joined else edit
        between = tuple(old[before.end : edit.start])
        near = count_words(between) <= BETWEEN_A_PAIR
        if joined and near and _unclosed(before, old) * _unclosed(edit, old) < 0:
            joined[-1] = Edit(before.start, edit.end, (*before.words, *between, *edit.words))
        else:
            joined.append(edit)
    return joined


def _unclosed(edit: Edit, old: Sequence[str]) -> int:
    """How many more are left open after the edit than before it; below 0, how many fewer."""
    signs = Counter(token.strip() for token in edit.words)
    signs.subtract(token.strip() for token in old[edit.start : edit.end])
    return sum(signs[sign] for sign in _OPENING) - sum(signs[sign] for sign in _CLOSING)


def _size(edit: Edit, old: Sequence[str]) -> int:
    return max(count_words(old[edit.start : edit.end]), count_words(edit.words))


def _whole_sentences(
    edits: list[Edit], old: Sequence[str], sentences: Sequence[tuple[int, int]]
) -> list[Edit]:
    """A sentence of which most is rewritten is replaced as a whole."""
    for start, end in sentences:
        inside = [edit for edit in edits if start <= edit.start and edit.end <= end]
        inside = [edit for edit in inside if edit.start < end or edit.end > edit.start]
        gone = sum(count_words(old[edit.start : edit.end]) for edit in inside)
        words = count_words(old[start:end])
        across = any(edit not in inside and edit.start < end and start < edit.end for edit in edits)
        rewritten = [edit for edit in inside if not edit.inserts and edit.words and not across]
        few = len(inside) < 3  # noqa: PLR2004 - three pieces are what makes confetti
        if rewritten and gone > words * (REWRITTEN if few else SCATTERED):
            first, last = edits.index(inside[0]), edits.index(inside[-1])
            shifted = [Edit(one.start - start, one.end - start, one.words) for one in inside]
            whole = Edit(start, end, tuple(applied(old[start:end], shifted)))
            edits = [*edits[:first], whole, *edits[last + 1 :]]
    return [edit for edit in edits if tuple(old[edit.start : edit.end]) != edit.words]


def _room(edits: Sequence[Edit], place: int, old: Sequence[str]) -> tuple[int, int]:
    """How far an edit may slide without meeting its neighbours."""
    before = edits[place - 1].end + 1 if place else 0
    after = edits[place + 1].start - 1 if place + 1 < len(edits) else len(old)
    return before, after


def _at_a_seam(edit: Edit, old: Sequence[str], starts: set[int], room: tuple[int, int]) -> Edit:
    """A pure insertion or deletion, slid along equal words to where people would see it.

    First where a sentence begins, then behind a sign, then where it was; of equals the first.
    """
    if not edit.inserts and edit.words:
        return edit
    slid = [edit]
    one = edit
    while (back := _slid(one, old, -1)) is not None and back.start >= room[0]:
        slid.append(back)
        one = back
    one = edit
    while (on := _slid(one, old, +1)) is not None and on.end <= room[1]:
        slid.append(on)
        one = on
    ranked = sorted(slid, key=lambda each: (-_seam(each, old, starts), each != edit, each.start))
    return ranked[0]


def _slid(edit: Edit, old: Sequence[str], step: int) -> Edit | None:
    """The same change one token further, if it is the same."""
    start, end = edit.start, edit.end
    if edit.inserts:
        if step < 0 and start > 0 and old[start - 1] == edit.words[-1]:
            return Edit(start - 1, start - 1, (edit.words[-1], *edit.words[:-1]))
        if step > 0 and start < len(old) and old[start] == edit.words[0]:
            return Edit(start + 1, start + 1, (*edit.words[1:], edit.words[0]))
    elif step < 0 and start > 0 and old[start - 1] == old[end - 1]:
        return Edit(start - 1, end - 1, ())
    elif step > 0 and end < len(old) and old[end] == old[start]:
        return Edit(start + 1, end + 1, ())
    return None


def _seam(edit: Edit, old: Sequence[str], starts: set[int]) -> int:
    last = edit.words[-1] if edit.inserts else old[edit.end - 1]
    if last.strip() in SENTENCE_ENDS and (edit.start in starts or edit.start == len(old)):
        return 3
    first = edit.words[0] if edit.inserts else old[edit.start]
    if count_words([last]) == 0 and count_words([first]):
        return 2
    return 1 if count_words([first]) == 0 and count_words([last]) else 0
