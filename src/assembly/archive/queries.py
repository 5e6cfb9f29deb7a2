# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about sources: where history was read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.models import Source


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source document without its bytes."""

    id: UUID
    file: str
    digest: str
    importer: str
    imported_at: datetime
    notes: list[str]


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
            ).where(Source.assembly_id == assembly_id)
        )
    ).one_or_none()
    return SourceView(*row) if row else None


async def content_of(session: AsyncSession, assembly_id: UUID) -> bytes | None:
    """The source's bytes as they were delivered."""
    return await session.scalar(select(Source.content).where(Source.assembly_id == assembly_id))
