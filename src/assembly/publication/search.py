# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Search over every assembly: what the public may read, with how many there are of each kind.

A resolution whose result is not published is under vote here as everywhere: no filter, no number
and no order tells of its outcome.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.queries import days_of
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import listed_assemblies
from assembly.publication.corrections import days_put_right
from assembly.publication.models import Record
from assembly.publication.queries import Decision, decisions_among
from assembly.resolutions.rules.lifecycle import DECIDED, State
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.sought import sought_words
from assembly.resolutions.search import Hit, hits_for
from assembly.themes.queries import all_themes, slugs_on_all
from assembly.themes.rules.theme import Theme
from assembly.voting.queries import counted_without
from assembly.voting.rules.ballot import Subject

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for. `page` starts at 1."""

    q: str = ""
    outcome: Outcome | None = None
    year: int | None = None
    assembly: str | None = None
    theme: str | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Facets:
    """How many there would be under each choice, the other choices left as they are."""

    outcomes: Mapping[Outcome | None, int]
    years: Mapping[int, int]
    assemblies: Mapping[str, int]
    themes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found, and all there is to choose from."""

    words: tuple[str, ...]
    total: int
    pages: int
    decisions: Sequence[tuple[Assembly, Decision]]
    facets: Facets
    names: Mapping[str, str]
    themes: Sequence[Theme]


@dataclass(frozen=True, slots=True)
class Public:
    """A hit as the public may know it."""

    hit: Hit
    assembly: Assembly
    outcome: Outcome | None
    day: date | None
    themes: frozenset[str]

    @property
    def year(self) -> int | None:
        """Of its day, once it is decided."""
        return self.day.year if self.outcome and self.day else None


def page_address(here: str, wanted: Wanted, page: int) -> str:
    """Where this page of what is wanted is, at `here`; nothing is in it that was not asked for."""
    asked = {
        "q": wanted.q,
        "outcome": wanted.outcome and wanted.outcome.value,
        "year": wanted.year,
        "assembly": wanted.assembly,
        "theme": wanted.theme,
        "page": page if page > 1 else None,
    }
    given = urlencode({name: value for name, value in asked.items() if value})
    return f"{here}?{given}" if given else here


async def search(session: AsyncSession, wanted: Wanted, among: Select[UUID] | None = None) -> Found:
    """In a fixed number of statements. A page beyond the last is the last one.

    Nothing is looked at but what is `among` these.
    """
    words = sought_words(wanted.q)
    public = await looked_at(session, words, among)
    public.sort(key=_newest_first)
    chosen = [one for one in public if _fits(one, wanted)]
    pages = max(1, -(-len(chosen) // A_PAGE))
    page = min(wanted.page, pages)
    shown = chosen[(page - 1) * A_PAGE : page * A_PAGE]
    decisions = await decisions_among(session, [one.hit.id for one in shown])
    return Found(
        words,
        len(chosen),
        pages,
        [(one.assembly, decisions[one.hit.id]) for one in shown if one.hit.id in decisions],
        _facets(public, wanted),
        {one.slug: one.name for one in await listed_assemblies(session)},
        [one.theme for one in await all_themes(session)],
    )


async def looked_at(
    session: AsyncSession,
    words: Sequence[str],
    among: Select[UUID] | None = None,
    *,
    of: Sequence[Assembly] = (),
) -> list[Public]:
    """Every public resolution with these words, as the public may know it.

    In these assemblies, or in all that are listed.
    """
    listed = {assembly.id: assembly for assembly in of or await listed_assemblies(session)}
    waiting = await counted_without(session, select(Record.voting_id))
    hidden = {one.resolution_id for one in waiting if one.subject is Subject.RESOLUTION}
    hits = [hit for hit in await hits_for(session, words, among) if hit.assembly_id in listed]
    about = await slugs_on_all(session)
    history = [hit.id for hit in hits if hit.is_history]
    days = await days_of(session, history) | await days_put_right(session, history)
    return [
        _public(
            hit, listed[hit.assembly_id], hidden, days.get(hit.id), about.get(hit.id, frozenset())
        )
        for hit in hits
    ]


def _public(
    hit: Hit,
    assembly: Assembly,
    hidden: set[UUID],
    given: date | None,
    themes: frozenset[str],
) -> Public:
    if hit.id in hidden:
        hit = replace(hit, state=State.UNDER_VOTE, decided_at=None)
    return Public(hit, assembly, DECIDED.get(hit.state), given or _day(hit, assembly), themes)


def _day(hit: Hit, assembly: Assembly) -> date | None:
    """When it was decided, where the assembly meets; history without an hour, on the day it met."""
    if hit.is_history and hit.decided_at is None:
        return assembly.held_on
    at = hit.decided_at
    return None if at is None else at.astimezone(ZoneInfo(assembly.time_zone)).date()


def _newest_first(one: Public) -> tuple[bool, int, str, int]:
    """Those with the words in their title, then by day, then by number."""
    return (
        not one.hit.in_title,
        -one.day.toordinal() if one.day else 0,
        one.assembly.slug,
        one.hit.number,
    )


def _fits(one: Public, wanted: Wanted) -> bool:
    return (
        wanted.outcome in {None, one.outcome}
        and wanted.year in {None, one.year}
        and wanted.assembly in {None, one.assembly.slug}
        and (wanted.theme is None or wanted.theme in one.themes)
    )


def _facets(public: Sequence[Public], wanted: Wanted) -> Facets:
    def under(freed: Wanted) -> list[Public]:
        return [one for one in public if _fits(one, freed)]

    years = Counter(one.year for one in under(replace(wanted, year=None)))
    return Facets(
        Counter(one.outcome for one in under(replace(wanted, outcome=None))),
        {year: years[year] for year in sorted(filter(None, years), reverse=True)},
        Counter(one.assembly.slug for one in under(replace(wanted, assembly=None))),
        Counter(slug for one in under(replace(wanted, theme=None)) for slug in one.themes),
    )
