# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The floor: for those in the house to see and to ask for. Leading it: `leading.py`."""

from uuid import UUID

from litestar import Response, delete, get, post
from litestar.params import FromPath, JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import NEEDS_TOKEN, READS_BODY, refusals
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import require_assembly, seat_id_of
from assembly.clock import now
from assembly.errors import (
    AlreadyTaken,
    AlreadyWaiting,
    FloorClosed,
    IllegalMove,
    InvalidRequest,
    NotPermitted,
    SeatNotFound,
    SpeakerNotFound,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Actor, Permission, may
from assembly.sittings.ask import ask_for_floor, withdraw_from_floor
from assembly.sittings.floor import speaker_view
from assembly.sittings.routes.act import floor_shown
from assembly.sittings.routes.planning import HERE, NO_STORE, ONE
from assembly.sittings.schemas import AskForFloor, FloorOut, SpeakerOut

FLOOR = ONE + "/floor"
SPEAKER = FLOOR + "/{speaker:uuid}"
LED = (*HERE, SpeakerNotFound, IllegalMove)


async def _seat_asked(
    session: AsyncSession, assembly: Assembly, actor: Actor, number: int | None
) -> UUID:
    """The seat that asks: one's own, or for a moderator the one that is named."""
    own = actor.seat_id if actor.assembly_id == assembly.id else None
    if number is None:
        if own is None:
            raise InvalidRequest(
                "Say for which seat.", errors=[{"pointer": "/seat", "detail": "is missing"}]
            )
        return own
    seat_id = await seat_id_of(session, assembly.id, number)
    if seat_id is not None and seat_id == own:
        return seat_id
    if not may(actor, Permission.MODERATE, assembly.id):
        raise NotPermitted("You raise your own hand only.", permission=Permission.MODERATE.value)
    if seat_id is None:
        raise SeatNotFound("There is no seat with this number in this assembly.")
    return seat_id


@get(
    FLOOR,
    guards=[signed_in],
    operation_id="readFloor",
    responses=refusals(*HERE),
    security=NEEDS_TOKEN,
)
async def read(
    slug: FromPath[str], sitting: FromPath[int], sessions: Sessions, actor: Acting
) -> Response[FloorOut]:
    """Who speaks, who waits and why in this order. Participants and moderators of the assembly."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.HEAR_FLOOR, assembly.id)
        return await floor_shown(session, assembly, sitting, actor)


@post(
    FLOOR,
    guards=[signed_in],
    operation_id="askForFloor",
    responses=refusals(*HERE, *READS_BODY, AlreadyTaken, AlreadyWaiting, FloorClosed, SeatNotFound),
    security=NEEDS_TOKEN,
)
async def ask(
    slug: FromPath[str],
    sitting: FromPath[int],
    data: JSONBody[AskForFloor],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[SpeakerOut]:
    """Raise a hand on the current item; asking again for the same changes nothing.

    Participants for their own seat, moderators for any.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.HEAR_FLOOR, assembly.id)
        seat_id = await _seat_asked(session, assembly, actor, data.seat)
        at = now()
        row = await ask_for_floor(
            session,
            assembly.id,
            sitting,
            seat_id,
            data.kind,
            at=at,
            by=actor.name,
            speaker_id=data.id,
        )
        body = SpeakerOut.of(await speaker_view(session, row), at)
    await bell.changed(slug, "floor")
    return Response(body, status_code=201, headers=NO_STORE)


@delete(
    SPEAKER,
    status_code=200,
    guards=[signed_in],
    operation_id="withdrawFromFloor",
    responses=refusals(*LED),
    security=NEEDS_TOKEN,
)
async def withdraw(
    slug: FromPath[str],
    sitting: FromPath[int],
    speaker: FromPath[UUID],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[SpeakerOut]:
    """Take a hand down: participants their own, moderators any. Harmless twice."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.HEAR_FLOOR, assembly.id)
        at = now()
        moderates = may(actor, Permission.MODERATE, assembly.id)
        row = await withdraw_from_floor(
            session,
            assembly.id,
            sitting,
            speaker,
            at=at,
            by=actor.name,
            seat_id=None if moderates else actor.seat_id,
        )
        body = SpeakerOut.of(await speaker_view(session, row), at)
    await bell.changed(slug, "floor")
    return Response(body, headers=NO_STORE)


HANDLERS = [read, ask, withdraw]
