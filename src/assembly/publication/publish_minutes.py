# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Publish minutes: what they say is kept as it is. What comes later is a further version."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.queries import assembly_of
from assembly.errors import MinutesUnchanged, Stale
from assembly.publication.minutes import minutes_of
from assembly.publication.models import MinutesVersion
from assembly.publication.published_minutes import heading_of, last_version
from assembly.publication.rules.kept_minutes import entries_in, write_minutes_document
from assembly.publication.rules.record import record_digest
from assembly.resolutions.rules.reason import sound_reason
from assembly.sittings.minute import hold_released, note_addition, release_minutes
from assembly.sittings.queries import SittingView, sitting_by_id
from assembly.sittings.rules.minutes import Entry
from assembly.webhooks.announce import announce
from assembly.webhooks.rules.event import Event, EventType

BY = "system:worker"


async def publish_minutes(
    session: AsyncSession, assembly_id: UUID, number: int, *, at: datetime, by: str
) -> SittingView:
    """Everybody may read the minutes as they are now, for ever. Harmless when repeated.

    Refuses a sitting that is not closed (`IllegalMove`). Locks its row.
    """
    sitting = await release_minutes(session, assembly_id, number, at=at, by=by)
    if await last_version(session, sitting.id) is None:
        entries = await minutes_of(session, sitting)
        await _keep(session, sitting, entries, version=1, because=None, at=at, by=by)
    return sitting


async def add_to_minutes(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    because: str,
    *,
    after: int,
    at: datetime,
    by: str,
) -> MinutesVersion:
    """The minutes as they are now are the version that follows `after`; the ones before stay.

    Repeated with the same reason it is done once. Refuses a reason that is none
    (`InvalidRequest`), minutes that are not published (`MinutesNotPublished`), another version than
    the last (`Stale`), and where nothing is to be added (`MinutesUnchanged`). Locks the sitting.
    """
    reason = sound_reason(because)
    sitting = await hold_released(session, assembly_id, number)
    last = await last_version(session, sitting.id)
    if last is None:
        await publish_minutes(session, assembly_id, number, at=at, by=by)
        last = await last_version(session, sitting.id)
    assert last is not None  # noqa: S101 - it was kept just now
    if (last.version, last.because) == (after + 1, reason):
        return last
    if last.version != after:
        raise Stale(
            "Somebody added to these minutes meanwhile; read them again.",
            yours=after,
            current=last.version,
        )
    entries = await minutes_of(session, sitting)
    if entries == entries_in(last.document):
        raise MinutesUnchanged("The published minutes say all of this already.")
    version = last.version + 1
    await note_addition(session, assembly_id, number, version=version, because=reason, at=at, by=by)
    return await _keep(session, sitting, entries, version=version, because=reason, at=at, by=by)


async def keep_released(session: AsyncSession, sitting_id: UUID, *, at: datetime) -> None:
    """Minutes that were public before versions were kept are kept as they are now; once."""
    sitting = await sitting_by_id(session, sitting_id)
    await publish_minutes(session, sitting.assembly_id, sitting.number, at=at, by=BY)


async def _keep(
    session: AsyncSession,
    sitting: SittingView,
    entries: Sequence[Entry],
    *,
    version: int,
    because: str | None,
    at: datetime,
    by: str,
) -> MinutesVersion:
    assembly = await assembly_of(session, sitting.assembly_id)
    heading = heading_of(assembly, sitting)
    document = write_minutes_document(heading, entries, version=version, because=because)
    row = MinutesVersion(
        sitting_id=sitting.id,
        version=version,
        assembly_id=assembly.id,
        document=document,
        digest=record_digest(document),
        because=because,
        published_at=at,
        published_by=by,
    )
    session.add(row)
    await session.flush()
    minutes = f"sittings/{sitting.number}/minutes"
    told = Event(
        EventType.MINUTES_PUBLISHED,
        {
            "assembly": assembly.slug,
            "sitting": sitting.number,
            "version": version,
            "digest": row.digest,
        },
        {
            "page": f"/assemblies/{assembly.slug}/{minutes}",
            "minutes": f"/api/v1/assemblies/{assembly.slug}/{minutes}/versions/{version}",
        },
    )
    await announce(session, assembly.id, told, at=at)
    return row
