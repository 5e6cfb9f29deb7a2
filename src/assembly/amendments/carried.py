# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""An amendment goes over to other words than those it was made on, word for word or in conflict."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.hold import write_text
from assembly.amendments.models import Amendment
from assembly.amendments.queries import AmendmentView
from assembly.amendments.rules.carry_document import write_conflicts
from assembly.amendments.rules.lifecycle import Cause
from assembly.resolutions.rules.carry import Carried, carry_over
from assembly.resolutions.rules.text import Provision


def write_carried(
    session: AsyncSession,
    row: Amendment,
    version: int,
    carried: Carried,
    *,
    at: datetime,
    by: str,
    on_text: int | None = None,
) -> None:
    """What is left of it may be in conflict, or nothing: then it waits."""
    stuck = bool(carried.conflicts) or not carried.edits
    write_text(
        session,
        row,
        version,
        carried.edits,
        carried.changes,
        cause=Cause.CARRIED,
        at=at,
        by=by,
        on_text=on_text,
        conflicts=write_conflicts(carried.conflicts) if stuck else None,
    )


def carry_those_to(
    session: AsyncSession,
    amended: Amendment,
    to_it: Iterable[AmendmentView],
    rows: Mapping[UUID, Amendment],
    *,
    version: int,
    before: Sequence[Provision],
    after: Sequence[Provision],
    at: datetime,
    by: str,
) -> None:
    """Amendments to an amendment stand on its present words: on `after`, where `before` was."""
    for one in to_it:
        moved = carry_over(before, after, one.name, one.changes)
        write_carried(
            session, rows[one.id], version, moved, at=at, by=by, on_text=amended.current_text
        )
