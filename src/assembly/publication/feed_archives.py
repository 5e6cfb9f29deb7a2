# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a feed leaves to its archives (RFC 5005, 4): fifty outcomes each, as they were published.

The first archive has the oldest ones. A place in it is an outcome's for ever: a correction is shown
in its place, an annulled outcome leaves its place empty, and history has as many as its source.
Only what a theme is about may move, because themes may.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.queries import source_of
from assembly.assemblies.models import Assembly
from assembly.errors import FeedArchiveNotFound
from assembly.publication.formats.feeds import LATEST
from assembly.publication.formats.value import PublicResolution
from assembly.publication.models import Record
from assembly.publication.queries import decided_a_resolution, decisions_among, released_among
from assembly.publication.released import public_assembly, public_resolution
from assembly.resolutions.queries import count_history, history_part
from assembly.voting.queries import annulled_votings

PLACES = 50
"""Of one archive."""
BEGAN, ENDS = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Places one after the other: records of ours between two instants, or a whole source."""

    many: int
    after: datetime = BEGAN
    until: datetime = ENDS
    history: Assembly | None = None


@dataclass(frozen=True, slots=True)
class Archives:
    """Every place of a feed, and how many archives are full."""

    assemblies: Sequence[Assembly]
    among: Select[UUID] | None
    stretches: Sequence[Stretch]

    @property
    def places(self) -> int:
        """How many outcomes were ever published here."""
        return sum(one.many for one in self.stretches)

    @property
    def full(self) -> int:
        """Only where the feed itself does not hold everything."""
        return self.places // PLACES if self.places > LATEST else 0


async def archives_of(
    session: AsyncSession, assemblies: Sequence[Assembly], among: Select[UUID] | None = None
) -> Archives:
    """Where everything stands that these assemblies published, a rehearsal's apart."""
    known = [one for one in assemblies if not one.is_rehearsal]
    sources = [
        (source.imported_at, one.slug, one)
        for one in known
        if one.is_imported and (source := await source_of(session, one.id)) is not None
    ]
    sources.sort(key=lambda found: found[:2])
    stretches, since = [], BEGAN
    for imported_at, _, one in sources:
        stretches.append(await _ours(session, known, among, since, imported_at))
        stretches.append(Stretch(await count_history(session, one.id, among), history=one))
        since = imported_at
    stretches.append(await _ours(session, known, among, since, ENDS))
    return Archives(known, among, stretches)


async def archived(
    session: AsyncSession, archives: Archives, number: int, site: str
) -> list[PublicResolution]:
    """What is in the archive with this number now, the latest published first.

    Refuses one that is not full yet (`FeedArchiveNotFound`).
    """
    if number > archives.full:
        raise FeedArchiveNotFound("This feed has no such archive (yet).", archives=archives.full)
    return await _between(session, archives, (number - 1) * PLACES, number * PLACES, site)


async def not_archived(
    session: AsyncSession, archives: Archives, site: str
) -> list[PublicResolution]:
    """What is in no archive yet: fewer than `PLACES`; the latest published first."""
    return await _between(session, archives, archives.full * PLACES, archives.places, site)


async def _between(
    session: AsyncSession, archives: Archives, first: int, end: int, site: str
) -> list[PublicResolution]:
    found: list[PublicResolution] = []
    for one in archives.stretches:
        offset, limit = max(first, 0), min(end, one.many) - max(first, 0)
        if limit > 0:
            if one.history is None:
                found += await _records(session, archives, one, offset, limit, site)
            else:
                found += await _history(session, archives, one.history, offset, limit, site)
        first, end = first - one.many, end - one.many
    return found[::-1]


async def _history(
    session: AsyncSession,
    archives: Archives,
    assembly: Assembly,
    offset: int,
    limit: int,
    site: str,
) -> list[PublicResolution]:
    source = await source_of(session, assembly.id)
    about = public_assembly(assembly, site)
    ids = await history_part(session, assembly.id, archives.among, offset=offset, limit=limit)
    decisions = await decisions_among(session, ids)
    return [public_resolution(decisions[one], about, source) for one in ids if one in decisions]


async def _records(
    session: AsyncSession,
    archives: Archives,
    stretch: Stretch,
    offset: int,
    limit: int,
    site: str,
) -> list[PublicResolution]:
    known = {one.id: one for one in archives.assemblies}
    rows = await session.execute(
        select(
            Record.resolution_id,
            Record.assembly_id,
            Record.voting_id.not_in(annulled_votings()),
        )
        .where(*_within(archives.assemblies, archives.among, stretch.after, stretch.until))
        .order_by(Record.published_at, Record.voting_id)
        .offset(offset)
        .limit(limit)
    )
    in_force = [(row[0], row[1]) for row in rows if row[2]]
    return [
        public_resolution(decision, public_assembly(known[assembly_id], site), None)
        for decision, assembly_id in await released_among(session, in_force)
    ]


async def _ours(
    session: AsyncSession,
    assemblies: Sequence[Assembly],
    among: Select[UUID] | None,
    after: datetime,
    until: datetime,
) -> Stretch:
    many = await session.scalar(
        select(func.count()).select_from(Record).where(*_within(assemblies, among, after, until))
    )
    return Stretch(many or 0, after, until)


def _within(
    assemblies: Sequence[Assembly],
    among: Select[UUID] | None,
    after: datetime,
    until: datetime,
) -> tuple[ColumnElement[bool], ...]:
    return (
        Record.assembly_id.in_([one.id for one in assemblies]),
        decided_a_resolution(),
        true() if after == BEGAN else Record.published_at >= after,
        true() if until == ENDS else Record.published_at < until,
        true() if among is None else Record.resolution_id.in_(among),
    )
