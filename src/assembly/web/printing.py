# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The printed copy: one version with its line numbers, as a page to print and as plain text."""

from typing import Annotated, Any

from litestar import Response, Router, get
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Sessions
from assembly.assemblies.models import Assembly
from assembly.identity.guard import Acting
from assembly.identity.rules.permissions import Actor
from assembly.publication.queries import (
    Decision,
    decision_for,
    require_version,
)
from assembly.resolutions.history import VersionView
from assembly.resolutions.rules.lines import printed, printed_lines
from assembly.web.rendering import PERSONAL, Asked, render
from assembly.web.views import assembly_shown, day_of

VersionAsked = Annotated[
    int | None, QueryParameter(name="version", ge=1, le=2**31 - 1, description="Else the latest")
]
VARIES = {"Cache-Control": "no-cache", "Vary": "Authorization, Cookie"}


@get("/assemblies/{slug:str}/resolutions/{number:int}/print", include_in_schema=False)
async def print_page(
    request: Asked,
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    actor: Acting,
    version: VersionAsked = None,
) -> Response[Any]:
    """A copy to print, every line with its number. Of a draft for its sponsors and moderators."""
    async with sessions.begin() as session:
        assembly, decision, copy = await _copy(session, slug, number, version, actor)
    return render(
        request,
        "print.html",
        headers=PERSONAL if decision.whole else VARIES,
        assembly=assembly_shown(assembly),
        resolution=decision.resolution,
        copy=copy,
        written_on=day_of(copy.written_at, assembly.time_zone),
        lines=list(printed(copy.provisions, printed_lines(copy.provisions, copy.line_width))),
    )


@get("/assemblies/{slug:str}/resolutions/{number:int}/print.txt", include_in_schema=False)
async def print_text(
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    actor: Acting,
    version: VersionAsked = None,
) -> Response[str]:
    """The same copy as plain text: the number of each line, two spaces, the line."""
    async with sessions.begin() as session:
        assembly, decision, copy = await _copy(session, slug, number, version, actor)
    lines = list(printed(copy.provisions, printed_lines(copy.provisions, copy.line_width)))
    wide = max(4, len(str(len(lines))))
    head = [f"{assembly.name}, {number}, v{copy.ordinal}"]
    head += [] if copy.title_derived else [copy.title]
    body = [f"{count:>{wide}}  {words}".rstrip() for count, words in lines]
    text = "\n".join([*head, f"sha-256 {copy.digest}", "", *body, ""])
    headers = PERSONAL if decision.whole else VARIES
    told = {"Content-Language": decision.resolution.language, **headers}
    return Response(text, headers=told, media_type="text/plain")


async def _copy(
    session: AsyncSession, slug: str, number: int, version: int | None, actor: Actor
) -> tuple[Assembly, Decision, VersionView]:
    assembly, decision = await decision_for(session, slug, number, actor)
    return (
        assembly,
        decision,
        await require_version(session, decision, version or decision.resolution.version),
    )


router = Router("/", route_handlers=[print_page, print_text], include_in_schema=False)
