# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Move a resolution on: submit, table, return, withdraw. `If-Match` may name what was read."""

from typing import Any

from litestar import Response, post
from litestar.connection import Request
from litestar.params import FromPath, JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.api.revisions import revision_named
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.errors import (
    AssemblyNotFound,
    IllegalMove,
    ProposingClosed,
    ResolutionNotFound,
    Stale,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Actor, Permission
from assembly.resolutions.backing import require_hand
from assembly.resolutions.draft import move_resolution
from assembly.resolutions.propose import return_to_sponsors, submit_proposal
from assembly.resolutions.routes.writing import drafted
from assembly.resolutions.rules.lifecycle import Hand, State
from assembly.resolutions.schemas import Drafted, ReturnProposal

MOVED = (*GUARDED, AssemblyNotFound, ResolutionNotFound, IllegalMove, Stale)


async def _writer(
    session: AsyncSession, slug: str, number: int, actor: Actor, permission: Permission
) -> tuple[Assembly, Hand]:
    assembly = await require_assembly(session, slug)
    permit(actor, permission, assembly.id)
    return assembly, await require_hand(session, actor, assembly.id, number)


async def _move(
    request: Request[Any, Any, Any],
    slug: str,
    number: int,
    to: State,
    sessions: Sessions,
    bell: Bell,
    actor: Actor,
    permission: Permission,
) -> Response[Drafted]:
    """Moved and committed, then the bell rings."""
    async with sessions.begin() as session:
        assembly, hand = await _writer(session, slug, number, actor, permission)
        resolution = await move_resolution(
            session,
            assembly.id,
            number,
            to,
            at=now(),
            by=actor.name,
            hand=hand,
            revision=revision_named(request),
        )
    await bell.changed(slug, f"resolution/{number}")
    return drafted(resolution)


@post(
    "/assemblies/{slug:str}/resolutions/{number:int}/submission",
    status_code=200,
    guards=[signed_in],
    operation_id="submitResolution",
    responses=refusals(*MOVED, ProposingClosed),
    security=NEEDS_TOKEN,
)
async def submit(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    actor: Acting,
) -> Response[Drafted]:
    """Hand a draft in: the moderators table it or return it. Its sponsors write no more in it."""
    async with sessions.begin() as session:
        assembly, hand = await _writer(session, slug, number, actor, Permission.PROPOSE)
        resolution = await submit_proposal(
            session,
            assembly,
            number,
            at=now(),
            by=actor.name,
            hand=hand,
            revision=revision_named(request),
        )
    return drafted(resolution)


@post(
    "/assemblies/{slug:str}/resolutions/{number:int}/return",
    status_code=200,
    guards=[signed_in],
    operation_id="returnResolution",
    responses=refusals(*MOVED, *READS_BODY),
    security=NEEDS_TOKEN,
)
async def give_back(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    data: JSONBody[ReturnProposal],
    sessions: Sessions,
    actor: Acting,
) -> Response[Drafted]:
    """Return what was submitted to its sponsors, who read why. Moderators only."""
    async with sessions.begin() as session:
        assembly, _ = await _writer(session, slug, number, actor, Permission.MODERATE)
        resolution = await return_to_sponsors(
            session,
            assembly.id,
            number,
            data.because,
            at=now(),
            by=actor.name,
            revision=revision_named(request),
        )
    return drafted(resolution)


@post(
    "/assemblies/{slug:str}/resolutions/{number:int}/tabling",
    status_code=200,
    guards=[signed_in],
    operation_id="tableResolution",
    responses=refusals(*MOVED),
    security=NEEDS_TOKEN,
)
async def table(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Drafted]:
    """Put it on the table: everybody may read it and who sponsors it, nobody may edit it.

    Moderators only: a draft of theirs, or what was submitted.
    """
    return await _move(
        request, slug, number, State.TABLED, sessions, bell, actor, Permission.MODERATE
    )


@post(
    "/assemblies/{slug:str}/resolutions/{number:int}/withdrawal",
    status_code=200,
    guards=[signed_in],
    operation_id="withdrawResolution",
    responses=refusals(*MOVED),
    security=NEEDS_TOKEN,
)
async def withdraw(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Drafted]:
    """Take it back; its number is not used again. Sponsors until it is tabled, else moderators."""
    return await _move(
        request, slug, number, State.WITHDRAWN, sessions, bell, actor, Permission.PROPOSE
    )


HANDLERS = [submit, give_back, table, withdraw]
