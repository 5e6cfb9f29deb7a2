# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing resolutions. Reading them is public and lives in `publication`."""

import re
from typing import Any

from litestar import Response, Router, post, put
from litestar.connection import Request
from litestar.params import FromPath, JSONBody
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.errors import (
    AssemblyNotFound,
    EmptyText,
    IllegalMove,
    PreconditionMissing,
    ResolutionNotFound,
    Stale,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Actor, Permission
from assembly.resolutions.draft import draft_resolution, move_resolution, revise_resolution
from assembly.resolutions.models import Resolution
from assembly.resolutions.rules.lifecycle import State
from assembly.resolutions.schemas import Drafted, WriteResolution

REVISION = re.compile(r'(?:W/)?"?([0-9]{1,18})"?')


def _drafted(resolution: Resolution) -> Response[Drafted]:
    return Response(
        Drafted(
            number=resolution.number,
            state=resolution.state.value,
            revision=resolution.revision,
            version=resolution.current_version,
        ),
        headers={"ETag": f'"{resolution.revision}"', "Cache-Control": "no-store"},
    )


def revision_asked(request: Request[Any, Any, Any]) -> int:
    """The revision If-Match names (RFC 9110, 13.1.1), or `PreconditionMissing`."""
    found = REVISION.fullmatch(request.headers.get("if-match", "").strip())
    if found is None:
        raise PreconditionMissing(
            'Name the revision you changed, as If-Match: "3". The ETag of your last answer has it.'
        )
    return int(found.group(1))


@post(
    "/assemblies/{slug:str}/resolutions",
    guards=[signed_in],
    operation_id="draftResolution",
    responses=refusals(*GUARDED, *READS_BODY, AssemblyNotFound, EmptyText, IllegalMove),
    security=NEEDS_TOKEN,
)
async def draft(
    slug: FromPath[str], data: JSONBody[WriteResolution], sessions: Sessions, actor: Acting
) -> Response[Drafted]:
    """Draft a resolution; it gets the next number. Moderators only; the public sees no drafts."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        resolution = await draft_resolution(
            session,
            assembly,
            title=data.title,
            provisions=[provision.value() for provision in data.provisions],
            at=now(),
            by=actor.name,
        )
    response = _drafted(resolution)
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/assemblies/{slug}/resolutions/{resolution.number}"
    return response


@put(
    "/assemblies/{slug:str}/resolutions/{number:int}",
    guards=[signed_in],
    operation_id="reviseResolution",
    responses=refusals(
        *GUARDED,
        *READS_BODY,
        AssemblyNotFound,
        ResolutionNotFound,
        EmptyText,
        IllegalMove,
        Stale,
        PreconditionMissing,
    ),
    security=NEEDS_TOKEN,
)
async def revise(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    data: JSONBody[WriteResolution],
    sessions: Sessions,
    actor: Acting,
) -> Response[Drafted]:
    """Write a draft anew. `If-Match` names the revision it was made on: 412 when stale."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        resolution = await revise_resolution(
            session,
            assembly.id,
            number,
            revision=revision_asked(request),
            title=data.title,
            provisions=[provision.value() for provision in data.provisions],
            at=now(),
            by=actor.name,
        )
    return _drafted(resolution)


@post(
    "/assemblies/{slug:str}/resolutions/{number:int}/tabling",
    status_code=200,
    guards=[signed_in],
    operation_id="tableResolution",
    responses=refusals(*GUARDED, AssemblyNotFound, ResolutionNotFound, IllegalMove),
    security=NEEDS_TOKEN,
)
async def table(
    slug: FromPath[str], number: FromPath[int], sessions: Sessions, bell: Bell, actor: Acting
) -> Response[Drafted]:
    """Put a draft on the table: everybody may read it, nobody may edit it."""
    return await _move(sessions, slug, number, State.TABLED, actor, bell)


@post(
    "/assemblies/{slug:str}/resolutions/{number:int}/withdrawal",
    status_code=200,
    guards=[signed_in],
    operation_id="withdrawResolution",
    responses=refusals(*GUARDED, AssemblyNotFound, ResolutionNotFound, IllegalMove),
    security=NEEDS_TOKEN,
)
async def withdraw(
    slug: FromPath[str], number: FromPath[int], sessions: Sessions, bell: Bell, actor: Acting
) -> Response[Drafted]:
    """Take a draft or a tabled resolution back. Its number is not used again."""
    return await _move(sessions, slug, number, State.WITHDRAWN, actor, bell)


async def _move(
    sessions: async_sessionmaker[AsyncSession],
    slug: str,
    number: int,
    to: State,
    actor: Actor,
    bell: Bell,
) -> Response[Drafted]:
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        resolution = await move_resolution(
            session, assembly.id, number, to, at=now(), by=actor.name
        )
    await bell.changed(slug, f"resolution/{number}")
    return _drafted(resolution)


router = Router("/", route_handlers=[draft, revise, table, withdraw], tags=["Resolutions"])
