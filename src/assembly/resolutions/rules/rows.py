# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A text with changes in it, row by row, as it is shown, and which rows need not be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assembly.resolutions.rules.changes import Style


class Mark(StrEnum):
    """What becomes of a run of words."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


class Fate(StrEnum):
    """What becomes of a provision as a whole. Two that are reworded inside stay."""

    STAYS = "stays"
    REWORDED = "reworded"
    INSERTED = "inserted"
    REMOVED = "removed"
    MOVED_AWAY = "moved_away"
    MOVED_HERE = "moved_here"


@dataclass(frozen=True, slots=True)
class Run:
    """Words with one mark; joined, the runs of a row are its text, but for a space before it."""

    mark: Mark
    text: str

    @property
    def words(self) -> str:
        """Without the white space in front."""
        return self.text.lstrip(" ")

    @property
    def lead(self) -> str:
        """The white space in front, which nobody needs to see marked."""
        return self.text[: len(self.text) - len(self.words)]


@dataclass(frozen=True, slots=True)
class Row:
    """A provision, or a part of one that is split. `before` or `after` is None where it is not.

    `first_line` and `last_line` are those of the printed copy of the old text. `split`: it begins
    in the middle of what was one. `joined`: it goes on where the one above ends. `moved` names the
    provision at both of its places.
    """

    fate: Fate
    before: Style | None
    after: Style | None
    runs: tuple[Run, ...]
    first_line: int | None = None
    last_line: int | None = None
    split: bool = False
    joined: bool = False
    moved: str = ""

    @property
    def changed(self) -> bool:
        """Whether anything about it differs."""
        return self.fate is not Fate.STAYS

    @property
    def restyled(self) -> bool:
        """Whether it is another kind of provision, or has another marker or level."""
        return self.before is not None and self.after is not None and self.before != self.after

    @property
    def old(self) -> tuple[Run, ...]:
        """What stood there."""
        return tuple(run for run in self.runs if run.mark is not Mark.INSERTED)

    @property
    def new(self) -> tuple[Run, ...]:
        """What will stand there."""
        return tuple(run for run in self.runs if run.mark is not Mark.DELETED)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that follow each other; `folded` ones are all unchanged and need not be read."""

    rows: tuple[Row, ...]
    folded: bool


def stretches(rows: Sequence[Row], *, around: int = 1, least: int = 3) -> list[Stretch]:
    """The rows, with `least` or more unchanged ones folded that are not beside a changed one."""
    near: set[int] = set()
    for place, row in enumerate(rows):
        if row.changed:
            near |= set(range(place - around, place + around + 1))
    found: list[Stretch] = []
    start = 0
    for place in range(len(rows) + 1):
        ends = place == len(rows) or (place in near) != (start in near)
        if ends and place > start:
            part = tuple(rows[start:place])
            found.append(Stretch(part, start not in near and len(part) >= least))
            start = place
    return found
