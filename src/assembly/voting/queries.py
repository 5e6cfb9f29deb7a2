# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about votings. Nothing here tells a choice before it is published; turnout is public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.errors import VotingNotFound
from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.models import Elector, Participation, Result, Voting
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.majority import Base, Majority, Roll, Strictness


@dataclass(frozen=True, slots=True)
class VotingView:
    """A voting as everybody may see it at any time: its state and its turnout, no counts."""

    id: UUID
    assembly_id: UUID
    resolution_id: UUID
    version: int
    state: State
    secrecy: Secrecy
    abstain: bool
    rule: Majority
    is_rehearsal: bool
    entitled: int | None
    present: int | None
    roll_digest: str | None
    turnout: int
    opened_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Counted:
    """A voting whose outcome is known inside the house."""

    voting_id: UUID
    assembly_id: UUID
    resolution_id: UUID
    outcome: Outcome


def majority_of(voting: Voting) -> Majority:
    """The frozen rule, exactly."""
    return Majority(
        voting.rule,
        Fraction(voting.share_over, voting.share_of),
        Strictness(voting.strictness),
        Base(voting.base),
    )


def roll_of(voting: Voting) -> Roll:
    """The frozen roll's heads."""
    return Roll(entitled=voting.entitled or 0, present=voting.present or 0)


async def require_voting(session: AsyncSession, voting_id: UUID) -> VotingView:
    """The voting, or `VotingNotFound`."""
    views = await _views(session, Voting.id == voting_id)
    if not views:
        raise VotingNotFound("There is no such voting.", voting_id=str(voting_id))
    return views[0]


async def votings_of(session: AsyncSession, assembly_id: UUID) -> list[VotingView]:
    """All votings of an assembly, the latest first."""
    return await _views(session, Voting.assembly_id == assembly_id)


async def assembly_id_of(session: AsyncSession, voting_id: UUID) -> UUID:
    """Whose voting this is, or `VotingNotFound`."""
    found = await session.scalar(select(Voting.assembly_id).where(Voting.id == voting_id))
    if found is None:
        raise VotingNotFound("There is no such voting.", voting_id=str(voting_id))
    return found


async def is_elector(session: AsyncSession, voting_id: UUID, seat_id: UUID) -> bool:
    """Whether this seat is on the frozen roll."""
    return bool(
        await session.scalar(
            select(
                select(Elector)
                .where(Elector.voting_id == voting_id, Elector.seat_id == seat_id)
                .exists()
            )
        )
    )


async def voted_among(session: AsyncSession, voting_id: UUID, seats: Sequence[UUID]) -> set[UUID]:
    """Which of these seats have voted."""
    return set(
        await session.scalars(
            select(Participation.seat_id).where(
                Participation.voting_id == voting_id, Participation.seat_id.in_(seats)
            )
        )
    )


async def result_of(session: AsyncSession, voting_id: UUID) -> Result | None:
    """The counted result. Only `publication` may hand it on."""
    return await session.get(Result, voting_id)


async def waiting_for_count(session: AsyncSession) -> list[UUID]:
    """Votings closed and not counted, the longest waiting first."""
    return list(
        await session.scalars(
            select(Voting.id).where(Voting.state == State.CLOSED).order_by(Voting.closed_at)
        )
    )


async def counted_without(session: AsyncSession, published: Select[tuple[UUID]]) -> list[Counted]:
    """Votings that have a result and are not among `published`."""
    rows = await session.execute(
        select(Voting.id, Voting.assembly_id, Voting.resolution_id, Result.outcome)
        .join(Result, Result.voting_id == Voting.id)
        .where(Voting.state == State.COUNTED, Voting.id.not_in(published))
    )
    return [Counted(row.id, row.assembly_id, row.resolution_id, row.outcome) for row in rows]


async def _views(session: AsyncSession, which: ColumnElement[bool]) -> list[VotingView]:
    turnout = (
        select(func.count())
        .select_from(Participation)
        .where(Participation.voting_id == Voting.id)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(Voting, turnout.label("turnout"))
        .where(which)
        .order_by(Voting.planned_at.desc(), Voting.id)
    )
    return [
        VotingView(
            id=row.Voting.id,
            assembly_id=row.Voting.assembly_id,
            resolution_id=row.Voting.resolution_id,
            version=row.Voting.version,
            state=row.Voting.state,
            secrecy=row.Voting.secrecy,
            abstain=row.Voting.abstain,
            rule=majority_of(row.Voting),
            is_rehearsal=row.Voting.is_rehearsal,
            entitled=row.Voting.entitled,
            present=row.Voting.present,
            roll_digest=row.Voting.roll_digest,
            turnout=row.turnout,
            opened_at=row.Voting.opened_at,
            closed_at=row.Voting.closed_at,
        )
        for row in rows
    ]
