# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who I am here: my seat and my assembly, on top of every page for those in the hall."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.queries import assembly_of, seat_number_of
from assembly.identity.rules.permissions import Actor
from assembly.web.views import AssemblyShown, assembly_shown


@dataclass(frozen=True, slots=True)
class Me:
    """Who I am here."""

    number: int
    assembly: AssemblyShown


async def me_here(session: AsyncSession, actor: Actor) -> Me:
    """Of somebody who has a seat."""
    assert actor.assembly_id is not None  # noqa: S101 - a seat has an assembly
    assert actor.seat_id is not None  # noqa: S101
    assembly = await assembly_of(session, actor.assembly_id)
    return Me(await seat_number_of(session, actor.seat_id), assembly_shown(assembly))
