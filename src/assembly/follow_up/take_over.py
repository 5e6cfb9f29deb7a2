# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Take over what happened next from another installation, entry by entry."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.follow_up.models import EntryRow
from assembly.follow_up.rules.dossier import Entry


async def take_over_entries(
    session: AsyncSession, dossiers: Mapping[UUID, Sequence[Entry]], *, by: str
) -> None:
    """Each of these open dossiers has these entries, under their ids and at their hours."""
    rows = [
        {
            "id": UUID(entry.id),
            "resolution_id": resolution_id,
            "number": entry.number,
            "kind": entry.told.kind,
            "text": entry.told.text,
            "on_date": entry.told.on,
            "link": entry.told.link,
            "step": entry.told.step,
            "state": entry.told.state,
            "written_at": entry.written_at,
            "written_by": by,
        }
        for resolution_id, entries in dossiers.items()
        for entry in entries
    ]
    if rows:
        await session.execute(insert(EntryRow), rows)
