# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/search`: what every assembly decided, by words, outcome, year and assembly."""

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Response, Router, get
from litestar.params import QueryParameter

from assembly.api.dependencies import Sessions
from assembly.publication.queries import Decision, public_mark
from assembly.publication.routes import Words
from assembly.publication.search import Found, Wanted, page_address, search
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.sought import Runs, best_part, found_in
from assembly.themes.queries import theme_named
from assembly.web.pages import OutcomeAsked, ThemeAsked
from assembly.web.rendering import Asked, language_of, prefixed, public_page
from assembly.web.views import ResolutionShown, assembly_shown, resolution_shown

LONGEST_PART = 260
Year = Annotated[int | None, QueryParameter(ge=1, le=9999)]
Slug = Annotated[str | None, QueryParameter(max_length=100)]
Page = Annotated[int, QueryParameter(ge=1, le=1000)]


@dataclass(frozen=True, slots=True)
class HitShown:
    """A resolution that was found, with the words marked."""

    assembly: Any
    resolution: ResolutionShown
    title: Runs
    part: Runs
    address: str


@get("/search", include_in_schema=False)
async def search_page(
    request: Asked,
    sessions: Sessions,
    q: Words = None,
    outcome: OutcomeAsked = None,
    year: Year = None,
    assembly: Slug = None,
    theme: ThemeAsked = None,
    page: Page = 1,
) -> Response[bytes]:
    """What was found, a page at a time; a choice nobody knows is none."""
    known = Outcome(outcome) if outcome in set(Outcome) else None
    language = language_of(request)
    async with sessions.begin() as session:
        mark = await public_mark(session)
        listed = await theme_named(session, theme) if theme else None
    about = listed.theme.slug if listed else None
    wanted = Wanted((q or "").strip(), known, year, assembly or None, about, page)

    async def values() -> dict[str, Any]:
        async with sessions.begin() as session:
            found = await search(session, wanted)
        here = prefixed(language, "/search")
        return {
            "wanted": wanted,
            "found": found,
            "hits": [_hit(one, decision, found, language) for one, decision in found.decisions],
            "outcomes": [(one, found.facets.outcomes.get(one, 0)) for one in Outcome],
            "earlier": page_address(here, wanted, page - 1) if 1 < page <= found.pages else None,
            "later": page_address(here, wanted, page + 1) if page < found.pages else None,
        }

    mark = f"{mark}.{listed and listed.id}.{listed and listed.revision}"
    return await public_page(request, mark, "search.html", values)


def _hit(assembly: Any, decision: Decision, found: Found, language: str) -> HitShown:
    shown = resolution_shown(decision, language, assembly.time_zone)
    texts = [provision.text for provision in shown.provisions]
    return HitShown(
        assembly_shown(assembly),
        shown,
        found_in(shown.title, found.words),
        found_in(best_part(texts, found.words, LONGEST_PART), found.words),
        prefixed(language, f"/assemblies/{assembly.slug}/resolutions/{shown.number}"),
    )


router = Router("/", route_handlers=[search_page])
