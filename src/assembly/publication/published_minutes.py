# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Minutes as people may read them: what was published word for word, before that a preview."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly
from assembly.database import LARGEST
from assembly.errors import MinutesNotPublished, MinutesVersionNotFound
from assembly.identity.rules.permissions import Actor, Permission, may
from assembly.publication.minutes import minutes_of
from assembly.publication.models import MinutesVersion
from assembly.publication.rules.kept_minutes import Heading, entries_in, heading_in
from assembly.sittings.queries import SittingView, released_sittings, require_sitting
from assembly.sittings.rules.minutes import Entry


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of published minutes; `because` says why there is one after the first."""

    version: int
    because: str | None
    digest: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes to read: a published version, or, where `kept` is None, as they are now."""

    sitting: SittingView
    heading: Heading
    entries: list[Entry]
    kept: VersionLine | None


async def require_minutes(
    session: AsyncSession,
    assembly: Assembly,
    number: int,
    actor: Actor,
    version: int | None = None,
) -> Minutes:
    """The last version that was published, or this one; a preview before, for moderators.

    Refuses a version that there is not (`MinutesVersionNotFound`), and everybody else before there
    is one (`MinutesNotPublished`).
    """
    view = await require_sitting(session, assembly.id, number)
    if view.minutes_published_at is None and not may(actor, Permission.MODERATE, assembly.id):
        raise MinutesNotPublished("The minutes of this sitting are not published.")
    row = await (
        last_version(session, view.id)
        if version is None
        else session.get(MinutesVersion, (view.id, max(0, min(version, LARGEST))))
    )
    if row is not None:
        return Minutes(view, heading_in(row.document), entries_in(row.document), _line(row))
    if version is not None:
        raise MinutesVersionNotFound("There is no such version of these minutes.")
    return await minutes_now(session, assembly, view)


async def minutes_now(session: AsyncSession, assembly: Assembly, view: SittingView) -> Minutes:
    """As they would be published now."""
    return Minutes(view, heading_of(assembly, view), await minutes_of(session, view), None)


def heading_of(assembly: Assembly, view: SittingView) -> Heading:
    """What stands above the minutes now."""
    return Heading(
        assembly.slug,
        assembly.name,
        assembly.language,
        assembly.time_zone,
        view.number,
        view.title,
        view.place,
    )


async def last_version(session: AsyncSession, sitting_id: UUID) -> MinutesVersion | None:
    """What everybody reads, if anything was published and kept."""
    return await session.scalar(
        select(MinutesVersion)
        .where(MinutesVersion.sitting_id == sitting_id)
        .order_by(MinutesVersion.version.desc())
        .limit(1)
    )


async def versions_of(session: AsyncSession, sitting_id: UUID) -> list[VersionLine]:
    """Every version, the first one first."""
    rows = await session.scalars(
        select(MinutesVersion)
        .where(MinutesVersion.sitting_id == sitting_id)
        .order_by(MinutesVersion.version)
    )
    return [_line(row) for row in rows]


async def waiting_to_be_kept(session: AsyncSession) -> list[UUID]:
    """Sittings whose minutes were made public before versions were kept."""
    released = await released_sittings(session)
    kept = await session.scalars(
        select(MinutesVersion.sitting_id).where(MinutesVersion.version == 1)
    )
    return sorted(set(released) - set(kept))


def _line(row: MinutesVersion) -> VersionLine:
    return VersionLine(row.version, row.because, row.digest, row.published_at)
