# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bring in one historical sitting from its document: whole, with its gaps, or not at all."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.found import Delivered, Naming, found_from_source
from assembly.archive.queries import content_of, source_of
from assembly.archive.rules.layout import read_numbered_outcomes
from assembly.archive.rules.naming import name_of, slug_of
from assembly.archive.rules.reconcile import differences
from assembly.archive.rules.source import Note, SourceDocument
from assembly.assemblies.queries import find_assembly
from assembly.errors import AlreadyTaken, SourceChanged, SourceUnreadable
from assembly.resolutions.inherit import Inherited

BY = "system:import"


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
        await found_from_source(
            session,
            Delivered(file, digest, data, [str(note) for note in notes], importer),
            [
                Inherited(
                    number=one.number,
                    outcome=one.outcome,
                    provisions=one.provisions,
                    first_line=one.first_line,
                    last_line=one.last_line,
                )
                for one in document.resolutions
            ],
            naming=replace(naming, slug=slug, name=name),
            held_on=document.held_on,
            at=at,
            by=BY,
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
