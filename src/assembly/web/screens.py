# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The things a hall may look at, and how much of a text can be read from its last row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from assembly.assemblies.room import Somebody
from assembly.publication.wording import Wording
from assembly.resolutions.rules.rows import Row
from assembly.resolutions.rules.text import Provision
from assembly.sittings.queries import SittingView
from assembly.sittings.rules.clock import Clock, seconds
from assembly.web.about import AskedShown
from assembly.web.titles import TitleShown

SIZES = ((110, "xl"), (200, "l"), (320, "m"))
"""Up to so many characters in this size; longer ones in the smallest, `s`."""
MOST = 480
"""Characters that can be read from the last row; of a longer text stand the first words."""
A_LINE = 30
"""Characters that a new paragraph costs."""


@dataclass(frozen=True, slots=True)
class TextShown:
    """As much of a text, or of its changes, as can be read from afar."""

    provisions: tuple[Provision, ...]
    rows: tuple[Row, ...]
    size: str
    cut: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """What a voting or an item is about, in the words of this screen's language."""

    id: UUID
    number: int
    words: Wording
    asked: AskedShown | None = None


@dataclass(frozen=True, slots=True)
class ClockShown:
    """Seconds of a clock. `until` and `since` are there while it runs."""

    until: str | None
    since: str | None
    left: int | None
    spent: int


@dataclass(frozen=True, slots=True)
class OpenProjected:
    """An open voting; `others` are open beside it."""

    kind: ClassVar[str] = "open"

    about: Subject
    text: TextShown
    rule_sentence: str
    secret: bool
    ends: str | None
    left: str
    turnout: int
    entitled: int | None
    others: int


@dataclass(frozen=True, slots=True)
class CountingProjected:
    """A voting that is closed and not published: no number of it."""

    kind: ClassVar[str] = "counting"

    about: Subject


@dataclass(frozen=True, slots=True)
class ResultProjected:
    """A published result. `counts` are weights where the ballots had them."""

    kind: ClassVar[str] = "result"

    about: Subject
    outcome: str | None
    words: str
    sentence: str
    counts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ItemProjected:
    """The item that is dealt with. `speaker` is None for the public, and while nobody speaks."""

    kind: ClassVar[str] = "item"

    position: int
    title: TitleShown | None
    about: Subject | None
    text: TextShown | None
    speaker: Somebody | None
    clock: ClockShown | None


@dataclass(frozen=True, slots=True)
class WelcomeProjected:
    """Nothing yet. `sitting` is the one that is open, suspended or comes next."""

    kind: ClassVar[str] = "welcome"

    sitting: SittingView | None
    suspended: bool
    when: str | None


Projected = OpenProjected | CountingProjected | ResultProjected | ItemProjected | WelcomeProjected


def clock_shown(clock: Clock, at: datetime) -> ClockShown:
    """The clock so that a screen can go on counting: the end, or since when."""
    running = clock.running_since is not None
    left, spent = clock.left(at), clock.at(at)
    return ClockShown(
        until=(at + left).isoformat() if running and left is not None else None,
        since=(at - spent).isoformat() if running else None,
        left=None if left is None else seconds(left),
        spent=seconds(spent),
    )


def text_shown(provisions: Sequence[Provision]) -> TextShown:
    """Whole where it can be read from afar, else its beginning, cut between words."""
    taken: list[Provision] = []
    room = MOST
    for place, provision in enumerate(provisions):
        if len(provision.text) > room:
            if not taken:
                words = provision.text[:room].rsplit(" ", 1)[0]
                taken.append(replace(provision, text=f"{words} …"))
            return TextShown(tuple(taken), (), "s", cut=True)
        taken.append(provision)
        room -= len(provision.text) + (A_LINE if place else 0)
    return TextShown(tuple(taken), (), _size(MOST - room), cut=False)


def changes_shown(asked: AskedShown) -> TextShown:
    """The rows that change; what stays as it is stands in the text that people have."""
    if asked.redline is None:
        return TextShown((), (), "l", cut=False)
    every = [row for part in asked.redline.stretches for row in part.rows if row.changed]
    taken: list[Row] = []
    used = 0
    for row in every:
        used += sum(len(run.text) for run in row.runs) + A_LINE
        if used > MOST:
            break
        taken.append(row)
    return TextShown((), tuple(taken), _size(used), cut=len(taken) < len(every))


def _size(length: int) -> str:
    return next((size for most, size in SIZES if length <= most), "s")
