# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write a translation of a resolution. The text in its own language decides; this one helps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.audit.record import record_act
from assembly.errors import IllegalMove, Stale, UnsoundTranslation, VersionNotFound
from assembly.resolutions.draft import lock_resolution
from assembly.resolutions.models import ProvisionRow, Resolution, TranslationRow
from assembly.resolutions.rules.lifecycle import PUBLIC_STATES, Hand, State, told
from assembly.resolutions.rules.sound import sound_title
from assembly.resolutions.rules.translation import Translated, sound_translation


@dataclass(frozen=True, slots=True)
class Written:
    """Which edition of the translation stands there now, and whether everybody may read it."""

    number: int
    language: str
    version: int
    edition: int
    public: bool


async def write_translation(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    language: str,
    *,
    edition: int,
    version: int,
    title: str | None,
    provisions: Sequence[Translated],
    at: datetime,
    by: str,
    hand: Hand = Hand.MODERATOR,
) -> Written:
    """There is a further edition of the translation, of this version; former ones stay on file.

    The same again changes nothing. `edition` is the one it was made on, 0 for the first: else
    `Stale`. Refuses (`UnsoundTranslation`) the resolution's own language, provisions other than
    those of the version, words that are missing, and a version before the one translated last; a
    version there is not (`VersionNotFound`); and, by a sponsor, all but a draft, by anybody what
    was withdrawn (`IllegalMove`). Locks the resolution's row.
    """
    sound = sound_title(title)
    resolution = await lock_resolution(session, assembly_id, number)
    _require_open(resolution, hand)
    if language == resolution.language:
        raise UnsoundTranslation("This is the language of the text itself.", fault="own-language")
    public = resolution.state in PUBLIC_STATES
    kept = sound_translation(provisions, await _ids_of(session, resolution, version))
    last = await session.scalar(
        select(TranslationRow)
        .where(TranslationRow.resolution_id == resolution.id, TranslationRow.language == language)
        .order_by(TranslationRow.edition.desc())
        .limit(1)
    )
    words: list[Any] = [{"id": one.id, "text": one.text} for one in kept]
    if last is not None and (last.version, last.title, last.provisions) == (version, sound, words):
        return Written(number, language, version, last.edition, public=public)
    present = last.edition if last else 0
    if edition != present:
        raise Stale(
            "Somebody changed this translation meanwhile; read it again and repeat your change.",
            yours=edition,
            current=present,
        )
    if last is not None and version < last.version:
        raise UnsoundTranslation(
            f"Version {last.version} is translated already.", fault="older-version"
        )
    await session.execute(
        insert(TranslationRow).values(
            resolution_id=resolution.id,
            language=language,
            edition=present + 1,
            version=version,
            title=sound,
            provisions=words,
            written_at=at,
            written_by=by,
            written_as=hand,
        )
    )
    resolution.beside += 1
    record_act(
        session,
        "write_translation",
        at=at,
        by=by,
        subject=f"resolution:{number}",
        assembly_id=assembly_id,
        language=language,
        edition=present + 1,
        version=version,
    )
    return Written(number, language, version, present + 1, public=public)


def _require_open(resolution: Resolution, hand: Hand) -> None:
    if resolution.state is State.WITHDRAWN or (
        hand is Hand.SPONSOR and resolution.state is not State.DRAFT
    ):
        raise IllegalMove(
            "This resolution is not yours to translate now.", state=told(resolution.state)
        )


async def _ids_of(session: AsyncSession, resolution: Resolution, version: int) -> list[str]:
    """The names of the version's provisions in order, or `VersionNotFound`."""
    if not 1 <= version <= resolution.current_version:
        raise VersionNotFound("The resolution has no such version.", version=version)
    rows = await session.scalars(
        select(ProvisionRow.provision_id)
        .where(ProvisionRow.resolution_id == resolution.id, ProvisionRow.version == version)
        .order_by(ProvisionRow.place)
    )
    return list(rows)
