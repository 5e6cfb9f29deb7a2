# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Public pages: what assemblies decided. One handler a page; nobody needs an account."""

from dataclasses import replace
from typing import Annotated, Any

from litestar import Response, Router, get
from litestar.params import FromPath, QueryParameter

from assembly.api.dependencies import Sessions
from assembly.api.problems import status_of
from assembly.archive.queries import source_of
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import listed_assemblies, require_assembly
from assembly.errors import NoSuchAddress, all_refusals
from assembly.publication.queries import decisions_of, public_mark, require_decision, totals_of
from assembly.publication.routes import Words
from assembly.resolutions.queries import neighbours_of
from assembly.resolutions.rules.outcome import Outcome
from assembly.web.rendering import Asked, language_of, public_page
from assembly.web.texts import PROBLEMS
from assembly.web.views import assembly_shown, resolution_shown

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

    async def values() -> dict[str, Any]:
        async with sessions.begin() as session:
            totals = await totals_of(session, assembly.id)
            decisions = await decisions_of(session, assembly.id)
        language = language_of(request)
        return {
            "assembly": assembly_shown(assembly, totals),
            "resolutions": [
                resolution_shown(decision, language, assembly.time_zone) for decision in decisions
            ],
        }

    return await public_page(request, mark, "assembly.html", values)


@get("/assemblies/{slug:str}/resolutions", include_in_schema=False)
async def resolutions_page(
    request: Asked,
    slug: FromPath[str],
    sessions: Sessions,
    outcome: OutcomeAsked = None,
    q: Words = None,
) -> Response[bytes]:
    """The list, by outcome and by words. An outcome nobody knows shows all."""
    wanted = Outcome(outcome) if outcome in set(Outcome) else None
    assembly, mark = await _state(sessions, slug)

    async def values() -> dict[str, Any]:
        async with sessions.begin() as session:
            totals = await totals_of(session, assembly.id)
            decisions = await decisions_of(session, assembly.id, outcome=wanted, q=q or None)
        language = language_of(request)
        return {
            "assembly": assembly_shown(assembly, totals),
            "resolutions": [
                resolution_shown(decision, language, assembly.time_zone) for decision in decisions
            ],
            "outcome": wanted.value if wanted else None,
            "q": q,
        }

    return await public_page(request, mark, "resolutions.html", values)


@get("/assemblies/{slug:str}/resolutions/{number:int}", include_in_schema=False)
async def resolution_page(
    request: Asked, slug: FromPath[str], number: FromPath[int], sessions: Sessions
) -> Response[bytes]:
    """One resolution: the words, the outcome, and why."""
    assembly, mark = await _state(sessions, slug)

    async def values() -> dict[str, Any]:
        async with sessions.begin() as session:
            totals = await totals_of(session, assembly.id)
            decision = await require_decision(session, assembly.id, number)
            source = await source_of(session, assembly.id)
            before, after = await neighbours_of(session, assembly.id, number)
        shown = resolution_shown(decision, language_of(request), assembly.time_zone, source)
        return {
            "assembly": assembly_shown(assembly, totals),
            "resolution": replace(shown, previous=before, next=after),
        }

    return await public_page(request, mark, "resolution.html", values)


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
