# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What happened next, for everybody: as data, and as feeds to subscribe to."""

from typing import Annotated, Any, Literal

from litestar import Request, Response, Router, get
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.api.dependencies import House, Sessions
from assembly.api.problems import refusals
from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.errors import (
    AssemblyNotFound,
    FollowUpNotFound,
    InvalidRequest,
    ResolutionNotFound,
)
from assembly.follow_up.rules.dossier import Wanted, today_in
from assembly.follow_up.schemas import (
    EntryOut,
    FollowUpLine,
    FollowUpList,
    FollowUpOut,
    answer_out,
    steps_out,
)
from assembly.publication.feed_routes import feed_answer
from assembly.publication.follow_up import (
    FollowUp,
    follow_up_mark,
    follow_ups_in,
    news_in,
    require_follow_up,
)
from assembly.publication.formats.feeds import Feed, Item
from assembly.settings import Settings

Asked = Request[Any, Any, Any]
Factory = async_sessionmaker[AsyncSession]
ALL = "/assemblies/{slug:str}/follow-up"
ONE = "/assemblies/{slug:str}/resolutions/{number:int}/follow-up"
StateAsked = Annotated[
    Literal["open", "answered", "overdue", "done"] | None,
    QueryParameter(name="state", description="Only dossiers that stand like this"),
]


@get(ALL, operation_id="listFollowUps", responses=refusals(AssemblyNotFound, InvalidRequest))
async def list_all(
    slug: FromPath[str], sessions: Sessions, stands: StateAsked = None
) -> Response[FollowUpList]:
    """What followed from every resolution that was published as adopted, by number.

    Those that were not adopted have no dossier; they stand in the list of resolutions.
    """
    wanted = None if stands is None else Wanted(stands)
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        at = now()
        found = await follow_ups_in(session, assembly, wanted, at=at)
    lines = [FollowUpLine(**_line(slug, one)) for one in found]
    body = FollowUpList(today=today_in(assembly.time_zone, at), items=lines)
    return Response(body, headers={"Cache-Control": "no-cache"})


@get(
    ONE,
    operation_id="readFollowUp",
    responses=refusals(AssemblyNotFound, ResolutionNotFound, FollowUpNotFound),
)
async def read_one(
    slug: FromPath[str], number: FromPath[int], sessions: Sessions
) -> Response[FollowUpOut]:
    """How the dossier stands today where the assembly meets, and every entry as it was written."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        found = await require_follow_up(session, assembly, number, at=now())
    body = FollowUpOut(
        **_line(slug, found),
        today=found.today,
        answer=answer_out(found.standing),
        steps=steps_out(found.standing),
        entries=[EntryOut.of(entry) for entry in found.entries],
    )
    return Response(body, headers={"Cache-Control": "no-cache"})


def _line(slug: str, one: FollowUp) -> dict[str, Any]:
    view, standing = one.decision.resolution, one.standing
    resolution = f"/assemblies/{slug}/resolutions/{view.number}"
    return {
        "number": view.number,
        "title": view.title,
        "addressee": standing.addressee,
        "due": standing.due,
        "progress": standing.progress,
        "days_overdue": standing.overdue,
        "days_answered_late": standing.answered_late,
        "links": {
            "self": f"/api/v1{resolution}/follow-up",
            "resolution": f"/api/v1{resolution}",
            "page": f"{resolution}/follow-up",
            "atom": f"{resolution}/follow-up/feed.atom",
            "feed": f"{resolution}/follow-up/feed.json",
        },
    }


@get(ALL + "/feed.atom", include_in_schema=False)
async def atom(
    request: Asked, slug: FromPath[str], sessions: Sessions, settings: House
) -> Response[bytes]:
    """What happened next in the assembly, as Atom."""
    return await _feed(request, sessions, settings, slug, None, "atom")


@get(ALL + "/feed.json", include_in_schema=False)
async def json_feed(
    request: Asked, slug: FromPath[str], sessions: Sessions, settings: House
) -> Response[bytes]:
    """What happened next in the assembly, as a JSON Feed."""
    return await _feed(request, sessions, settings, slug, None, "json")


@get(ONE + "/feed.atom", include_in_schema=False)
async def atom_of_one(
    request: Asked,
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    settings: House,
) -> Response[bytes]:
    """What happened after one resolution, as Atom."""
    return await _feed(request, sessions, settings, slug, number, "atom")


@get(ONE + "/feed.json", include_in_schema=False)
async def json_feed_of_one(
    request: Asked,
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    settings: House,
) -> Response[bytes]:
    """What happened after one resolution, as a JSON Feed."""
    return await _feed(request, sessions, settings, slug, number, "json")


async def _feed(
    request: Asked,
    sessions: Factory,
    settings: Settings,
    slug: str,
    number: int | None,
    kind: str,
) -> Response[bytes]:
    """An empty feed is one to subscribe to; a rehearsal has none."""
    at = now()
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        mark = await follow_up_mark(session, assembly, at=at)

    async def read(session: AsyncSession) -> tuple[Feed, list[Item]]:
        return await news_in(session, assembly, number, settings.public_url, at=at)

    return await feed_answer(request, sessions, kind, mark.word, read, until=mark.until)


router = Router("/", route_handlers=[list_all, read_one], tags=["Public"])
feeds = Router(
    "/",
    route_handlers=[atom, json_feed, atom_of_one, json_feed_of_one],
    include_in_schema=False,
)
