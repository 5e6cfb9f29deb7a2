# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/assemblies/{slug}/attendance`, and the proxy of a seat."""

from litestar import Response, delete, get, post, put
from litestar.params import FromPath, JSONBody

from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.assemblies.attend import mark_attendance
from assembly.assemblies.queries import require_assembly, seat_id_of
from assembly.assemblies.represent import end_proxy, give_proxy
from assembly.assemblies.room import presence_now, stays_of
from assembly.assemblies.schemas import (
    AttendanceOut,
    GiveProxy,
    MarkAttendance,
    PresenceOut,
    ProxyOut,
    StayOut,
)
from assembly.clock import now
from assembly.errors import (
    AssemblyNotFound,
    ProxyChain,
    ProxyLimitReached,
    SeatNotFound,
    Unavailable,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Permission

NO_STORE = {"Cache-Control": "no-store"}


@get(
    "/assemblies/{slug:str}/attendance",
    guards=[signed_in],
    operation_id="readAttendance",
    responses=refusals(*GUARDED, AssemblyNotFound),
    security=NEEDS_TOKEN,
)
async def read_attendance(
    slug: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[AttendanceOut]:
    """Who is present now, and everybody's stays in the room. Moderators only."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        stays = [StayOut.model_validate(stay) for stay in await stays_of(session, assembly.id)]
        present = PresenceOut.model_validate(await presence_now(session, assembly.id))
    return Response(AttendanceOut(now=present, stays=stays), headers=NO_STORE)


@post(
    "/assemblies/{slug:str}/attendance",
    status_code=200,
    guards=[signed_in],
    operation_id="markAttendance",
    responses=refusals(*GUARDED, *READS_BODY, AssemblyNotFound, SeatNotFound, Unavailable),
    security=NEEDS_TOKEN,
)
async def mark(
    slug: FromPath[str],
    data: JSONBody[MarkAttendance],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[PresenceOut]:
    """Mark who came and who went: all or none, and repeating is harmless. Moderators only.

    The next voting that opens freezes it; votings that were opened keep what they froze.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        await mark_attendance(
            session, assembly, arrived=data.arrived, left=data.left, at=now(), by=actor.name
        )
        present = PresenceOut.model_validate(await presence_now(session, assembly.id))
    await bell.changed(slug, "attendance")
    return Response(present, headers=NO_STORE)


@put(
    "/assemblies/{slug:str}/seats/{number:int}/proxy",
    guards=[signed_in],
    operation_id="giveProxy",
    responses=refusals(
        *GUARDED,
        *READS_BODY,
        AssemblyNotFound,
        SeatNotFound,
        ProxyChain,
        ProxyLimitReached,
        Unavailable,
    ),
    security=NEEDS_TOKEN,
)
async def give(
    slug: FromPath[str],
    number: FromPath[int],
    data: JSONBody[GiveProxy],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[ProxyOut]:
    """Let another seat stand in for this one while it is absent. A former proxy ends.

    Moderators, and the participant on the seat. Votings that were opened keep what they froze.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        own = await seat_id_of(session, assembly.id, number)
        permit(actor, Permission.REPRESENT, assembly.id, own)
        await give_proxy(session, assembly, number, data.holder, at=now(), by=actor.name)
    await bell.changed(slug, "proxies")
    return Response(ProxyOut(giver=number, holder=data.holder), headers=NO_STORE)


@delete(
    "/assemblies/{slug:str}/seats/{number:int}/proxy",
    guards=[signed_in],
    operation_id="endProxy",
    responses=refusals(*GUARDED, AssemblyNotFound, SeatNotFound, Unavailable),
    security=NEEDS_TOKEN,
)
async def end(
    slug: FromPath[str], number: FromPath[int], sessions: Sessions, bell: Bell, actor: Acting
) -> None:
    """Nobody stands in for this seat any more. Moderators, and the participant on the seat."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        own = await seat_id_of(session, assembly.id, number)
        permit(actor, Permission.REPRESENT, assembly.id, own)
        await end_proxy(session, assembly, number, at=now(), by=actor.name)
    await bell.changed(slug, "proxies")


HANDLERS = [read_attendance, mark, give, end]
