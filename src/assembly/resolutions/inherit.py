# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Take over resolutions that were decided before our time, with the outcome their source gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.resolutions.models import ProvisionRow, Resolution, Version
from assembly.resolutions.rules.lifecycle import STATE_OF
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.text import Provision, digest


@dataclass(frozen=True, slots=True)
class Inherited:
    """One resolution as its source has it, with the lines it stands on."""

    number: int
    outcome: Outcome
    provisions: tuple[Provision, ...]
    first_line: int
    last_line: int


async def inherit_resolutions(
    session: AsyncSession,
    assembly_id: UUID,
    source_id: UUID,
    inherited: Sequence[Inherited],
    *,
    language: str,
    at: datetime,
    by: str,
) -> None:
    """They are there, decided, without title, counts or date of decision: the source gives none."""
    ids = {resolution.number: uuid4() for resolution in inherited}
    await session.execute(
        insert(Resolution),
        [
            {
                "id": ids[resolution.number],
                "assembly_id": assembly_id,
                "number": resolution.number,
                "title": None,
                "language": language,
                "state": STATE_OF[resolution.outcome],
                "revision": 1,
                "current_version": 1,
                "source_id": source_id,
                "first_line": resolution.first_line,
                "last_line": resolution.last_line,
                "drafted_at": at,
            }
            for resolution in inherited
        ],
    )
    await session.execute(
        insert(Version),
        [
            {
                "resolution_id": ids[resolution.number],
                "ordinal": 1,
                "digest": digest(resolution.provisions),
                "written_at": at,
                "written_by": by,
            }
            for resolution in inherited
        ],
    )
    await session.execute(
        insert(ProvisionRow),
        [
            {
                "resolution_id": ids[resolution.number],
                "version": 1,
                "place": place,
                "kind": provision.kind,
                "marker": provision.marker,
                "text": provision.text,
            }
            for resolution in inherited
            for place, provision in enumerate(resolution.provisions, start=1)
        ],
    )
