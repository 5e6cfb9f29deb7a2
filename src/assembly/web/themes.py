# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/themes`: what resolutions are about, across assemblies, and what became of them."""

from typing import Annotated, Any

from litestar import Response, Router, get
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from assembly.api.dependencies import Sessions
from assembly.publication.search import Wanted, page_address
from assembly.publication.themes import (
    decided_on,
    found_under,
    theme_mark,
    theme_totals,
    totals_in,
)
from assembly.publication.wording import wordings_of
from assembly.resolutions.rules.outcome import Outcome
from assembly.themes.queries import require_theme
from assembly.web.pages import OutcomeAsked
from assembly.web.rendering import Asked, language_of, prefixed, public_page
from assembly.web.views import assembly_shown, in_words, resolution_shown

Page = Annotated[int, QueryParameter(ge=1, le=1000)]


@get("/themes")
async def themes_page(request: Asked, sessions: Sessions) -> Response[bytes]:
    """Every theme with its numbers, by its word in the reader's language."""
    language = language_of(request)
    async with sessions.begin() as session:
        mark = await theme_mark(session)

    async def values() -> dict[str, Any]:
        async with sessions.begin() as session:
            found = await theme_totals(session)
        shown = [(one.theme.slug, one.theme.label(language), totals) for one, totals in found]
        return {"themes": sorted(shown, key=lambda one: one[1].casefold())}

    return await public_page(request, mark, "themes.html", values)


@get("/themes/{theme:str}")
async def theme_page(
    request: Asked,
    theme: FromPath[str],
    sessions: Sessions,
    outcome: OutcomeAsked = None,
    page: Page = 1,
) -> Response[bytes] | Redirect:
    """What is about a theme in every assembly, a page at a time.

    One that was merged leads to the theme it became, for good.
    """
    wanted = Outcome(outcome) if outcome in set(Outcome) else None
    language = language_of(request)
    async with sessions.begin() as session:
        listed = await require_theme(session, theme)
        mark = await theme_mark(session)
    here = prefixed(language, f"/themes/{listed.theme.slug}")
    if listed.theme.slug != theme:
        return Redirect(here, status_code=301)

    async def values() -> dict[str, Any]:
        async with sessions.begin() as session:
            found = await found_under(session, listed, wanted, page)
            views = [decision.resolution for _, decision in found.decisions]
            words = await wordings_of(session, views, language)
        at, asked = min(page, found.pages), Wanted(outcome=wanted)
        return {
            "theme": listed.theme,
            "counts": totals_in(found.facets.outcomes),
            "wanted": wanted,
            "page": at,
            "pages": found.pages,
            "earlier": page_address(here, asked, at - 1) if at > 1 else None,
            "later": page_address(here, asked, at + 1) if at < found.pages else None,
            "hits": [
                (
                    assembly_shown(assembly),
                    in_words(
                        resolution_shown(decision, language, assembly.time_zone),
                        words[decision.resolution.id],
                    ),
                    decided_on(assembly, decision),
                )
                for assembly, decision in found.decisions
            ],
        }

    return await public_page(request, mark, "theme.html", values)


router = Router("/", route_handlers=[themes_page, theme_page], include_in_schema=False)
