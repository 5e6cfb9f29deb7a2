# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Corrections over HTTP: every version of a record for everybody, a further one by moderators."""

from litestar import Response, Router, get, post
from litestar.params import FromPath, JSONBody

from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.errors import (
    AssemblyNotFound,
    BoxDecides,
    MarkupInText,
    NothingCorrected,
    NothingPublished,
    RecordVersionNotFound,
    ResolutionNotFound,
    Stale,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Permission
from assembly.publication.correct import correct_record
from assembly.publication.queries import require_decision
from assembly.publication.record_versions import (
    current_of,
    record_versions,
    require_record_version,
)
from assembly.publication.schemas import (
    CorrectedOut,
    CorrectRecord,
    RecordVersionOut,
    RecordVersions,
)
from assembly.publication.views import corrected_out, record_version_out

HERE = "/assemblies/{slug:str}/resolutions/{number:int}"
FOUND = (AssemblyNotFound, ResolutionNotFound)
FRESH = {"Cache-Control": "no-cache"}


@get(HERE + "/records", operation_id="listRecordVersions", responses=refusals(*FOUND))
async def list_records(
    slug: FromPath[str], number: FromPath[int], sessions: Sessions
) -> Response[RecordVersions]:
    """Every version of what was published of the outcome: none before, each for ever."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        decision = await require_decision(session, assembly.id, number)
        every = await record_versions(session, assembly.id, decision)
    now_read = current_of(decision, every)
    here = f"/api/v1/assemblies/{slug}/resolutions/{number}"
    items = [record_version_out(one, here, current=one is now_read) for one in every]
    return Response(RecordVersions(items=items), headers=FRESH)


@get(
    HERE + "/records/{version:int}",
    operation_id="readRecordVersion",
    responses=refusals(*FOUND, RecordVersionNotFound),
)
async def read_record(
    slug: FromPath[str], number: FromPath[int], version: FromPath[int], sessions: Sessions
) -> Response[RecordVersionOut]:
    """One version: what it says, and what it changed. It stays here whatever comes after it."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        decision = await require_decision(session, assembly.id, number)
        one, every = await require_record_version(session, assembly.id, decision, version)
    here = f"/api/v1/assemblies/{slug}/resolutions/{number}"
    out = record_version_out(one, here, current=one is current_of(decision, every))
    return Response(out, headers=FRESH)


@post(
    HERE + "/corrections",
    guards=[signed_in],
    operation_id="correctRecord",
    responses=refusals(
        *GUARDED,
        *READS_BODY,
        *FOUND,
        NothingPublished,
        BoxDecides,
        NothingCorrected,
        MarkupInText,
        Stale,
    ),
    security=NEEDS_TOKEN,
)
async def correct(
    slug: FromPath[str],
    number: FromPath[int],
    data: JSONBody[CorrectRecord],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[CorrectedOut]:
    """Publish a correction: a further version with its reason; those before keep their addresses.

    Never what a box decides. Sent again it is done once. Moderators only.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        one = await correct_record(
            session,
            assembly,
            number,
            data.changes(),
            data.because,
            corrects=data.corrects,
            at=now(),
            by=actor.name,
        )
    await bell.changed(slug, f"resolution/{number}")
    out = corrected_out(one, f"/api/v1/assemblies/{slug}/resolutions/{number}")
    return Response(out, status_code=201, headers={"Cache-Control": "no-store"})


router = Router("/", route_handlers=[list_records, read_record, correct], tags=["Public"])
