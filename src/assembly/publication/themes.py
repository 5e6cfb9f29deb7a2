# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Themes for everybody: what is about them in every assembly, behind the gate."""

from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import listed_assemblies
from assembly.publication.latest import Subject
from assembly.publication.queries import Decision, Totals, public_mark
from assembly.publication.search import Found, Wanted, looked_at, search
from assembly.resolutions.rules.outcome import Outcome
from assembly.themes.queries import (
    Listed,
    about_anything,
    all_themes,
    mark_of_list,
    themes_of,
    under,
)
from assembly.themes.rules.theme import Theme


async def theme_mark(session: AsyncSession) -> str:
    """A word that changes with the list, and with what the public may read under it."""
    return f"{await public_mark(session)}.{mark_of_list(await all_themes(session))}"


async def theme_totals(session: AsyncSession) -> list[tuple[Listed, Totals]]:
    """The list, with how many resolutions are about each and how they came out."""
    counts: dict[str, list[int]] = {}
    for one in await looked_at(session, (), about_anything()):
        for slug in one.themes:
            found = counts.setdefault(slug, [0, 0, 0])
            found[0] += 1
            found[1] += one.outcome is Outcome.ADOPTED
            found[2] += one.outcome is Outcome.NOT_ADOPTED
    return [
        (one, Totals(*counts.get(one.theme.slug, (0, 0, 0)))) for one in await all_themes(session)
    ]


async def themes_in(
    session: AsyncSession, assembly: Assembly, *, decided: bool = False
) -> list[tuple[Theme, int]]:
    """What the public resolutions of an assembly are about, and how many of them.

    Or only of those whose outcome is published.
    """
    found = await looked_at(session, (), about_anything(), of=[assembly])
    here = [one.hit.id for one in found if one.outcome is not None or not decided]
    counts: dict[str, tuple[Theme, int]] = {}
    for themes in (await themes_of(session, here)).values():
        for theme in themes:
            counts[theme.slug] = theme, counts.get(theme.slug, (theme, 0))[1] + 1
    return [counts[slug] for slug in sorted(counts)]


async def found_under(
    session: AsyncSession, listed: Listed, outcome: Outcome | None, page: int
) -> Found:
    """A page of what is about the theme in every assembly, the newest first."""
    wanted = Wanted(outcome=outcome, theme=listed.theme.slug, page=page)
    return await search(session, wanted, under(listed.id))


def totals_in(outcomes: Mapping[Outcome | None, int]) -> Totals:
    """How many there are under a theme, by how they came out."""
    return Totals(
        total=sum(outcomes.values()),
        adopted=outcomes.get(Outcome.ADOPTED, 0),
        not_adopted=outcomes.get(Outcome.NOT_ADOPTED, 0),
    )


def decided_on(assembly: Assembly, decision: Decision) -> date | None:
    """The day of a published outcome, where the assembly meets; None where nothing gives one.

    Of history the day that it was corrected to, or the one that its source says of it, or the one
    on which the assembly met.
    """
    if decision.outcome is None:
        return None
    if decision.record is None:
        corrected = decision.corrected and decision.corrected.facts.decided_on
        told = decision.facts and decision.facts.decided_on
        return corrected or told or assembly.held_on
    closed = datetime.fromisoformat(decision.record.document["voting"]["closed_at"])
    return closed.astimezone(ZoneInfo(assembly.time_zone)).date()


async def theme_subject(session: AsyncSession, listed: Listed, site: str) -> Subject:
    """What the feed of a theme is of: its published outcomes in every assembly that is listed."""
    theme = listed.theme
    page = f"{site}/themes/{theme.slug}"
    return Subject(
        title=f"{theme.label('nl')} – Assembly: {urlsplit(site).hostname}",
        language="nl",
        page=page,
        everything=f"{site}/api/v1/themes/{theme.slug}",
        feeds=page,
        assemblies=await listed_assemblies(session),
        among=under(listed.id),
    )
