# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""From the box to the outcome, in one transaction: the only code that counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.errors import PapersNotAgreed, Unexpected
from assembly.resolutions.decide import record_outcome
from assembly.voting.box import ballots_by_class, digest_of_box
from assembly.voting.models import PaperCount, Participation, Result, Voting
from assembly.voting.open import lock_voting
from assembly.voting.roll import classes_of, marks_by_class
from assembly.voting.rules.ballot import Subject
from assembly.voting.rules.lifecycle import State, require_move
from assembly.voting.rules.numbers import write_college, write_verdict, write_weights
from assembly.voting.rules.outcome import Verdict
from assembly.voting.rules.paper import PaperLine, needs_papers, read_lines, write_lines
from assembly.voting.rules.release import Release
from assembly.voting.rules.sums import Class, Sums, add_up, decide_sums, together
from assembly.voting.rules.tally import Tally
from assembly.voting.terms import rule_of
from assembly.voting.trail import note_act

BY = "system:worker"


@dataclass(frozen=True, slots=True)
class Marks:
    """How many are marked as having voted, on a device and on paper."""

    electronic: int
    on_paper: int


async def count_voting(session: AsyncSession, voting_id: UUID, *, at: datetime) -> bool:
    """The closed voting has its result and the resolution its outcome. Whether this call did it.

    A voting counted before is left alone, so a second bell, a second worker or a restart in the
    middle changes nothing. Locks the voting FOR UPDATE and the resolution. Refuses a voting that is
    not closed (`IllegalMove`), one whose papers are not agreed (`PapersNotAgreed`), and to give a
    result that does not reconcile with who has voted. A void voting has a result without outcome;
    its resolution returns to the table when the record says so, and amendments move only then, as
    does everything of a result that is held back. A test moves nothing. As many statements for a
    hundred thousand ballots as for ten.
    """
    voting = await lock_voting(session, voting_id)
    if voting.state is State.COUNTED:
        return False
    require_move(voting.state, State.COUNTED)
    marks = await _marks(session, voting.id)
    if needs_papers(voting.medium, marks.on_paper) and voting.papers_agreed_at is None:
        raise PapersNotAgreed(
            "The papers of this voting are not counted by two people yet.", voting_id=str(voting_id)
        )
    papers = await _papers(session, voting)
    sums = await _sums(session, voting, marks, papers)
    verdict = decide_sums(rule_of(voting), sums)
    digest = await digest_of_box(session, voting.id, voting.secrecy)
    session.add(_result(voting, sums, papers, verdict, digest, at))
    voting.state = State.COUNTED
    decides = voting.subject is Subject.RESOLUTION and not voting.is_test
    if decides and voting.release is Release.AT_ONCE and verdict.outcome is not None:
        await record_outcome(session, voting.resolution_id, verdict.outcome, at=at, by=BY)
    note_act(
        session,
        "count_voting",
        voting,
        at=at,
        by=BY,
        box_digest=digest,
    )
    return True


async def _marks(session: AsyncSession, voting_id: UUID) -> Marks:
    paper = func.count().filter(Participation.on_paper)
    row = (
        await session.execute(
            select(func.count() - paper, paper).where(Participation.voting_id == voting_id)
        )
    ).one()
    return Marks(*row)


async def _papers(session: AsyncSession, voting: Voting) -> list[PaperLine] | None:
    """The agreed count; None where there was no paper to count."""
    if voting.papers_agreed_at is None:
        return None
    lines = await session.scalar(
        select(PaperCount.lines)
        .where(PaperCount.voting_id == voting.id)
        .order_by(PaperCount.attempt.desc())
        .limit(1)
    )
    return read_lines(lines or [])


async def _sums(
    session: AsyncSession, voting: Voting, marks: Marks, papers: Sequence[PaperLine] | None
) -> Sums:
    """Box and papers added up on the roll, once they reconcile with the marks, class by class."""
    roll = await classes_of(session, voting.id)
    box = await ballots_by_class(session, voting.id, voting.secrecy)
    ballots = int(together(box.values()).ballots)
    if ballots != marks.electronic:
        raise Unexpected(
            "The box does not hold one ballot for everyone who voted; nothing was decided.",
            ballots=ballots,
            voted=marks.electronic,
        )
    if len(roll) > 1:
        marked = await marks_by_class(session, voting.id, on_paper=False)
        if {one: tally.ballots for one, tally in box.items()} != marked:
            raise Unexpected(
                "The box does not hold the weights and colleges of those who voted;"
                " nothing was decided."
            )
    cast: list[tuple[Class, Tally]] = [*box.items()]
    cast += [(line.of, line.tally) for line in papers or ()]
    return add_up(roll, cast, Fraction(voting.weight_step or 1))


def _result(
    voting: Voting,
    sums: Sums,
    papers: Sequence[PaperLine] | None,
    verdict: Verdict,
    digest: str,
    at: datetime,
) -> Result:
    tally, weights = sums.whole.tally, sums.whole.weights
    return Result(
        voting_id=voting.id,
        yes=tally.yes,
        no=tally.no,
        abstain=tally.abstain,
        blank=tally.blank,
        invalid=tally.invalid,
        turnout=tally.ballots,
        weighed=None if weights is None else write_weights(weights.tally),
        colleges={name: write_college(part) for name, part in sums.colleges.items()} or None,
        paper=None if papers is None else write_lines(papers),
        outcome=verdict.outcome,
        ground=verdict.ground,
        verdict=write_verdict(verdict),
        box_digest=digest,
        counted_at=at,
    )
