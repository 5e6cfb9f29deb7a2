# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Put right what a resolution is called, and what became of history: never without a correction."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.errors import IllegalMove
from assembly.resolutions.decide import hold_resolution
from assembly.resolutions.rules.lifecycle import STATE_OF
from assembly.resolutions.rules.outcome import Outcome


async def put_right(
    session: AsyncSession, resolution_id: UUID, *, title: str | None, outcome: Outcome
) -> None:
    """The resolution bears this title, and history this outcome; its revision rises in any case.

    The database lets it pass only where the latest correction says the same. Its versions keep
    their titles. Refuses another outcome than that of a voting held here (`IllegalMove`). Locks
    its row.
    """
    resolution = await hold_resolution(session, resolution_id)
    if STATE_OF[outcome] is not resolution.state and resolution.source_id is None:
        raise IllegalMove("What a voting decided is not corrected; its box decides.")
    resolution.title = title
    resolution.state = STATE_OF[outcome]
    resolution.revision += 1
    await session.flush()
