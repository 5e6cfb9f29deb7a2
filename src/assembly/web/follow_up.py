# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What happened next, for everybody: the list of an assembly, and the dossier of a resolution."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from litestar import Response, Router, get
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Sessions
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.follow_up.rules.dossier import Entry, Standing, Wanted
from assembly.publication.follow_up import (
    FollowUp,
    follow_up_mark,
    follow_ups_in,
    require_follow_up,
)
from assembly.publication.wording import wordings_of
from assembly.web.rendering import Asked, language_of, public_page
from assembly.web.views import ResolutionShown, assembly_shown, day_of, in_words, resolution_shown

StateAsked = Annotated[str | None, QueryParameter(name="state", max_length=20)]
Values = Callable[[AsyncSession, Assembly], Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class FollowUpShown:
    """A dossier on a page; `entries` with the day each was written, the latest first."""

    resolution: ResolutionShown
    standing: Standing
    entries: list[tuple[Entry, date]]


async def follow_ups_shown(
    session: AsyncSession, found: list[FollowUp], language: str, zone: str
) -> list[FollowUpShown]:
    """These dossiers, with the titles in the reader's language as far as they are translated."""
    words = await wordings_of(session, [one.decision.resolution for one in found], language)
    return [
        FollowUpShown(
            in_words(
                resolution_shown(one.decision, language, zone), words[one.decision.resolution.id]
            ),
            one.standing,
            [(entry, day_of(entry.written_at, zone)) for entry in reversed(one.entries)],
        )
        for one in found
    ]


@get("/assemblies/{slug:str}/follow-up", include_in_schema=False)
async def list_page(
    request: Asked, slug: FromPath[str], sessions: Sessions, stands: StateAsked = None
) -> Response[bytes]:
    """What followed from every adopted resolution. A state nobody knows shows all."""
    wanted = Wanted(stands) if stands in set(Wanted) else None
    at = now()

    async def values(session: AsyncSession, assembly: Assembly) -> dict[str, Any]:
        every = await follow_ups_in(session, assembly, at=at)
        found = [one for one in every if one.standing.is_among(wanted)]
        language, zone = language_of(request), assembly.time_zone
        counts = {one: sum(each.standing.is_among(one) for each in every) for one in Wanted}
        return {
            "dossiers": await follow_ups_shown(session, found, language, zone),
            "total": len(every),
            "counts": counts,
            "wanted": wanted,
        }

    return await _page(request, slug, sessions, "follow_ups.html", values)


@get("/assemblies/{slug:str}/resolutions/{number:int}/follow-up", include_in_schema=False)
async def one_page(
    request: Asked, slug: FromPath[str], number: FromPath[int], sessions: Sessions
) -> Response[bytes]:
    """One dossier: who answers, until when, what is done, and every entry as it was written."""
    at = now()

    async def values(session: AsyncSession, assembly: Assembly) -> dict[str, Any]:
        found = await require_follow_up(session, assembly, number, at=at)
        language, zone = language_of(request), assembly.time_zone
        shown = await follow_ups_shown(session, [found], language, zone)
        return {"dossier": shown[0]}

    return await _page(request, slug, sessions, "follow_up.html", values)


async def _page(
    request: Asked, slug: str, sessions: Sessions, template: str, values: Values
) -> Response[bytes]:
    """Made once for each state of the public facts and each day where the assembly meets."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        mark = await follow_up_mark(session, assembly, at=now())

    async def make() -> dict[str, Any]:
        async with sessions.begin() as session:
            return {"assembly": assembly_shown(assembly)} | await values(session, assembly)

    return await public_page(request, mark.word, template, make, until=mark.until)


router = Router("/", route_handlers=[list_page, one_page], include_in_schema=False)
