# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Break the last thread between a secret ballot and its elector: when their rows were written.

PostgreSQL keeps with each row the transaction that wrote it, and a lone ballot is written in one
transaction with its elector's mark. Once a voting is over, all its marks are therefore written
anew, in one transaction and by seat; when the old rows are vacuumed away, nothing in the tables
tells which mark came with which ballot. A mark locks no row of the roll, so nothing is left there
either (a trigger looks once a statement whether the seats stand on it). Backups and write-ahead
logs made while the voting was open still hold the old rows (docs/decisions/0005).

The outcome does not wait for this: it follows the count, and the sweep finds what is left to do.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from assembly.voting.models import Voting
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.lifecycle import State

WAITING = (
    Voting.state.in_((State.COUNTED, State.ANNULLED)),
    Voting.secrecy == Secrecy.SECRET,
    Voting.opened_at.is_not(None),
    Voting.unlinked_at.is_(None),
)

REWRITE = text(
    "WITH gone AS (DELETE FROM participations WHERE voting_id = :voting_id"
    " RETURNING seat_id, on_paper)"
    " INSERT INTO participations (voting_id, seat_id, on_paper)"
    " SELECT :voting_id, seat_id, on_paper FROM gone ORDER BY seat_id"
)


async def waiting_to_unlink(session: AsyncSession) -> list[UUID]:
    """Secret votings that are over and whose marks still are the rows that came with ballots."""
    return list(await session.scalars(select(Voting.id).where(*WAITING)))


async def rewrite_marks(session: AsyncSession, voting_id: UUID) -> bool:
    """The same electors are marked as having voted, by rows that share one birth. Whether done.

    Nothing to do for a voting that is not over, not secret or unlinked before; doing it twice, or
    at once, harms nothing: who comes second finds no old rows. Locks nobody but the marks. The
    database allows it for these votings only.
    """
    due = await session.scalar(select(Voting.id).where(Voting.id == voting_id, *WAITING))
    if due is None:
        return False
    await session.execute(REWRITE, {"voting_id": voting_id})
    return True


async def sweep_old_marks(engine: AsyncEngine) -> None:
    """The rows written before are gone, as far as no older transaction still needs them."""
    async with engine.connect() as connection:
        lone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await lone.exec_driver_sql("VACUUM participations")


async def note_unlinked(session: AsyncSession, voting_id: UUID, *, at: datetime) -> None:
    """Said once the old rows are vacuumed; until then all of it is done again."""
    await session.execute(
        update(Voting)
        .where(Voting.id == voting_id, Voting.unlinked_at.is_(None))
        .values(unlinked_at=at)
    )
