# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Read sittings, plan one, change its plan, cancel it."""

from typing import Any

from litestar import Response, get, post, put
from litestar.connection import Request
from litestar.params import FromPath, JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.api.revisions import revision_asked
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import require_assembly
from assembly.assemblies.rules.wall import read_time
from assembly.clock import now
from assembly.errors import (
    AlreadyTaken,
    AmbiguousLocalTime,
    AssemblyNotFound,
    IllegalMove,
    ImpossibleSchedule,
    MarkupInText,
    NoSuchLocalTime,
    PreconditionMissing,
    SittingNotFound,
    Stale,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Actor, Permission, may
from assembly.sittings.models import Sitting
from assembly.sittings.plan import Plan, cancel_sitting, change_sitting, plan_sitting
from assembly.sittings.queries import agenda_of, require_sitting, sittings_of, view_of
from assembly.sittings.schemas import (
    CancelSitting,
    PlanSitting,
    SittingLine,
    SittingList,
    SittingOut,
    WriteSitting,
)

ALL = "/assemblies/{slug:str}/sittings"
ONE = ALL + "/{sitting:int}"
NO_STORE = {"Cache-Control": "no-store"}
HERE = (*GUARDED, AssemblyNotFound, SittingNotFound)
WRITES = (
    *READS_BODY,
    AmbiguousLocalTime,
    IllegalMove,
    ImpossibleSchedule,
    MarkupInText,
    NoSuchLocalTime,
)


async def moderated(session: AsyncSession, slug: str, actor: Actor) -> Assembly:
    """The assembly, for those who moderate it."""
    assembly = await require_assembly(session, slug)
    permit(actor, Permission.MODERATE, assembly.id)
    return assembly


async def shown(
    session: AsyncSession, assembly: Assembly, sitting: Sitting, actor: Actor
) -> Response[SittingOut]:
    """The sitting as it stands after what was done, with its revision as ETag."""
    await session.flush()
    drafts = may(actor, Permission.MODERATE, assembly.id)
    items = await agenda_of(session, sitting.id, drafts=drafts)
    body = SittingOut.shown(view_of(sitting), items, assembly.time_zone, now())
    return Response(body, headers=NO_STORE | {"ETag": f'"{sitting.revision}"'})


def plan_in(data: WriteSitting, zone: str) -> Plan:
    """As the verb knows it, with the hours read from the wall."""
    hours = [
        read_time(words, zone, field) if words else None
        for field, words in (
            ("planned_for", data.planned_for),
            ("planned_until", data.planned_until),
        )
    ]
    return Plan(data.title, data.place, hours[0], hours[1])


@get(ALL, operation_id="listSittings", responses=refusals(AssemblyNotFound))
async def list_sittings(slug: FromPath[str], sessions: Sessions) -> Response[SittingList]:
    """Every sitting of the assembly, planned ones and past ones, by number."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        views = await sittings_of(session, assembly.id)
    lines = [SittingLine.of(view, assembly.time_zone) for view in views]
    return Response(SittingList(items=lines), headers=NO_STORE)


@get(ONE, operation_id="readSitting", responses=refusals(AssemblyNotFound, SittingNotFound))
async def read(
    slug: FromPath[str], sitting: FromPath[int], sessions: Sessions, actor: Acting
) -> Response[SittingOut]:
    """One sitting with its agenda. A resolution that is not public has no name on it.

    Clocks are as of `at`. The ETag is the revision to name in If-Match.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        view = await require_sitting(session, assembly.id, sitting)
        drafts = may(actor, Permission.MODERATE, assembly.id)
        items = await agenda_of(session, view.id, drafts=drafts)
    body = SittingOut.shown(view, items, assembly.time_zone, now())
    return Response(body, headers=NO_STORE | {"ETag": f'"{view.revision}"'})


@post(
    ALL,
    guards=[signed_in],
    operation_id="planSitting",
    responses=refusals(*GUARDED, *WRITES, AssemblyNotFound, AlreadyTaken),
    security=NEEDS_TOKEN,
)
async def plan(
    slug: FromPath[str],
    data: JSONBody[PlanSitting],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[SittingOut]:
    """Plan a sitting; it gets the next number, and an empty agenda. Moderators only."""
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        wanted = plan_in(data, assembly.time_zone)
        row = await plan_sitting(
            session, assembly, wanted, at=now(), by=actor.name, sitting_id=data.id
        )
        response = await shown(session, assembly, row, actor)
    await bell.changed(slug, "sitting")
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/assemblies/{slug}/sittings/{row.number}"
    return response


@put(
    ONE,
    guards=[signed_in],
    operation_id="changeSitting",
    responses=refusals(*HERE, *WRITES, PreconditionMissing, Stale),
    security=NEEDS_TOKEN,
)
async def change(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sitting: FromPath[int],
    data: JSONBody[WriteSitting],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[SittingOut]:
    """Change title, place and hours. `If-Match` names the revision that was read: 412 when stale.

    Moderators only.
    """
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        row = await change_sitting(
            session,
            assembly.id,
            sitting,
            plan_in(data, assembly.time_zone),
            revision=revision_asked(request),
            at=now(),
            by=actor.name,
        )
        response = await shown(session, assembly, row, actor)
    await bell.changed(slug, "sitting")
    return response


@post(
    ONE + "/cancellation",
    status_code=200,
    guards=[signed_in],
    operation_id="cancelSitting",
    responses=refusals(*HERE, *READS_BODY, IllegalMove),
    security=NEEDS_TOKEN,
)
async def cancel(
    slug: FromPath[str],
    sitting: FromPath[int],
    data: JSONBody[CancelSitting],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[SittingOut]:
    """Cancel a planned sitting, for a reason everybody may read. Harmless twice. Moderators."""
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        row = await cancel_sitting(
            session, assembly.id, sitting, data.because, at=now(), by=actor.name
        )
        response = await shown(session, assembly, row, actor)
    await bell.changed(slug, "sitting")
    return response


HANDLERS = [list_sittings, read, plan, change, cancel]
