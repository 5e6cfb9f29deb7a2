# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about votings. Nothing here tells a choice before it is published; turnout is public."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.errors import VotingNotFound
from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.models import Embargo, Participation, Result, Voting, VotingAmendment
from assembly.voting.rules.ballot import Electorate, Medium, Secrecy, Subject
from assembly.voting.rules.exact import exactly
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.numbers import read_colleges, read_weights
from assembly.voting.rules.outcome import Rule
from assembly.voting.rules.paper import needs_papers
from assembly.voting.rules.release import Release
from assembly.voting.rules.schedule import WARNINGS
from assembly.voting.rules.sums import Sum, Sums, Weights
from assembly.voting.rules.tally import Tally
from assembly.voting.terms import rule_of


@dataclass(frozen=True, slots=True)
class VotingView:
    """A voting as everybody may see it at any time: its state and its turnout, no counts."""

    id: UUID
    assembly_id: UUID
    resolution_id: UUID
    version: int
    subject: Subject
    amendments: tuple[int, ...]
    state: State
    secrecy: Secrecy
    abstain: bool
    rule: Rule
    electorate: Electorate
    medium: Medium
    is_rehearsal: bool
    is_test: bool
    accepts_small_classes: bool
    opens_at: datetime | None
    closes_at: datetime | None
    opening_missed: str | None
    release: Release
    publish_at: datetime | None
    released_at: datetime | None
    entitled: int | None
    present: int | None
    represented: int | None
    entitled_weight: Decimal | None
    present_weight: Decimal | None
    weight_step: Decimal | None
    attendance_taken: bool | None
    small_classes: bool | None
    roll_digest: str | None
    turnout: int
    on_paper: int
    papers_agreed: bool
    opened_at: datetime | None
    closed_at: datetime | None
    annulled_at: datetime | None
    annulled_because: str | None

    @property
    def needs_papers(self) -> bool:
        """Whether the count waits until two people entered the same papers."""
        return needs_papers(self.medium, self.on_paper)

    @property
    def is_held(self) -> bool:
        """Whether there is a result that nobody may read yet, as was agreed beforehand."""
        held = self.release is Release.HELD and not self.is_test
        return held and self.state is State.COUNTED and self.released_at is None

    @property
    def is_weighted(self) -> bool:
        """Whether somebody on the roll has another weight than one."""
        return is_weighted(self.entitled, self.entitled_weight, self.weight_step)


@dataclass(frozen=True, slots=True)
class VotingMark:
    """`mark` is another word whenever state or hours of a voting are; the turnout is beside it."""

    id: UUID
    is_test: bool
    mark: str
    turnout: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A voting whose outcome is known inside the house; None of a void one.

    And None of one that is held back: its resolution moves with the record only.
    """

    voting_id: UUID
    subject: Subject
    assembly_id: UUID
    resolution_id: UUID
    outcome: Outcome | None


def is_weighted(entitled: int | None, weight: Decimal | None, step: Decimal | None) -> bool:
    """Of a frozen roll: whole weights that add up to the number of heads are all one."""
    return weight is not None and (step != 1 or weight != entitled)


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


async def votings_about(
    session: AsyncSession, resolution_id: UUID, *, tests: bool = False
) -> list[VotingView]:
    """The votings on amendments to one resolution, the latest first."""
    which = (Voting.resolution_id == resolution_id) & (Voting.subject == Subject.AMENDMENTS)
    return await _views(session, which if tests else which & Voting.is_test.is_(False))


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
            f"{row.state}.{row.opens_at}.{row.closes_at}.{row.opening_missed}",
            row.turnout,
        )
        for row in rows
    ]


async def states_mark(session: AsyncSession, assembly_id: UUID) -> str:
    """A word that is another one whenever state or hours of a voting of the assembly are.

    One row, whatever the number of votings; no turnout, so that it stays while people vote.
    """
    one = func.concat_ws(".", Voting.id, Voting.state, Voting.closes_at)
    return str(
        await session.scalar(
            select(
                func.md5(
                    func.coalesce(func.string_agg(one, aggregate_order_by(literal("|"), one)), "")
                )
            )
            .select_from(Voting)
            .where(Voting.assembly_id == assembly_id)
        )
    )


async def assembly_id_of(session: AsyncSession, voting_id: UUID) -> UUID:
    """Whose voting this is, or `VotingNotFound`."""
    found = await session.scalar(select(Voting.assembly_id).where(Voting.id == voting_id))
    if found is None:
        raise VotingNotFound("There is no such voting.", voting_id=str(voting_id))
    return found


async def result_of(session: AsyncSession, voting_id: UUID) -> Result | None:
    """The counted result. Only `publication` may hand it on."""
    return await session.get(Result, voting_id)


def sums_of(voting: VotingView, result: Result) -> Sums:
    """What the count wrote, to decide once more."""
    weights = None
    if result.weighed is not None:
        weights = Weights(
            exactly(Fraction(voting.entitled_weight or 0)),
            exactly(Fraction(voting.present_weight or 0)),
            read_weights(result.weighed, "weighed"),
        )
    tally = Tally(result.yes, result.no, result.abstain, result.blank, result.invalid)
    return Sums(
        Sum(voting.entitled or 0, voting.present or 0, tally, weights),
        read_colleges(result.colleges or {}),
        1 if weights is None else exactly(Fraction(voting.weight_step or 1)),
    )


async def waiting_for_count(session: AsyncSession) -> list[UUID]:
    """Votings closed and not counted, the longest waiting first; not those whose papers are out."""
    on_paper = exists().where(Participation.voting_id == Voting.id, Participation.on_paper)
    nothing_out = or_(
        Voting.medium == Medium.ELECTRONIC,
        Voting.papers_agreed_at.is_not(None),
        and_(Voting.medium == Medium.HYBRID, ~on_paper),
    )
    return list(
        await session.scalars(
            select(Voting.id)
            .where(Voting.state == State.CLOSED, nothing_out)
            .order_by(Voting.closed_at)
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


async def annulled_since(session: AsyncSession, since: datetime) -> dict[UUID, datetime]:
    """When each voting was annulled that was annulled since; no test votings."""
    rows = await session.execute(
        select(Voting.id, Voting.annulled_at).where(
            Voting.annulled_at >= since, Voting.is_test.is_(False)
        )
    )
    return {row[0]: row[1] for row in rows if row[1] is not None}


def moves_of(assembly_id: UUID) -> ScalarSelect[int]:
    """Grows with every voting and with each step one takes, but for tests; for another room."""
    ranks = {state: rank for rank, state in enumerate(State, start=1)}
    moved = func.coalesce(func.sum(case(ranks, value=Voting.state)), 0)
    real = Voting.is_test.is_(False)
    return select(moved).where(Voting.assembly_id == assembly_id, real).scalar_subquery()


async def counted_without(session: AsyncSession, published: Select[UUID]) -> list[Counted]:
    """Votings that have a result and are not among `published`; no test votings."""
    moved = case((Voting.release == Release.AT_ONCE, Result.outcome))
    rows = await session.execute(
        select(
            Voting.id,
            Voting.subject,
            Voting.assembly_id,
            Voting.resolution_id,
            moved.label("outcome"),
        )
        .join(Result, Result.voting_id == Voting.id)
        .where(
            Voting.state == State.COUNTED,
            Voting.is_test.is_(False),
            Voting.id.not_in(published),
        )
    )
    return [
        Counted(row.id, row.subject, row.assembly_id, row.resolution_id, row.outcome)
        for row in rows
    ]


async def waiting_for_release(
    session: AsyncSession, published: Select[UUID], at: datetime
) -> list[UUID]:
    """Counted and not among `published`, but for tests and what is held back until later."""
    return list(
        await session.scalars(
            select(Voting.id)
            .where(
                Voting.state == State.COUNTED,
                Voting.is_test.is_(False),
                or_(
                    Voting.release == Release.AT_ONCE,
                    Voting.released_at.is_not(None),
                    Voting.publish_at <= at,
                ),
                Voting.id.not_in(published),
            )
            .order_by(Voting.closed_at)
        )
    )


async def embargoes_of(session: AsyncSession, voting_id: UUID) -> list[Embargo]:
    """How the hour of its publication was moved, the first move first."""
    return list(
        await session.scalars(
            select(Embargo).where(Embargo.voting_id == voting_id).order_by(Embargo.turn)
        )
    )


async def _views(session: AsyncSession, which: ColumnElement[bool]) -> list[VotingView]:
    turnout = (
        select(func.count())
        .select_from(Participation)
        .where(Participation.voting_id == Voting.id)
        .scalar_subquery()
    )
    on_paper = (
        select(func.count())
        .select_from(Participation)
        .where(
            Voting.medium != Medium.ELECTRONIC,
            Participation.voting_id == Voting.id,
            Participation.on_paper,
        )
        .scalar_subquery()
    )
    amendments = (
        select(func.array_agg(aggregate_order_by(VotingAmendment.number, VotingAmendment.number)))
        .where(
            Voting.subject == Subject.AMENDMENTS,
            VotingAmendment.voting_id == Voting.id,
        )
        .scalar_subquery()
    )
    rows = await session.execute(
        select(
            Voting,
            turnout.label("turnout"),
            on_paper.label("on_paper"),
            amendments.label("amendments"),
        )
        .where(which)
        .order_by(Voting.planned_at.desc(), Voting.id)
    )
    return [
        VotingView(
            id=row.Voting.id,
            assembly_id=row.Voting.assembly_id,
            resolution_id=row.Voting.resolution_id,
            version=row.Voting.version,
            subject=row.Voting.subject,
            amendments=tuple(row.amendments or ()),
            state=row.Voting.state,
            secrecy=row.Voting.secrecy,
            abstain=row.Voting.abstain,
            rule=rule_of(row.Voting),
            electorate=row.Voting.electorate,
            medium=row.Voting.medium,
            is_rehearsal=row.Voting.is_rehearsal,
            is_test=row.Voting.is_test,
            accepts_small_classes=row.Voting.accepts_small_classes,
            opens_at=row.Voting.opens_at,
            closes_at=row.Voting.closes_at,
            opening_missed=row.Voting.opening_missed,
            release=row.Voting.release,
            publish_at=row.Voting.publish_at,
            released_at=row.Voting.released_at,
            entitled=row.Voting.entitled,
            present=row.Voting.present,
            represented=row.Voting.represented,
            entitled_weight=row.Voting.entitled_weight,
            present_weight=row.Voting.present_weight,
            weight_step=row.Voting.weight_step,
            attendance_taken=row.Voting.attendance_taken,
            small_classes=row.Voting.small_classes,
            roll_digest=row.Voting.roll_digest,
            turnout=row.turnout,
            on_paper=row.on_paper,
            papers_agreed=row.Voting.papers_agreed_at is not None,
            opened_at=row.Voting.opened_at,
            closed_at=row.Voting.closed_at,
            annulled_at=row.Voting.annulled_at,
            annulled_because=row.Voting.annulled_because,
        )
        for row in rows
    ]
