# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Note that something beside the text changed: what shows these resolutions is made anew."""

from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.resolutions.models import Resolution
from assembly.resolutions.rules.lifecycle import PUBLIC_STATES


async def note_beside(session: AsyncSession, resolutions: Select[UUID]) -> None:
    """Each of these has a `beside` one higher. Locks their rows, by id."""
    held = await session.scalars(
        select(Resolution.id)
        .where(Resolution.id.in_(resolutions))
        .order_by(Resolution.id)
        .with_for_update()
    )
    await session.execute(
        update(Resolution)
        .where(Resolution.id.in_(list(held)))
        .values(beside=Resolution.beside + 1)
        .execution_options(synchronize_session=False)
    )


async def note_beside_all(session: AsyncSession, assembly_id: UUID) -> None:
    """As `note_beside`, of every public resolution of the assembly: a name stands by any of them.

    Not of drafts, whose pages are made for each reader: one that nobody touched stays untouched.
    """
    public = select(Resolution.id).where(
        Resolution.assembly_id == assembly_id, Resolution.state.in_(PUBLIC_STATES)
    )
    await note_beside(session, public)
