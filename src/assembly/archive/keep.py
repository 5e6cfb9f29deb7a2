# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keep what another installation published, word for word."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.models import KeptResolution, Source


async def keep_source(
    session: AsyncSession,
    assembly_id: UUID,
    *,
    file: str,
    digest: str,
    head: bytes,
    importer: str,
    at: datetime,
) -> UUID:
    """The assembly came from this file, of which only what stands before the lines is kept here."""
    source = Source(
        id=uuid4(),
        assembly_id=assembly_id,
        file=file,
        digest=digest,
        content=head,
        notes=[],
        importer=importer,
        imported_at=at,
    )
    session.add(source)
    await session.flush()
    return source.id


async def keep_documents(
    session: AsyncSession,
    assembly_id: UUID,
    documents: Mapping[UUID, str],
    lineages: Mapping[UUID, str],
) -> None:
    """Each of these resolutions has its document for ever, and its lineage, where it has one."""
    await session.execute(
        insert(KeptResolution),
        [
            {
                "resolution_id": key,
                "assembly_id": assembly_id,
                "document": document,
                "lineage": lineages.get(key),
            }
            for key, document in documents.items()
        ],
    )


async def kept_documents(session: AsyncSession, resolutions: Collection[UUID]) -> dict[UUID, str]:
    """Those of these resolutions that came from another installation, in one statement."""
    if not resolutions:
        return {}
    rows = await session.execute(
        select(KeptResolution.resolution_id, KeptResolution.document).where(
            KeptResolution.resolution_id.in_(resolutions)
        )
    )
    return {row.resolution_id: row.document for row in rows}


async def kept_lineages(session: AsyncSession, resolutions: Collection[UUID]) -> dict[UUID, str]:
    """How the texts of these came about elsewhere, as far as it is known; in one statement."""
    if not resolutions:
        return {}
    rows = await session.execute(
        select(KeptResolution.resolution_id, KeptResolution.lineage).where(
            KeptResolution.resolution_id.in_(resolutions), KeptResolution.lineage.is_not(None)
        )
    )
    return {row.resolution_id: row.lineage for row in rows}


async def is_kept(session: AsyncSession, assembly_id: UUID) -> bool:
    """Whether the assembly came from another installation."""
    found = select(KeptResolution).where(KeptResolution.assembly_id == assembly_id)
    return bool(await session.scalar(select(found.exists())))
