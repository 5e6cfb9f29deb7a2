# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about corrections, for the gate: which ones there are, and what they say now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.publication.models import Correction
from assembly.publication.rules.correction import Change, Facts, differences, read_facts


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction: a version of the record that says why it is there, and what was before.

    `voting_id` is whose record it corrects; None for history, and for what was decided elsewhere.
    `document` is what is kept and digested.
    """

    version: int
    voting_id: UUID | None
    because: str
    corrected_at: datetime
    digest: str
    before: Facts
    facts: Facts
    document: Mapping[str, Any]

    @property
    def changes(self) -> tuple[Change, ...]:
        """What it says differently."""
        return differences(self.before, self.facts)


async def corrections_of(
    session: AsyncSession, resolutions: Sequence[UUID]
) -> dict[UUID, list[Corrected]]:
    """Of each that was corrected every correction, the first one first; in one statement."""
    if not resolutions:
        return {}
    rows = await session.scalars(
        select(Correction)
        .where(Correction.resolution_id.in_(resolutions))
        .order_by(Correction.resolution_id, Correction.version)
    )
    found: dict[UUID, list[Corrected]] = {}
    for row in rows:
        found.setdefault(row.resolution_id, []).append(corrected_in(row))
    return found


async def latest_correction(session: AsyncSession, voting_id: UUID) -> Corrected | None:
    """The newest correction of the record of this voting."""
    row = await session.scalar(
        select(Correction)
        .where(Correction.voting_id == voting_id)
        .order_by(Correction.version.desc())
        .limit(1)
    )
    return None if row is None else corrected_in(row)


async def days_put_right(session: AsyncSession, resolutions: Sequence[UUID]) -> dict[UUID, date]:
    """The day that the latest correction of history gives, where it gives one."""
    found = await corrections_of(session, resolutions)
    days = {key: every[-1].facts.decided_on for key, every in found.items()}
    return {key: day for key, day in days.items() if day is not None}


async def latest_corrected(
    session: AsyncSession,
    assemblies: Sequence[UUID],
    *,
    limit: int,
    among: Select[UUID] | None = None,
) -> list[tuple[UUID, UUID]]:
    """Resolution and assembly of those that were corrected last, the latest first."""
    rows = await session.execute(
        select(Correction.resolution_id, Correction.assembly_id)
        .where(
            Correction.assembly_id.in_(assemblies),
            true() if among is None else Correction.resolution_id.in_(among),
        )
        .group_by(Correction.resolution_id, Correction.assembly_id)
        .order_by(func.max(Correction.corrected_at).desc(), Correction.resolution_id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


def corrected_in(row: Correction) -> Corrected:
    """The correction that this row keeps."""
    return Corrected(
        row.version,
        row.voting_id,
        row.because,
        row.corrected_at,
        row.digest,
        read_facts(row.document["before"]),
        read_facts(row.document["facts"]),
        row.document,
    )


async def is_corrected(session: AsyncSession, assembly_id: UUID) -> bool:
    """Whether anything of the assembly has a correction that is kept here."""
    found = select(Correction).where(Correction.assembly_id == assembly_id)
    return bool(await session.scalar(select(found.exists())))
