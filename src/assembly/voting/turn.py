# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whose turn it is at the box: a closing that waits goes before every ballot that comes later.

PostgreSQL lets further readers of a row pass a writer that waits for it, so that ballots which keep
coming could keep a closing waiting for ever. Locks in its lock table are handed out in turn.
Casting takes this one shared, closing alone; both end with their transaction.
"""

from uuid import UUID

from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

KEY = bindparam("key", type_=BigInteger)
TO_CAST = select(func.pg_advisory_xact_lock_shared(KEY))
TO_CLOSE = select(func.pg_advisory_xact_lock(KEY))


async def take_turn_to_cast(session: AsyncSession, voting_id: UUID) -> None:
    """Any number of batches may cast at once, unless a closing waits or is at work."""
    await session.execute(TO_CAST, {"key": _key(voting_id)})


async def take_turn_to_close(session: AsyncSession, voting_id: UUID) -> None:
    """Batches under way have ended, and later ones wait."""
    await session.execute(TO_CLOSE, {"key": _key(voting_id)})


def _key(voting_id: UUID) -> int:
    """Half of the id; two votings with the same half would only wait for each other."""
    return int.from_bytes(voting_id.bytes[:8], signed=True)
