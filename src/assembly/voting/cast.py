# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The only code that writes a ballot.

A batch of secret ballots is one statement and so a transaction by itself; of a roll call it is a
transaction of the caller's (`one_transaction`). It takes its turn and holds the voting FOR SHARE,
so that it cannot close meanwhile; a ballot is in the box when it commits, and acknowledged only
afterwards. Who did not get in is looked at afterwards. Nothing written joins a tracker or a choice
of a secret voting with a seat: the two tables share no key, and their rows are inserted in orders
that know nothing of each other (marks by seat, ballots by tracker, which is random). RULES,
"Ballots".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from assembly.database import Connection
from assembly.errors import VotingNotFound
from assembly.voting import cast_sql as sql
from assembly.voting.rules.ballot import Medium, Secrecy, offered
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.receipt import Answer, Box, Receipt, Standing, tell
from assembly.voting.turn import turn_of

__all__ = ["Answer", "BatchesMet", "Paper", "Receipt", "box_of", "cast_ballots"]


@dataclass(frozen=True, slots=True)
class Paper:
    """One ballot on its way into the box. Its parts never meet again once it is in.

    `seat_id` is the elector, `by` the seat that casts: the same, or the holder of its proxy.
    """

    seat_id: UUID
    tracker: UUID
    choice: str
    by: UUID
    assembly_id: UUID

    def __repr__(self) -> str:
        """Nothing: a paper must not be read from a log or a traceback."""
        return "Paper(…)"


class BatchesMet(Exception):
    """Another batch put the same seat or tracker in at this moment; half a ballot would be in."""


async def box_of(connection: Connection, voting_id: UUID) -> Box | None:
    """What this voting froze, once it is open and for good; None before. Or `VotingNotFound`."""
    row = await connection.fetchrow(sql.BOX, voting_id)
    if row is None:
        raise VotingNotFound("There is no such voting.", voting_id=str(voting_id))
    if row["opened_at"] is None:
        return None
    return _box(row["assembly_id"], row["secrecy"], row["medium"], abstain=row["abstain"])


async def cast_ballots(
    connection: Connection,
    voting_id: UUID,
    papers: Sequence[Paper],
    *,
    at: datetime,
    box: Box | None = None,
) -> list[Answer]:
    """Each paper's answer, in the order given. Seats differ, and so do trackers.

    A paper cast before with the same tracker and choice gets its receipt again, also after closing.
    A secret ballot is final (`AlreadyVoted`); a roll-call ballot is replaced until closing. No
    ballot is taken at or after the planned end. A roll call needs a transaction of the caller's.
    Raises `VotingNotFound`, and `BatchesMet` when half of a ballot would be in: then nothing was
    written, or the transaction must roll back, and the same batch be tried again, which now sees
    what the other put in.
    """
    box = box or await box_of(connection, voting_id)
    sound = [paper for paper in papers if box is not None and paper.choice in box.choices]
    put: set[UUID] = set()
    if box is not None and sound and box.medium is not Medium.HAND:
        if box.secrecy is Secrecy.SECRET:
            put = await _put_secret(connection, voting_id, sound, at)
        else:
            put = await _put_by_name(connection, voting_id, sound, at)
    if len(put) == len(papers):
        return [Receipt(paper.tracker, repeated=False) for paper in papers]
    left = [paper for paper in papers if paper.tracker not in put]
    told = await _look_at(connection, voting_id, left, at, unopened=box is None)
    return [told.get(paper.tracker) or Receipt(paper.tracker, repeated=False) for paper in papers]


async def _put_secret(
    connection: Connection, voting_id: UUID, papers: Sequence[Paper], at: datetime
) -> set[UUID]:
    """The trackers now in the box. As many seats are marked, or this raises."""
    try:
        put = await connection.fetchval(
            sql.PUT_SECRET, voting_id, at, *_columns(papers), turn_of(voting_id)
        )
    except asyncpg.SerializationError as met:
        raise BatchesMet from met
    return set(put)


async def _put_by_name(
    connection: Connection, voting_id: UUID, papers: Sequence[Paper], at: datetime
) -> set[UUID]:
    """The trackers now in the roll call. A seat that has voted before takes one more turn."""
    marked = {
        row["seat_id"]
        for row in await connection.fetch(
            sql.MARK_BY_NAME, voting_id, at, *_columns(papers), turn_of(voting_id)
        )
    }
    seats = [
        row["seat_id"]
        for row in await connection.fetch(
            sql.HOLD_MARKS, voting_id, at, [paper.seat_id for paper in papers]
        )
    ]
    held = set(seats)
    rows = await connection.fetch(
        sql.PUT_BY_NAME,
        voting_id,
        *_columns([paper for paper in papers if paper.seat_id in held]),
    )
    put = {row["tracker"] for row in rows}
    if any(paper.seat_id in marked and paper.tracker not in put for paper in papers):
        raise BatchesMet
    return put


def _columns(papers: Sequence[Paper]) -> tuple[list[UUID], list[UUID], list[UUID], list[str]]:
    return (
        [paper.seat_id for paper in papers],
        [paper.by for paper in papers],
        [paper.tracker for paper in papers],
        [paper.choice for paper in papers],
    )


async def _look_at(
    connection: Connection,
    voting_id: UUID,
    papers: Sequence[Paper],
    at: datetime,
    *,
    unopened: bool,
) -> dict[UUID, Answer]:
    """What to tell those whose ballot did not enter, by tracker.

    A voting that opened since these ballots came was planned when they did.
    """
    rows = await connection.fetch(
        sql.STANDING,
        voting_id,
        [paper.seat_id for paper in papers],
        [paper.by for paper in papers],
        [paper.tracker for paper in papers],
    )
    if not rows:
        raise VotingNotFound("There is no such voting.", voting_id=str(voting_id))
    answers: dict[UUID, Answer] = {}
    for paper, row in zip(papers, rows, strict=True):
        box = _box(row["assembly_id"], row["secrecy"], row["medium"], abstain=row["abstain"])
        state = State(row["state"])
        standing = Standing(
            state=State.PLANNED if unopened and state is State.OPEN else state,
            ended=row["closes_at"] is not None and row["closes_at"] <= at,
            same_assembly=row["assembly_id"] == paper.assembly_id,
            on_roll=row["on_roll"],
            may_cast=row["may_cast"],
            voted=row["voted"],
            on_paper=row["on_paper"],
            in_box=row["in_box"],
            own_tracker=row["own_tracker"],
        )
        answers[paper.tracker] = tell(box, paper.choice, paper.tracker, standing)
    return answers


def _box(assembly_id: UUID, secrecy: str, medium: str, *, abstain: bool) -> Box:
    return Box(assembly_id, Secrecy(secrecy), Medium(medium), offered(abstain=abstain))
