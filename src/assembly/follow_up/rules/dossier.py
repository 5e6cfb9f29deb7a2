# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the entries of a dossier come to, on a day: who answers, until when, and how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Kind(StrEnum):
    """What an entry tells."""

    ADDRESSEE = "addressee"
    DUE = "due"
    ANSWER = "answer"
    STEP = "step"


class StepState(StrEnum):
    """How a step stands."""

    PLANNED = "planned"
    DONE = "done"
    ABANDONED = "abandoned"


class Progress(StrEnum):
    """How far a dossier is. A step that was done weighs more than an answer."""

    OPEN = "open"
    ANSWERED = "answered"
    DONE = "done"


class Wanted(StrEnum):
    """What a list may be narrowed down to. What is overdue is open too."""

    OPEN = "open"
    ANSWERED = "answered"
    OVERDUE = "overdue"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Told:
    """What an entry tells. `step` is the number of the step in its dossier; None begins one."""

    kind: Kind
    text: str | None = None
    on: date | None = None
    link: str | None = None
    step: int | None = None
    state: StepState | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it was written, for ever. `number` is its place in the dossier, from 1."""

    id: str
    number: int
    told: Told
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """A step as its latest entry tells it. `late` are the days since it was planned for."""

    number: int
    text: str
    on: date
    link: str | None
    state: StepState
    late: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a dossier stands on a day. What nobody wrote is None: it is not recorded.

    `overdue` are the days since the answer was due; `answered_late` those between that day and
    the answer. Both are 0 where there is nothing to tell.
    """

    addressee: str | None
    due: date | None
    answer: Told | None
    steps: tuple[Step, ...]
    progress: Progress
    overdue: int
    answered_late: int

    def is_among(self, wanted: Wanted | None) -> bool:
        """Whether a list that is narrowed down to this shows it."""
        if wanted is None:
            return True
        return self.overdue > 0 if wanted is Wanted.OVERDUE else self.progress == wanted.value


def standing_of(entries: Sequence[Entry], today: date) -> Standing:
    """Of each thing the latest entry counts; of an answer's lateness, the first answer.

    An answer is overdue from the day after it was due, until there is one or the work is done.
    Done is a dossier with a step that was done and none that is planned.
    """
    latest: dict[Kind, Told] = {}
    first: Told | None = None
    of_steps: dict[int, Told] = {}
    for entry in sorted(entries, key=lambda one: one.number):
        told = entry.told
        latest[told.kind] = told
        if told.kind is Kind.ANSWER and first is None:
            first = told
        if told.kind is Kind.STEP and told.step is not None:
            of_steps[told.step] = told
    steps = tuple(_step(number, told, today) for number, told in sorted(of_steps.items()))
    due = latest[Kind.DUE].on if Kind.DUE in latest else None
    progress = _progress(steps, answered=first is not None)
    waits = due is not None and progress is Progress.OPEN
    return Standing(
        addressee=latest[Kind.ADDRESSEE].text if Kind.ADDRESSEE in latest else None,
        due=due,
        answer=latest.get(Kind.ANSWER),
        steps=steps,
        progress=progress,
        overdue=_days(due, today) if waits else 0,
        answered_late=_days(due, first.on) if first is not None else 0,
    )


def today_in(zone: str, at: datetime) -> date:
    """The day it is where the assembly meets."""
    return at.astimezone(ZoneInfo(zone)).date()


def midnight_after(zone: str, at: datetime) -> datetime:
    """When the next day begins there: what depends on the day holds until then."""
    tomorrow = today_in(zone, at) + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, ZoneInfo(zone))


def _progress(steps: Sequence[Step], *, answered: bool) -> Progress:
    states = {step.state for step in steps}
    if StepState.DONE in states and StepState.PLANNED not in states:
        return Progress.DONE
    return Progress.ANSWERED if answered else Progress.OPEN


def _step(number: int, told: Told, today: date) -> Step:
    on, state = told.on or today, told.state or StepState.PLANNED
    late = _days(on, today) if state is StepState.PLANNED else 0
    return Step(number, told.text or "", on, told.link, state, late)


def _days(since: date | None, until: date | None) -> int:
    """Days after `since`; 0 before it, and where one of the two is not known."""
    if since is None or until is None:
        return 0
    return max(0, (until - since).days)
