# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Edits of a text, word by word: put in, undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The tokens from `start` up to `end` of the old text give way to `words`."""

    start: int
    end: int
    words: tuple[str, ...]

    @property
    def inserts(self) -> bool:
        """Whether nothing of the old text goes."""
        return self.start == self.end


def applied(old: Sequence[str], edits: Sequence[Edit]) -> list[str]:
    """The old tokens with the edits put in."""
    tokens: list[str] = []
    at = 0
    for edit in edits:
        tokens += old[at : edit.start]
        tokens += edit.words
        at = edit.end
    return tokens + list(old[at:])


def undone(old: Sequence[str], edits: Sequence[Edit]) -> list[Edit]:
    """The edits that make the old text of the new one again."""
    back: list[Edit] = []
    moved = 0
    for edit in edits:
        start = edit.start + moved
        back.append(Edit(start, start + len(edit.words), tuple(old[edit.start : edit.end])))
        moved += len(edit.words) - (edit.end - edit.start)
    return back


def touching(edits: Sequence[Edit]) -> bool:
    """Whether two of them meet: then they ought to be one."""
    return any(before.end >= after.start for before, after in pairwise(edits))
