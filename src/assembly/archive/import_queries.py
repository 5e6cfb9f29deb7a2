# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about documents of proposals."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.models import Import
from assembly.archive.rules.import_states import State
from assembly.archive.rules.preview import from_json
from assembly.archive.rules.proposals import ProposalDocument
from assembly.errors import ImportNotFound


@dataclass(frozen=True, slots=True)
class ImportView:
    """A document without its bytes. `document` is None until it is read."""

    id: UUID
    assembly_id: UUID
    file: str
    digest: str
    size: int
    state: State
    refusal: dict[str, Any] | None
    left_out: Sequence[int]
    sent_at: datetime
    accepted_at: datetime | None
    document: ProposalDocument | None


async def require_import(session: AsyncSession, assembly_id: UUID, import_id: UUID) -> ImportView:
    """The document with its preview, or `ImportNotFound`."""
    row = await session.scalar(
        select(Import).where(Import.id == import_id, Import.assembly_id == assembly_id)
    )
    if row is None:
        raise ImportNotFound("No document with this id was brought in here.")
    return _view(row, await row.awaitable_attrs.preview)


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document that proposals were read in, for who reads one of them."""

    file: str
    digest: str
    accepted_at: datetime | None


async def documents_named(
    session: AsyncSession, imports: Collection[UUID]
) -> dict[UUID, DocumentView]:
    """These documents by the id of their import, without bytes and without previews."""
    if not imports:
        return {}
    rows = await session.execute(
        select(Import.id, Import.file, Import.digest, Import.accepted_at).where(
            Import.id.in_(imports)
        )
    )
    return {row.id: DocumentView(row.file, row.digest, row.accepted_at) for row in rows}


async def imports_of(session: AsyncSession, assembly_id: UUID) -> list[ImportView]:
    """Every document of the assembly, the latest first, without previews."""
    rows = await session.scalars(
        select(Import)
        .where(Import.assembly_id == assembly_id)
        .order_by(Import.sent_at.desc(), Import.id)
        .limit(200)
    )
    return [_view(row, None) for row in rows]


async def waiting_to_be_read(session: AsyncSession, at: datetime) -> list[tuple[UUID, int]]:
    """Documents that wait and that no living worker is reading, and how often it was tried."""
    rows = await session.execute(
        select(Import.id, Import.attempts)
        .where(
            Import.state == State.WAITING,
            or_(Import.reading_until.is_(None), Import.reading_until <= at),
        )
        .order_by(Import.sent_at, Import.id)
        .limit(20)
    )
    return [(row.id, row.attempts) for row in rows]


async def find_import(session: AsyncSession, assembly_id: UUID, digest: str) -> ImportView | None:
    """The latest import of these bytes in the assembly, in whatever state."""
    row = await session.scalar(
        select(Import)
        .where(Import.assembly_id == assembly_id, Import.digest == digest)
        .order_by(Import.sent_at.desc())
        .limit(1)
    )
    return None if row is None else _view(row, None)


def _view(row: Import, preview: dict[str, Any] | None) -> ImportView:
    return ImportView(
        row.id,
        row.assembly_id,
        row.file,
        row.digest,
        row.size,
        row.state,
        row.refusal,
        tuple(row.left_out or ()),
        row.sent_at,
        row.accepted_at,
        None if preview is None else from_json(preview),
    )
