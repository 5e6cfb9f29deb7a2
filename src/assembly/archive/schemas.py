# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: a document of proposals, what was understood of it, and what it became."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from assembly.api.schema import Schema


class AcceptImport(Schema):
    """Which items of the preview are not taken over; all others become drafts."""

    leave_out: list[int] = Field(default_factory=list, max_length=500)


class DoubtOut(Schema):
    """Something to look at: `at` counts what the document's `unit` says."""

    code: str
    at: int
    words: str


class ProvisionOut(Schema):
    """One piece of the text."""

    kind: str
    marker: str
    text: str
    level: int


class CitationOut(Schema):
    """A reference in the words of a provision, which is counted from 1."""

    kind: str
    title: str
    as_written: str
    at: int
    provision: int


class ItemOut(Schema):
    """One proposal. `number` is that of the draft it became."""

    item: int
    number: int | None
    title: str | None
    marker: str
    provisions: list[ProvisionOut]
    citations: list[CitationOut]
    first: int
    last: int
    doubts: list[DoubtOut]


class ChapterOut(Schema):
    """A headed part of the document."""

    title: str | None
    introduction: list[str]
    first: int
    last: int
    proposals: list[ItemOut]
    doubts: list[DoubtOut]


class PreviewOut(Schema):
    """What was understood. `unit` is what places count: `line`, `page` or `paragraph`."""

    unit: Literal["line", "page", "paragraph"]
    title: str | None
    preface: list[str]
    chapters: list[ChapterOut]
    notes: list[DoubtOut]
    totals: str


class FaultOut(Schema):
    """Why the document is refused, and where."""

    code: str
    detail: str
    at: int


class ImportOut(Schema):
    """A document and where it stands. `numbers` are the drafts it became."""

    id: UUID
    file: str
    digest: str
    size: int
    state: Literal["waiting", "read", "refused", "accepted", "undone", "rejected"]
    sent_at: datetime
    refusal: FaultOut | None
    preview: PreviewOut | None
    left_out: list[int]
    numbers: list[int]
