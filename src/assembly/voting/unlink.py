# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Break the last thread between a secret ballot and its elector: when their rows were written.

PostgreSQL keeps with each row the transaction that wrote it, and a lone ballot is written in one
transaction with its elector's mark. Before counting, all marks of the voting are therefore written
anew, in one transaction and by seat; once the old rows are vacuumed away, nothing in the tables
tells which mark came with which ballot. A mark locks no row of the roll, so nothing is left there
either (a trigger looks once a statement whether the seats stand on it). Backups and write-ahead logs made while the voting was open
still hold the old rows (docs/decisions/0005).
"""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

REWRITE = text(
    "WITH gone AS (DELETE FROM participations WHERE voting_id = :voting_id"
    " RETURNING seat_id, on_paper)"
    " INSERT INTO participations (voting_id, seat_id, on_paper)"
    " SELECT :voting_id, seat_id, on_paper FROM gone ORDER BY seat_id"
)


async def rewrite_marks(session: AsyncSession, voting_id: UUID) -> None:
    """The same electors are marked as having voted, by rows that share one birth.

    The caller holds the closed voting FOR UPDATE. The database allows it for a closed voting only.
    """
    await session.execute(REWRITE, {"voting_id": voting_id})


async def sweep_old_marks(engine: AsyncEngine) -> None:
    """The rows written before are gone, as far as no older transaction still needs them."""
    async with engine.connect() as connection:
        lone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await lone.exec_driver_sql("VACUUM participations")
