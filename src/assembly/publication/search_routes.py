# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Search over every assembly, as data: what `/search` finds, with all there is to choose from."""

from typing import Annotated, Any

from litestar import MediaType, Request, Response, Router, get
from litestar.params import QueryParameter

from assembly.api.dependencies import Sessions
from assembly.api.problems import refusals
from assembly.api.warm import Content, warm_answer
from assembly.assemblies.queries import require_assembly
from assembly.errors import AssemblyNotFound, InvalidRequest, ThemeNotFound
from assembly.publication.queries import public_mark
from assembly.publication.routes import OutcomeAsked, Words
from assembly.publication.search import Found, Wanted, page_address, search
from assembly.publication.search_schemas import (
    AssemblyFacet,
    FacetsOut,
    OutcomeFacets,
    SearchPage,
    ThemeFacet,
)
from assembly.publication.theme_routes import PageAsked, about_out
from assembly.resolutions.rules.outcome import Outcome
from assembly.themes.queries import require_theme

Year = Annotated[int | None, QueryParameter(ge=1, le=9999, description="Decided in this year")]
Slug = Annotated[str | None, QueryParameter(max_length=100, description="Only of this assembly")]
About = Annotated[str | None, QueryParameter(max_length=100, description="Only about this theme")]


@get(
    "/search",
    operation_id="search",
    responses=refusals(AssemblyNotFound, ThemeNotFound, InvalidRequest),
)
async def find(
    request: Request[Any, Any, Any],
    sessions: Sessions,
    q: Words = None,
    outcome: OutcomeAsked = None,
    year: Year = None,
    assembly: Slug = None,
    theme: About = None,
    page: PageAsked = 1,
) -> Response[bytes]:
    """Public resolutions that have every word, as parts of words and without accents.

    Those with the words in their title first, then the newest. Facets say how many there would be
    under each choice, the other choices left as they are. A page beyond the last is the last one.
    """
    async with sessions.begin() as session:
        mark = await public_mark(session)
        slug = (await require_assembly(session, assembly)).slug if assembly else None
        about = (await require_theme(session, theme)).theme.slug if theme else None
    known = Outcome(outcome) if outcome else None
    wanted = Wanted((q or "").strip(), known, year, slug, about, page)

    async def make() -> Content:
        async with sessions.begin() as session:
            found = await search(session, wanted)
        body = _page(wanted, found)
        link = None if body.next is None else f'<{body.next}>; rel="next"'
        return Content.of(body.model_dump_json().encode(), link)

    return await warm_answer(request, mark, make, media_type=MediaType.JSON)


def _page(wanted: Wanted, found: Found) -> SearchPage:
    page = min(wanted.page, found.pages)
    further = page < found.pages
    facets = found.facets
    return SearchPage(
        words=list(found.words),
        total=found.total,
        items=[about_out(*one) for one in found.decisions],
        facets=FacetsOut(
            outcomes=OutcomeFacets(
                adopted=facets.outcomes.get(Outcome.ADOPTED, 0),
                not_adopted=facets.outcomes.get(Outcome.NOT_ADOPTED, 0),
                undecided=facets.outcomes.get(None, 0),
            ),
            years=dict(facets.years),
            assemblies=[
                AssemblyFacet(slug=one, name=found.names[one], resolutions=many)
                for one, many in sorted(facets.assemblies.items())
            ],
            themes=[
                ThemeFacet(slug=one, resolutions=many)
                for one, many in sorted(facets.themes.items())
            ],
        ),
        page=page,
        pages=found.pages,
        next=page_address("/api/v1/search", wanted, page + 1) if further else None,
    )


router = Router("/", route_handlers=[find], tags=["Public"])
