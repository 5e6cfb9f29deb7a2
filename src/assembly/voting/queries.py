# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about votings. Nothing here tells a choice before it is published; turnout is public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.errors import VotingNotFound
from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.models import Elector, Participation, Result, Voting
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.majority import Base, Majority, Roll, Strictness
from assembly.voting.rules.schedule import WARNINGS


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
    is_test: bool
    accepts_small_classes: bool
    opens_at: datetime | None
    closes_at: datetime | None
    opening_missed: str | None
    entitled: int | None
    present: int | None
    roll_digest: str | None
    turnout: int
    opened_at: datetime | None
    closed_at: datetime | None
    annulled_at: datetime | None
    annulled_because: str | None


@dataclass(frozen=True, slots=True)
class VotingMark:
    """A word that is another one whenever state, hours or turnout of a voting are."""

    id: UUID
    is_test: bool
    mark: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A voting whose outcome is known inside the house."""

    voting_id: UUID
    assembly_id: UUID
    resolution_id: UUID
    outcome: Outcome | None


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


async def votings_of(
    session: AsyncSession, assembly_id: UUID, *, tests: bool = False
) -> list[VotingView]:
    """All votings of an assembly, the latest first; test votings only for those in the house."""
    which = Voting.assembly_id == assembly_id
    return await _views(session, which if tests else which & Voting.is_test.is_(False))


async def hold_voting(session: AsyncSession, voting_id: UUID) -> None:
    """The row is held FOR SHARE: it neither moves nor is annulled before the transaction ends."""
    await session.execute(
        select(Voting.id).where(Voting.id == voting_id).with_for_update(read=True)
    )


async def marks_of(session: AsyncSession, assembly_id: UUID) -> list[VotingMark]:
    """What changes about each voting of an assembly, in one statement, for comparing."""
    turnout = case(
        (
            Voting.state.in_([State.OPEN, State.CLOSED]),
            select(func.count())
            .select_from(Participation)
            .where(Participation.voting_id == Voting.id)
            .scalar_subquery(),
        ),
        else_=0,
    )
    rows = await session.execute(
        select(
            Voting.id,
            Voting.is_test,
            Voting.state,
            Voting.opens_at,
            Voting.closes_at,
            Voting.opening_missed,
            turnout.label("turnout"),
        )
        .where(Voting.assembly_id == assembly_id)
        .order_by(Voting.id)
    )
    return [
        VotingMark(
            row.id,
            row.is_test,
            f"{row.state}.{row.opens_at}.{row.closes_at}.{row.opening_missed}.{row.turnout}",
        )
        for row in rows
    ]


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


async def waiting_to_open(session: AsyncSession, at: datetime) -> list[UUID]:
    """Planned votings whose hour has come and whose opening was not tried yet."""
    return list(
        await session.scalars(
            select(Voting.id)
            .where(
                Voting.state == State.PLANNED,
                Voting.opens_at <= at,
                Voting.opening_missed.is_(None),
            )
            .order_by(Voting.opens_at)
        )
    )


async def waiting_to_close(session: AsyncSession, at: datetime) -> list[UUID]:
    """Open votings whose end has come."""
    return list(
        await session.scalars(
            select(Voting.id)
            .where(Voting.state == State.OPEN, Voting.closes_at <= at)
            .order_by(Voting.closes_at)
        )
    )


async def ending_soon(session: AsyncSession, at: datetime) -> list[UUID]:
    """Open votings whose end is so near that those who listen may have to be warned."""
    return list(
        await session.scalars(
            select(Voting.id).where(
                Voting.state == State.OPEN,
                Voting.closes_at > at,
                Voting.closes_at <= at + timedelta(seconds=max(WARNINGS)),
            )
        )
    )


def annulled_votings() -> Select[UUID]:
    """The ids of annulled votings, to be left out of another room's statement."""
    return select(Voting.id).where(Voting.state == State.ANNULLED)


async def counted_without(session: AsyncSession, published: Select[tuple[UUID]]) -> list[Counted]:
    """Votings that have a result and are not among `published`; no test votings."""
    rows = await session.execute(
        select(Voting.id, Voting.assembly_id, Voting.resolution_id, Result.outcome)
        .join(Result, Result.voting_id == Voting.id)
        .where(
            Voting.state == State.COUNTED,
            Voting.is_test.is_(False),
            Voting.id.not_in(published),
        )
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
            is_test=row.Voting.is_test,
            accepts_small_classes=row.Voting.accepts_small_classes,
            opens_at=row.Voting.opens_at,
            closes_at=row.Voting.closes_at,
            opening_missed=row.Voting.opening_missed,
            entitled=row.Voting.entitled,
            present=row.Voting.present,
            roll_digest=row.Voting.roll_digest,
            turnout=row.turnout,
            opened_at=row.Voting.opened_at,
            closed_at=row.Voting.closed_at,
            annulled_at=row.Voting.annulled_at,
            annulled_because=row.Voting.annulled_because,
        )
        for row in rows
    ]
