# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a handler that takes ballots asks for by name: one thing, because each further costs a task.

Litestar resolves several dependencies of a handler in a task group of its own; on the one route
that a whole hall uses at once that was a tenth of the time (docs/where-the-time-goes.md).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from assembly.identity.guard import actor_of, permit
from assembly.identity.rules.permissions import Actor, Permission
from assembly.voting.cast import Answer
from assembly.voting.electorate import Reach, reach_of
from assembly.voting.intake import Intake
from assembly.voting.queries import assembly_id_of
from assembly.voting.together import Wanted, cast_together


@dataclass(frozen=True, slots=True)
class Booth:
    """Who casts, and where ballots go in."""

    actor: Actor
    intake: Intake
    request: Request[Any, Any, Any]

    async def require_seat(self, voting_id: UUID) -> tuple[UUID, UUID]:
        """The seat and assembly of the one who casts; whoever has none is refused.

        Refuses with `NotPermitted`, or `VotingNotFound` where there is nothing to cast in. Whether
        the seat is on the roll is seen where the ballot is written.
        """
        seat_id, assembly_id = self.actor.seat_id, self.actor.assembly_id
        if seat_id is None or assembly_id is None:
            async with self.request.app.state.sessions.begin() as session:
                assembly_id = await assembly_id_of(session, voting_id)
            permit(self.actor, Permission.CAST, assembly_id)
        assert seat_id is not None  # noqa: S101 - the permission has seen to it
        assert assembly_id is not None  # noqa: S101
        return seat_id, assembly_id

    async def reach(self, voting_id: UUID, numbers: Collection[int | None]) -> Reach:
        """For which of these numbers the one who casts does so here; `VotingNotFound`."""
        sessions = self.request.app.state.sessions
        seat_id, _ = await self.require_seat(voting_id)
        async with sessions.begin() as session:
            permit(self.actor, Permission.CAST, await assembly_id_of(session, voting_id))
            return await reach_of(session, voting_id, seat_id, numbers)

    async def cast_together(
        self, voting_id: UUID, wanted: Sequence[Wanted]
    ) -> list[tuple[int, Answer]]:
        """The number and the answer of each ballot, in order."""
        _, assembly_id = await self.require_seat(voting_id)
        reach = await self.reach(voting_id, [one.number for one in wanted])
        path = self.request.url.path
        return await cast_together(
            self.intake, voting_id, wanted, reach, assembly_id=assembly_id, path=path
        )


CastingBooth = NamedDependency[SkipValidation[Booth]]


def _booth(request: Request[Any, Any, Any]) -> Booth:
    return Booth(actor_of(request), request.app.state.intake, request)


PROVIDED = {"booth": Provide(_booth, sync_to_thread=False)}
