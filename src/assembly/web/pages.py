# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Public pages: what assemblies decided. One handler a page; nobody needs an account."""

from dataclasses import replace
from typing import Annotated, Any

from litestar import Request, Response, Router, get
from litestar.params import FromPath, QueryParameter

from assembly.api.dependencies import Sessions
from assembly.api.problems import status_of
from assembly.archive.queries import source_of
from assembly.assemblies.queries import listed_assemblies, require_assembly
from assembly.errors import NoSuchAddress, all_refusals
from assembly.publication.queries import decisions_of, require_decision, totals_of
from assembly.resolutions.queries import neighbours_of
from assembly.resolutions.rules.outcome import Outcome
from assembly.web.rendering import language_of, render
from assembly.web.texts import PROBLEMS
from assembly.web.views import assembly_shown, resolution_shown

OutcomeAsked = Annotated[str | None, QueryParameter(max_length=20)]
Words = Annotated[str | None, QueryParameter(max_length=200)]


@get("/", include_in_schema=False)
async def home(request: Request[Any, Any, Any], sessions: Sessions) -> Response[str]:
    """Every assembly with its totals."""
    async with sessions.begin() as session:
        assemblies = [
            assembly_shown(assembly, await totals_of(session, assembly.id))
            for assembly in await listed_assemblies(session)
        ]
    return render(request, "home.html", assemblies=assemblies)


@get("/assemblies/{slug:str}", include_in_schema=False)
async def assembly_page(
    request: Request[Any, Any, Any], slug: FromPath[str], sessions: Sessions
) -> Response[str]:
    """One assembly: its totals and its contents."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        totals = await totals_of(session, assembly.id)
        decisions = await decisions_of(session, assembly.id)
    language = language_of(request)
    return render(
        request,
        "assembly.html",
        assembly=assembly_shown(assembly, totals),
        resolutions=[resolution_shown(decision, language) for decision in decisions],
    )


@get("/assemblies/{slug:str}/resolutions", include_in_schema=False)
async def resolutions_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sessions: Sessions,
    outcome: OutcomeAsked = None,
    q: Words = None,
) -> Response[str]:
    """The list, by outcome and by words. An outcome nobody knows shows all."""
    wanted = Outcome(outcome) if outcome in set(Outcome) else None
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        totals = await totals_of(session, assembly.id)
        decisions = await decisions_of(session, assembly.id, outcome=wanted, q=q or None)
    language = language_of(request)
    return render(
        request,
        "resolutions.html",
        assembly=assembly_shown(assembly, totals),
        resolutions=[resolution_shown(decision, language) for decision in decisions],
        outcome=wanted.value if wanted else None,
        q=q,
    )


@get("/assemblies/{slug:str}/resolutions/{number:int}", include_in_schema=False)
async def resolution_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
) -> Response[str]:
    """One resolution: the words, the outcome, and why."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        totals = await totals_of(session, assembly.id)
        decision = await require_decision(session, assembly.id, number)
        source = await source_of(session, assembly.id)
        before, after = await neighbours_of(session, assembly.id, number)
    return render(
        request,
        "resolution.html",
        assembly=assembly_shown(assembly, totals),
        resolution=replace(
            resolution_shown(decision, language_of(request), source), previous=before, next=after
        ),
    )


@get("/problems", include_in_schema=False)
async def problems_page(request: Request[Any, Any, Any]) -> Response[str]:
    """Every refusal, explained."""
    return render(request, "problems.html", problems=list(PROBLEMS.values()))


@get("/problems/{slug:str}", include_in_schema=False)
async def problem_page(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """One refusal, explained: where the `type` of a problem document leads."""
    refusal = next((cls for cls in all_refusals() if cls.slug == slug), None)
    if refusal is None or slug not in PROBLEMS:
        raise NoSuchAddress("There is nothing at this address.")
    return render(request, "problem.html", problem=PROBLEMS[slug], status=status_of(refusal))


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
