# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hold a resolution and what belongs to its amendments while something about them is done.

Whatever is done to amendments first takes the row of their resolution FOR UPDATE, so that two
moderators, a worker and an author never work on the same text at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.models import Amendment, AmendmentText
from assembly.amendments.rules.lifecycle import Cause, State, require_move
from assembly.audit.record import record_act
from assembly.errors import AmendmentNotFound, Stale
from assembly.resolutions.rules.change_document import write_changes, write_edits
from assembly.resolutions.rules.changes import Change
from assembly.resolutions.rules.edits import ProvisionEdit

NOBODY: Mapping[Change, Sequence[str]] = MappingProxyType({})
"""Whose changes an amendment takes up, where they are all its own."""


async def held(session: AsyncSession, resolution_id: UUID, number: int) -> Amendment:
    """The amendment's row FOR UPDATE, or `AmendmentNotFound`. Hold its resolution first."""
    row = await session.scalar(
        select(Amendment)
        .where(Amendment.resolution_id == resolution_id, Amendment.number == min(number, 2**31 - 1))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise AmendmentNotFound("There is no amendment with this number here.")
    return row


async def held_all(session: AsyncSession, resolution_id: UUID) -> dict[UUID, Amendment]:
    """All of a resolution's, FOR UPDATE, by id and in the order of their numbers."""
    rows = await session.scalars(
        select(Amendment)
        .where(Amendment.resolution_id == resolution_id)
        .order_by(Amendment.number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


def require_revision(row: Amendment, revision: int) -> None:
    """Nobody's work is written over."""
    if row.revision != revision:
        raise Stale(
            "Somebody changed this amendment meanwhile; read it again and repeat your change.",
            yours=revision,
            current=row.revision,
        )


def move(
    session: AsyncSession,
    row: Amendment,
    to: State,
    *,
    at: datetime,
    by: str,
    because: str | None = None,
    fell_to: UUID | None = None,
) -> None:
    """The amendment is there, and the trail says so. Refuses what the table does not have."""
    require_move(row.state, to)
    row.state = to
    row.revision += 1
    row.because = because
    row.fell_to = fell_to
    decided = {State.ADOPTED, State.NOT_ADOPTED, State.TAKEN_OVER, State.FALLEN}
    row.decided_at = at if to in decided else None
    note(session, f"amendment_{to}", row, at=at, by=by, **({"because": because} if because else {}))


def write_text(
    session: AsyncSession,
    row: Amendment,
    version: int,
    edits: Iterable[ProvisionEdit],
    changes: Sequence[Change],
    *,
    cause: Cause,
    at: datetime,
    by: str,
    on_text: int | None = None,
    credit: Mapping[Change, Sequence[str]] = NOBODY,
    conflicts: list[object] | None = None,
) -> None:
    """The amendment asks for this from now on; what it asked for before stays readable."""
    row.current_text += 1
    row.revision += 1
    session.add(
        AmendmentText(
            amendment_id=row.id,
            ordinal=row.current_text,
            version=version,
            on_text=on_text,
            edits=write_edits(edits),
            changes=write_changes(changes),
            credit=_written(changes, credit),
            conflicts=conflicts,
            cause=cause,
            written_at=at,
            written_by=by,
        )
    )


def _written(
    changes: Sequence[Change], credit: Mapping[Change, Sequence[str]]
) -> list[object] | None:
    return [[at, list(credit[one])] for at, one in enumerate(changes) if one in credit] or None


def note(
    session: AsyncSession, act: str, row: Amendment, *, at: datetime, by: str, **facts: object
) -> None:
    """The entry is about this amendment, by its number in its resolution."""
    record_act(
        session,
        act,
        at=at,
        by=by,
        subject=f"amendment:{row.id}",
        assembly_id=row.assembly_id,
        number=row.number,
        revision=row.revision,
        **facts,
    )
