# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Stand behind a resolution, and leave it again with a trace.

Before tabling, moderators name who sponsors, seats or bodies from outside. On the table everybody
reads the resolution, and a participant joins by themselves. From the opening of its voting on the
list stays as it is.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.queries import lock_seats
from assembly.audit.record import record_act
from assembly.errors import IllegalMove, InvalidRequest, LastSponsor, NotPermitted, SponsorNotFound
from assembly.resolutions.draft import lock_resolution
from assembly.resolutions.models import Resolution, Sponsor
from assembly.resolutions.rules.lifecycle import BEFORE_THE_VOTE, Hand, State, told
from assembly.resolutions.rules.text import tidy, turns, unseen

LONGEST_BODY = 200


async def name_seat(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    seat_number: int,
    *,
    at: datetime,
    by: str,
    hand: Hand,
) -> Resolution:
    """The seat sponsors the resolution. Named again, nothing changes.

    A participant (`Hand.SPONSOR`) joins what is on the table; moderators name from the draft on.
    Refuses anything later (`IllegalMove`) and a seat nobody has (`SeatNotFound`). Locks the
    resolution's row, then the seat's.
    """
    resolution = await lock_resolution(session, assembly_id, number)
    _require_open(resolution, hand)
    (seat,) = await lock_seats(session, assembly_id, (seat_number,))
    await _join(session, resolution, seat_id=seat.id, body=None, at=at, by=by)
    return resolution


async def name_body(
    session: AsyncSession, assembly_id: UUID, number: int, name: str, *, at: datetime, by: str
) -> Resolution:
    """A body from outside the assembly sponsors it, by its name. As `name_seat`."""
    body = tidy(name)
    if not body or len(body) > LONGEST_BODY or unseen(body) or turns(body):
        raise InvalidRequest(
            f"A body has a name of at most {LONGEST_BODY} characters.",
            errors=[{"pointer": "/body", "detail": "cannot be kept"}],
        )
    resolution = await lock_resolution(session, assembly_id, number)
    _require_open(resolution, Hand.MODERATOR)
    await _join(session, resolution, seat_id=None, body=body, at=at, by=by)
    return resolution


async def end_sponsorship(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    ordinal: int,
    *,
    at: datetime,
    by: str,
    seat_id: UUID | None = None,
) -> Resolution:
    """Who stands on this line sponsors it no more; the line stays with its end.

    Done again, nothing changes. `seat_id` is the participant who leaves: their own line only
    (`NotPermitted`), and not as the last of a proposal that is not tabled (`LastSponsor`). Refuses
    a line there is not (`SponsorNotFound`), and any change from the vote on (`IllegalMove`). Locks
    the resolution's row.
    """
    resolution = await lock_resolution(session, assembly_id, number)
    lines = list(
        await session.scalars(select(Sponsor).where(Sponsor.resolution_id == resolution.id))
    )
    line = next((one for one in lines if one.ordinal == ordinal), None)
    if seat_id is not None and (line is None or line.seat_id != seat_id):
        raise NotPermitted("You end your own sponsorship only.", permission="propose")
    if line is None:
        raise SponsorNotFound("There is no such line in the list of sponsors.")
    if line.left_at is not None:
        return resolution
    _require_open(resolution, Hand.MODERATOR)
    others = [one for one in lines if one.left_at is None and one.ordinal != ordinal]
    if seat_id is not None and not others and resolution.state is not State.TABLED:
        raise LastSponsor("You are its last sponsor: withdraw the draft instead.")
    line.left_at = max(at, line.since)
    _note(session, "end_sponsorship", resolution, ordinal, at=at, by=by)
    return resolution


def _require_open(resolution: Resolution, hand: Hand) -> None:
    open_to = BEFORE_THE_VOTE if hand is Hand.MODERATOR else {State.TABLED}
    if resolution.state not in open_to:
        raise IllegalMove("The list of sponsors does not change now.", state=told(resolution.state))


async def _join(
    session: AsyncSession,
    resolution: Resolution,
    *,
    seat_id: UUID | None,
    body: str | None,
    at: datetime,
    by: str,
) -> None:
    """A line of its own in the list, unless one is in force. The resolution's row is held."""
    own = Sponsor.resolution_id == resolution.id
    there = await session.scalar(
        select(Sponsor.ordinal).where(
            own,
            Sponsor.left_at.is_(None),
            Sponsor.seat_id == seat_id if body is None else Sponsor.body == body,
        )
    )
    if there is not None:
        return
    ordinal = 1 + (await session.scalar(select(func.max(Sponsor.ordinal)).where(own)) or 0)
    session.add(
        Sponsor(
            resolution_id=resolution.id,
            ordinal=ordinal,
            assembly_id=resolution.assembly_id,
            seat_id=seat_id,
            body=body,
            after_tabling=resolution.public_from is not None,
            since=at,
        )
    )
    _note(session, "name_sponsor", resolution, ordinal, at=at, by=by)


def _note(
    session: AsyncSession, act: str, resolution: Resolution, ordinal: int, *, at: datetime, by: str
) -> None:
    resolution.beside += 1
    record_act(
        session,
        act,
        at=at,
        by=by,
        subject=f"resolution:{resolution.number}",
        assembly_id=resolution.assembly_id,
        sponsor=ordinal,
    )
