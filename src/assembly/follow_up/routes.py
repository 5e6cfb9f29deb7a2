# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write into a dossier over HTTP. What everybody reads is in `publication`."""

from litestar import Response, Router, post
from litestar.params import FromPath, JSONBody

from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.errors import (
    AlreadyTaken,
    AssemblyNotFound,
    DossierFull,
    FollowUpNotFound,
    MarkupInText,
    ResolutionNotFound,
)
from assembly.follow_up.queries import entry_of
from assembly.follow_up.schemas import EntryOut, WriteEntry
from assembly.follow_up.write import write_entry
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Permission


@post(
    "/assemblies/{slug:str}/resolutions/{number:int}/follow-up/entries",
    guards=[signed_in],
    operation_id="writeFollowUp",
    responses=refusals(
        *GUARDED,
        *READS_BODY,
        AssemblyNotFound,
        ResolutionNotFound,
        FollowUpNotFound,
        AlreadyTaken,
        DossierFull,
        MarkupInText,
    ),
    security=NEEDS_TOKEN,
)
async def write(
    slug: FromPath[str],
    number: FromPath[int],
    data: JSONBody[WriteEntry],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[EntryOut]:
    """Write what happened: it stays, and the latest entry about a thing counts. Moderators only."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        row = await write_entry(
            session, assembly, number, data.told(), at=now(), by=actor.name, entry_id=data.id
        )
        entry = entry_of(row)
    await bell.changed(slug, f"resolution/{number}")
    return Response(EntryOut.of(entry), status_code=201, headers={"Cache-Control": "no-store"})


router = Router("/", route_handlers=[write], tags=["Follow-up"])
