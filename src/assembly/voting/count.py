# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""From the box to the outcome, in one transaction: the only code that counts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, Text, cast, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.audit.record import record_act
from assembly.errors import Unexpected
from assembly.resolutions.decide import record_outcome
from assembly.voting.models import (
    Ballot,
    Elector,
    Participation,
    Result,
    RollCallBallot,
    Voting,
)
from assembly.voting.open import lock_voting
from assembly.voting.queries import majority_of, roll_of
from assembly.voting.rules.ballot import Choice, Secrecy
from assembly.voting.rules.lifecycle import State, require_move
from assembly.voting.rules.outcome import decide
from assembly.voting.rules.tally import Tally, tally_of
from assembly.voting.unlink import rewrite_marks

BY = "system:worker"


@dataclass(frozen=True, slots=True)
class Box:
    """What the box held: the tally and the digest of its public list."""

    tally: Tally
    digest: str


async def count_voting(session: AsyncSession, voting_id: UUID, *, at: datetime) -> bool:
    """The closed voting has its result and the resolution its outcome. Whether this call did it.

    A voting counted before is left alone, so a second bell, a second worker or a restart in the
    middle changes nothing. Locks the voting FOR UPDATE and the resolution. Refuses a voting that is
    not closed (`IllegalMove`), and to give a result that does not reconcile with the turnout.
    """
    voting = await lock_voting(session, voting_id)
    if voting.state is State.COUNTED:
        return False
    require_move(voting.state, State.COUNTED)
    if voting.secrecy is Secrecy.SECRET:
        await rewrite_marks(session, voting.id)
    box = await _empty_box(session, voting)
    turnout = await session.scalar(
        select(func.count()).select_from(Participation).where(Participation.voting_id == voting.id)
    )
    if turnout != box.tally.ballots:
        raise Unexpected(
            "The box does not hold one ballot for everyone who voted; nothing was decided.",
            ballots=box.tally.ballots,
            voted=turnout,
        )
    verdict = decide(box.tally, roll_of(voting), majority_of(voting))
    if verdict.outcome is None:
        raise Unexpected("A voting without a quorum always has an outcome.")
    session.add(
        Result(
            voting_id=voting.id,
            yes=box.tally.yes,
            no=box.tally.no,
            abstain=box.tally.abstain,
            blank=box.tally.blank,
            invalid=box.tally.invalid,
            turnout=turnout,
            weighed=None,
            colleges=None,
            paper=None,
            outcome=verdict.outcome,
            ground=verdict.ground,
            verdict={
                "outcome": verdict.outcome.value,
                "ground": verdict.ground.value,
                "base": str(verdict.base),
                "needed_yes": None if verdict.needed_yes is None else str(verdict.needed_yes),
                "margin": None if verdict.margin is None else str(verdict.margin),
                "quorum": None,
                "colleges": {},
            },
            box_digest=box.digest,
            counted_at=at,
        )
    )
    voting.state = State.COUNTED
    if not voting.is_test:
        await record_outcome(session, voting.resolution_id, verdict.outcome, at=at, by=BY)
    record_act(
        session,
        "count_voting",
        at=at,
        by=BY,
        subject=f"voting:{voting.id}",
        assembly_id=voting.assembly_id,
        box_digest=box.digest,
    )
    return True


async def _empty_box(session: AsyncSession, voting: Voting) -> Box:
    """Two statements however many ballots: the counts, and SHA-256 over the sorted public list."""
    if voting.secrecy is Secrecy.SECRET:
        counted = (
            select(Ballot.choice, func.count().label("count"))
            .where(Ballot.voting_id == voting.id)
            .group_by(Ballot.choice)
        )
        lines = select(cast(Ballot.tracker, Text).label("line")).where(
            Ballot.voting_id == voting.id
        )
    else:
        last = last_turns(voting.id).subquery()
        counted = select(last.c.choice, func.count().label("count")).group_by(last.c.choice)
        lines = select(
            func.concat(
                last.c.seat_number, " ", cast(last.c.tracker, Text), " ", last.c.choice
            ).label("line")
        )
    counts = {Choice(row[0]): int(row[1]) for row in await session.execute(counted)}
    line = lines.subquery().c.line
    joined = func.string_agg(line.concat("\n"), aggregate_order_by(literal(""), line.collate("C")))
    digest = await session.scalar(
        select(func.encode(func.sha256(func.convert_to(func.coalesce(joined, ""), "UTF8")), "hex"))
    )
    return Box(tally_of(counts), str(digest))


def last_turns(voting_id: UUID) -> Select[UUID, int, UUID, Choice]:
    """The roll-call ballots that count: the last turn of each seat."""
    return (
        select(
            RollCallBallot.seat_id,
            Elector.seat_number,
            RollCallBallot.tracker,
            RollCallBallot.choice,
        )
        .join(
            Elector,
            (Elector.voting_id == RollCallBallot.voting_id)
            & (Elector.seat_id == RollCallBallot.seat_id),
        )
        .where(RollCallBallot.voting_id == voting_id)
        .ext(distinct_on(RollCallBallot.seat_id))
        .order_by(RollCallBallot.seat_id, RollCallBallot.turn.desc())
    )
