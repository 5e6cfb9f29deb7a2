# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about dossiers. Whether the public may know of one is decided in `publication`."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.follow_up.models import Dossier, EntryRow
from assembly.follow_up.rules.dossier import Entry, Told


async def dossiers_in(session: AsyncSession, assembly_id: UUID) -> list[UUID]:
    """The resolutions of the assembly that have a dossier."""
    found = await session.scalars(
        select(Dossier.resolution_id).where(Dossier.assembly_id == assembly_id)
    )
    return list(found)


async def has_dossier(session: AsyncSession, resolution_id: UUID) -> bool:
    """Whether the resolution was published as adopted at some time."""
    return await session.get(Dossier, resolution_id) is not None


async def entries_of(
    session: AsyncSession, resolutions: Sequence[UUID]
) -> dict[UUID, tuple[Entry, ...]]:
    """The entries of these dossiers, in the order they were written, in one statement."""
    rows = await session.scalars(
        select(EntryRow)
        .where(EntryRow.resolution_id.in_(resolutions))
        .order_by(EntryRow.resolution_id, EntryRow.number)
    )
    found: dict[UUID, tuple[Entry, ...]] = dict.fromkeys(resolutions, ())
    for row in rows:
        found[row.resolution_id] += (entry_of(row),)
    return found


def entry_of(row: EntryRow) -> Entry:
    """The entry as rules know it."""
    told = Told(row.kind, row.text, row.on_date, row.link, row.step, row.state)
    return Entry(str(row.id), row.number, told, row.written_at)


async def count_entries(session: AsyncSession, assembly_id: UUID | None) -> str:
    """A word that changes whenever a dossier (of the assembly) is opened or has an entry more."""
    here = true() if assembly_id is None else Dossier.assembly_id == assembly_id
    found = await session.execute(
        select(func.count(Dossier.resolution_id.distinct()), func.count(EntryRow.id))
        .select_from(Dossier)
        .outerjoin(EntryRow, EntryRow.resolution_id == Dossier.resolution_id)
        .where(here)
    )
    return ".".join(map(str, found.one()))


async def entries_since(
    session: AsyncSession, since: datetime
) -> list[tuple[UUID, datetime, UUID, UUID]]:
    """Id, instant, resolution and assembly of what was written since."""
    rows = await session.execute(
        select(EntryRow.id, EntryRow.written_at, EntryRow.resolution_id, Dossier.assembly_id)
        .join(Dossier, Dossier.resolution_id == EntryRow.resolution_id)
        .where(EntryRow.written_at >= since)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]
