# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What moderators do to a sitting has in common: right, verb, commit, bell, answer."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from litestar import Response
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, SkipValidation
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.api.dependencies import Bell, Sessions
from assembly.assemblies.models import Assembly
from assembly.clock import now
from assembly.doorbell import Doorbell
from assembly.identity.guard import Acting
from assembly.identity.rules.permissions import Actor, Permission, may
from assembly.sittings.floor import floor_of
from assembly.sittings.models import Sitting
from assembly.sittings.queries import require_sitting
from assembly.sittings.routes.planning import NO_STORE, moderated, shown
from assembly.sittings.schemas import FloorOut, SittingOut


class Act(NamedTuple):
    """One transaction in which something is done to a sitting, when and by whom."""

    session: AsyncSession
    assembly: Assembly
    sitting: int
    at: datetime
    by: str

    @property
    def of(self) -> UUID:
        """The assembly's id."""
        return self.assembly.id


@dataclass(frozen=True, slots=True)
class Chair:
    """The place from which a sitting is led. Refuses who does not moderate its assembly."""

    slug: str
    sitting: int
    sessions: async_sessionmaker[AsyncSession]
    bell: Doorbell
    actor: Actor

    async def move(
        self, verb: Callable[[Act], Awaitable[Sitting]], *, beside: tuple[str, ...] = ()
    ) -> Response[SittingOut]:
        """The sitting as it is then; the bell rings for it and for what is named `beside` it."""
        async with self._act() as act:
            row = await verb(act)
            response = await shown(act.session, act.assembly, row, self.actor)
        for what in ("sitting", *beside):
            await self.bell.changed(self.slug, what)
        return response

    async def lead(self, verb: Callable[[Act], Awaitable[object]]) -> Response[FloorOut]:
        """The floor as it is then; the bell rings for it."""
        async with self._act() as act:
            await verb(act)
            response = await floor_shown(act.session, act.assembly, self.sitting, self.actor)
        await self.bell.changed(self.slug, "floor")
        return response

    @asynccontextmanager
    async def _act(self) -> AsyncIterator[Act]:
        async with self.sessions.begin() as session:
            assembly = await moderated(session, self.slug, self.actor)
            yield Act(session, assembly, self.sitting, now(), self.actor.name)


def _chair(
    slug: FromPath[str], sitting: FromPath[int], sessions: Sessions, bell: Bell, actor: Acting
) -> Chair:
    return Chair(slug, sitting, sessions, bell, actor)


Presiding = NamedDependency[SkipValidation[Chair]]
PRESIDED = {"chair": Provide(_chair, sync_to_thread=False)}


async def floor_shown(
    session: AsyncSession, assembly: Assembly, sitting: int, actor: Actor
) -> Response[FloorOut]:
    """The floor as it stands after what was done."""
    await session.flush()
    view = await require_sitting(session, assembly.id, sitting)
    drafts = may(actor, Permission.MODERATE, assembly.id)
    floor = await floor_of(session, view.id, drafts=drafts)
    return Response(FloorOut.of(floor, now()), headers=NO_STORE)
