# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whose turn it is at the box: a closing that waits goes before every ballot that comes later.

PostgreSQL lets further readers of a row pass a writer that waits for it, so that ballots which keep
coming could keep a closing waiting for ever. Locks in its lock table are handed out in turn.
Casting takes this one shared, closing alone; both end with their transaction.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import asyncpg
from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.database import Connection

KEY = bindparam("key", type_=BigInteger)
TO_CLOSE = select(func.pg_advisory_xact_lock(KEY))


@asynccontextmanager
async def turn_to_cast(connection: Connection, voting_id: UUID) -> AsyncIterator[None]:
    """One transaction that may cast: it begins, takes its turn, and is committed at the end.

    Any number may at once, unless a closing waits or is at work. Beginning and taking the turn are
    one message, so that a lone ballot waits for one answer less. PostgreSQL answers the COMMIT of a
    transaction that failed with ROLLBACK and no error: that is an error here.
    """
    try:
        await connection.execute(f"BEGIN; SELECT pg_advisory_xact_lock_shared({_key(voting_id)})")
        yield
        ended = await connection.execute("COMMIT")
    except BaseException:
        with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            await connection.execute("ROLLBACK")
        raise
    if ended != "COMMIT":
        raise asyncpg.InFailedSQLTransactionError("nothing was committed")


async def take_turn_to_cast(connection: Connection, voting_id: UUID) -> None:
    """The same inside a transaction that has begun already."""
    await connection.execute("SELECT pg_advisory_xact_lock_shared($1)", _key(voting_id))


async def take_turn_to_close(session: AsyncSession, voting_id: UUID) -> None:
    """Batches under way have ended, and later ones wait."""
    await session.execute(TO_CLOSE, {"key": _key(voting_id)})


def _key(voting_id: UUID) -> int:
    """Half of the id; two votings with the same half would only wait for each other."""
    return int.from_bytes(voting_id.bytes[:8], signed=True)
