# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Paper and hands: who votes that way, and what two people counted without seeing each other's.

Nothing here gives a number back, in an answer, an audit entry or a log: an entry is compared, not
shown (docs/decisions/0020).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, literal, select
from sqlalchemy.dialects.postgresql import insert as insert_or_not
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.errors import (
    AlreadyVoted,
    IllegalMove,
    NotEntitled,
    PapersDoNotReconcile,
    VotingNotOpen,
)
from assembly.voting.models import Elector, PaperCount, Participation, Voting
from assembly.voting.open import lock_voting
from assembly.voting.roll import classes_of, marks_by_class
from assembly.voting.rules.ballot import Medium
from assembly.voting.rules.lifecycle import State, require_open
from assembly.voting.rules.paper import (
    Agreement,
    PaperLine,
    agreement,
    needs_papers,
    sound_lines,
    write_lines,
)
from assembly.voting.trail import note_act
from assembly.voting.turn import take_turn_to_cast


async def mark_paper_voters(
    session: AsyncSession, voting_id: UUID, seats: Sequence[int], *, at: datetime, by: str
) -> Voting:
    """These seats vote on paper: from now on nobody casts for them on a device. For good.

    All or none. Seats marked before stay so. Refuses a voting that takes no paper (`IllegalMove`)
    or is not open (`VotingNotOpen`), numbers that are not on the roll (`NotEntitled`), and seats
    whose ballot is in the box (`AlreadyVoted`, with their numbers). Takes its turn like a ballot
    and the voting FOR SHARE, so that it cannot close meanwhile.
    """
    await take_turn_to_cast(session, voting_id)
    voting = await lock_voting(session, voting_id, shared=True)
    _require_paper(voting)
    require_open(voting.state, voted=False)
    if voting.closes_at is not None and voting.closes_at <= at:
        raise VotingNotOpen("The time of this voting is over.", state="open", voted=False)
    numbers = sorted(set(seats))
    rows = await session.execute(
        select(Elector.seat_number, Elector.seat_id).where(
            Elector.voting_id == voting_id, Elector.seat_number.in_(numbers)
        )
    )
    ids = {row.seat_number: row.seat_id for row in rows}
    if strangers := [number for number in numbers if number not in ids]:
        raise NotEntitled("These seats are not on the roll of this voting.", seats=strangers)
    marked = await _mark(session, voting_id, list(ids.values()))
    if voted := [number for number in numbers if ids[number] not in marked]:
        raise AlreadyVoted("The ballots of these seats are in the box already.", seats=voted)
    note_act(
        session,
        "mark_paper_voters",
        voting,
        at=at,
        by=by,
        seats=numbers,
    )
    return voting


async def _mark(session: AsyncSession, voting_id: UUID, seats: list[UUID]) -> set[UUID]:
    """Those of the seats that vote on paper now, marked in the order in which ballots mark."""
    await session.execute(
        insert_or_not(Participation)
        .from_select(
            ["voting_id", "seat_id", "on_paper"],
            select(Elector.voting_id, Elector.seat_id, literal(True))
            .where(Elector.voting_id == voting_id, Elector.seat_id.in_(seats))
            .order_by(Elector.seat_id),
        )
        .on_conflict_do_nothing()
    )
    return set(
        await session.scalars(
            select(Participation.seat_id).where(
                Participation.voting_id == voting_id,
                Participation.seat_id.in_(seats),
                Participation.on_paper,
            )
        )
    )


async def enter_paper_count(
    session: AsyncSession,
    voting_id: UUID,
    lines: Sequence[PaperLine],
    *,
    at: datetime,
    person_id: UUID,
    by: str,
) -> Agreement:
    """The entry is kept, and compared with the one before it; agreed, the papers count.

    Two entries in a row by two people that say the same are agreed, for good. The same entry by the
    same person once more changes nothing. Locks the voting FOR UPDATE. Refuses a voting that waits
    for no papers or whose papers are agreed (`IllegalMove`), and lines that do not add up or do not
    fit the roll (`PapersDoNotReconcile`).
    """
    voting = await lock_voting(session, voting_id)
    _require_paper(voting)
    before = (
        await session.execute(
            select(PaperCount.attempt, PaperCount.lines, PaperCount.entered_by)
            .where(PaperCount.voting_id == voting_id)
            .order_by(PaperCount.attempt.desc())
            .limit(1)
        )
    ).one_or_none()
    agreed = voting.papers_agreed_at is not None
    if voting.state is not State.CLOSED and not agreed:
        raise IllegalMove("Papers are counted when the voting is closed.", state=voting.state.value)
    marked = await marks_by_class(session, voting_id, on_paper=True)
    if not needs_papers(voting.medium, sum(marked.values())):
        raise IllegalMove("Nobody votes on paper here.", state=voting.state.value)
    if not voting.abstain and any(line.tally.abstain for line in lines):
        raise PapersDoNotReconcile("Abstaining is not offered here; such a paper is invalid.")
    entry = write_lines(sound_lines(lines, await classes_of(session, voting_id), marked))
    if before is not None and (before.entered_by, before.lines) == (person_id, entry):
        return Agreement.AGREED if agreed else Agreement.ENTERED
    if agreed:
        raise IllegalMove("The papers are counted and agreed.", state=voting.state.value)
    told = agreement(entry, person_id, before and (before.lines, before.entered_by))
    await session.execute(
        insert(PaperCount).values(
            voting_id=voting_id,
            attempt=1 if before is None else before.attempt + 1,
            lines=entry,
            entered_by=person_id,
            entered_at=at,
        )
    )
    if told is Agreement.AGREED:
        voting.papers_agreed_at = at
    note_act(
        session,
        "enter_paper_count",
        voting,
        at=at,
        by=by,
        told=told.value,
    )
    return told


def _require_paper(voting: Voting) -> None:
    if voting.medium is Medium.ELECTRONIC:
        raise IllegalMove("This voting takes no paper.", state=voting.state.value)
