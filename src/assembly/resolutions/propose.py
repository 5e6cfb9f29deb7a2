# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A participant drafts a resolution of their own; a moderator returns one with a reason."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly
from assembly.assemblies.proposing import require_proposing
from assembly.assemblies.queries import hold_seat
from assembly.errors import AlreadyTaken, ProposalLimitReached
from assembly.resolutions.draft import (
    draft_resolution,
    drafted_before,
    lock_resolution,
    move_resolution,
    note,
    require_revision,
)
from assembly.resolutions.models import Resolution, Sponsor
from assembly.resolutions.rules.lifecycle import Hand, State, require_move
from assembly.resolutions.rules.reason import sound_reason
from assembly.resolutions.rules.text import Provision

MOST_DRAFTS = 20
"""Of one seat at a time, drafts and submitted ones together."""
MOST_PROPOSALS = 200
"""Of one seat ever, those withdrawn with them."""


async def propose_resolution(
    session: AsyncSession,
    assembly: Assembly,
    seat_id: UUID,
    *,
    title: str | None,
    provisions: Sequence[Provision],
    at: datetime,
    by: str,
    language: str | None = None,
    resolution_id: UUID | None = None,
) -> Resolution:
    """There is a draft whose first sponsor sits on this seat; nobody else but moderators reads it.

    Refuses what `draft_resolution` does, an assembly where participants do not propose
    (`ProposingClosed`), and a seat with as many drafts as it may have (`ProposalLimitReached`): of
    two at once the second counts the first, because both want the assembly's row. Under a
    `resolution_id` of one's own it is drafted once.
    """
    await hold_seat(session, seat_id)
    if resolution_id is not None:
        before = await drafted_before(session, assembly, resolution_id)
        if before is not None:
            await _require_own(session, before, seat_id)
            return before
    resolution = await draft_resolution(
        session,
        assembly,
        title=title,
        provisions=provisions,
        at=at,
        by=by,
        language=language,
        hand=Hand.SPONSOR,
        resolution_id=resolution_id,
    )
    await require_proposing(session, assembly.id)
    await _require_room(session, seat_id)
    session.add(
        Sponsor(
            resolution_id=resolution.id,
            ordinal=1,
            assembly_id=assembly.id,
            seat_id=seat_id,
            after_tabling=False,
            since=at,
        )
    )
    await session.flush()
    return resolution


async def submit_proposal(
    session: AsyncSession,
    assembly: Assembly,
    number: int,
    *,
    at: datetime,
    by: str,
    hand: Hand,
    revision: int | None = None,
) -> Resolution:
    """The draft waits for the moderators to table it; its sponsors write no more in it.

    As `move_resolution`; by a sponsor only where participants propose (`ProposingClosed`).
    """
    if hand is Hand.SPONSOR:
        await require_proposing(session, assembly.id)
    return await move_resolution(
        session, assembly.id, number, State.SUBMITTED, at=at, by=by, hand=hand, revision=revision
    )


async def return_to_sponsors(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    because: str,
    *,
    at: datetime,
    by: str,
    revision: int | None = None,
) -> Resolution:
    """The submitted resolution is a draft again, and its sponsors read why.

    The same reason again changes nothing. Refuses one that is not submitted (`IllegalMove`), a
    reason that says nothing (`InvalidRequest`), and a `revision` that passed (`Stale`). Locks its
    row.
    """
    reason = sound_reason(because)
    resolution = await lock_resolution(session, assembly_id, number)
    if resolution.state is State.DRAFT and resolution.returned_because == reason:
        return resolution
    require_move(resolution.state, State.DRAFT)
    if revision is not None:
        require_revision(resolution, revision)
    resolution.state = State.DRAFT
    resolution.returned_at, resolution.returned_because = at, reason
    resolution.revision += 1
    note(session, "resolution_returned", resolution, at=at, by=by, because=reason)
    return resolution


async def _require_own(session: AsyncSession, resolution: Resolution, seat_id: UUID) -> None:
    first = await session.get(Sponsor, (resolution.id, 1))
    if first is None or first.seat_id != seat_id:
        raise AlreadyTaken("There is a resolution with this id already.", field="id")


async def _require_room(session: AsyncSession, seat_id: UUID) -> None:
    """Counts what this seat drafted and still sponsors, the one just drafted not yet among it."""
    drafted = (
        await session.execute(
            select(
                func.count(),
                func.count().filter(
                    Resolution.state.in_([State.DRAFT, State.SUBMITTED]), Sponsor.left_at.is_(None)
                ),
            )
            .select_from(Sponsor)
            .join(Resolution, Resolution.id == Sponsor.resolution_id)
            .where(Sponsor.seat_id == seat_id, Resolution.is_proposal, Sponsor.ordinal == 1)
        )
    ).one()
    for had, most, what in (
        (drafted[1], MOST_DRAFTS, "drafts"),
        (drafted[0], MOST_PROPOSALS, "proposals"),
    ):
        if had >= most:
            raise ProposalLimitReached(
                f"You have {most} {what} here already; withdraw one, or ask a moderator.",
                what=what,
                limit=most,
            )
