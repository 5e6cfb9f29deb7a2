# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: a file of history, its columns, its questions, and what was understood."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from assembly.api.schema import Schema

Fields = Literal[
    "number", "title", "text", "outcome", "date", "yes", "no", "abstain", "cast", "theme"
]
Replies = Literal["value", "not-recorded", "leave-out"]


class MapHistory(Schema):
    """Which column is what, and what the assembly will be called.

    `columns` are named as in the part; in JSON as JSON Pointers, or with dots. `revision` is the
    one that was looked at.
    """

    revision: int
    part: str = Field(max_length=200)
    columns: dict[Fields, str]
    slug: str = Field(max_length=80)
    name: str = Field(max_length=200)
    language: str = Field(default="nl", max_length=2)
    time_zone: str = Field(default="Europe/Brussels", max_length=64)
    held_on: date | None = None


class AnswerIn(Schema):
    """An answer to one question; without a reply the answer is taken back."""

    question: str = Field(max_length=60)
    reply: Replies | None
    value: str = Field(default="", max_length=100_000)
    reason: str = Field(default="", max_length=500)


class AnswerHistory(Schema):
    """Answers to any of the questions. `revision` is the one that was looked at."""

    revision: int
    answers: list[AnswerIn] = Field(min_length=1, max_length=500)


class AcceptHistory(Schema):
    """The revision that was looked at."""

    revision: int


class ColumnOut(Schema):
    """A column with the first different words in it."""

    name: str
    samples: list[str]


class PartOut(Schema):
    """Rows that have the same columns."""

    name: str
    rows: int
    columns: list[ColumnOut]


class GivenOut(Schema):
    """What was answered."""

    reply: Replies
    value: str
    reason: str


class ReadingsOut(Schema):
    """A tracked change: its words, and the text around it before and after. ¶ ends a paragraph."""

    deleted: str
    inserted: str
    before: str
    after: str


class QuestionOut(Schema):
    """Something doubtful; `first` and `last` count what the file's `unit` says.

    `readings` are those of a tracked change, and null of anything else.
    """

    question: str
    ask: str
    first: int
    last: int
    words: str
    rows: int
    shape: str
    replies: list[Replies]
    given: GivenOut | None
    readings: ReadingsOut | None


class HistoryLineOut(Schema):
    """A resolution as it would be brought in. What is null is not recorded."""

    number: int
    first: int
    last: int
    title: str | None
    outcome: Literal["adopted", "not_adopted"]
    text: str
    date: date | None
    yes: int | None
    no: int | None
    abstain: int | None
    theme: str | None


class LeftOutOut(Schema):
    """A row or page that is not brought in."""

    first: int
    last: int
    words: str
    reason: str


class HistoryOut(Schema):
    """A file of history and where it stands. `mapped` is false while `columns` are suggested."""

    id: UUID
    file: str
    digest: str
    size: int
    state: Literal["open", "brought_in", "rejected"]
    revision: int
    sent_at: datetime
    format: str
    unit: Literal["line", "page", "paragraph", "item"]
    encoding: str | None
    delimiter: str | None
    parts: list[PartOut]
    mapped: bool
    part: str
    columns: dict[str, str]
    questions: list[QuestionOut]
    lines: list[HistoryLineOut]
    left_out: list[LeftOutOut]
    totals: str
    assembly: str | None
