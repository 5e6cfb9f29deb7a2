# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forgetting a participant, and what roll calls call those who were forgotten."""

from litestar import Router, delete, put
from litestar.params import FromPath, JSONBody

from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.assemblies.queries import require_assembly
from assembly.assemblies.schemas import AssemblyOut
from assembly.clock import now
from assembly.errors import (
    AssemblyNotFound,
    SeatNotFound,
    SeatStillVotes,
    SeatSubstituted,
    Unavailable,
)
from assembly.forgetting.forget import forget_participant, say_roll_call_names
from assembly.forgetting.schemas import SayRollCallNames
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Permission


@delete(
    "/assemblies/{slug:str}/seats/{number:int}/person",
    guards=[signed_in],
    operation_id="forgetParticipant",
    responses=refusals(
        *GUARDED, AssemblyNotFound, SeatNotFound, SeatStillVotes, SeatSubstituted, Unavailable
    ),
    security=NEEDS_TOKEN,
)
async def forget(
    slug: FromPath[str], number: FromPath[int], sessions: Sessions, bell: Bell, actor: Acting
) -> None:
    """Forget who has this seat: address, codes, sign-ins and invitations are gone, for ever.

    The seat is vacated and keeps its number. Where `roll_call_names` is `pseudonyms` the name goes
    too, and `Seat 12` stands instead of it everywhere; where it is `names_stay`, what was published
    goes on naming them. No total, record, roll, box or digest changes.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        await forget_participant(session, assembly, number, at=now(), by=actor.name)
    await bell.changed(slug, "attendance")


@put(
    "/assemblies/{slug:str}/roll-call-names",
    guards=[signed_in],
    operation_id="sayRollCallNames",
    responses=refusals(*GUARDED, *READS_BODY, AssemblyNotFound, Unavailable),
    security=NEEDS_TOKEN,
)
async def say_names(
    slug: FromPath[str], data: JSONBody[SayRollCallNames], sessions: Sessions, actor: Acting
) -> AssemblyOut:
    """Say whether published roll calls go on naming who is forgotten; moderators only.

    With `pseudonyms`, those who were forgotten before lose their names now, for good.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        assembly = await say_roll_call_names(session, assembly, data.names, at=now(), by=actor.name)
    return AssemblyOut.model_validate(assembly)


router = Router("/", route_handlers=[forget, say_names], tags=["Assemblies"])
