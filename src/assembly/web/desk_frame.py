# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every page of the desk begins with: the assembly, if one moderates it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.problems import status_of
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import require_assembly
from assembly.errors import Refusal
from assembly.identity.guard import permit
from assembly.identity.rules.permissions import Actor, Permission
from assembly.voting.queries import VotingView, require_voting
from assembly.web.rendering import PERSONAL, render
from assembly.web.texts import PROBLEMS
from assembly.web.views import AssemblyShown, assembly_shown


@dataclass(frozen=True, slots=True)
class Frame:
    """The assembly, and as its pages show it."""

    assembly: Assembly
    shown: AssemblyShown

    @property
    def desk(self) -> str:
        """The address of the desk, without a language."""
        return f"/assemblies/{self.shown.slug}/desk"


async def frame_for(session: AsyncSession, slug: str, actor: Actor) -> Frame:
    """The frame; whoever does not moderate the assembly is refused."""
    assembly = await require_assembly(session, slug)
    permit(actor, Permission.MODERATE, assembly.id)
    return Frame(assembly, assembly_shown(assembly))


async def as_it_is_now(session: AsyncSession, voting_id: UUID) -> VotingView:
    """The voting after what was just done to it."""
    await session.flush()
    return await require_voting(session, voting_id)


def desk_page(
    request: Request[Any, Any, Any],
    template: str,
    frame: Frame,
    *,
    refusal: Refusal | None = None,
    status_code: int = 200,
    home: str | None = None,
    headers: Mapping[str, str] = PERSONAL,
    **values: Any,
) -> Response[Any]:
    """The page, with the refusal on top where something was refused.

    `home` is where it can be read again, below the desk.
    """
    return render(
        request,
        template,
        headers=dict(headers),
        home=frame.desk + (home or ""),
        status_code=status_code if refusal is None else status_of(type(refusal)),
        assembly=frame.shown,
        zone=frame.assembly.time_zone,
        problem=PROBLEMS[refusal.slug] if refusal else None,
        **values,
    )
