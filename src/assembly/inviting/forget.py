# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nothing is kept of whether and how a seat was invited."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.inviting.models import Invitation


async def drop_invitations(session: AsyncSession, seat_id: UUID) -> None:
    """The seat was never invited, and no letter waits for it."""
    await session.execute(delete(Invitation).where(Invitation.seat_id == seat_id))
