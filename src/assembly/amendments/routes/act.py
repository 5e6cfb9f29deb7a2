# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What all that is done to one amendment has in common: right, verb, commit, bell, answer."""

from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from litestar import Response
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.models import Amendment
from assembly.amendments.queries import require_amendment
from assembly.amendments.rights import Right, require_right
from assembly.amendments.schemas import Amended
from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import GUARDED
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.errors import AmendmentNotFound, AssemblyNotFound, ResolutionNotFound
from assembly.identity.guard import permit
from assembly.identity.rules.permissions import Actor, Permission

HERE = "/assemblies/{slug:str}/resolutions/{number:int}"
ONE = HERE + "/amendments/{amendment:int}"
NO_STORE = {"Cache-Control": "no-store"}
FOUND = (*GUARDED, AssemblyNotFound, ResolutionNotFound, AmendmentNotFound)


class Place(NamedTuple):
    """Where an amendment is: its assembly, the number of its resolution, and its own."""

    slug: str
    number: int
    amendment: int


class Verb(Protocol):
    """What is done to an amendment of a resolution of an assembly."""

    async def __call__(
        self,
        session: AsyncSession,
        assembly_id: UUID,
        resolution_number: int,
        number: int,
        /,
        *,
        at: datetime,
        by: str,
    ) -> Amendment:
        """The amendment as it is then; committed by whoever asked."""


async def act(
    verb: Verb,
    place: Place,
    sessions: Sessions,
    bell: Bell,
    actor: Actor,
    permission: Permission,
    *,
    right: Right | None = None,
    keep_up: bool = False,
) -> Response[Amended]:
    """Done and committed, then the bell rings, with `keep_up` for what follows from it.

    Refuses who has not the permission, or not the `right` that is asked for beside it.
    """
    async with sessions.begin() as session:
        assembly = await permitted(session, place.slug, actor, permission)
        there = (assembly.id, place.number, place.amendment)
        if right is not None:
            await require_right(session, actor, *there, right)
        row = await verb(session, *there, at=now(), by=actor.name)
        response = await amended(session, row)
    if keep_up:
        await bell.keep_up(row.resolution_id)
    await bell.changed(place.slug, f"resolution/{place.number}")
    return response


async def permitted(
    session: AsyncSession, slug: str, actor: Actor, permission: Permission
) -> Assembly:
    """The assembly, in which this actor may do that."""
    assembly = await require_assembly(session, slug)
    permit(actor, permission, assembly.id)
    return assembly


async def amended(session: AsyncSession, row: Amendment) -> Response[Amended]:
    """Where it stands now, with its revision as ETag."""
    await session.flush()
    view = await require_amendment(session, row.resolution_id, row.number)
    return Response(
        Amended(
            number=view.number,
            state=view.state,
            revision=view.revision,
            in_conflict=view.conflicts is not None,
        ),
        headers=NO_STORE | {"ETag": f'"{view.revision}"'},
    )
