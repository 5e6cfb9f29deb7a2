# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a voting is about: the text as a whole, or amendments to it, one or several together."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from assembly.amendments.decide import (
    put_amendments_under_vote,
    record_amendments,
    require_votable,
    return_amendments,
)
from assembly.amendments.keep_up import keep_up
from assembly.amendments.queries import adopted_on, amendments_of, undecided_numbers
from assembly.amendments.written import asked_for
from assembly.errors import AmendmentsUndecided, StillInConflict
from assembly.resolutions.decide import hold_resolution, put_under_vote, return_to_table
from assembly.resolutions.models import Resolution
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.models import Voting, VotingAmendment
from assembly.voting.rules.ballot import Subject
from assembly.voting.rules.lifecycle import State


async def require_ready(
    session: AsyncSession, resolution: Resolution, *, at: datetime, by: str
) -> None:
    """The text is ready for the final vote: what was adopted is in it, nothing is undecided.

    Else `AmendmentsUndecided`, or `StillInConflict` where what was adopted cannot stand together or
    would leave no words. Locks the resolution and its amendments.
    """
    undecided = await undecided_numbers(session, resolution.id)
    if undecided:
        raise AmendmentsUndecided(
            "The final vote waits until every amendment is decided.", amendments=undecided
        )
    await keep_up(session, resolution.id, at=at, by=by, even_before_the_deadline=True)
    present = await hold_resolution(session, resolution.id)
    left_out = adopted_on(await amendments_of(session, present.id), present.current_version)
    if left_out:
        raise StillInConflict(
            "What was adopted cannot all be put into the text; settle what is in conflict first.",
            amendments=[one.number for one in left_out],
        )


async def plan_about(
    session: AsyncSession, voting: Voting, resolution: Resolution, numbers: Sequence[int]
) -> None:
    """The planned voting is about these amendments; refuses what `require_votable` refuses."""
    rows = await require_votable(session, resolution, numbers)
    for number, row in sorted(rows.items()):
        session.add(
            VotingAmendment(
                voting_id=voting.id, amendment_id=row.id, number=number, text=row.current_text
            )
        )
    await session.flush()


async def put_to_the_vote(session: AsyncSession, voting: Voting, *, at: datetime, by: str) -> int:
    """What the voting is about is under vote; the version it is about.

    A test moves nothing. Locks the resolution and its amendments.
    """
    if voting.is_test:
        return voting.version
    if voting.subject is Subject.RESOLUTION:
        resolution = await hold_resolution(session, voting.resolution_id)
        await require_ready(session, resolution, at=at, by=by)
        return (await put_under_vote(session, voting.resolution_id)).current_version
    rows = {row.amendment_id: row for row in await _about(session, voting.id)}
    put = await put_amendments_under_vote(session, voting.resolution_id, list(rows), at=at, by=by)
    for amendment in put.amendments:
        rows[amendment.id].text = amendment.current_text
    await session.flush()  # while it is planned: from opening on this does not change
    return put.resolution.current_version


async def give_back(session: AsyncSession, voting: Voting, *, at: datetime, by: str) -> None:
    """What this voting holds may be voted on again, as after a void or an annulled one."""
    if voting.subject is Subject.RESOLUTION:
        await return_to_table(session, voting.resolution_id, at=at, by=by)
        return
    later = aliased(Voting)
    mine = aliased(VotingAmendment)
    put_again = (
        select(mine.amendment_id)
        .join(later, later.id == mine.voting_id)
        .where(
            mine.amendment_id == VotingAmendment.amendment_id,
            later.opened_at > voting.opened_at,
            later.state != State.ANNULLED,
            later.is_test.is_(False),
        )
    )
    ids = await session.scalars(
        select(VotingAmendment.amendment_id).where(
            VotingAmendment.voting_id == voting.id, ~put_again.exists()
        )
    )
    await return_amendments(session, voting.resolution_id, list(ids), at=at, by=by)


async def holds_its_resolution(session: AsyncSession, voting: Voting) -> bool:
    """Whether the resolution is under vote by this voting, and by no later one."""
    later = select(Voting.id).where(
        Voting.resolution_id == voting.resolution_id,
        Voting.subject == Subject.RESOLUTION,
        Voting.opened_at > voting.opened_at,
        Voting.state != State.ANNULLED,
        Voting.is_test.is_(False),
    )
    resolution = await hold_resolution(session, voting.resolution_id)
    put_again = await session.scalar(select(later.exists()))
    return resolution.state is ResolutionState.UNDER_VOTE and not put_again


async def decide_amendments(
    session: AsyncSession, voting_id: UUID, outcome: Outcome | None, *, at: datetime, by: str
) -> None:
    """The record is out: the amendments are adopted or not, or after a void voting admissible."""
    voting = await session.get_one(Voting, voting_id)
    if outcome is None:
        await give_back(session, voting, at=at, by=by)
        return
    ids = await amendments_about(session, voting_id)
    await record_amendments(session, voting.resolution_id, ids, outcome, at=at, by=by)


async def written_about(session: AsyncSession, voting_id: UUID) -> list[dict[str, Any]]:
    """For the record: each amendment's number, and word for word what it asked for."""
    return [
        {"number": row.number, **await asked_for(session, row.amendment_id, row.text)}
        for row in await _about(session, voting_id)
    ]


async def amendments_about(session: AsyncSession, voting_id: UUID) -> list[UUID]:
    """The amendments it is about, by number; none for a voting on the text."""
    return [row.amendment_id for row in await _about(session, voting_id)]


async def _about(session: AsyncSession, voting_id: UUID) -> list[VotingAmendment]:
    rows = await session.scalars(
        select(VotingAmendment)
        .where(VotingAmendment.voting_id == voting_id)
        .order_by(VotingAmendment.number)
    )
    return list(rows)
