# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was published lately, for those who are told of it: behind the gate, as everything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import assemblies_among, assembly_of, listed_assemblies
from assembly.follow_up.queries import entries_since
from assembly.publication.formats.follow_up import NEXT
from assembly.publication.formats.words import WORDS
from assembly.publication.models import MinutesVersion, Record
from assembly.publication.queries import (
    Decision,
    decided_a_resolution,
    decisions_among,
    require_decision,
)
from assembly.publication.rules.news import NEWS, NewsKind
from assembly.resolutions.queries import count_inherited, inherited, place_of, places_among
from assembly.resolutions.rules.outcome import Outcome
from assembly.sittings.queries import SittingView, sittings_among
from assembly.themes.queries import first_marks, theme_by_id
from assembly.voting.queries import annulled_since, annulled_votings


@dataclass(frozen=True, slots=True)
class News:
    """Something the public may read now and could not before.

    `about` is a resolution; of minutes the sitting, of history the assembly. `theme_id` is where
    only who follows this theme can have waited for it: history is followed by nobody beforehand.
    """

    id: UUID
    at: datetime
    kind: NewsKind
    about: UUID
    assembly_id: UUID
    theme_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of news as a reader is told of it: in words, at an address, and whose it is."""

    title: str
    page: str
    assembly: str
    assembly_page: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What lines are made of, read once for all of them."""

    language: str
    decisions: dict[UUID, Decision]
    numbers: dict[UUID, int]
    sittings: dict[UUID, SittingView]
    histories: dict[UUID, int]


async def news_since(session: AsyncSession, since: datetime) -> list[News]:
    """What the public may read of it now, the oldest first; of a rehearsal nothing.

    An annulment is news where a record had been published: who read it hears that it no longer
    holds. A history is news once for each theme, when the first of its resolutions is about it.
    """
    found = await _outcomes(session, since)
    found += [
        News(one, at, NewsKind.ENTRY, about, where)
        for one, at, about, where in await entries_since(session, since)
    ]
    found += await _annulments(session, since)
    found += await _minutes(session, since)
    found += [
        News(uuid5(where, str(theme)), at, NewsKind.HISTORY, where, where, theme_id=theme)
        for where, theme, at in await first_marks(session, inherited(), since)
    ]
    listed = {assembly.id for assembly in await listed_assemblies(session)}
    of_resolutions = [one.about for one in found if one.kind in OF_RESOLUTIONS]
    shown = await decisions_among(session, of_resolutions)
    public = [
        one
        for one in found
        if one.assembly_id in listed
        and (one.kind not in OF_RESOLUTIONS or _holds(one.kind, shown.get(one.about)))
    ]
    return sorted(public, key=lambda one: (one.at, one.id))


OF_RESOLUTIONS = frozenset({NewsKind.OUTCOME, NewsKind.ENTRY, NewsKind.ANNULMENT})


def _holds(kind: NewsKind, decision: Decision | None) -> bool:
    """Whether everybody may read it, and it is still so."""
    if decision is None:
        return False
    match kind:
        case NewsKind.OUTCOME:
            return decision.outcome is not None
        case NewsKind.ENTRY:
            return decision.outcome is Outcome.ADOPTED
        case _:
            return True


async def _outcomes(session: AsyncSession, since: datetime) -> list[News]:
    rows = await session.execute(
        select(
            Record.voting_id, Record.published_at, Record.resolution_id, Record.assembly_id
        ).where(
            Record.published_at >= since,
            Record.voting_id.not_in(annulled_votings()),
            decided_a_resolution(),
        )
    )
    return [News(one, at, NewsKind.OUTCOME, about, where) for one, at, about, where in rows]


async def _annulments(session: AsyncSession, since: datetime) -> list[News]:
    annulled = await annulled_since(session, since)
    if not annulled:
        return []
    rows = await session.execute(
        select(Record.voting_id, Record.resolution_id, Record.assembly_id).where(
            Record.voting_id.in_(list(annulled)),
            decided_a_resolution(),
        )
    )
    return [
        News(uuid5(one, "annulled"), annulled[one], NewsKind.ANNULMENT, about, where)
        for one, about, where in rows
    ]


async def _minutes(session: AsyncSession, since: datetime) -> list[News]:
    rows = await session.execute(
        select(
            MinutesVersion.sitting_id,
            MinutesVersion.version,
            MinutesVersion.published_at,
            MinutesVersion.assembly_id,
        ).where(MinutesVersion.published_at >= since)
    )
    return [
        News(uuid5(sitting, f"minutes {version}"), at, NewsKind.MINUTES, sitting, where)
        for sitting, version, at, where in rows
    ]


async def told_in(
    session: AsyncSession, news: Sequence[tuple[NewsKind, UUID, UUID]], language: str
) -> list[Line]:
    """A line for each of these (kind, about, assembly) that is public still, in their order.

    What is about the same is one line: entries of one dossier, versions of the same minutes. As
    many statements for a thousand as for two.
    """
    every: dict[NewsKind, list[UUID]] = {kind: [] for kind in NewsKind}
    for kind, about, _ in news:
        every[kind].append(about)
    resolutions = [about for kind, about, _ in news if kind in OF_RESOLUTIONS]
    assemblies = await assemblies_among(session, {assembly_id for *_, assembly_id in news})
    places = await places_among(session, resolutions)
    found = _Found(
        language,
        await decisions_among(session, resolutions),
        {one: number for one, (_, number) in places.items()},
        await sittings_among(session, every[NewsKind.MINUTES]),
        await count_inherited(session, every[NewsKind.HISTORY]),
    )
    lines: dict[tuple[NewsKind, UUID], Line] = {}
    for kind, about, assembly_id in news:
        told = _told(found, assemblies[assembly_id], kind, about)
        if told is not None:
            lines.setdefault((kind, about), told)
    return list(lines.values())


def _told(found: _Found, assembly: Assembly, kind: NewsKind, about: UUID) -> Line | None:
    here = f"/assemblies/{assembly.slug}"
    words = NEWS[found.language]
    match kind:
        case NewsKind.MINUTES:
            sitting = found.sittings[about]
            title = words.minutes.format(
                name=assembly.name, number=sitting.number, title=sitting.title
            )
            page = f"{here}/sittings/{sitting.number}/minutes"
        case NewsKind.HISTORY:
            count = found.histories.get(about, 0)
            title, page = words.history.format(name=assembly.name, count=count), here
        case _:
            decision = found.decisions.get(about)
            if decision is None or not _holds(kind, decision):
                return None
            number = found.numbers[about]
            named = f"{WORDS[found.language].resolution.lower()} {number}"
            what = _what(found.language, kind, decision)
            title = f"{assembly.name}, {named}: {decision.resolution.title} – {what}"
            page = f"{here}/resolutions/{number}"
            page += "/follow-up" if kind is NewsKind.ENTRY else ""
    return Line(title, page, assembly.name, f"{here}/resolutions")


def _what(language: str, kind: NewsKind, decision: Decision) -> str:
    if kind is NewsKind.ENTRY:
        return NEXT[language].title
    if kind is NewsKind.ANNULMENT or decision.outcome is None:
        return NEWS[language].annulled
    return decision.outcome.label(language)


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
