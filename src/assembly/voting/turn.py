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
TO_CAST = select(func.pg_advisory_xact_lock_shared(KEY))
TO_CLOSE = select(func.pg_advisory_xact_lock(KEY))


def turn_of(voting_id: UUID) -> int:
    """What the turn of this voting is called: half of its id.

    Two votings with the same half would only wait for each other. The statements of casting take it
    shared: any number may at once, unless a closing waits or is at work.
    """
    return int.from_bytes(voting_id.bytes[:8], signed=True)


@asynccontextmanager
async def one_transaction(connection: Connection) -> AsyncIterator[None]:
    """Committed at the end, rolled back where anything fails.

    PostgreSQL answers the COMMIT of a transaction that failed with ROLLBACK and no error: that is
    an error here.
    """
    try:
        await connection.execute("BEGIN")
        yield
        ended = await connection.execute("COMMIT")
    except BaseException:
        with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            await connection.execute("ROLLBACK")
        raise
    if ended != "COMMIT":
        raise asyncpg.InFailedSQLTransactionError("nothing was committed")


async def take_turn_to_cast(session: AsyncSession, voting_id: UUID) -> None:
    """As the statements of casting do, for what else may not meet a closing."""
    await session.execute(TO_CAST, {"key": turn_of(voting_id)})


async def take_turn_to_close(session: AsyncSession, voting_id: UUID) -> None:
    """Batches under way have ended, and later ones wait."""
    await session.execute(TO_CLOSE, {"key": turn_of(voting_id)})
