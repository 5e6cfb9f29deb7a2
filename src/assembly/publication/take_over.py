# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Take over an assembly from the file of another installation: whole, as it says, or not at all."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BufferedIOBase
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.keep import is_kept, keep_documents, keep_source
from assembly.archive.queries import source_of
from assembly.assemblies.convene import found_assembly, number_reached
from assembly.assemblies.queries import find_assembly
from assembly.audit.record import record_act
from assembly.database import breaks
from assembly.errors import (
    AlreadyTaken,
    FileNotUnderstood,
    FileTooLarge,
    InvalidRequest,
    SourceChanged,
)
from assembly.follow_up.open import open_dossiers
from assembly.follow_up.take_over import take_over_entries
from assembly.publication.formats.json_document import dumps
from assembly.publication.formats.json_reading import JsonFile
from assembly.publication.formats.value import PublicAssembly, PublicResolution
from assembly.publication.models import Correction
from assembly.publication.queries import totals_of
from assembly.publication.rules.elsewhere import entries_in
from assembly.resolutions.inherit import (
    Inherited,
    InheritedTranslation,
    inherit_resolutions,
    inherit_translations,
)
from assembly.resolutions.rules.lines import WIDTH
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.translation import Translated
from assembly.themes.take_over import take_over_themes

BY = "system:import"
LARGEST_FILE = 4_000_000_000
PART = 200
"""Resolutions that are written at a time."""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What stands here now. `new` is false when this very file came in before."""

    slug: str
    name: str
    page: str
    new: bool
    total: int
    adopted: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Where it is written."""

    assembly_id: UUID
    source_id: UUID
    about: PublicAssembly
    at: datetime


def read_whole(file: BufferedIOBase) -> TakenOver:
    """What the file holds, read to its end; nothing is written."""
    reading = JsonFile(file)
    outcomes = [one.outcome for one in reading.resolutions()]
    return _told(reading.assembly, len(outcomes), outcomes.count(Outcome.ADOPTED), new=True)


async def take_over(
    session: AsyncSession, file: BufferedIOBase, *, named: str, at: datetime
) -> TakenOver:
    """The assembly is there with all that the file carries, decided elsewhere and shown as such.

    The same file again changes nothing. Refuses a file that is not whole, not as it was written or
    not known (`JsonFile`), one that says something else under the same slug (`SourceChanged`), and
    the slug of an assembly, or an id of a resolution, that is here from elsewhere (`AlreadyTaken`).
    """
    digest = _digest_of(file)
    reading = JsonFile(file)
    about = reading.assembly
    before = await find_assembly(session, about.slug)
    if before is not None:
        source = await source_of(session, before.id)
        theirs = source is not None and await is_kept(session, before.id)
        if source is not None and theirs and source.digest == digest:
            totals = await totals_of(session, before.id)
            total = totals.adopted + totals.not_adopted
            return _told(about, total, totals.adopted, new=False)
        read_whole(_again(file))  # what is wrong with the file itself is said first
        if source is None or not theirs:
            raise AlreadyTaken(f"There is an assembly called {about.slug} already.", field="slug")
        raise SourceChanged(
            f"{about.slug} came in by another file ({source.file}); nothing was changed.",
            slug=about.slug,
            differences=[f"That file has the digest {source.digest}, this one {digest}."],
        )
    place = await _founded(session, reading, named=named, digest=digest, at=at)
    total = adopted = last = 0
    for part in _parts(reading.resolutions()):
        first = total + 2  # the head is line 1
        adopted += await _write(session, place, part, first)
        total, last = total + len(part), part[-1].number
    await number_reached(session, place.assembly_id, last)
    record_act(
        session,
        "take_over",
        at=at,
        by=BY,
        subject=f"assembly:{about.slug}",
        assembly_id=place.assembly_id,
        file=named,
        digest=digest,
        page=about.page,
        resolutions=total,
    )
    return _told(about, total, adopted, new=True)


async def _founded(
    session: AsyncSession, reading: JsonFile, *, named: str, digest: str, at: datetime
) -> _Place:
    about = reading.assembly
    try:
        assembly = await found_assembly(
            session,
            slug=about.slug,
            name=about.name,
            language=about.language,
            time_zone=about.time_zone,
            held_on=about.held_on,
            imported=True,
            at=at,
            by=BY,
        )
    except InvalidRequest as refusal:
        raise FileNotUnderstood(
            f"The assembly of this file cannot be: {refusal.detail}", line=1
        ) from None
    source_id = await keep_source(
        session,
        assembly.id,
        file=named[:200],
        digest=digest,
        head=dumps(reading.head).encode(),
        importer=reading.head["format"],
        at=at,
    )
    return _Place(assembly.id, source_id, about, at)


async def _write(
    session: AsyncSession, place: _Place, part: Sequence[PublicResolution], first: int
) -> int:
    """These resolutions stand here, the first of them on line `first`; how many were adopted."""
    inherited = [
        Inherited(
            number=one.number,
            outcome=one.outcome,
            provisions=one.provisions,
            first_line=line,
            last_line=line,
            id=UUID(one.id),
            title=None if one.title_derived else one.title,
            language=one.language,
            version=one.version,
            decided_at=None if one.voting is None else datetime.fromisoformat(one.voting.closed_at),
            line_width=_line_width(one),
        )
        for line, one in enumerate(part, start=first)
    ]
    about = place.about
    try:
        await inherit_resolutions(
            session,
            place.assembly_id,
            place.source_id,
            inherited,
            language=about.language,
            at=place.at,
            by=BY,
        )
    except IntegrityError as error:
        if not breaks(error, "pk_resolutions"):
            raise
        raise AlreadyTaken("A resolution of this file is here already.", field="id") from error
    await inherit_translations(session, _translations(part), at=place.at, by=BY)
    kept = {UUID(one.id): dumps(one.whole.kept) for one in part if one.whole is not None}
    lineages = {UUID(one.id): lineage for one in part if (lineage := _lineage(one)) is not None}
    told = {key: dumps(lineage) for key, lineage in lineages.items()}
    await keep_documents(session, place.assembly_id, kept, told)
    await _take_over_corrections(session, place, part)
    adopted = [UUID(one.id) for one in part if one.outcome is Outcome.ADOPTED]
    await open_dossiers(session, place.assembly_id, adopted, at=place.at, by=BY)
    dossiers = {
        UUID(one.id): entries_in(one.whole.follow_up or (), about.time_zone)
        for one in part
        if one.whole is not None
    }
    await take_over_entries(session, dossiers, by=BY)
    about_what = {UUID(one.id): one.themes for one in part if one.themes}
    await take_over_themes(session, about_what, at=place.at, by=BY)
    return len(adopted)


def _lineage(one: PublicResolution) -> Mapping[str, Any] | None:
    return None if one.whole is None else one.whole.lineage


def _line_width(one: PublicResolution) -> int:
    """That of the copy that was printed there, so that a line has the same number here."""
    lineage = _lineage(one)
    return WIDTH if lineage is None else int(lineage["versions"][-1]["line_width"])


async def _take_over_corrections(
    session: AsyncSession, place: _Place, part: Sequence[PublicResolution]
) -> None:
    """Each is a version of its record here too. Nobody is told: it was published long ago."""
    rows = [
        {
            "resolution_id": UUID(one.id),
            "version": told["document"]["version"],
            "assembly_id": place.assembly_id,
            "voting_id": None,
            "document": told["document"],
            "digest": told["digest"],
            "because": told["document"]["because"],
            "corrected_at": datetime.fromisoformat(told["document"]["corrected_at"]),
            "corrected_by": BY,
        }
        for one in part
        if one.whole is not None
        for told in one.whole.corrections or ()
    ]
    if rows:
        await session.execute(insert(Correction), rows)


def _translations(part: Sequence[PublicResolution]) -> list[InheritedTranslation]:
    """Those of the versions that are here; those of earlier ones are only kept."""
    return [
        InheritedTranslation(
            resolution_id=UUID(one.id),
            language=told["language"],
            edition=told["edition"],
            version=told["version"],
            title=told["title"],
            provisions=tuple(
                Translated(piece["id"], piece["text"]) for piece in told["provisions"]
            ),
        )
        for one in part
        if one.whole is not None
        for told in one.whole.translations
        if told["version"] == one.version
    ]


def _parts(found: Iterator[PublicResolution]) -> Iterator[list[PublicResolution]]:
    while part := list(islice(found, PART)):
        yield part


def _digest_of(file: BufferedIOBase) -> str:
    """SHA-256 of all of it; refuses what is larger than any file we write."""
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    if file.tell() > LARGEST_FILE:
        raise FileTooLarge(f"The file has more than {LARGEST_FILE} bytes.", limit=LARGEST_FILE)
    _again(file)
    return digest


def _again(file: BufferedIOBase) -> BufferedIOBase:
    file.seek(0)
    return file


def _told(about: PublicAssembly, total: int, adopted: int, *, new: bool) -> TakenOver:
    return TakenOver(about.slug, about.name, about.page, new, total, adopted)
