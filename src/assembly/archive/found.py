# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""An assembly of history is founded with its source and its resolutions, however they were read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.models import Source
from assembly.assemblies.convene import found_assembly, number_reached
from assembly.assemblies.models import Assembly
from assembly.audit.record import record_act
from assembly.follow_up.open import open_dossiers
from assembly.resolutions.inherit import Inherited, inherit_resolutions
from assembly.resolutions.rules.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Naming:
    """What the assembly will be called; what is None is derived from the document."""

    slug: str | None = None
    name: str | None = None
    language: str = "nl"
    time_zone: str = "Europe/Brussels"


@dataclass(frozen=True, slots=True)
class Delivered:
    """A file with what was noted about it. `reading` is how a person said that it is read."""

    file: str
    digest: str
    content: bytes
    notes: Sequence[str]
    importer: str
    reading: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Founded:
    """The assembly, its source, and the ids of its resolutions by number."""

    assembly: Assembly
    source_id: UUID
    ids: Mapping[int, UUID]


async def found_from_source(
    session: AsyncSession,
    delivered: Delivered,
    resolutions: Sequence[Inherited],
    *,
    naming: Naming,
    held_on: date | None,
    at: datetime,
    by: str,
    **facts: int,
) -> Founded:
    """The assembly is there with these resolutions, and its source byte for byte.

    What the source gives as adopted has an empty dossier. `facts` go into the record of the act.
    Refuses as `found_assembly`.
    """
    assembly = await found_assembly(
        session,
        slug=naming.slug or "",
        name=naming.name or "",
        language=naming.language,
        time_zone=naming.time_zone,
        held_on=held_on,
        imported=True,
        at=at,
        by=by,
    )
    source = Source(
        id=uuid4(),
        assembly_id=assembly.id,
        file=delivered.file,
        digest=delivered.digest,
        content=delivered.content,
        notes=list(delivered.notes),
        importer=delivered.importer,
        imported_at=at,
        reading=delivered.reading,
    )
    session.add(source)
    await session.flush()
    ids = await inherit_resolutions(
        session, assembly.id, source.id, resolutions, language=assembly.language, at=at, by=by
    )
    await number_reached(session, assembly.id, max(one.number for one in resolutions))
    adopted = [ids[one.number] for one in resolutions if one.outcome is Outcome.ADOPTED]
    await open_dossiers(session, assembly.id, adopted, at=at, by=by)
    record_act(
        session,
        "bring_in",
        at=at,
        by=by,
        subject=f"assembly:{assembly.slug}",
        assembly_id=assembly.id,
        file=delivered.file,
        digest=delivered.digest,
        resolutions=len(resolutions),
        **facts,
    )
    return Founded(assembly, source.id, ids)
