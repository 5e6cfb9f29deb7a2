# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Amendments for everybody: the list with its plan, and each one with what it changes.

Who is not signed in reads pages that are made once for each state of the public facts.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from litestar import Request, Response, Router, get
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.rules.spans import write_spans
from assembly.api.dependencies import Sessions
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import require_assembly
from assembly.identity.guard import Acting
from assembly.identity.rules.permissions import Actor, Permission, may
from assembly.publication.amending import text_so_far
from assembly.publication.queries import (
    Decision,
    decision_for,
    in_the_house,
    public_mark,
    reads_whole,
)
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.web.amended import amended_shown
from assembly.web.amendment_sheet import sheet_of
from assembly.web.overview import Overview, overview_of
from assembly.web.redlines import ModeAsked, mode_links, mode_of
from assembly.web.rendering import PERSONAL, Asked, house_page, language_of, public_page, render
from assembly.web.views import assembly_shown

HERE = "/assemblies/{slug:str}/resolutions/{number:int}"
TextAsked = Annotated[
    int | None, QueryParameter(name="text", ge=1, le=2**31 - 1, description="Else the latest")
]
SoFar = Annotated[str | None, QueryParameter(name="show", max_length=20)]

Values = Callable[[], Awaitable[dict[str, Any]]]


async def answer(
    request: Asked, sessions: Sessions, slug: str, actor: Actor, template: str, values: Values
) -> Response[Any]:
    """The page: kept warm for the public, made anew for who is signed in."""
    if actor.is_signed_in:
        return render(request, template, headers=PERSONAL, **await values())
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        mark = await public_mark(session, assembly.id)
    return await public_page(request, mark, template, values)


def frame_values(assembly: Assembly, decision: Decision, actor: Actor) -> dict[str, Any]:
    """What every page about amendments begins with."""
    return {
        "assembly": assembly_shown(assembly),
        "resolution": decision.resolution,
        "signed_in": actor.is_signed_in,
        "moderates": may(actor, Permission.MODERATE, assembly.id),
        "amends": may(actor, Permission.AMEND, assembly.id),
        "tabled": decision.resolution.state is ResolutionState.TABLED,
    }


@get(HERE + "/amendments")
async def list_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    actor: Acting,
    show: SoFar = None,
) -> Response[Any]:
    """All amendments to a text: what each comes down to, the plan, conflicts and terms.

    `show=text` is the text as it would read with what is adopted so far.
    """

    async def values() -> dict[str, Any]:
        async with sessions.begin() as session:
            assembly, decision = await decision_for(session, slug, number, actor)
            house = in_the_house(actor, assembly.id)
            overview = await overview_of(
                session, assembly, decision, house=house, language=language_of(request)
            )
            frame = frame_values(assembly, decision, actor)
            so_far = await _so_far(session, decision, overview) if show == "text" else None
        return frame | {"overview": overview, "so_far": so_far}

    if not actor.is_signed_in:
        return await answer(request, sessions, slug, actor, "amendments.html", values)
    async with sessions.begin() as session:
        mark = await _house_mark(session, slug, number, actor)
    return await house_page(request, mark, "amendments.html", values)


async def _house_mark(session: AsyncSession, slug: str, number: int, actor: Actor) -> str:
    """The state of the facts, and with what rights this one reads them: the list knows no more."""
    assembly = await require_assembly(session, slug)
    whole = await reads_whole(session, actor, assembly.id, number)
    rights = [
        in_the_house(actor, assembly.id),
        whole,
        may(actor, Permission.MODERATE, assembly.id),
        may(actor, Permission.AMEND, assembly.id),
    ]
    return f"{await public_mark(session, assembly.id)}.{rights}"


async def _so_far(session: AsyncSession, decision: Decision, overview: Overview) -> Any:
    view = decision.resolution
    merged = await text_so_far(session, decision, list(overview.views.values()))
    return amended_shown(
        merged.provisions,
        write_spans(merged),
        overview.views,
        overview.votings,
        made_of=overview.shown.plan.in_the_text,
        language=view.language,
        base=view.version,
        version=None,
    )


@get(HERE + "/amendments/{amendment:int}")
async def one_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    amendment: FromPath[int],
    sessions: Sessions,
    actor: Acting,
    show: ModeAsked = None,
    text: TextAsked = None,
) -> Response[Any]:
    """One amendment: where it stands and why, what it changes, and what one may do with it."""

    async def values() -> dict[str, Any]:
        return await one_values(request, sessions, slug, number, amendment, actor, show, text)

    return await answer(request, sessions, slug, actor, "amendment.html", values)


async def one_values(
    request: Asked,
    sessions: Sessions,
    slug: str,
    number: int,
    amendment: int,
    actor: Actor,
    show: str | None = None,
    text: int | None = None,
) -> dict[str, Any]:
    """What the page of one amendment shows."""
    async with sessions.begin() as session:
        assembly, decision = await decision_for(session, slug, number, actor)
        sheet = await sheet_of(
            session,
            assembly,
            decision,
            amendment,
            actor,
            language=language_of(request),
            mode=mode_of(show),
            text=text,
        )
        frame = frame_values(assembly, decision, actor)
    return frame | {
        "sheet": sheet,
        "links": mode_links(request),
        "problem": None,
        "ask": None,
        "zone": assembly.time_zone,
    }


router = Router("/", route_handlers=[list_page, one_page], include_in_schema=False)
