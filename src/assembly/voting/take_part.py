# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads: how the quorum of a voting stands at this moment. For moderators; it tells no choice."""

from fractions import Fraction
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.freeze import SeatToFreeze, seats_now, takes_attendance
from assembly.voting.models import Elector, Participation
from assembly.voting.queries import VotingView
from assembly.voting.rules.ballot import Electorate, Medium
from assembly.voting.rules.exact import exactly
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.quorum import Heads, Quorum
from assembly.voting.rules.quorum_now import QuorumNow, quorum_now
from assembly.voting.rules.roll import FrozenRoll, SeatNow, freeze

SHOWN = frozenset({State.PLANNED, State.OPEN, State.CLOSED})
"""Before, the room decides; afterwards the result says it."""


async def quorum_of(session: AsyncSession, voting: VotingView) -> QuorumNow | None:
    """How its quorum stands; None where it has none, and once it is counted or annulled.

    Of a planned voting it is that of a roll frozen now, and nobody knows yet who will vote; of
    another that of its frozen roll, with those whose ballot is in the box or who vote on paper.
    """
    if voting.rule.quorum is None or voting.state not in SHOWN:
        return None
    if voting.state is State.PLANNED:
        return await quorum_in_room(
            session, voting.assembly_id, voting.rule.quorum, voting.electorate
        )
    if not voting.rule.quorum.in_weights:
        voted = _known(voting, voting.turnout)
        return quorum_now(voting.rule.quorum, Heads(voting.entitled, voting.present, voted))
    heads = Heads(
        exactly(Fraction(voting.entitled_weight or 0)),
        exactly(Fraction(voting.present_weight or 0)),
        _known(voting, await _weight_voted(session, voting.id)),
    )
    return quorum_now(voting.rule.quorum, heads, step=exactly(Fraction(voting.weight_step or 1)))


async def quorum_in_room(
    session: AsyncSession, assembly_id: UUID, quorum: Quorum, electorate: Electorate
) -> QuorumNow:
    """How this quorum would stand for a voting that opened now. Holds nobody still."""
    roll = freeze(
        [_seat_now(seat) for seat in await seats_now(session, assembly_id)],
        electorate,
        attendance_taken=await takes_attendance(session, assembly_id),
    )
    return quorum_now(quorum, _heads_on(roll, quorum), step=_step_of(roll, quorum))


def _heads_on(roll: FrozenRoll, quorum: Quorum) -> Heads:
    if quorum.in_weights:
        return Heads(exactly(roll.entitled_weight), exactly(roll.present_weight))
    return Heads(len(roll.entries), roll.present)


def _step_of(roll: FrozenRoll, quorum: Quorum) -> int | Fraction:
    return exactly(roll.step) if quorum.in_weights else 1


def _known(voting: VotingView, voted: int | Fraction) -> int | Fraction | None:
    """Where hands or papers are counted afterwards, nobody knows yet how many voted."""
    return None if voting.medium is Medium.HAND else voted


async def _weight_voted(session: AsyncSession, voting_id: UUID) -> int | Fraction:
    weight = await session.scalar(
        select(func.coalesce(func.sum(Elector.weight), 0))
        .join(
            Participation,
            (Participation.voting_id == Elector.voting_id)
            & (Participation.seat_id == Elector.seat_id),
        )
        .where(Elector.voting_id == voting_id)
    )
    return exactly(Fraction(weight or 0))


def _seat_now(seat: SeatToFreeze) -> SeatNow:
    return SeatNow(seat.number, Fraction(seat.weight), seat.college, seat.in_room, seat.holder)
