# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a handler that takes ballots asks for by name: one thing, because each further costs a task.

Litestar resolves several dependencies of a handler in a task group of its own; on the one route
that a whole hall uses at once that was a tenth of the time (docs/where-the-time-goes.md).
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from assembly.identity.guard import actor_of, permit
from assembly.identity.rules.permissions import Actor, Permission
from assembly.voting.intake import Intake
from assembly.voting.queries import assembly_id_of


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


CastingBooth = NamedDependency[SkipValidation[Booth]]


def _booth(request: Request[Any, Any, Any]) -> Booth:
    return Booth(actor_of(request), request.app.state.intake, request)


PROVIDED = {"booth": Provide(_booth, sync_to_thread=False)}
