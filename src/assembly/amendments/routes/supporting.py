# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Withdraw an amendment, support it or no longer, ask to split it."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from litestar import Response, delete, post, put
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments import judge
from assembly.amendments.rights import Right
from assembly.amendments.routes.act import FOUND, NO_STORE, ONE, Place, act, permitted
from assembly.amendments.schemas import Amended, Supported
from assembly.amendments.support import ask_to_split, end_support, support_amendment
from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import NEEDS_TOKEN, refusals
from assembly.clock import now
from assembly.errors import IllegalMove, NotPermitted
from assembly.identity.guard import Acting, signed_in
from assembly.identity.rules.permissions import Actor, Permission


class Supporting(Protocol):
    """A seat supports an amendment, or no longer."""

    async def __call__(
        self,
        session: AsyncSession,
        assembly_id: UUID,
        resolution_number: int,
        number: int,
        seat_id: UUID,
        /,
        *,
        at: datetime,
        by: str,
    ) -> int:
        """How many seats support it then."""


async def _support(
    verb: Supporting, place: Place, sessions: Sessions, bell: Bell, actor: Actor
) -> Response[Supported]:
    """Done with one's own seat and committed, then the bell rings."""
    slug, number, amendment = place
    async with sessions.begin() as session:
        assembly = await permitted(session, slug, actor, Permission.CAST)
        if actor.seat_id is None:
            raise NotPermitted("Only seats support.", permission=Permission.CAST.value)
        supporters = await verb(
            session, assembly.id, number, amendment, actor.seat_id, at=now(), by=actor.name
        )
    await bell.changed(slug, f"resolution/{number}")
    return Response(Supported(number=amendment, supporters=supporters), headers=NO_STORE)


@post(
    ONE + "/withdrawal",
    status_code=200,
    guards=[signed_in],
    operation_id="withdrawAmendment",
    responses=refusals(*FOUND, IllegalMove),
    security=NEEDS_TOKEN,
)
async def withdraw(
    slug: FromPath[str],
    number: FromPath[int],
    amendment: FromPath[int],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Amended]:
    """Take an amendment back, and those made to it. Its author and moderators; harmless twice."""
    place = Place(slug, number, amendment)
    return await act(
        judge.withdraw_amendment,
        place,
        sessions,
        bell,
        actor,
        Permission.AMEND,
        right=Right.AUTHOR,
        keep_up=True,
    )


@put(
    ONE + "/support",
    guards=[signed_in],
    operation_id="supportAmendment",
    responses=refusals(*FOUND, IllegalMove),
    security=NEEDS_TOKEN,
)
async def support(
    slug: FromPath[str],
    number: FromPath[int],
    amendment: FromPath[int],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Supported]:
    """Support an amendment with one's seat. Participants only; harmless twice."""
    return await _support(support_amendment, Place(slug, number, amendment), sessions, bell, actor)


@delete(
    ONE + "/support",
    status_code=200,
    guards=[signed_in],
    operation_id="endSupport",
    responses=refusals(*FOUND, IllegalMove),
    security=NEEDS_TOKEN,
)
async def support_no_longer(
    slug: FromPath[str],
    number: FromPath[int],
    amendment: FromPath[int],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Supported]:
    """Support an amendment no longer. Participants only; harmless twice."""
    return await _support(end_support, Place(slug, number, amendment), sessions, bell, actor)


@post(
    ONE + "/splitting",
    status_code=200,
    guards=[signed_in],
    operation_id="askToSplit",
    responses=refusals(*FOUND, IllegalMove),
    security=NEEDS_TOKEN,
)
async def split(
    slug: FromPath[str],
    number: FromPath[int],
    amendment: FromPath[int],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Amended]:
    """Ask that an amendment be voted on by itself. Participants and moderators; harmless twice."""
    place = Place(slug, number, amendment)
    return await act(ask_to_split, place, sessions, bell, actor, Permission.AMEND)


HANDLERS = [withdraw, support, support_no_longer, split]
