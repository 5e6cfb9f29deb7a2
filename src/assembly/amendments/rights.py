# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whose an amendment is, and who takes one over; moderators do both for the house."""

from enum import Enum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.queries import AmendmentView, require_amendment
from assembly.errors import NotPermitted
from assembly.identity.rules.permissions import Actor, Permission, may
from assembly.resolutions.backing import line_of
from assembly.resolutions.queries import resolution_id_of


class Right(Enum):
    """What is asked of a participant beside a seat in the assembly."""

    AUTHOR = "Only its author and the moderators may do this."
    SPONSOR = "Only a sponsor of the text takes an amendment over."


def seat_of(actor: Actor, assembly_id: UUID) -> UUID | None:
    """The seat an amendment is filed from; a moderator's is nobody's."""
    return None if may(actor, Permission.MODERATE, assembly_id) else actor.seat_id


async def require_right(
    session: AsyncSession,
    actor: Actor,
    assembly_id: UUID,
    resolution_number: int,
    number: int,
    right: Right,
) -> None:
    """Nothing for who has it and for moderators; else `NotPermitted`.

    A moderator is not told here whether there is such an amendment.
    """
    if may(actor, Permission.MODERATE, assembly_id):
        return
    resolution_id = await resolution_id_of(session, assembly_id, resolution_number)
    if right is Right.AUTHOR:
        require_own(actor, assembly_id, await require_amendment(session, resolution_id, number))
    elif actor.seat_id is None or await line_of(session, resolution_id, actor.seat_id) is None:
        raise _missing(right)


def require_own(actor: Actor, assembly_id: UUID, view: AmendmentView) -> None:
    """Nothing for the seat it was filed from and for moderators; else `NotPermitted`."""
    if may(actor, Permission.MODERATE, assembly_id):
        return
    if view.seat_id is None or view.seat_id != actor.seat_id:
        raise _missing(Right.AUTHOR)


def _missing(right: Right) -> NotPermitted:
    return NotPermitted(right.value, permission=Permission.AMEND.value)
