# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bring in one historical sitting from its document: whole, with its gaps, or not at all."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.models import Source
from assembly.archive.queries import content_of, source_of
from assembly.archive.rules.layout import read_numbered_outcomes
from assembly.archive.rules.naming import name_of, slug_of
from assembly.archive.rules.reconcile import differences
from assembly.archive.rules.source import Note, SourceDocument
from assembly.assemblies.convene import found_assembly, number_reached
from assembly.assemblies.queries import find_assembly
from assembly.audit.record import record_act
from assembly.errors import AlreadyTaken, SourceChanged, SourceUnreadable
from assembly.follow_up.open import open_dossiers
from assembly.resolutions.inherit import Inherited, inherit_resolutions
from assembly.resolutions.rules.outcome import Outcome

BY = "system:import"


@dataclass(frozen=True, slots=True)
class Naming:
    """What the assembly will be called; what is None is derived from the document."""

    slug: str | None = None
    name: str | None = None
    language: str = "nl"
    time_zone: str = "Europe/Brussels"


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What stands in the archive now. `new` is false when it stood there before."""

    slug: str
    name: str
    new: bool
    digest: str
    document: SourceDocument
    notes: tuple[Note, ...]


def read_source(data: bytes) -> tuple[SourceDocument, tuple[Note, ...]]:
    """The document, or `SourceUnreadable` with every complaint and its line."""
    reading = read_numbered_outcomes(data)
    if reading.document is None:
        raise SourceUnreadable(
            f"The source cannot be read: {reading.complaints[0]}",
            complaints=[str(complaint) for complaint in reading.complaints],
        )
    return reading.document, reading.notes


async def bring_in(
    session: AsyncSession,
    data: bytes,
    *,
    file: str,
    naming: Naming,
    importer: str,
    at: datetime,
) -> BroughtIn:
    """The assembly with all its resolutions is there, and its source byte for byte.

    The same source again changes nothing. A source that says something else under the same slug is
    refused (`SourceChanged`) with every difference; nothing is ever half brought in.
    """
    document, notes = read_source(data)
    name = naming.name or name_of(document.title)
    slug = naming.slug or slug_of(name, document.held_on)
    digest = hashlib.sha256(data).hexdigest()
    new = not await _is_there(session, slug, data, document)
    if new:
        assembly = await found_assembly(
            session,
            slug=slug,
            name=name,
            language=naming.language,
            time_zone=naming.time_zone,
            held_on=document.held_on,
            imported=True,
            at=at,
            by=BY,
        )
        source = Source(
            id=uuid4(),
            assembly_id=assembly.id,
            file=file,
            digest=digest,
            content=data,
            notes=[str(note) for note in notes],
            importer=importer,
            imported_at=at,
        )
        session.add(source)
        await session.flush()
        await _take_over(session, assembly.id, source.id, document, naming.language, at)
        record_act(
            session,
            "bring_in",
            at=at,
            by=BY,
            subject=f"assembly:{slug}",
            assembly_id=assembly.id,
            file=file,
            digest=digest,
            resolutions=len(document.resolutions),
        )
    return BroughtIn(slug, name, new, digest, document, notes)


async def _is_there(
    session: AsyncSession, slug: str, data: bytes, document: SourceDocument
) -> bool:
    """Whether this very source was brought in before; another one is refused."""
    assembly = await find_assembly(session, slug)
    if assembly is None:
        return False
    kept = await content_of(session, assembly.id)
    if kept is None:
        raise AlreadyTaken(f"An assembly that was not imported is called {slug}.", field="slug")
    if kept == data:
        return True
    view = await source_of(session, assembly.id)
    if view is not None and view.reading is not None:
        found = ["It was brought in from a file of another kind."]
    else:
        found = [str(one) for one in differences(read_source(kept)[0], document)]
    raise SourceChanged(
        f"{slug} was brought in from a source that said something else; nothing was changed.",
        slug=slug,
        differences=found or ["The words are the same; only white space or line breaks differ."],
    )


async def _take_over(
    session: AsyncSession,
    assembly_id: UUID,
    source_id: UUID,
    document: SourceDocument,
    language: str,
    at: datetime,
) -> None:
    """The resolutions as the source has them; those it gives as adopted have an empty dossier."""
    ids = await inherit_resolutions(
        session,
        assembly_id,
        source_id,
        [
            Inherited(
                number=resolution.number,
                outcome=resolution.outcome,
                provisions=resolution.provisions,
                first_line=resolution.first_line,
                last_line=resolution.last_line,
            )
            for resolution in document.resolutions
        ],
        language=language,
        at=at,
        by=BY,
    )
    await number_reached(
        session, assembly_id, max(resolution.number for resolution in document.resolutions)
    )
    adopted = [ids[one.number] for one in document.resolutions if one.outcome is Outcome.ADOPTED]
    await open_dossiers(session, assembly_id, adopted, at=at, by=BY)
