# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a voting does to amendments: put them under vote, record the outcome, give them back.

An outcome is recorded when the voting's record is published, not when it is counted: what falls
away, and what the text becomes, would tell it before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.fall import let_fall
from assembly.amendments.hold import held_all, move
from assembly.amendments.keep_up import keep_up
from assembly.amendments.models import Amendment
from assembly.amendments.next_version import undo_merge
from assembly.amendments.planned import plan_of
from assembly.amendments.queries import amendments_of
from assembly.amendments.rules.lifecycle import State, require_move
from assembly.amendments.rules.plan import require_next
from assembly.errors import AmendmentNotFound
from assembly.resolutions.decide import hold_resolution
from assembly.resolutions.history import version_view
from assembly.resolutions.models import Resolution
from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.outcome import Outcome


@dataclass(frozen=True, slots=True)
class UnderVote:
    """What was put to the vote, and the text it is about."""

    resolution: Resolution
    amendments: list[Amendment]


async def require_votable(
    session: AsyncSession, resolution: Resolution, numbers: Sequence[int]
) -> dict[int, Amendment]:
    """The amendments, whose turn it is to be put to the vote together; else why not.

    Refuses unknown ones (`AmendmentNotFound`), any that is not admissible (`IllegalMove`), and
    whatever `require_next` refuses. Hold the resolution first; this holds its amendments.
    """
    rows = {row.number: row for row in (await held_all(session, resolution.id)).values()}
    for number in numbers:
        if number not in rows:
            raise AmendmentNotFound("There is no amendment with this number here.", number=number)
        require_move(rows[number].state, State.UNDER_VOTE)
    views = await amendments_of(session, resolution.id)
    present = await version_view(session, resolution.id, resolution.current_version)
    base = Base(present.provisions)
    plan = await plan_of(session, resolution.id, resolution.current_version, base, views)
    require_next(plan, {view.number: view.entry for view in views}, numbers)
    return {number: rows[number] for number in numbers}


async def put_amendments_under_vote(
    session: AsyncSession, resolution_id: UUID, ids: Sequence[UUID], *, at: datetime, by: str
) -> UnderVote:
    """They are under vote, with what was adopted to them in them.

    Refuses what `require_votable` does; locks them and the resolution.
    """
    await keep_up(session, resolution_id, at=at, by=by)
    resolution = await hold_resolution(session, resolution_id)
    rows = await held_all(session, resolution_id)
    await require_votable(session, resolution, [rows[one].number for one in ids])
    for one in ids:
        move(session, rows[one], State.UNDER_VOTE, at=at, by=by)
    resolution.beside += 1
    return UnderVote(resolution, [rows[one] for one in ids])


async def record_amendments(
    session: AsyncSession,
    resolution_id: UUID,
    ids: Sequence[UUID],
    outcome: Outcome,
    *,
    at: datetime,
    by: str,
) -> None:
    """They are adopted, and what is in conflict with them has fallen; or they are not adopted."""
    resolution = await hold_resolution(session, resolution_id)
    rows = await held_all(session, resolution_id)
    to = State.ADOPTED if outcome is Outcome.ADOPTED else State.NOT_ADOPTED
    for one in ids:
        move(session, rows[one], to, at=at, by=by)
    await let_fall(session, resolution, at=at, by=by)
    resolution.beside += 1


async def return_amendments(
    session: AsyncSession, resolution_id: UUID, ids: Sequence[UUID], *, at: datetime, by: str
) -> None:
    """They are admissible again, as after a void or an annulled voting.

    So are those that had fallen to them, unless they fall to another one; and where they are in the
    text already, there is a further version with the words from before. Refuses when the text
    itself is under vote or decided (`IllegalMove`): that voting has to be annulled first. Locks
    them and the resolution.
    """
    resolution = await hold_resolution(session, resolution_id)
    rows = await held_all(session, resolution_id)
    numbers = {rows[one].number for one in ids}
    adopted = any(rows[one].state is State.ADOPTED for one in ids)
    for row in rows.values():
        if (row.id in ids or row.fell_to in ids) and row.state is not State.ADMISSIBLE:
            move(session, row, State.ADMISSIBLE, at=at, by=by)
    await session.flush()
    if adopted:
        await undo_merge(session, resolution, numbers, at=at, by=by)
    await let_fall(session, resolution, at=at, by=by)
    resolution.beside += 1
