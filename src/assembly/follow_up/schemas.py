# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is sent to a dossier, and what is told of it."""

from datetime import date, datetime
from typing import ClassVar, Self
from uuid import UUID

from pydantic import Field

from assembly.api.schema import Schema
from assembly.follow_up.rules.dossier import Entry, Kind, Progress, Standing, StepState, Told
from assembly.follow_up.rules.entry import LONGEST_LINK, LONGEST_TEXT


class WriteEntry(Schema):
    """An entry: `addressee` (text), `due` (on), `answer` (text, on, link) or `step` (all).

    It is never changed: what takes its place is a further entry.
    """

    judged_later: ClassVar[frozenset[str]] = frozenset({"text", "link"})

    kind: Kind
    text: str | None = Field(None, max_length=2 * LONGEST_TEXT)
    on: date | None = Field(None, description="The day it is due, was answered, or is about")
    link: str | None = Field(None, max_length=LONGEST_LINK, description="Evidence on the web")
    step: int | None = Field(
        None, ge=1, le=2**31 - 1, description="The step it is about; without one, a step begins"
    )
    state: StepState | None = None
    id: UUID | None = Field(None, description="Drawn by you: sent again, it is written once")

    def told(self) -> Told:
        """As rules know it."""
        return Told(self.kind, self.text, self.on, self.link, self.step, self.state)


# ── out ───────────────────────────────────────────────────────────────────────
class EntryOut(Schema):
    """An entry as it was written by a moderator. `number` is its place in the dossier."""

    id: UUID
    number: int
    kind: Kind
    text: str | None
    on: date | None
    link: str | None
    step: int | None
    state: StepState | None
    written_at: datetime

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """As everybody may read it."""
        told = entry.told
        return cls(
            id=UUID(entry.id),
            number=entry.number,
            kind=told.kind,
            text=told.text,
            on=told.on,
            link=told.link,
            step=told.step,
            state=told.state,
            written_at=entry.written_at,
        )


class AnswerOut(Schema):
    """The answer as it stands now."""

    text: str
    on: date
    link: str | None


class StepOut(Schema):
    """A step as it stands now. `days_late` since the day it was planned for."""

    number: int
    text: str
    on: date
    link: str | None
    state: StepState
    days_late: int


class FollowUpLine(Schema):
    """A dossier in a list. Null is what is not recorded. `days_overdue` is 0 when nothing is."""

    number: int
    title: str
    addressee: str | None
    due: date | None
    progress: Progress
    days_overdue: int
    days_answered_late: int
    links: dict[str, str]


class FollowUpOut(FollowUpLine):
    """A dossier: how it stands on `today`, where the assembly meets, and every entry."""

    today: date
    answer: AnswerOut | None
    steps: list[StepOut]
    entries: list[EntryOut]


class FollowUpList(Schema):
    """The dossiers of an assembly, by the number of their resolution."""

    today: date
    items: list[FollowUpLine]


def answer_out(standing: Standing) -> AnswerOut | None:
    """The answer, if there is one."""
    told = standing.answer
    if told is None or told.text is None or told.on is None:
        return None
    return AnswerOut(text=told.text, on=told.on, link=told.link)


def steps_out(standing: Standing) -> list[StepOut]:
    """The steps, by number."""
    return [
        StepOut(
            number=step.number,
            text=step.text,
            on=step.on,
            link=step.link,
            state=step.state,
            days_late=step.late,
        )
        for step in standing.steps
    ]
