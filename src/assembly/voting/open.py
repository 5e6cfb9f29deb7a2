# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plan a voting, and open it: from then on the roll, the rule and the text are frozen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.convene import seats_to_freeze
from assembly.assemblies.models import Assembly
from assembly.audit.record import record_act
from assembly.database import breaks
from assembly.errors import IllegalMove, NobodyToVote, VotingNotFound
from assembly.resolutions.decide import put_under_vote
from assembly.resolutions.draft import lock_resolution
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.resolutions.rules.lifecycle import told
from assembly.voting.models import Elector, Voting
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.lifecycle import State, require_move
from assembly.voting.rules.majority import Majority
from assembly.voting.rules.roll import roll_digest


@dataclass(frozen=True, slots=True)
class Terms:
    """How a voting will go."""

    secrecy: Secrecy
    abstain: bool
    rule: Majority


async def plan_voting(
    session: AsyncSession,
    assembly: Assembly,
    resolution_number: int,
    terms: Terms,
    *,
    at: datetime,
    by: str,
) -> Voting:
    """There is a planned voting on the tabled resolution.

    Refuses a resolution that is not tabled, or that has a voting planned, open or closed already
    (`IllegalMove`). Locks the resolution's row.
    """
    resolution = await lock_resolution(session, assembly.id, resolution_number)
    if resolution.state is not ResolutionState.TABLED:
        raise IllegalMove(
            "Only a tabled resolution can be put to the vote.", state=told(resolution.state)
        )
    voting = Voting(
        id=uuid4(),
        assembly_id=assembly.id,
        resolution_id=resolution.id,
        version=resolution.current_version,
        state=State.PLANNED,
        secrecy=terms.secrecy,
        abstain=terms.abstain,
        rule=terms.rule.name,
        share_over=terms.rule.share.numerator,
        share_of=terms.rule.share.denominator,
        strictness=terms.rule.strictness.value,
        base=terms.rule.base.value,
        is_rehearsal=assembly.is_rehearsal,
        planned_at=at,
    )
    session.add(voting)
    try:
        await session.flush()
    except IntegrityError as error:
        if not breaks(error, "uq_votings_resolution_id_live"):
            raise
        raise IllegalMove("This resolution has a voting under way already.") from error
    _note(session, "plan_voting", voting, at=at, by=by, resolution=resolution_number)
    return voting


async def open_voting(session: AsyncSession, voting_id: UUID, *, at: datetime, by: str) -> Voting:
    """Everybody seated now is on the roll, and nobody else ever; ballots are taken.

    Opening an open voting changes nothing. Refuses any other state (`IllegalMove`) and an empty
    roll (`NobodyToVote`). Locks the voting FOR UPDATE, the resolution, and the seats FOR SHARE.
    """
    voting = await lock_voting(session, voting_id)
    if voting.state is State.OPEN:
        return voting
    require_move(voting.state, State.OPEN)
    resolution = await put_under_vote(session, voting.resolution_id)
    seats = await seats_to_freeze(session, voting.assembly_id)
    if not seats:
        raise NobodyToVote("Nobody is seated, so the roll would be empty.")
    await session.execute(
        insert(Elector),
        [
            {"voting_id": voting.id, "seat_id": seat_id, "seat_number": number}
            for seat_id, number in seats
        ],
    )
    voting.version = resolution.current_version
    voting.entitled = len(seats)
    voting.present = len(seats)
    voting.roll_digest = roll_digest(number for _, number in seats)
    voting.opened_at = at
    voting.state = State.OPEN
    _note(session, "open_voting", voting, at=at, by=by, roll_digest=voting.roll_digest)
    return voting


async def lock_voting(session: AsyncSession, voting_id: UUID) -> Voting:
    """The row, held FOR UPDATE: no ballot can be cast meanwhile. Or `VotingNotFound`."""
    voting = await session.scalar(
        select(Voting)
        .where(Voting.id == voting_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if voting is None:
        raise VotingNotFound("There is no such voting.", voting_id=str(voting_id))
    return voting


def _note(
    session: AsyncSession, act: str, voting: Voting, *, at: datetime, by: str, **facts: object
) -> None:
    record_act(
        session,
        act,
        at=at,
        by=by,
        subject=f"voting:{voting.id}",
        assembly_id=voting.assembly_id,
        **facts,
    )
