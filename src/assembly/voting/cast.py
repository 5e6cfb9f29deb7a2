# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The only code that writes a ballot.

A batch holds the voting FOR SHARE, so that it cannot close meanwhile, and is one transaction of
the caller's: a ballot is in the box when that commits, and acknowledged only afterwards. One ballot
is a batch of one. Nothing written joins a tracker or a choice of a secret voting with a seat: the
two tables share no key, and their rows are inserted in orders that know nothing of each other
(seats ascending, ballots shuffled). RULES, "Ballots".
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.errors import AlreadyVoted, NotEntitled, Refusal, TrackerTaken, VotingNotFound
from assembly.voting.models import Ballot, Elector, Participation, RollCallBallot, Voting
from assembly.voting.rules.ballot import Choice, Secrecy, offered, read_choice
from assembly.voting.rules.lifecycle import State, require_open
from assembly.voting.turn import take_turn_to_cast

_shuffle = secrets.SystemRandom().shuffle


@dataclass(frozen=True, slots=True)
class Paper:
    """One ballot on its way into the box. Its parts never meet again once it is in."""

    seat_id: UUID
    tracker: UUID
    choice: str

    def __repr__(self) -> str:
        """Nothing: a paper must not be read from a log or a traceback."""
        return "Paper(…)"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The ballot is in the box. `repeated` when it was there before."""

    tracker: UUID
    repeated: bool


Answer = Receipt | Refusal


async def cast_ballots(
    session: AsyncSession, voting_id: UUID, papers: Sequence[Paper]
) -> list[Answer]:
    """Each paper's answer, in the order given; at most one paper a seat in one batch.

    A paper cast before with the same tracker and choice gets its receipt again, also after closing.
    A secret ballot is final (`AlreadyVoted`); a roll-call ballot is replaced until closing. Raises
    `VotingNotFound`;
    raises `TrackerTaken` when a new ballot's tracker is in the box already, and then the caller's
    transaction must roll back: half a ballot is none.
    """
    await take_turn_to_cast(session, voting_id)
    voting = (
        await session.execute(
            select(Voting.state, Voting.secrecy, Voting.abstain)
            .where(Voting.id == voting_id)
            .with_for_update(read=True)
        )
    ).one_or_none()
    if voting is None:
        raise VotingNotFound("There is no such voting.", voting_id=str(voting_id))
    answers: dict[UUID, Answer] = await _turned_away(session, voting_id, voting.state, papers)
    sound: dict[UUID, tuple[UUID, Choice]] = {}
    choices = offered(abstain=voting.abstain)
    for paper in papers:
        if paper.seat_id not in answers:
            try:
                sound[paper.seat_id] = paper.tracker, read_choice(paper.choice, choices)
            except Refusal as refusal:
                answers[paper.seat_id] = refusal
    if sound:
        first = await _mark_as_voted(session, voting_id, sorted(sound))
        if voting.secrecy is Secrecy.SECRET:
            answers |= await _cast_secret(session, voting_id, sound, first)
        else:
            answers |= await _cast_by_name(session, voting_id, sound, first)
    return [answers[paper.seat_id] for paper in papers]


async def _turned_away(
    session: AsyncSession, voting_id: UUID, state: State, papers: Sequence[Paper]
) -> dict[UUID, Answer]:
    """Who is not on the roll; and everybody, when the voting is not open."""
    seats = [paper.seat_id for paper in papers]
    if state is not State.OPEN:
        return await _too_late(session, voting_id, state, papers)
    on_roll = set(
        await session.scalars(
            select(Elector.seat_id).where(
                Elector.voting_id == voting_id, Elector.seat_id.in_(seats)
            )
        )
    )
    return {
        seat_id: NotEntitled(
            "You are not on the roll of this voting, which was frozen when it opened."
        )
        for seat_id in seats
        if seat_id not in on_roll
    }


async def _too_late(
    session: AsyncSession, voting_id: UUID, state: State, papers: Sequence[Paper]
) -> dict[UUID, Answer]:
    """Nothing is cast any more; who has voted and repeats a tracker in the box has its receipt.

    The choice is not compared: trackers are public after publication, and an answer that depended
    on the choice would let every elector ask what each ballot says.
    """
    voted = await voted_among(session, voting_id, [paper.seat_id for paper in papers])
    trackers = [paper.tracker for paper in papers]
    in_box: set[tuple[UUID, UUID | None]] = {
        (tracker, None)
        for tracker in await session.scalars(
            select(Ballot.tracker).where(
                Ballot.voting_id == voting_id, Ballot.tracker.in_(trackers)
            )
        )
    }
    by_name = await session.execute(
        select(RollCallBallot.tracker, RollCallBallot.seat_id).where(
            RollCallBallot.voting_id == voting_id, RollCallBallot.tracker.in_(trackers)
        )
    )
    in_box |= {(row.tracker, row.seat_id) for row in by_name}
    answers: dict[UUID, Answer] = {}
    for paper in papers:
        known = {(paper.tracker, None), (paper.tracker, paper.seat_id)} & in_box
        if paper.seat_id in voted and known:
            answers[paper.seat_id] = Receipt(paper.tracker, repeated=True)
            continue
        try:
            require_open(state, voted=paper.seat_id in voted)
        except Refusal as refusal:
            answers[paper.seat_id] = refusal
    return answers


async def voted_among(session: AsyncSession, voting_id: UUID, seats: Sequence[UUID]) -> set[UUID]:
    """Which of these seats have voted."""
    return set(
        await session.scalars(
            select(Participation.seat_id).where(
                Participation.voting_id == voting_id, Participation.seat_id.in_(seats)
            )
        )
    )


async def _mark_as_voted(
    session: AsyncSession, voting_id: UUID, seats: Sequence[UUID]
) -> set[UUID]:
    """Those marked now for the first time. A rival request for the same seat waits here.

    Ascending order, so that two batches with the same seats cannot deadlock.
    """
    return set(
        await session.scalars(
            insert(Participation)
            .values(
                [
                    {"voting_id": voting_id, "seat_id": seat_id, "on_paper": False}
                    for seat_id in seats
                ]
            )
            .on_conflict_do_nothing()
            .returning(Participation.seat_id)
        )
    )


async def _cast_secret(
    session: AsyncSession,
    voting_id: UUID,
    sound: dict[UUID, tuple[UUID, Choice]],
    first: set[UUID],
) -> dict[UUID, Answer]:
    fresh = [sound[seat_id] for seat_id in first]
    if fresh:
        _shuffle(fresh)
        put_in = set(
            await session.scalars(
                insert(Ballot)
                .values(
                    [
                        {
                            "voting_id": voting_id,
                            "tracker": tracker,
                            "choice": choice,
                            "weight": 1,
                            "college": None,
                        }
                        for tracker, choice in fresh
                    ]
                )
                .on_conflict_do_nothing()
                .returning(Ballot.tracker)
            )
        )
        if len(put_in) < len(fresh):
            raise TrackerTaken("This tracker is in use; nothing was cast. Draw another and repeat.")
    answers: dict[UUID, Answer] = {
        seat_id: Receipt(sound[seat_id][0], repeated=False) for seat_id in first
    }
    again = {seat_id: sound[seat_id] for seat_id in sound.keys() - first}
    if again:
        found = await session.execute(
            select(Ballot.tracker, Ballot.choice).where(
                Ballot.voting_id == voting_id,
                tuple_(Ballot.tracker, Ballot.choice).in_(list(again.values())),
            )
        )
        in_box = {(row.tracker, row.choice) for row in found}
        for seat_id, paper in again.items():
            answers[seat_id] = (
                Receipt(paper[0], repeated=True)
                if paper in in_box
                else AlreadyVoted("You have voted already; a secret ballot is final.")
            )
    return answers


async def _cast_by_name(
    session: AsyncSession,
    voting_id: UUID,
    sound: dict[UUID, tuple[UUID, Choice]],
    first: set[UUID],
) -> dict[UUID, Answer]:
    """The same tracker and choice of a seat changes nothing; a new tracker is one more turn."""
    seats = sorted(sound)
    await session.execute(
        select(Participation.seat_id)
        .where(Participation.voting_id == voting_id, Participation.seat_id.in_(seats))
        .order_by(Participation.seat_id)
        .with_for_update()
    )
    earlier = await session.execute(
        select(
            RollCallBallot.seat_id,
            RollCallBallot.turn,
            RollCallBallot.tracker,
            RollCallBallot.choice,
        ).where(
            RollCallBallot.voting_id == voting_id,
            RollCallBallot.seat_id.in_(sound.keys() - first),
        )
    )
    turns: dict[UUID, int] = {}
    seen: dict[tuple[UUID, UUID], Choice] = {}
    for row in earlier:
        turns[row.seat_id] = max(row.turn, turns.get(row.seat_id, 0))
        seen[row.seat_id, row.tracker] = row.choice
    rows = [
        {
            "voting_id": voting_id,
            "seat_id": seat_id,
            "turn": turns.get(seat_id, 0) + 1,
            "tracker": tracker,
            "choice": choice,
        }
        for seat_id, (tracker, choice) in sound.items()
        if (seat_id, tracker) not in seen
    ]
    if rows:
        put_in = await session.scalars(
            insert(RollCallBallot)
            .values(rows)
            .on_conflict_do_nothing()
            .returning(RollCallBallot.tracker)
        )
        if len(put_in.all()) < len(rows):
            raise TrackerTaken("This tracker is in use; nothing was cast. Draw another and repeat.")
    return {
        seat_id: Receipt(tracker, repeated=(seat_id, tracker) in seen)
        if seen.get((seat_id, tracker), choice) is choice
        else TrackerTaken("You used this tracker for another choice; draw another and repeat.")
        for seat_id, (tracker, choice) in sound.items()
    }
