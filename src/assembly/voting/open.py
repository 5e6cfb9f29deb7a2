# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plan a voting, and open it: from then on the roll, the rule and the text are frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.freeze import SeatToFreeze, seats_to_freeze, takes_attendance
from assembly.assemblies.models import Assembly
from assembly.database import breaks
from assembly.errors import (
    IllegalMove,
    NobodyToVote,
    SmallClasses,
    VotingNotFound,
)
from assembly.resolutions.draft import lock_resolution
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.resolutions.rules.lifecycle import told
from assembly.voting.about import plan_about, put_to_the_vote, require_ready
from assembly.voting.models import Elector, Voting
from assembly.voting.rules.ballot import Electorate, Medium, Secrecy, Subject
from assembly.voting.rules.lifecycle import State, require_move
from assembly.voting.rules.majority import Majority
from assembly.voting.rules.outcome import Rule, as_rule
from assembly.voting.rules.release import AT_ONCE, Gate, gate_facts, require_later
from assembly.voting.rules.roll import FrozenRoll, SeatNow, freeze
from assembly.voting.rules.schedule import (
    BY_HAND,
    SHORTEST,
    Schedule,
    require_possible,
    require_time_left,
)
from assembly.voting.terms import require_colleges, require_possible_rule, rule_columns, rule_of
from assembly.voting.trail import note_act


@dataclass(frozen=True, slots=True)
class Terms:
    """How a voting will go."""

    secrecy: Secrecy
    abstain: bool
    rule: Rule | Majority
    electorate: Electorate = Electorate.ALL
    medium: Medium = Medium.ELECTRONIC
    test: bool = False
    accept_small_classes: bool = False
    schedule: Schedule = BY_HAND
    gate: Gate = AT_ONCE


async def plan_voting(
    session: AsyncSession,
    assembly: Assembly,
    resolution_number: int,
    terms: Terms,
    *,
    at: datetime,
    by: str,
    amendments: Sequence[int] = (),
) -> Voting:
    """There is a planned voting on the tabled resolution, or on `amendments` to it together.

    Refuses amendments whose turn it is not (as `require_votable` does), the text itself while an
    amendment is undecided (`AmendmentsUndecided`), a resolution that is not tabled, or that has a
    voting planned, open or closed already (`IllegalMove`), a rule that nothing could meet
    (`UnknownRule`), and hours that cannot be kept (`ImpossibleSchedule`). A test voting stands
    in nobody's way. Locks the resolution's row, and its amendments.
    """
    require_possible(terms.schedule, at)
    require_later(terms.gate, terms.schedule, at)
    rule = as_rule(terms.rule)
    resolution = await lock_resolution(session, assembly.id, resolution_number)
    if resolution.state is not ResolutionState.TABLED:
        raise IllegalMove(
            "Only a tabled resolution can be put to the vote.", state=told(resolution.state)
        )
    subject = Subject.AMENDMENTS if amendments else Subject.RESOLUTION
    if subject is Subject.RESOLUTION and not terms.test:
        await require_ready(session, resolution, at=at, by=by)
    voting = Voting(
        id=uuid4(),
        assembly_id=assembly.id,
        resolution_id=resolution.id,
        subject=subject,
        version=resolution.current_version,
        state=State.PLANNED,
        secrecy=terms.secrecy,
        abstain=terms.abstain,
        **rule_columns(require_possible_rule(rule)),
        electorate=terms.electorate,
        medium=terms.medium,
        is_rehearsal=assembly.is_rehearsal,
        is_test=terms.test,
        accepts_small_classes=terms.accept_small_classes,
        opens_at=terms.schedule.opens_at,
        closes_at=terms.schedule.closes_at,
        release=terms.gate.release,
        publish_at=terms.gate.publish_at,
        planned_at=at,
    )
    session.add(voting)
    try:
        await session.flush()
    except IntegrityError as error:
        if not breaks(error, "uq_votings_resolution_id_live"):
            raise
        raise IllegalMove("This resolution has a voting under way already.") from error
    if amendments:
        await plan_about(session, voting, resolution, amendments)
    note_act(
        session,
        "plan_voting",
        voting,
        at=at,
        by=by,
        resolution=resolution_number,
        amendments=sorted(amendments),
        **gate_facts(terms.gate),
    )
    return voting


async def open_voting(
    session: AsyncSession,
    voting_id: UUID,
    *,
    at: datetime,
    by: str,
    accept_small_classes: bool = False,
    least: timedelta = SHORTEST,
) -> Voting:
    """The roll is frozen and ballots are taken: nobody comes on it afterwards.

    Opening an open voting changes nothing. Refuses any other state (`IllegalMove`), a planned end
    that leaves less time than `least` (`EndTooNear`), an empty roll (`NobodyToVote`), a rule about
    other colleges than the roll has (`CollegesMissing`), and a secret voting on a roll where fewer
    than five share a weight and a college, unless that was accepted (`SmallClasses`). Locks the
    voting FOR UPDATE, the resolution, and the seats FOR SHARE.
    """
    voting = await lock_voting(session, voting_id)
    if voting.state is State.OPEN:
        return voting
    require_move(voting.state, State.OPEN)
    require_time_left(voting.closes_at, at, least)
    voting.version = await put_to_the_vote(session, voting, at=at, by=by)
    seats = await seats_to_freeze(session, voting.assembly_id)
    voting.attendance_taken = await takes_attendance(session, voting.assembly_id)
    roll = freeze(
        [_seat_now(seat) for seat in seats],
        voting.electorate,
        attendance_taken=voting.attendance_taken,
    )
    if not roll.entries:
        raise NobodyToVote("Nobody is seated or nobody is present, so the roll would be empty.")
    require_colleges(rule_of(voting), roll.colleges)
    voting.accepts_small_classes |= accept_small_classes
    voting.small_classes = voting.secrecy is Secrecy.SECRET and bool(roll.small_classes)
    if voting.small_classes and not voting.accepts_small_classes:
        raise SmallClasses(
            "Few electors share a weight and a college, so the counts could unmask them."
            " Vote by roll call, or open and accept it; the record will say so.",
            classes=[
                {"weight": weight, "college": college, "electors": heads}
                for weight, college, heads in roll.small_classes
            ],
        )
    await _freeze_roll(session, voting.id, seats, roll)
    voting.entitled = len(roll.entries)
    voting.present = roll.present
    voting.represented = roll.represented
    voting.entitled_weight = _exact(roll.entitled_weight)
    voting.present_weight = _exact(roll.present_weight)
    voting.weight_step = _exact(roll.step)
    voting.roll_digest = roll.digest
    voting.opened_at = at
    voting.opening_missed = None
    voting.state = State.OPEN
    note_act(session, "open_voting", voting, at=at, by=by, roll_digest=voting.roll_digest)
    return voting


def _seat_now(seat: SeatToFreeze) -> SeatNow:
    return SeatNow(seat.number, Fraction(seat.weight), seat.college, seat.in_room, seat.holder)


def _exact(number: Fraction) -> Decimal:
    return Decimal(int(number * 10**6)).scaleb(-6)


async def _freeze_roll(
    session: AsyncSession, voting_id: UUID, seats: Sequence[SeatToFreeze], roll: FrozenRoll
) -> None:
    """Holders first, so that every line finds the one it refers to."""
    ids = {seat.number: seat.id for seat in seats}
    await session.execute(
        insert(Elector),
        [
            {
                "voting_id": voting_id,
                "seat_id": ids[entry.number],
                "seat_number": entry.number,
                "weight": _exact(entry.weight),
                "college": entry.college,
                "present": entry.present,
                "held_by": None if entry.held_by is None else ids[entry.held_by],
            }
            for entry in sorted(roll.entries, key=lambda entry: entry.held_by is not None)
        ],
    )


async def lock_voting(session: AsyncSession, voting_id: UUID, *, shared: bool = False) -> Voting:
    """The row, held FOR UPDATE: no ballot can be cast meanwhile. Or `VotingNotFound`.

    `shared` holds it as ballots do, FOR SHARE: it cannot close meanwhile.
    """
    voting = await session.scalar(
        select(Voting)
        .where(Voting.id == voting_id)
        .with_for_update(read=shared)
        .execution_options(populate_existing=True)
    )
    if voting is None:
        raise VotingNotFound("There is no such voting.", voting_id=str(voting_id))
    return voting
