# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The latest published outcomes, and the feeds they stand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.queries import source_of
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import listed_assemblies
from assembly.publication.corrections import latest_corrected
from assembly.publication.feed_archives import archived, archives_of, not_archived
from assembly.publication.formats.feeds import LATEST, Feed, Item, item_of
from assembly.publication.formats.value import PublicResolution
from assembly.publication.queries import (
    decisions_among,
    latest_records,
    released_among,
    released_part,
)
from assembly.publication.released import public_assembly, public_resolution

BEGAN = datetime.fromisoformat("2026-01-01T00:00Z")
"""What a feed says it changed at while there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a feed is of: these assemblies, or what is `among` their outcomes, at this page."""

    title: str
    language: str
    page: str
    everything: str
    feeds: str
    assemblies: Sequence[Assembly]
    among: Select[UUID] | None = None


async def feed_subject(session: AsyncSession, assembly: Assembly | None, site: str) -> Subject:
    """An assembly, or all that are listed. Refuses a rehearsal (`NothingPublished`)."""
    if assembly is None:
        return Subject(
            title=f"Assembly: {urlsplit(site).hostname}",
            language="nl",
            page=f"{site}/",
            everything=f"{site}/api/v1/export/json",
            feeds=site,
            assemblies=await listed_assemblies(session),
        )
    about = public_assembly(assembly, site)
    page = f"{site}/assemblies/{assembly.slug}"
    return Subject(
        title=assembly.name,
        language=assembly.language,
        page=page,
        everything=f"{about.api}/export/json",
        feeds=page,
        assemblies=[assembly],
    )


async def feed_of(
    session: AsyncSession, subject: Subject, site: str, archive: int | None
) -> tuple[Feed, list[Item]]:
    """The feed, or one of its archives; refuses one that is not full yet (`FeedArchiveNotFound`).

    The feed holds at most `LATEST`: what is in no archive, and besides what changed last. So
    whoever reads it and every archive misses nothing, and sees a correction where it was made.
    """
    archives = await archives_of(session, subject.assemblies, subject.among)
    if archive is not None:
        found = await archived(session, archives, archive, site)
    else:
        found = await latest_of(session, subject.assemblies, site, subject.among)
        if archives.full:
            first = await not_archived(session, archives, site)
            there = {one.id for one in first}
            others = [one for one in found if one.id not in there]
            found = _latest_first(first + others[: LATEST - len(first)])
    began = min((one.founded_at for one in subject.assemblies), default=BEGAN)
    changed = max((one.changed_at for one in found), default=began)
    feed = Feed(
        title=subject.title,
        language=subject.language,
        page=subject.page,
        atom=f"{subject.feeds}/feed.atom",
        json=f"{subject.feeds}/feed.json",
        everything=subject.everything,
        changed_at=changed.isoformat(timespec="seconds"),
        archives=archives.full,
        archive=archive,
    )
    return feed, [item_of(one) for one in found]


async def latest_of(
    session: AsyncSession,
    assemblies: Sequence[Assembly],
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
    return _latest_first(found)[:LATEST]


def _latest_first(found: list[PublicResolution]) -> list[PublicResolution]:
    in_order = sorted(found, key=lambda one: (one.assembly.slug, one.number))
    return sorted(in_order, key=lambda one: one.changed_at, reverse=True)


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
