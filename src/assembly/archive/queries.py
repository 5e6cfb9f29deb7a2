# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about sources: where history was read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.models import Source, SourceFact
from assembly.archive.rules.facts import SourceFacts


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source document without its bytes."""

    id: UUID
    file: str
    digest: str
    importer: str
    imported_at: datetime
    notes: list[str]
    reading: dict[str, Any] | None = None

    @property
    def unit(self) -> str:
        """What places in it count: `line`, `page`, `paragraph` or `item`."""
        return str(self.reading["unit"]) if self.reading else "line"

    @property
    def columns(self) -> dict[str, str]:
        """Which column was read as what, where a person said so."""
        return dict(self.reading["columns"]) if self.reading else {}


@dataclass(frozen=True, slots=True)
class FactsView(SourceFacts):
    """And what whoever brought it in was asked, and answered."""

    answered: list[dict[str, Any]] = field(default_factory=list)


def said(answered: Mapping[str, Any]) -> dict[str, str]:
    """A question that was asked about a source, and its answer, without its place."""
    return {name: str(answered[name]) for name in ("ask", "words", "reply", "value", "reason")}


async def source_of(session: AsyncSession, assembly_id: UUID) -> SourceView | None:
    """The document this assembly was brought in from, if it was."""
    row = (
        await session.execute(
            select(
                Source.id,
                Source.file,
                Source.digest,
                Source.importer,
                Source.imported_at,
                Source.notes,
                Source.reading,
            ).where(Source.assembly_id == assembly_id)
        )
    ).one_or_none()
    return SourceView(*row) if row else None


async def content_of(session: AsyncSession, assembly_id: UUID) -> bytes | None:
    """The source's bytes as they were delivered."""
    return await session.scalar(select(Source.content).where(Source.assembly_id == assembly_id))


async def days_of(session: AsyncSession, resolutions: Sequence[UUID]) -> dict[UUID, date]:
    """The day that a source says of these resolutions, where it says one."""
    if not resolutions:
        return {}
    rows = await session.execute(
        select(SourceFact.resolution_id, SourceFact.decided_on).where(
            SourceFact.resolution_id.in_(resolutions), SourceFact.decided_on.is_not(None)
        )
    )
    return {key: day for key, day in rows if day is not None}


async def facts_of(session: AsyncSession, resolutions: Sequence[UUID]) -> dict[UUID, FactsView]:
    """What sources say of these resolutions beside their words, by resolution."""
    if not resolutions:
        return {}
    rows = await session.scalars(
        select(SourceFact).where(SourceFact.resolution_id.in_(resolutions))
    )
    return {
        row.resolution_id: FactsView(
            row.decided_on, row.yes, row.no, row.abstain, row.theme, row.answered
        )
        for row in rows
    }
