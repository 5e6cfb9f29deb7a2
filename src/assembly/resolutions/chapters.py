# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about chapters: under which heading a resolution was proposed, and what it cites."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.resolutions.models import Chapter, CitationRow, Origin, Resolution
from assembly.resolutions.rules.lifecycle import State


@dataclass(frozen=True, slots=True)
class CitationView:
    """A reference as the first version has it, in the provision with this name."""

    kind: str
    title: str
    as_written: str
    provision: str


@dataclass(frozen=True, slots=True)
class OriginView:
    """Where a resolution was read, under which heading with what introduction, what it cites."""

    import_id: UUID
    chapter: str | None
    introduction: tuple[str, ...]
    item: int
    marker: str
    unit: str
    first: int
    last: int
    citations: tuple[CitationView, ...]


async def chapters_of(session: AsyncSession, assembly_id: UUID) -> dict[int, tuple[UUID, str]]:
    """The chapter of each resolution that was proposed under a heading, by number."""
    rows = await session.execute(
        select(Resolution.number, Chapter.id, Chapter.title)
        .join(Origin, Origin.resolution_id == Resolution.id)
        .join(Chapter, Chapter.id == Origin.chapter_id)
        .where(Resolution.assembly_id == assembly_id, Chapter.title.is_not(None))
    )
    return {number: (chapter_id, title or "") for number, chapter_id, title in rows}


async def origins_of(
    session: AsyncSession, resolutions: Collection[UUID]
) -> dict[UUID, OriginView]:
    """Where these were read, in two statements; one that was not proposed in a document is absent.

    Without any, the second statement is not asked.
    """
    rows = (
        await session.execute(
            select(Origin, Chapter.title, Chapter.introduction)
            .join(Chapter, Chapter.id == Origin.chapter_id)
            .where(Origin.resolution_id.in_(resolutions))
        )
    ).all()
    if not rows:
        return {}
    cited = await session.execute(
        select(CitationRow)
        .where(CitationRow.resolution_id.in_([row.Origin.resolution_id for row in rows]))
        .order_by(CitationRow.resolution_id, CitationRow.ordinal)
    )
    citations: dict[UUID, list[CitationView]] = {}
    for one in cited.scalars():
        view = CitationView(one.kind, one.title, one.as_written, one.provision_id)
        citations.setdefault(one.resolution_id, []).append(view)
    return {
        row.Origin.resolution_id: OriginView(
            row.Origin.import_id,
            row.title,
            tuple(row.introduction),
            row.Origin.item,
            row.Origin.marker,
            row.Origin.unit,
            row.Origin.first,
            row.Origin.last,
            tuple(citations.get(row.Origin.resolution_id, ())),
        )
        for row in rows
    }


async def drafts_of(session: AsyncSession, import_id: UUID) -> list[tuple[int, int, State]]:
    """Item, number and state of everything an import became, in order."""
    rows = await session.execute(
        select(Origin.item, Resolution.number, Resolution.state)
        .join(Resolution, Resolution.id == Origin.resolution_id)
        .where(Origin.import_id == import_id)
        .order_by(Origin.item)
    )
    return [(row.item, row.number, row.state) for row in rows]
