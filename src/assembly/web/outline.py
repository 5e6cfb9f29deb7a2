# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""An assembly as everybody in its hall sees it: what is open, what is over, what was annulled."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.queries import assembly_of
from assembly.clock import now
from assembly.publication.queries import Published, published_among
from assembly.voting.queries import VotingView, votings_of
from assembly.voting.rules.lifecycle import State

RECENT = timedelta(hours=12)
"""For how long a voting that is over is told of."""
MOST_RESULTS = 5
SPREAD = 0.6
"""Milliseconds over which each further seat spreads the moment in which all phones ask."""
LONGEST_SPREAD = 5000


@dataclass(frozen=True, slots=True)
class Outline:
    """An assembly as everybody in the hall sees it, in one state."""

    assembly_id: UUID
    slug: str
    mark: str
    zone: str
    spread: int
    opened: tuple[VotingView, ...]
    annulled: tuple[VotingView, ...]
    ended: tuple[VotingView, ...]
    published: dict[UUID, Published]

    @property
    def rolls(self) -> list[UUID]:
        """The votings of which it matters who is on the roll."""
        return [voting.id for voting in (*self.opened, *self.annulled)]


async def outline_of(session: AsyncSession, assembly_id: UUID, mark: str) -> Outline:
    """What everybody sees, as it stands. The votings of an assembly are asked for once a state."""
    assembly = await assembly_of(session, assembly_id)
    every = await votings_of(session, assembly_id, tests=True)
    seen: set[tuple[UUID, tuple[int, ...]]] = set()
    annulled, ended = [], []
    for voting in every:
        about = (voting.resolution_id, voting.amendments)
        if not voting.is_test and about not in seen:
            seen.add(about)
            if voting.state is State.ANNULLED:
                annulled.append(voting)
        over = voting.closed_at is not None and voting.closed_at > now() - RECENT
        if voting.state in {State.CLOSED, State.COUNTED} and over and not voting.is_test:
            ended.append(voting)
    ended.sort(key=lambda voting: voting.closed_at or now(), reverse=True)
    del ended[MOST_RESULTS:]
    heads = max((voting.entitled or 0 for voting in every), default=0)
    return Outline(
        assembly_id,
        assembly.slug,
        mark,
        assembly.time_zone,
        min(int(heads * SPREAD), LONGEST_SPREAD),
        tuple(voting for voting in reversed(every) if voting.state is State.OPEN),
        tuple(annulled),
        tuple(ended),
        await published_among(session, [voting.id for voting in ended]),
    )
