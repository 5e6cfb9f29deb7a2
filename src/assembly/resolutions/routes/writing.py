# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Draft a resolution, and write it anew. `If-Match` names the revision it was made on."""

from typing import Any

from litestar import Response, post, put
from litestar.connection import Request
from litestar.params import FromPath, JSONBody

from assembly.api.bodies import TEXTS
from assembly.api.dependencies import Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.api.revisions import revision_asked
from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.errors import (
    AlreadyTaken,
    AssemblyNotFound,
    EmptyText,
    IllegalMove,
    MarkupInText,
    PreconditionMissing,
    ProposalLimitReached,
    ProposingClosed,
    ResolutionNotFound,
    Stale,
    UnsoundText,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Permission, may
from assembly.resolutions.backing import require_hand
from assembly.resolutions.draft import draft_resolution, revise_resolution
from assembly.resolutions.models import Resolution
from assembly.resolutions.propose import propose_resolution
from assembly.resolutions.schemas import (
    Drafted,
    DraftResolution,
    WriteResolution,
)


def drafted(resolution: Resolution) -> Response[Drafted]:
    """Where it stands now, with its revision as ETag."""
    return Response(
        Drafted(
            number=resolution.number,
            state=resolution.state.value,
            revision=resolution.revision,
            version=resolution.current_version,
        ),
        headers={"ETag": f'"{resolution.revision}"', "Cache-Control": "no-store"},
    )


@post(
    "/assemblies/{slug:str}/resolutions",
    guards=[signed_in],
    operation_id="draftResolution",
    request_max_body_size=TEXTS,
    responses=refusals(
        *GUARDED,
        *READS_BODY,
        AssemblyNotFound,
        AlreadyTaken,
        EmptyText,
        IllegalMove,
        ProposalLimitReached,
        ProposingClosed,
        MarkupInText,
        UnsoundText,
    ),
    security=NEEDS_TOKEN,
)
async def draft(
    slug: FromPath[str], data: JSONBody[DraftResolution], sessions: Sessions, actor: Acting
) -> Response[Drafted]:
    """Draft a resolution; it gets the next number. Only its sponsors and moderators read it.

    A moderator's is the assembly's own. A participant's is a proposal with this seat as its first
    sponsor, where the assembly lets participants propose.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.PROPOSE, assembly.id)
        provisions = [provision.value() for provision in data.provisions]
        if may(actor, Permission.MODERATE, assembly.id) or actor.seat_id is None:
            resolution = await draft_resolution(
                session,
                assembly,
                title=data.title,
                provisions=provisions,
                at=now(),
                by=actor.name,
                language=data.language,
                resolution_id=data.id,
            )
        else:
            resolution = await propose_resolution(
                session,
                assembly,
                actor.seat_id,
                title=data.title,
                provisions=provisions,
                at=now(),
                by=actor.name,
                language=data.language,
                resolution_id=data.id,
            )
    response = drafted(resolution)
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/assemblies/{slug}/resolutions/{resolution.number}"
    return response


@put(
    "/assemblies/{slug:str}/resolutions/{number:int}",
    guards=[signed_in],
    operation_id="reviseResolution",
    request_max_body_size=TEXTS,
    responses=refusals(
        *GUARDED,
        *READS_BODY,
        AssemblyNotFound,
        ResolutionNotFound,
        EmptyText,
        IllegalMove,
        ProposalLimitReached,
        Stale,
        PreconditionMissing,
        MarkupInText,
        UnsoundText,
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
    """Write a draft anew. `If-Match` names the revision it was made on: 412 when stale.

    A draft by its sponsors and the moderators, a submitted text by the moderators.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.PROPOSE, assembly.id)
        resolution = await revise_resolution(
            session,
            assembly.id,
            number,
            revision=revision_asked(request),
            title=data.title,
            provisions=[provision.value() for provision in data.provisions],
            at=now(),
            by=actor.name,
            hand=await require_hand(session, actor, assembly.id, number),
        )
    return drafted(resolution)


HANDLERS = [draft, revise]
