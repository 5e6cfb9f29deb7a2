# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The latest published outcomes, and which assemblies have any."""

from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.queries import source_of
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import listed_assemblies
from assembly.publication.corrections import latest_corrected
from assembly.publication.formats.dcat import Dataset
from assembly.publication.formats.feeds import LATEST, Feed
from assembly.publication.formats.value import PublicResolution
from assembly.publication.queries import (
    decisions_among,
    latest_records,
    released_among,
    released_part,
)
from assembly.publication.released import public_assembly, public_resolution


async def feed_of(
    session: AsyncSession, assembly: Assembly | None, site: str
) -> tuple[Feed, list[PublicResolution]]:
    """What the feed of an assembly, or of all that are listed, holds now: the latest first.

    Refuses a rehearsal (`NothingPublished`).
    """
    if assembly is not None:
        public_assembly(assembly, site)
    of = [assembly] if assembly is not None else await listed_assemblies(session)
    found = await latest_of(session, of, site)
    page = site if assembly is None else f"{site}/assemblies/{assembly.slug}"
    api = f"{site}/api/v1" if assembly is None else f"{site}/api/v1/assemblies/{assembly.slug}"
    began = min((one.founded_at for one in of), default=datetime.fromisoformat("2026-01-01T00:00Z"))
    changed = max((one.changed_at for one in found), default=began)
    feed = Feed(
        title=assembly.name if assembly else f"Assembly: {urlsplit(site).hostname}",
        language=assembly.language if assembly else "nl",
        page=page if assembly else f"{site}/",
        atom=f"{page}/feed.atom",
        json=f"{page}/feed.json",
        everything=f"{api}/export/json",
        changed_at=changed.isoformat(timespec="seconds"),
    )
    return feed, found


async def latest_of(
    session: AsyncSession,
    assemblies: list[Assembly],
    site: str,
    among: Select[UUID] | None = None,
) -> list[PublicResolution]:
    """At most `LATEST`, the latest first; of those released together the lowest number first.

    `among` names those that are looked at.
    """
    known = {one.id: one for one in assemblies if not one.is_rehearsal}
    found: list[PublicResolution] = []
    records = await latest_records(session, list(known), limit=LATEST, among=among)
    for decision, assembly_id in await released_among(session, records):
        about = public_assembly(known[assembly_id], site)
        found.append(public_resolution(decision, about, None))
    for assembly in known.values():
        if assembly.is_imported:
            found += await _history(session, assembly, site, among)
    found.sort(key=lambda one: (one.assembly.slug, one.number))
    found.sort(key=lambda one: one.changed_at, reverse=True)
    return found[:LATEST]


async def _history(
    session: AsyncSession, assembly: Assembly, site: str, among: Select[UUID] | None
) -> list[PublicResolution]:
    about, source = public_assembly(assembly, site), await source_of(session, assembly.id)
    decisions, _ = await released_part(session, assembly.id, limit=LATEST, among=among)
    there = {one.resolution.id for one in decisions}
    corrected = await latest_corrected(session, [assembly.id], limit=LATEST, among=among)
    further = [found for found, _ in corrected if found not in there]
    decisions += (await decisions_among(session, further)).values()
    return [public_resolution(one, about, source) for one in decisions]


async def datasets_of(session: AsyncSession, site: str) -> list[Dataset]:
    """Every listed assembly with a published outcome, and when the latest was released."""
    datasets = []
    for assembly in sorted(await listed_assemblies(session), key=lambda one: one.slug):
        found = await latest_of(session, [assembly], site)
        if found:
            datasets.append(Dataset(public_assembly(assembly, site), found[0].changed_at))
    return datasets
