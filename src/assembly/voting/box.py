# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The box: what the count finds in it, and what everybody may check once the record is published.

Of a secret voting the public box is the sorted list of trackers and nothing beside them. Of a roll
call, trackers, names and choices. Only `publication` reads those, after the record exists.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, cast, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.queries import names_by_seat
from assembly.voting.models import Ballot, Elector, RollCallBallot
from assembly.voting.rules.ballot import Choice, Secrecy
from assembly.voting.rules.sums import Class
from assembly.voting.rules.tally import Tally, tally_of


@dataclass(frozen=True, slots=True)
class NamedBallot:
    """One line of a roll call."""

    seat: int
    name: str
    tracker: UUID
    choice: str

    @property
    def number(self) -> int:
        """The seat, as pages call somebody by it."""
        return self.seat


async def ballots_by_class(
    session: AsyncSession, voting_id: UUID, secrecy: Secrecy
) -> dict[Class, Tally]:
    """What the ballots of each class say; one statement however many there are."""
    if secrecy is Secrecy.SECRET:
        counted = (
            select(Ballot.weight, Ballot.college, Ballot.choice, func.count())
            .where(Ballot.voting_id == voting_id)
            .group_by(Ballot.weight, Ballot.college, Ballot.choice)
        )
    else:
        last = last_turns(voting_id).subquery()
        counted = select(last.c.weight, last.c.college, last.c.choice, func.count()).group_by(
            last.c.weight, last.c.college, last.c.choice
        )
    found: dict[Class, dict[Choice, int]] = {}
    for weight, college, choice, count in await session.execute(counted):
        found.setdefault((Fraction(weight), college), {})[Choice(choice)] = int(count)
    return {one: tally_of(counts) for one, counts in found.items()}


async def digest_of_box(session: AsyncSession, voting_id: UUID, secrecy: Secrecy) -> str:
    """SHA-256 over the sorted lines of the public box, LF after each; one statement.

    Trackers are sorted as the 16 bytes they are, which is the order of their text.
    """
    if secrecy is Secrecy.SECRET:
        line = cast(Ballot.tracker, Text)
        joined = func.string_agg(line, aggregate_order_by(literal("\n"), Ballot.tracker))
        lines = select(_sha256(joined)).where(Ballot.voting_id == voting_id)
    else:
        last = last_turns(voting_id).subquery()
        named = select(
            func.concat(
                last.c.seat_number, " ", cast(last.c.tracker, Text), " ", last.c.choice
            ).label("line")
        ).subquery()
        joined = func.string_agg(
            named.c.line, aggregate_order_by(literal("\n"), named.c.line.collate("C"))
        )
        lines = select(_sha256(joined))
    return str(await session.scalar(lines))


async def trackers_in(session: AsyncSession, voting_id: UUID, starts: str = "") -> list[UUID]:
    """Every tracker of a secret voting that begins with these hex digits, ascending."""
    first, last = span_of(starts)
    return list(
        await session.scalars(
            select(Ballot.tracker)
            .where(Ballot.voting_id == voting_id, Ballot.tracker.between(first, last))
            .order_by(Ballot.tracker)
        )
    )


async def page_of_trackers(
    session: AsyncSession, voting_id: UUID, *, after: UUID | None, limit: int
) -> list[UUID]:
    """The next trackers of a secret voting, ascending."""
    listed = select(Ballot.tracker).where(Ballot.voting_id == voting_id)
    if after is not None:
        listed = listed.where(Ballot.tracker > after)
    return list(await session.scalars(listed.order_by(Ballot.tracker).limit(limit)))


async def roll_call(
    session: AsyncSession, voting_id: UUID, assembly_id: UUID, starts: str = ""
) -> list[NamedBallot]:
    """Every name with its last choice, by seat; of trackers that begin with these hex digits."""
    names = await names_by_seat(session, assembly_id)
    rows = (await session.execute(last_turns(voting_id))).all()
    return sorted(
        (
            NamedBallot(row.seat_number, names[row.seat_id], row.tracker, row.choice)
            for row in rows
            if row.tracker.hex.startswith(starts)
        ),
        key=lambda ballot: ballot.seat,
    )


async def ballots_of_seat(
    session: AsyncSession, votings: Sequence[UUID], seat_id: UUID
) -> dict[tuple[UUID, int], tuple[UUID, Choice]]:
    """Of these roll calls: tracker and choice by voting and seat number, where this seat casts.

    Its own ballots and those it cast for others; each as it counted.
    """
    if not votings:
        return {}
    rows = await session.execute(
        select(
            RollCallBallot.voting_id,
            Elector.seat_number,
            RollCallBallot.tracker,
            RollCallBallot.choice,
        )
        .join(
            Elector,
            (Elector.voting_id == RollCallBallot.voting_id)
            & (Elector.seat_id == RollCallBallot.seat_id),
        )
        .where(
            RollCallBallot.voting_id.in_(votings),
            func.coalesce(Elector.held_by, Elector.seat_id) == seat_id,
        )
        .order_by(RollCallBallot.turn)
    )
    return {(row.voting_id, row.seat_number): (row.tracker, Choice(row.choice)) for row in rows}


def span_of(starts: str) -> tuple[UUID, UUID]:
    """The first and the last tracker that begin with these hex digits."""
    return UUID(starts.ljust(32, "0")), UUID(starts.ljust(32, "f"))


def last_turns(voting_id: UUID) -> Select[UUID, int, Decimal, str | None, UUID, Choice]:
    """The roll-call ballots that count: the last turn of each seat, with its class on the roll."""
    return (
        select(
            RollCallBallot.seat_id,
            Elector.seat_number,
            Elector.weight,
            Elector.college,
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


def _sha256(joined: ColumnElement[str]) -> ColumnElement[str]:
    """Lower-case hex over the joined lines and a last LF; of no lines, over nothing."""
    text = func.coalesce(joined.concat("\n"), "")
    return func.encode(func.sha256(func.convert_to(text, "UTF8")), "hex")
