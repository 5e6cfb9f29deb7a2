# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who stands behind a resolution: join and be named, leave."""

from litestar import Response, delete, post
from litestar.params import FromPath, JSONBody

from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.assemblies.queries import require_assembly, seat_number_of
from assembly.clock import now
from assembly.errors import (
    AssemblyNotFound,
    IllegalMove,
    LastSponsor,
    NotPermitted,
    ResolutionNotFound,
    SeatNotFound,
    SponsorNotFound,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Permission, may
from assembly.resolutions.backing import sponsors_of
from assembly.resolutions.rules.lifecycle import PUBLIC_STATES, Hand
from assembly.resolutions.schemas import NameSponsor, SponsorOut, SponsorsOut
from assembly.resolutions.sponsor import end_sponsorship, name_body, name_seat

NO_STORE = {"Cache-Control": "no-store"}


@post(
    "/assemblies/{slug:str}/resolutions/{number:int}/sponsors",
    status_code=200,
    guards=[signed_in],
    operation_id="nameSponsor",
    responses=refusals(
        *GUARDED, *READS_BODY, AssemblyNotFound, ResolutionNotFound, SeatNotFound, IllegalMove
    ),
    security=NEEDS_TOKEN,
)
async def name(
    slug: FromPath[str],
    number: FromPath[int],
    data: JSONBody[NameSponsor],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[SponsorsOut]:
    """A seat, or a body from outside, stands behind it; said again, nothing changes.

    Moderators name anybody until the voting opens. A participant joins with the own seat what is on
    the table.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.PROPOSE, assembly.id)
        moderator = may(actor, Permission.MODERATE, assembly.id)
        own = None if actor.seat_id is None else await seat_number_of(session, actor.seat_id)
        if not moderator and (data.seat is None or data.seat != own):
            raise NotPermitted("You join with your own seat only.", permission="moderate")
        at = now()
        if data.body is not None:
            resolution = await name_body(
                session, assembly.id, number, data.body, at=at, by=actor.name
            )
        else:
            resolution = await name_seat(
                session,
                assembly.id,
                number,
                data.seat or 0,
                at=at,
                by=actor.name,
                hand=Hand.MODERATOR if moderator else Hand.SPONSOR,
            )
        found = (await sponsors_of(session, [resolution.id])).get(resolution.id, [])
    if resolution.state in PUBLIC_STATES:
        await bell.changed(slug, f"resolution/{number}")
    items = [SponsorOut.model_validate(sponsor) for sponsor in found]
    return Response(SponsorsOut(items=items), headers=NO_STORE)


@delete(
    "/assemblies/{slug:str}/resolutions/{number:int}/sponsors/{ordinal:int}",
    guards=[signed_in],
    operation_id="endSponsorship",
    responses=refusals(
        *GUARDED, AssemblyNotFound, ResolutionNotFound, SponsorNotFound, IllegalMove, LastSponsor
    ),
    security=NEEDS_TOKEN,
)
async def end(
    slug: FromPath[str],
    number: FromPath[int],
    ordinal: FromPath[int],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> None:
    """The sponsor on this line leaves, with a trace. One's own line, or any as a moderator."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.PROPOSE, assembly.id)
        moderator = may(actor, Permission.MODERATE, assembly.id)
        resolution = await end_sponsorship(
            session,
            assembly.id,
            number,
            ordinal,
            at=now(),
            by=actor.name,
            seat_id=None if moderator else actor.seat_id,
        )
    if resolution.state in PUBLIC_STATES:
        await bell.changed(slug, f"resolution/{number}")


HANDLERS = [name, end]
