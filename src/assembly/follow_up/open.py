# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Open the dossier of a resolution that is published as adopted."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.audit.record import record_act
from assembly.follow_up.models import Dossier


async def open_dossiers(
    session: AsyncSession, assembly_id: UUID, resolutions: Sequence[UUID], *, at: datetime, by: str
) -> list[UUID]:
    """Each of these has exactly one dossier; the ones that were opened now.

    Nothing is written in them: who answers and until when is not known yet. One that was opened
    before goes on. Two at once: the key lets one through.
    """
    if not resolutions:
        return []
    values = [
        {"resolution_id": one, "assembly_id": assembly_id, "opened_at": at} for one in resolutions
    ]
    opened = await session.scalars(
        insert(Dossier).values(values).on_conflict_do_nothing().returning(Dossier.resolution_id)
    )
    new = list(opened)
    for resolution_id in new:
        record_act(
            session,
            "open_dossier",
            at=at,
            by=by,
            subject=f"resolution:{resolution_id}",
            assembly_id=assembly_id,
        )
    return new
