# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Take over resolutions that were decided before our time, with the outcome their source gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.resolutions.models import (
    ProvisionRow,
    Resolution,
    TranslationRow,
    Version,
    rows_of,
)
from assembly.resolutions.rules.lifecycle import STATE_OF, Hand
from assembly.resolutions.rules.lines import WIDTH
from assembly.resolutions.rules.naming import name_provisions
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.text import Provision, digest
from assembly.resolutions.rules.translation import Translated


@dataclass(frozen=True, slots=True)
class InheritedTranslation:
    """A translation of the inherited version, in the edition that the source gives."""

    resolution_id: UUID
    language: str
    edition: int
    version: int
    title: str | None
    provisions: tuple[Translated, ...]


@dataclass(frozen=True, slots=True)
class Inherited:
    """One resolution as its source has it, with the lines it stands on.

    Most sources give neither title, version nor hour; one that names its provisions names them all.
    """

    number: int
    outcome: Outcome
    provisions: tuple[Provision, ...]
    first_line: int
    last_line: int
    id: UUID | None = None
    title: str | None = None
    language: str | None = None
    version: int = 1
    decided_at: datetime | None = None
    line_width: int = WIDTH

    @property
    def named(self) -> Sequence[Provision]:
        """Its provisions with their names."""
        own = all(one.id for one in self.provisions)
        return self.provisions if own else name_provisions(self.provisions)


async def inherit_resolutions(
    session: AsyncSession,
    assembly_id: UUID,
    source_id: UUID,
    inherited: Sequence[Inherited],
    *,
    language: str,
    at: datetime,
    by: str,
) -> dict[int, UUID]:
    """They are there, decided, with what the source gives: never counts.

    Counts and days of decision are no part of a text: what a source says stands beside it. Their
    ids, by number. `language` is that of those that name none.
    """
    ids = {resolution.number: resolution.id or uuid4() for resolution in inherited}
    await session.execute(
        insert(Resolution),
        [
            {
                "id": ids[resolution.number],
                "assembly_id": assembly_id,
                "number": resolution.number,
                "title": resolution.title,
                "language": resolution.language or language,
                "state": STATE_OF[resolution.outcome],
                "revision": 1,
                "beside": 0,
                "current_version": resolution.version,
                "public_from": resolution.version,
                "is_proposal": False,
                "source_id": source_id,
                "first_line": resolution.first_line,
                "last_line": resolution.last_line,
                "drafted_at": at,
                "decided_at": resolution.decided_at,
            }
            for resolution in inherited
        ],
    )
    await session.execute(
        insert(Version),
        [
            {
                "resolution_id": ids[resolution.number],
                "ordinal": resolution.version,
                "title": resolution.title,
                "digest": digest(resolution.provisions),
                "line_width": resolution.line_width,
                "written_at": at,
                "written_by": by,
                "written_as": Hand.SOURCE,
            }
            for resolution in inherited
        ],
    )
    await session.execute(
        insert(ProvisionRow),
        [
            row
            for resolution in inherited
            for row in rows_of(ids[resolution.number], resolution.version, resolution.named)
        ],
    )
    return ids


async def inherit_translations(
    session: AsyncSession, inherited: Sequence[InheritedTranslation], *, at: datetime, by: str
) -> None:
    """They can be read beside their texts."""
    if inherited:
        await session.execute(
            insert(TranslationRow),
            [
                {
                    "resolution_id": one.resolution_id,
                    "language": one.language,
                    "edition": one.edition,
                    "version": one.version,
                    "title": one.title,
                    "provisions": [{"id": part.id, "text": part.text} for part in one.provisions],
                    "written_at": at,
                    "written_by": by,
                    "written_as": Hand.SOURCE,
                }
                for one in inherited
            ],
        )
