# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Published outcomes as values for every format. What the gate holds back never becomes one."""

from collections.abc import AsyncIterator
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.keep import is_kept
from assembly.archive.queries import SourceView, content_of, source_of
from assembly.assemblies.models import Assembly
from assembly.errors import NothingPublished
from assembly.publication.corrections import Corrected, is_corrected
from assembly.publication.formats.json_document import upgraded
from assembly.publication.formats.value import (
    NO_FACTS,
    Correction,
    Provenance,
    PublicAssembly,
    PublicResolution,
    SourceCounts,
)
from assembly.publication.queries import Decision, Totals, released_part, totals_of
from assembly.publication.rules.facts import voting_facts
from assembly.publication.whole import made_whole
from assembly.resolutions.rules.outcome import Outcome

PART = 500
"""Resolutions that are read and written at a time."""


def public_assembly(assembly: Assembly, site: str) -> PublicAssembly:
    """The assembly as files tell of it, or `NothingPublished`: a rehearsal is in no file."""
    if assembly.is_rehearsal:
        raise NothingPublished("This assembly is a rehearsal: nothing of it is in any file.")
    return PublicAssembly(
        site=site,
        slug=assembly.slug,
        name=assembly.name,
        language=assembly.language,
        time_zone=assembly.time_zone,
        held_on=assembly.held_on,
        imported=assembly.is_imported,
    )


def public_resolution(
    decision: Decision, assembly: PublicAssembly, source: SourceView | None
) -> PublicResolution:
    """The value, or `NothingPublished` where there is no outcome to tell."""
    view, record = decision.resolution, decision.record
    provenance = _provenance(decision, source)
    at = record.published_at if record else provenance.imported_at if provenance else None
    if decision.outcome is None or at is None:
        raise NothingPublished("This resolution has no published outcome.", number=view.number)
    return PublicResolution(
        assembly=assembly,
        id=str(view.id),
        number=view.number,
        title=view.title,
        title_derived=view.title_derived,
        language=view.language,
        version=view.version,
        digest=view.digest,
        provisions=view.provisions,
        outcome=decision.outcome,
        published_at=at,
        voting=None
        if record is None
        else voting_facts(record.document, record.digest, assembly.language),
        source=provenance,
        correction=None if decision.corrected is None else correction_of(decision.corrected),
        themes=decision.themes,
    )


def correction_of(one: Corrected) -> Correction:
    """The correction as files tell of it."""
    counts = one.facts.counts
    return Correction(
        version=one.version,
        corrected_at=one.corrected_at,
        because=one.because,
        note=one.facts.note,
        decided_on=one.facts.decided_on,
        counts=None if counts is None else SourceCounts(counts.yes, counts.no, counts.abstain),
    )


async def assembly_in_files(session: AsyncSession, assembly: Assembly, site: str) -> PublicAssembly:
    """As `public_assembly`; one that came in by a file begins as that file does.

    Where something was corrected here that came in by a file of format 2, which has no room for
    corrections, it is one of the present format.
    """
    about = public_assembly(assembly, site)
    if assembly.is_imported and await is_kept(session, assembly.id):
        head = await content_of(session, assembly.id)
        if head is not None:
            kept = head.decode()
            newer = await is_corrected(session, assembly.id)
            return replace(about, head=upgraded(kept) if newer else kept)
    return about


async def released_in(
    session: AsyncSession,
    assembly: Assembly,
    site: str,
    *,
    outcome: Outcome | None = None,
    whole: bool = False,
) -> AsyncIterator[list[PublicResolution]]:
    """All of an assembly's, by number, part by part; `whole` as a file to bring in carries them."""
    about = public_assembly(assembly, site)
    source = await source_of(session, assembly.id)
    after: int | None = 0
    while after is not None:
        decisions, after = await released_part(
            session, assembly.id, outcome=outcome, after=after, limit=PART
        )
        values = [public_resolution(one, about, source) for one in decisions]
        yield await made_whole(session, decisions, values) if whole else values


async def count_released(
    session: AsyncSession, assembly: Assembly, *, outcome: Outcome | None = None
) -> int:
    """How many there are, by the totals that every page shows."""
    return among(await totals_of(session, assembly.id), outcome)


def among(totals: Totals, outcome: Outcome | None) -> int:
    """How many of them came out like this; without an outcome, all that came out."""
    counts = {Outcome.ADOPTED: totals.adopted, Outcome.NOT_ADOPTED: totals.not_adopted}
    return sum(counts.values()) if outcome is None else counts[outcome]


def _provenance(decision: Decision, source: SourceView | None) -> Provenance | None:
    view = decision.resolution
    if view.source_id is None or source is None or view.first_line is None:
        return None
    return Provenance(
        file=source.file,
        digest=source.digest,
        first_line=view.first_line,
        last_line=view.last_line or view.first_line,
        importer=source.importer,
        imported_at=source.imported_at,
        unit=source.unit,
        facts=decision.facts or NO_FACTS,
    )
