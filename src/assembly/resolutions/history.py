# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about versions and translations. What the public may see is decided in `publication`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.errors import TranslationNotFound, VersionNotFound
from assembly.resolutions.models import ProvisionRow, Resolution, TranslationRow, Version
from assembly.resolutions.rules.lifecycle import Hand
from assembly.resolutions.rules.text import Provision, derived_title
from assembly.resolutions.rules.translation import Translated


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version, without its words. `title` is None where it had none."""

    ordinal: int
    title: str | None
    digest: str
    line_width: int
    written_at: datetime
    written_as: Hand
    because: str | None


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version with its words. `title` is derived from them where it had none."""

    resolution_id: UUID
    ordinal: int
    title: str
    title_derived: bool
    digest: str
    line_width: int
    written_at: datetime
    written_as: Hand
    because: str | None
    provisions: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class VersionWords:
    """The words of a version, and how wide the lines of its printed copy are."""

    line_width: int
    provisions: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class TranslationView:
    """The latest edition of a translation; `version` is the one it is of."""

    resolution_id: UUID
    language: str
    edition: int
    version: int
    title: str | None
    provisions: tuple[Translated, ...]
    written_at: datetime
    written_as: Hand


async def versions_of(session: AsyncSession, resolution_id: UUID) -> list[VersionLine]:
    """Every version there is, the first one first."""
    rows = await session.scalars(
        select(Version).where(Version.resolution_id == resolution_id).order_by(Version.ordinal)
    )
    return [
        VersionLine(
            row.ordinal,
            row.title,
            row.digest,
            row.line_width,
            row.written_at,
            row.written_as,
            row.because,
        )
        for row in rows
    ]


async def version_view(session: AsyncSession, resolution_id: UUID, ordinal: int) -> VersionView:
    """This version, or `VersionNotFound`. It never changes."""
    version = None
    if 0 < ordinal < 2**31:
        version = await session.get(Version, (resolution_id, ordinal))
    if version is None:
        raise VersionNotFound("The resolution has no such version.", version=ordinal)
    rows = await session.execute(
        select(
            ProvisionRow.kind,
            ProvisionRow.marker,
            ProvisionRow.text,
            ProvisionRow.level,
            ProvisionRow.provision_id,
        )
        .where(ProvisionRow.resolution_id == resolution_id, ProvisionRow.version == ordinal)
        .order_by(ProvisionRow.place)
    )
    provisions = tuple(Provision(*row) for row in rows)
    return VersionView(
        resolution_id=resolution_id,
        ordinal=ordinal,
        title=version.title or derived_title(provisions),
        title_derived=version.title is None,
        digest=version.digest,
        line_width=version.line_width,
        written_at=version.written_at,
        written_as=version.written_as,
        because=version.because,
        provisions=provisions,
    )


async def words_of_versions(
    session: AsyncSession, resolution_id: UUID, ordinals: Collection[int]
) -> dict[int, VersionWords]:
    """The words of these versions, in one statement; a version without any is absent."""
    rows = await session.execute(
        select(
            ProvisionRow.version,
            Version.line_width,
            ProvisionRow.kind,
            ProvisionRow.marker,
            ProvisionRow.text,
            ProvisionRow.level,
            ProvisionRow.provision_id,
        )
        .join(
            Version,
            (Version.resolution_id == ProvisionRow.resolution_id)
            & (Version.ordinal == ProvisionRow.version),
        )
        .where(ProvisionRow.resolution_id == resolution_id, ProvisionRow.version.in_(ordinals))
        .order_by(ProvisionRow.version, ProvisionRow.place)
    )
    found: dict[tuple[int, int], list[Provision]] = {}
    for row in rows:
        provision = Provision(row.kind, row.marker, row.text, row.level, row.provision_id)
        found.setdefault((row.version, row.line_width), []).append(provision)
    return {
        ordinal: VersionWords(width, tuple(provisions))
        for (ordinal, width), provisions in found.items()
    }


async def public_versions(
    session: AsyncSession, resolutions: Collection[UUID]
) -> dict[UUID, list[tuple[VersionLine, tuple[Provision, ...]]]]:
    """Every version of these that everybody may read, the first one first, in two statements.

    The present one is without its words: whoever asks has them.
    """
    found: dict[UUID, list[tuple[VersionLine, tuple[Provision, ...]]]] = {}
    if not resolutions:
        return found
    lines = await session.scalars(
        select(Version)
        .join(Resolution, Resolution.id == Version.resolution_id)
        .where(
            Version.resolution_id.in_(resolutions),
            Version.ordinal >= Resolution.public_from,
        )
        .order_by(Version.resolution_id, Version.ordinal)
    )
    rows = await session.execute(
        select(
            ProvisionRow.resolution_id,
            ProvisionRow.version,
            ProvisionRow.kind,
            ProvisionRow.marker,
            ProvisionRow.text,
            ProvisionRow.level,
            ProvisionRow.provision_id,
        )
        .join(Resolution, Resolution.id == ProvisionRow.resolution_id)
        .where(
            ProvisionRow.resolution_id.in_(resolutions),
            ProvisionRow.version >= Resolution.public_from,
            ProvisionRow.version < Resolution.current_version,
        )
        .order_by(ProvisionRow.resolution_id, ProvisionRow.version, ProvisionRow.place)
    )
    words: dict[tuple[UUID, int], list[Provision]] = {}
    for row in rows:
        provision = Provision(row.kind, row.marker, row.text, row.level, row.provision_id)
        words.setdefault((row.resolution_id, row.version), []).append(provision)
    for line in lines:
        told = VersionLine(
            line.ordinal,
            line.title,
            line.digest,
            line.line_width,
            line.written_at,
            line.written_as,
            line.because,
        )
        text = tuple(words.get((line.resolution_id, line.ordinal), ()))
        found.setdefault(line.resolution_id, []).append((told, text))
    return found


@dataclass(frozen=True, slots=True)
class TranslationLine:
    """That there is a translation, without its words."""

    resolution_id: UUID
    language: str
    edition: int
    version: int
    title: str | None


async def translations_of(
    session: AsyncSession, resolutions: Collection[UUID]
) -> dict[UUID, list[TranslationLine]]:
    """The latest edition of each translation of these resolutions, by language, without words."""
    rows = await session.execute(
        select(
            TranslationRow.resolution_id,
            TranslationRow.language,
            TranslationRow.edition,
            TranslationRow.version,
            TranslationRow.title,
        )
        .where(TranslationRow.resolution_id.in_(resolutions))
        .ext(distinct_on(TranslationRow.resolution_id, TranslationRow.language))
        .order_by(
            TranslationRow.resolution_id, TranslationRow.language, TranslationRow.edition.desc()
        )
    )
    found: dict[UUID, list[TranslationLine]] = {}
    for row in rows:
        found.setdefault(row.resolution_id, []).append(TranslationLine(*row))
    return found


async def latest_translations(
    session: AsyncSession, resolutions: Collection[UUID]
) -> dict[UUID, list[TranslationView]]:
    """The latest edition of every translation of these resolutions, by language, with its words."""
    found: dict[UUID, list[TranslationView]] = {}
    if not resolutions:
        return found
    rows = await session.scalars(
        select(TranslationRow)
        .where(TranslationRow.resolution_id.in_(resolutions))
        .ext(distinct_on(TranslationRow.resolution_id, TranslationRow.language))
        .order_by(
            TranslationRow.resolution_id, TranslationRow.language, TranslationRow.edition.desc()
        )
    )
    for row in rows:
        found.setdefault(row.resolution_id, []).append(_translation(row))
    return found


async def translation_view(
    session: AsyncSession, resolution_id: UUID, language: str
) -> TranslationView:
    """The latest edition in this language, or `TranslationNotFound`."""
    found = await translation_views(session, [resolution_id], language)
    if resolution_id not in found:
        raise TranslationNotFound("There is no translation into this language.")
    return found[resolution_id]


async def translation_views(
    session: AsyncSession, resolutions: Collection[UUID], language: str
) -> dict[UUID, TranslationView]:
    """The latest edition in this language of each of these that has one, in one statement."""
    rows = await session.scalars(
        select(TranslationRow)
        .where(TranslationRow.resolution_id.in_(resolutions), TranslationRow.language == language)
        .ext(distinct_on(TranslationRow.resolution_id))
        .order_by(TranslationRow.resolution_id, TranslationRow.edition.desc())
    )
    return {row.resolution_id: _translation(row) for row in rows}


def _translation(row: TranslationRow) -> TranslationView:
    return TranslationView(
        resolution_id=row.resolution_id,
        language=row.language,
        edition=row.edition,
        version=row.version,
        title=row.title,
        provisions=tuple(Translated(one["id"], one["text"]) for one in row.provisions),
        written_at=row.written_at,
        written_as=row.written_as,
    )
