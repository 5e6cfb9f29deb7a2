# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate: what the public may know of an outcome, and when.

A resolution that a voting of ours decided shows its outcome only once the record is published;
until then it is under vote, for everybody and in every form. History shows what its source says.
A record whose voting was annulled stays at its address and is no resolution's outcome any more.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.errors import NotPublished, ResolutionNotFound, VotingNotFound
from assembly.identity.rules.permissions import Actor, Permission, may
from assembly.publication.models import Record
from assembly.resolutions.queries import (
    ResolutionView,
    count_by_state,
    mark_of,
    resolution_view,
    resolutions_of,
)
from assembly.resolutions.rules.lifecycle import DECIDED, PUBLIC_STATES, STATE_OF, State
from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.queries import (
    VotingView,
    annulled_votings,
    counted_without,
    require_voting,
)


@dataclass(frozen=True, slots=True)
class Published:
    """A record as it was released; that of a test voting is released to nobody."""

    document: dict[str, Any]
    digest: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Decision:
    """A resolution with what may be said of its outcome. `record` is None for history."""

    resolution: ResolutionView
    outcome: Outcome | None
    record: Published | None


@dataclass(frozen=True, slots=True)
class Totals:
    """How many resolutions the public sees, and how they came out. The same on every page."""

    total: int
    adopted: int
    not_adopted: int

    @property
    def pending(self) -> int:
        """On the table or under vote."""
        return self.total - self.adopted - self.not_adopted


async def decisions_of(
    session: AsyncSession,
    assembly_id: UUID,
    *,
    outcome: Outcome | None = None,
    q: str | None = None,
    after: int = 0,
    limit: int | None = None,
    drafts: bool = False,
) -> list[Decision]:
    """By number, in two statements. `drafts` adds what only moderators may read."""
    states: Iterable[State] = PUBLIC_STATES
    unpublished: list[UUID] = []
    if outcome is not None:
        states = {STATE_OF[outcome]}
        waiting = await counted_without(session, select(Record.voting_id))
        unpublished = [counted.resolution_id for counted in waiting]
    elif drafts:
        states = State
    views = await resolutions_of(
        session, assembly_id, states=states, q=q, after=after, limit=limit, but_not=unpublished
    )
    return await _gated(session, views)


async def require_decision(
    session: AsyncSession, assembly_id: UUID, number: int, *, drafts: bool = False
) -> Decision:
    """The resolution with this number, or `ResolutionNotFound`: a draft is nobody's business."""
    view = await resolution_view(session, assembly_id, number)
    if view is None or not (drafts or view.state in PUBLIC_STATES):
        raise ResolutionNotFound("There is no resolution with this number here.")
    return (await _gated(session, [view]))[0]


async def totals_of(session: AsyncSession, assembly_id: UUID) -> Totals:
    """What every page and every answer says about an assembly."""
    states = Counter(await count_by_state(session, assembly_id))
    for unpublished in await counted_without(session, select(Record.voting_id)):
        if unpublished.assembly_id == assembly_id and unpublished.outcome is not None:
            states[STATE_OF[unpublished.outcome]] -= 1
            states[State.UNDER_VOTE] += 1
    return Totals(
        total=sum(states[state] for state in PUBLIC_STATES),
        adopted=states[State.ADOPTED],
        not_adopted=states[State.NOT_ADOPTED],
    )


async def public_mark(session: AsyncSession, assembly_id: UUID | None = None) -> str:
    """A word that changes whenever what the public may read of the assembly (or of all) does.

    Every change of a resolution raises its revision, every publication adds a record, and every
    annulment takes one out of those in force.
    """
    here = true() if assembly_id is None else Record.assembly_id == assembly_id
    in_force = Record.voting_id.not_in(annulled_votings())
    records = (
        await session.execute(
            select(func.count(), func.count().filter(in_force)).select_from(Record).where(here)
        )
    ).one()
    return f"{assembly_id}.{await mark_of(session, assembly_id)}.{records[0]}.{records[1]}"


def in_the_house(actor: Actor, assembly_id: UUID) -> bool:
    """Whether test votings may be shown: to its moderators and participants, to nobody else."""
    return may(actor, Permission.MODERATE, assembly_id) or may(actor, Permission.CAST, assembly_id)


async def require_shown(session: AsyncSession, voting_id: UUID, actor: Actor) -> VotingView:
    """The voting, or `VotingNotFound`: also for a test voting that is none of the actor's."""
    voting = await require_voting(session, voting_id)
    if voting.is_test and not in_the_house(actor, voting.assembly_id):
        raise VotingNotFound("There is no such voting.", voting_id=str(voting_id))
    return voting


async def require_record(session: AsyncSession, voting_id: UUID) -> Published:
    """The published record, or `NotPublished`."""
    record = await session.get(Record, voting_id)
    if record is None:
        raise NotPublished("The result of this voting is not published.", voting_id=str(voting_id))
    return Published(record.document, record.digest, record.published_at)


async def has_record(session: AsyncSession, voting_id: UUID) -> bool:
    """Whether the public may read the result."""
    return bool(
        await session.scalar(select(select(Record).where(Record.voting_id == voting_id).exists()))
    )


async def waiting_for_publication(session: AsyncSession) -> list[UUID]:
    """Votings counted and without a record."""
    return [
        unpublished.voting_id
        for unpublished in await counted_without(session, select(Record.voting_id))
    ]


async def _gated(session: AsyncSession, views: list[ResolutionView]) -> list[Decision]:
    ours = [view.id for view in views if view.state in DECIDED and view.source_id is None]
    records: dict[UUID, Published] = {}
    if ours:
        rows = await session.scalars(
            select(Record).where(
                Record.resolution_id.in_(ours), Record.voting_id.not_in(annulled_votings())
            )
        )
        records = {
            row.resolution_id: Published(row.document, row.digest, row.published_at)
            for row in rows
            if row.document["verdict"]["outcome"] is not None  # a void voting decided nothing
        }
    decisions = []
    for view in views:
        if view.state in DECIDED and view.source_id is None and view.id not in records:
            hidden = replace(view, state=State.UNDER_VOTE, decided_at=None)
            decisions.append(Decision(hidden, None, None))
        else:
            decisions.append(Decision(view, DECIDED.get(view.state), records.get(view.id)))
    return decisions
