# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The door: check somebody in, take that back, and one's own code to show there."""

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from assembly.api.dependencies import Bell, House, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.assemblies.check_in import check_in, undo_check_in
from assembly.assemblies.door import door_code
from assembly.assemblies.queries import require_assembly
from assembly.assemblies.room import presence_now
from assembly.assemblies.rules.check_in import key_of
from assembly.assemblies.schemas import (
    CheckedInOut,
    CheckIn,
    DoorCodeOut,
    PresenceOut,
    UndoCheckIn,
)
from assembly.clock import now
from assembly.errors import (
    AssemblyNotFound,
    CheckInCodeExpired,
    SeatAmbiguous,
    SeatNotFound,
    Unavailable,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Permission

DOOR = "/assemblies/{slug:str}/attendance"
NO_STORE = {"Cache-Control": "no-store"}


@post(
    DOOR + "/check-ins",
    status_code=200,
    guards=[signed_in],
    operation_id="checkIn",
    responses=refusals(
        *GUARDED,
        *READS_BODY,
        AssemblyNotFound,
        SeatNotFound,
        SeatAmbiguous,
        CheckInCodeExpired,
        Unavailable,
    ),
    security=NEEDS_TOKEN,
)
async def check(
    slug: FromPath[str],
    data: JSONBody[CheckIn],
    sessions: Sessions,
    settings: House,
    bell: Bell,
    actor: Acting,
) -> Response[CheckedInOut]:
    """Check in who is at the door: by number, by check-in code, or by name. Moderators only.

    Harmless twice: `before` says that they were checked in already, `since` since when.
    """
    key = key_of(settings.secret_key.get_secret_value())
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        done = await check_in(session, assembly, data.typed, key=key, at=now(), by=actor.name)
    await bell.changed(slug, "attendance")
    return Response(CheckedInOut.model_validate(done), headers=NO_STORE)


@post(
    DOOR + "/check-ins/withdrawal",
    status_code=200,
    guards=[signed_in],
    operation_id="undoCheckIn",
    responses=refusals(*GUARDED, *READS_BODY, AssemblyNotFound, SeatNotFound, Unavailable),
    security=NEEDS_TOKEN,
)
async def undo(
    slug: FromPath[str],
    data: JSONBody[UndoCheckIn],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[PresenceOut]:
    """Take the check-in of `since` back; a later one of the seat stays. Harmless twice. Moderators.

    The line of time keeps both moments.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        await undo_check_in(session, assembly, data.number, data.since, at=now(), by=actor.name)
        present = PresenceOut.model_validate(await presence_now(session, assembly.id))
    await bell.changed(slug, "attendance")
    return Response(present, headers=NO_STORE)


@get(
    "/assemblies/{slug:str}/check-in-code",
    guards=[signed_in],
    operation_id="readCheckInCode",
    responses=refusals(*GUARDED, AssemblyNotFound, SeatNotFound),
    security=NEEDS_TOKEN,
)
async def read_code(
    slug: FromPath[str], sessions: Sessions, settings: House, actor: Acting
) -> Response[DoorCodeOut]:
    """The code to show at the door, for the participant's own seat. It opens nothing else."""
    key = key_of(settings.secret_key.get_secret_value())
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.BE_CHECKED_IN, assembly.id)
        assert actor.seat_id is not None  # noqa: S101 - the permission has seen to it
        own = await door_code(session, assembly.id, actor.seat_id, key=key, at=now())
    return Response(DoorCodeOut.model_validate(own), headers=NO_STORE)


HANDLERS = [check, undo, read_code]
