# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was published lately, for those who are told of it: behind the gate, as everything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.queries import assembly_of, listed_assemblies
from assembly.follow_up.queries import entries_since
from assembly.publication.formats.follow_up import NEXT
from assembly.publication.formats.words import WORDS
from assembly.publication.models import Record
from assembly.publication.queries import decided_a_resolution, decisions_among, require_decision
from assembly.resolutions.queries import place_of
from assembly.resolutions.rules.outcome import Outcome
from assembly.themes.queries import theme_by_id
from assembly.voting.queries import annulled_votings


@dataclass(frozen=True, slots=True)
class News:
    """An outcome that was published, or an entry that was written in a dossier."""

    id: UUID
    at: datetime
    resolution_id: UUID
    assembly_id: UUID
    is_entry: bool


async def news_since(session: AsyncSession, since: datetime) -> list[News]:
    """What the public may read of it now, the oldest first; of a rehearsal nothing."""
    records = await session.execute(
        select(
            Record.voting_id, Record.published_at, Record.resolution_id, Record.assembly_id
        ).where(
            Record.published_at >= since,
            Record.voting_id.not_in(annulled_votings()),
            decided_a_resolution(),
        )
    )
    found = [News(*row, is_entry=False) for row in records]
    found += [News(*row, is_entry=True) for row in await entries_since(session, since)]
    listed = {assembly.id for assembly in await listed_assemblies(session)}
    shown = await decisions_among(session, [one.resolution_id for one in found])
    public = [
        one
        for one in found
        if one.assembly_id in listed
        and one.resolution_id in shown
        and shown[one.resolution_id].outcome in ({Outcome.ADOPTED} if one.is_entry else Outcome)
    ]
    return sorted(public, key=lambda one: (one.at, one.id))


async def told_in(
    session: AsyncSession, news: Sequence[tuple[UUID, bool]], language: str
) -> list[tuple[str, str]]:
    """A line and an address for each of these resolutions and entries that is public still.

    Several entries of one dossier are one line.
    """
    shown = await decisions_among(session, [resolution_id for resolution_id, _ in news])
    lines: dict[tuple[UUID, bool], tuple[str, str]] = {}
    for resolution_id, is_entry in news:
        decision = shown.get(resolution_id)
        if decision is None or decision.outcome is None:
            continue
        if is_entry and decision.outcome is not Outcome.ADOPTED:
            continue
        name, number = await place_shown(session, resolution_id)
        assembly_id, _ = await place_of(session, resolution_id)
        slug = (await assembly_of(session, assembly_id)).slug
        view = decision.resolution
        what = NEXT[language].title if is_entry else decision.outcome.label(language)
        title = f"{name}, {WORDS[language].resolution.lower()} {number}: {view.title} – {what}"
        page = f"/assemblies/{slug}/resolutions/{number}" + ("/follow-up" if is_entry else "")
        lines.setdefault((resolution_id, is_entry), (title, page))
    return list(lines.values())


async def resolution_to_follow(session: AsyncSession, assembly_id: UUID, number: int) -> UUID:
    """The resolution with this number that the public may read, or `ResolutionNotFound`."""
    return (await require_decision(session, assembly_id, number)).resolution.id


async def place_shown(session: AsyncSession, resolution_id: UUID) -> tuple[str, int]:
    """The name of its assembly, and its number there."""
    assembly_id, number = await place_of(session, resolution_id)
    return (await assembly_of(session, assembly_id)).name, number


async def name_of_theme(session: AsyncSession, theme_id: UUID, language: str) -> str | None:
    """Its word, or that of the theme it became; None where it was removed."""
    theme = await theme_by_id(session, theme_id)
    return None if theme is None else theme.label(language)
