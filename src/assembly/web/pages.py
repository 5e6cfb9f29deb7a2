# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Public pages: what assemblies decided. One handler a page; nobody needs an account."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from litestar import Response, Router, get
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Sessions
from assembly.api.problems import status_of
from assembly.archive.queries import source_of
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import listed_assemblies, require_assembly
from assembly.clock import now
from assembly.errors import NoSuchAddress, all_refusals
from assembly.publication.follow_up import follow_up_mark, follow_up_of
from assembly.publication.origins import origins_shown
from assembly.publication.queries import (
    Decision,
    decisions_of,
    public_mark,
    require_decision,
    totals_of,
)
from assembly.publication.routes import Words
from assembly.publication.themes import themes_in
from assembly.publication.wording import own_wording, wording_of, wordings_of
from assembly.resolutions.chapters import chapters_of
from assembly.resolutions.queries import neighbours_of
from assembly.resolutions.rules.outcome import Outcome
from assembly.sittings.queries import agenda_of, next_sitting, sitting_marks
from assembly.themes.queries import theme_named, under
from assembly.web.rendering import Asked, language_of, public_page
from assembly.web.resolution_amendments import about_amendments
from assembly.web.reuse import files_of, reuse_of
from assembly.web.sitting_views import when_words
from assembly.web.texts import HISTORY_ASKS, HISTORY_FIELDS, PROBLEMS
from assembly.web.titles import item_titles
from assembly.web.views import ResolutionShown, assembly_shown, in_words, resolution_shown

TextAsked = Annotated[str | None, QueryParameter(max_length=20)]
ThemeAsked = Annotated[str | None, QueryParameter(max_length=80)]
OutcomeAsked = Annotated[str | None, QueryParameter(max_length=20)]


@get("/", include_in_schema=False)
async def home(request: Asked, sessions: Sessions) -> Response[bytes]:
    """Every assembly with its totals."""
    async with sessions.begin() as session:
        listed = await listed_assemblies(session)
        mark = f"{len(listed)}.{await public_mark(session)}"

    async def values() -> dict[str, Any]:
        async with sessions.begin() as session:
            return {
                "assemblies": [
                    assembly_shown(assembly, await totals_of(session, assembly.id))
                    for assembly in listed
                ]
            }

    return await public_page(request, mark, "home.html", values)


@get("/assemblies/{slug:str}", include_in_schema=False)
async def assembly_page(request: Asked, slug: FromPath[str], sessions: Sessions) -> Response[bytes]:
    """One assembly: its totals and its contents."""
    assembly, mark = await _state(sessions, slug)
    language = language_of(request)
    async with sessions.begin() as session:
        meets = await sitting_marks(session, assembly.id)

    async def values() -> dict[str, Any]:
        async with sessions.begin() as session:
            totals = await totals_of(session, assembly.id)
            decisions = await decisions_of(session, assembly.id)
            sitting = await next_sitting(session, assembly.id)
            agenda = [] if sitting is None else await agenda_of(session, sitting.id)
            shown = await _in_words(session, decisions, language, assembly.time_zone)
            titles = await item_titles(session, agenda, assembly.language, language)
        return {
            "sitting": sitting,
            "when": sitting and when_words(sitting, assembly.time_zone, language),
            "agenda": [(item, titles[item.id]) for item in agenda if item.id in titles],
            "assembly": assembly_shown(assembly, totals),
            "resolutions": shown,
        }

    mark = f"{mark}.{meets.sitting}.{meets.agenda}"
    return await public_page(request, mark, "assembly.html", values)


@get("/assemblies/{slug:str}/resolutions", include_in_schema=False)
async def resolutions_page(
    request: Asked,
    slug: FromPath[str],
    sessions: Sessions,
    outcome: OutcomeAsked = None,
    q: Words = None,
    theme: ThemeAsked = None,
) -> Response[bytes]:
    """The list, by outcome, words and theme. An outcome or a theme nobody knows shows all."""
    wanted = Outcome(outcome) if outcome in set(Outcome) else None
    assembly, mark = await _state(sessions, slug)
    async with sessions.begin() as session:
        listed = await theme_named(session, theme) if theme else None
    about = None if listed is None else under(listed.id)

    async def values() -> dict[str, Any]:
        async with sessions.begin() as session:
            totals = await totals_of(session, assembly.id)
            decisions = await decisions_of(
                session, assembly.id, outcome=wanted, q=q or None, among=about
            )
            themes = await themes_in(session, assembly)
            chapters = {} if wanted or q or listed else await chapters_of(session, assembly.id)
            shown = await _in_words(session, decisions, language_of(request), assembly.time_zone)
        return {
            "assembly": assembly_shown(assembly, totals),
            "resolutions": shown,
            "chapters": chapters,
            "outcome": wanted.value if wanted else None,
            "q": q,
            "theme": listed and listed.theme,
            "themes": themes,
            "files": files_of(assembly, totals),
        }

    mark = f"{mark}.{listed and listed.id}.{listed and listed.revision}"
    return await public_page(request, mark, "resolutions.html", values)


@get("/assemblies/{slug:str}/resolutions/{number:int}", include_in_schema=False)
async def resolution_page(
    request: Asked,
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    text: TextAsked = None,
) -> Response[bytes]:
    """One resolution: the words, the outcome, and why.

    In the reader's language as far as it is translated, unless the text's own is asked for.
    """
    at = now()
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        mark = await follow_up_mark(session, assembly, at=at)
    language = language_of(request)

    async def values() -> dict[str, Any]:
        async with sessions.begin() as session:
            decision = await require_decision(session, assembly.id, number)
            source = await source_of(session, assembly.id)
            before, after = await neighbours_of(session, assembly.id, number)
            shown = resolution_shown(decision, language, assembly.time_zone, source)
            view = decision.resolution
            asked = view.language if text == "own" else language
            if decision.translations:
                shown = in_words(shown, await wording_of(session, view, asked))
            else:
                shown = in_words(shown, own_wording(view))
            ours = view.source_id is None
            told = ours or decision.lineage is not None
            about = await about_amendments(session, assembly, decision, language) if told else None
            origins = await origins_shown(session, [decision]) if ours else {}
            follow_up = await follow_up_of(session, assembly, decision, at=at)
        site = request.app.state.settings.public_url
        return {
            **reuse_of(decision, assembly, source, site),
            "assembly": assembly_shown(assembly),
            "resolution": replace(shown, previous=before, next=after),
            "about": about,
            "origin": origins.get(view.id),
            "follow_up": follow_up,
            "history_fields": HISTORY_FIELDS,
            "history_asks": HISTORY_ASKS,
        }

    return await public_page(request, mark.word, "resolution.html", values, until=mark.until)


async def _in_words(
    session: AsyncSession, decisions: Sequence[Decision], language: str, zone: str
) -> list[ResolutionShown]:
    """These resolutions in the reader's language, each as far as it is translated."""
    words = await wordings_of(session, [one.resolution for one in decisions], language)
    return [
        in_words(resolution_shown(one, language, zone), words[one.resolution.id])
        for one in decisions
    ]


async def _state(sessions: Sessions, slug: str) -> tuple[Assembly, str]:
    """The assembly, and the mark of what the public may read of it now."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        return assembly, await public_mark(session, assembly.id)


@get("/problems", include_in_schema=False)
async def problems_page(request: Asked) -> Response[bytes]:
    """Every refusal, explained."""

    async def values() -> dict[str, Any]:
        return {"problems": list(PROBLEMS.values())}

    return await public_page(request, "problems", "problems.html", values)


@get("/problems/{slug:str}", include_in_schema=False)
async def problem_page(request: Asked, slug: FromPath[str]) -> Response[bytes]:
    """One refusal, explained: where the `type` of a problem document leads."""
    refusal = next((cls for cls in all_refusals() if cls.slug == slug), None)
    if refusal is None or slug not in PROBLEMS:
        raise NoSuchAddress("There is nothing at this address.")

    async def values() -> dict[str, Any]:
        return {"problem": PROBLEMS[slug], "status": status_of(refusal)}

    return await public_page(request, "problems", "problem.html", values)


router = Router(
    "/",
    route_handlers=[
        home,
        assembly_page,
        resolutions_page,
        resolution_page,
        problems_page,
        problem_page,
    ],
    include_in_schema=False,
)
