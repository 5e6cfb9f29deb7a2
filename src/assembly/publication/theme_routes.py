# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Themes for everybody: as data, and as feeds to subscribe to."""

from typing import Annotated, Any

from litestar import MediaType, Request, Response, Router, get
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.api.dependencies import House, Sessions
from assembly.api.problems import refusals
from assembly.api.warm import Content, warm_answer
from assembly.assemblies.models import Assembly
from assembly.errors import InvalidRequest, ThemeNotFound
from assembly.publication.feed_routes import ArchiveAsked, feed_answer
from assembly.publication.formats.feeds import Feed, Item
from assembly.publication.latest import feed_of
from assembly.publication.queries import Decision, Totals
from assembly.publication.routes import OutcomeAsked
from assembly.publication.schemas import TotalsOut
from assembly.publication.search import Found, Wanted, page_address
from assembly.publication.theme_schemas import AboutOut, ThemePage, Themes, ThemeTold
from assembly.publication.themes import (
    decided_on,
    found_under,
    theme_mark,
    theme_subject,
    theme_totals,
    totals_in,
)
from assembly.publication.views import theme_out
from assembly.resolutions.rules.outcome import Outcome
from assembly.settings import Settings
from assembly.themes.queries import Listed, require_theme

Asked = Request[Any, Any, Any]
Factory = async_sessionmaker[AsyncSession]
PageAsked = Annotated[int, QueryParameter(name="page", ge=1, le=1000, description="From 1 on")]


@get("/themes", operation_id="listThemes")
async def list_all(request: Asked, sessions: Sessions) -> Response[bytes]:
    """Every theme, and how many resolutions of all assemblies are about it."""
    async with sessions.begin() as session:
        mark = await theme_mark(session)

    async def make() -> Content:
        async with sessions.begin() as session:
            items = [ThemeTold(**_told(*one)) for one in await theme_totals(session)]
        return Content.of(Themes(items=items).model_dump_json().encode())

    return await warm_answer(request, mark, make, media_type=MediaType.JSON)


@get(
    "/themes/{theme:str}",
    operation_id="readTheme",
    responses=refusals(ThemeNotFound, InvalidRequest),
)
async def read_one(
    request: Asked,
    theme: FromPath[str],
    sessions: Sessions,
    outcome: OutcomeAsked = None,
    page: PageAsked = 1,
) -> Response[bytes]:
    """A theme, and what is about it in every assembly, the newest first.

    One that was merged answers as the theme it became.
    """
    wanted = Outcome(outcome) if outcome else None
    async with sessions.begin() as session:
        listed = await require_theme(session, theme)
        mark = await theme_mark(session)

    async def make() -> Content:
        async with sessions.begin() as session:
            found = await found_under(session, listed, wanted, page)
        return Content.of(_page(listed, found, wanted, page).model_dump_json().encode())

    return await warm_answer(request, mark, make, media_type=MediaType.JSON)


def _told(listed: Listed, totals: Totals) -> dict[str, Any]:
    return {
        **theme_out(listed.theme).model_dump(),
        "revision": listed.revision,
        "resolutions": TotalsOut.model_validate(totals),
    }


def _page(listed: Listed, found: Found, outcome: Outcome | None, page: int) -> ThemePage:
    here = f"/api/v1/themes/{listed.theme.slug}"
    further = page < found.pages
    return ThemePage(
        **_told(listed, totals_in(found.facets.outcomes)),
        items=[about_out(*one) for one in found.decisions],
        page=min(page, found.pages),
        pages=found.pages,
        next=page_address(here, Wanted(outcome=outcome), page + 1) if further else None,
    )


def about_out(assembly: Assembly, decision: Decision) -> AboutOut:
    """A line of a list over all assemblies."""
    view, outcome = decision.resolution, decision.outcome
    here = f"/assemblies/{assembly.slug}/resolutions/{view.number}"
    return AboutOut(
        assembly=assembly.slug,
        assembly_name=assembly.name,
        number=view.number,
        title=view.title,
        title_derived=view.title_derived,
        language=view.language,
        state=view.state,
        outcome=outcome,
        outcome_label=outcome.label(assembly.language) if outcome else None,
        decided_on=decided_on(assembly, decision),
        links={"self": f"/api/v1{here}", "page": here},
    )


@get("/themes/{theme:str}/feed.atom", include_in_schema=False)
async def atom(
    request: Asked,
    theme: FromPath[str],
    sessions: Sessions,
    settings: House,
    archive: ArchiveAsked = None,
) -> Response[bytes]:
    """The latest outcomes about a theme, of all assemblies, as Atom."""
    return await _feed(request, sessions, settings, theme, archive, "atom")


@get("/themes/{theme:str}/feed.json", include_in_schema=False)
async def json_feed(
    request: Asked,
    theme: FromPath[str],
    sessions: Sessions,
    settings: House,
    archive: ArchiveAsked = None,
) -> Response[bytes]:
    """The latest outcomes about a theme, of all assemblies, as a JSON Feed."""
    return await _feed(request, sessions, settings, theme, archive, "json")


async def _feed(
    request: Asked,
    sessions: Factory,
    settings: Settings,
    theme: str,
    archive: int | None,
    kind: str,
) -> Response[bytes]:
    async with sessions.begin() as session:
        listed = await require_theme(session, theme)
        mark = await theme_mark(session)

    async def read(session: AsyncSession) -> tuple[Feed, list[Item]]:
        subject = await theme_subject(session, listed, settings.public_url)
        return await feed_of(session, subject, settings.public_url, archive)

    return await feed_answer(request, sessions, kind, mark, read)


router = Router("/", route_handlers=[list_all, read_one], tags=["Themes"])
feeds = Router("/", route_handlers=[atom, json_feed], include_in_schema=False)
