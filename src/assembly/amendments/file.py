# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""File an amendment and rewrite it: an author types, the server finds what it comes down to."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.carried import carry_those_to
from assembly.amendments.fall import let_fall
from assembly.amendments.hold import held, move, note, require_revision, write_text
from assembly.amendments.models import Amendment
from assembly.amendments.queries import (
    AmendmentView,
    amendments_of,
    require_amendment,
    terms_of,
)
from assembly.amendments.rules.carry_document import write_conflicts
from assembly.amendments.rules.lifecycle import UNDECIDED, Cause, State, require_editable
from assembly.amendments.wanted import Made, Wanted, sound_reason_for, what_is_asked
from assembly.assemblies.models import Assembly
from assembly.errors import AlreadyTaken, AmendmentLimitReached, AmendmentsClosed, IllegalMove
from assembly.resolutions.draft import lock_resolution
from assembly.resolutions.history import version_view
from assembly.resolutions.models import Resolution
from assembly.resolutions.rules.changes import Base, Change
from assembly.resolutions.rules.fold import text_with
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.resolutions.rules.lifecycle import told

MOST_UNDECIDED = 30
"""Amendments of one seat to one text that may wait at once."""
MOST_AMENDMENTS = 5_000


async def file_amendment(
    session: AsyncSession,
    assembly: Assembly,
    resolution_number: int,
    wanted: Wanted,
    *,
    seat_id: UUID | None,
    at: datetime,
    by: str,
) -> Amendment:
    """There is a submitted amendment with the next number of its resolution.

    Sent again under an `id` its author drew, it is filed once. Made on an older version, it is
    carried over to the present one at once. Refuses a text that is not on the table or whose
    deadline has passed (`AmendmentsClosed`), a version that never was (`UnknownVersion`), edits
    that cannot be made or change nothing, words that cannot be kept, an amendment to one that
    cannot be amended (`IllegalMove`), and more of one seat than it may have waiting
    (`AmendmentLimitReached`). Locks the resolution's row, so that numbers have no gaps.
    """
    resolution = await lock_resolution(session, assembly.id, resolution_number)
    before = await _filed_before(session, resolution, wanted, seat_id)
    if before is not None:
        return before
    await _require_taking(session, resolution, at)
    await _require_room(session, resolution.id, seat_id)
    parent = await _parent(session, resolution, wanted)
    made = await what_is_asked(session, resolution.id, resolution.current_version, wanted, parent)
    row = Amendment(
        id=wanted.id or uuid4(),
        assembly_id=assembly.id,
        resolution_id=resolution.id,
        number=await _next_number(session, resolution.id),
        amends=parent.id if parent else None,
        seat_id=seat_id,
        state=State.SUBMITTED,
        revision=0,
        current_text=0,
        reason=sound_reason_for(wanted.reason),
        submitted_at=at,
    )
    _keep(session, row, resolution, made, parent, at=at, by=by)
    session.add(row)
    await session.flush()
    resolution.beside += 1
    note(session, "file_amendment", row, at=at, by=by, resolution=resolution.number)
    return row


async def rewrite_amendment(
    session: AsyncSession,
    assembly_id: UUID,
    resolution_number: int,
    number: int,
    wanted: Wanted,
    *,
    revision: int,
    at: datetime,
    by: str,
    moderator: bool = False,
) -> Amendment:
    """The amendment asks for something else; what it asked for before stays readable.

    What it asks for already changes nothing, also when an answer got lost and it is sent again on
    the revision before. Its author may do so until it was found admissible, and when it could not
    be carried over whole (`IllegalMove` else), then also after the deadline: found admissible
    before, it is judged again, unless a moderator rewrote it; then it has fallen where it is in
    conflict with what is in the text. Refuses what `file_amendment`
    refuses, and a `revision` that is not the present one (`Stale`). What it amends stays; undecided
    amendments to it are carried over to its new words. Locks the resolution and their rows.
    """
    resolution = await lock_resolution(session, assembly_id, resolution_number)
    row = await held(session, resolution.id, number)
    view = await require_amendment(session, resolution.id, number)
    stuck = view.conflicts is not None
    require_editable(row.state, stuck=stuck)
    await _require_taking(session, resolution, at, even_late=stuck)
    parent = None
    if view.amends is not None:
        parent = await require_amendment(session, resolution.id, view.amends)
    made = await what_is_asked(session, resolution.id, resolution.current_version, wanted, parent)
    reason = sound_reason_for(wanted.reason)
    if (made.carried.edits, reason) == (view.edits, row.reason) and view.conflicts is None:
        return row
    require_revision(row, revision)
    row.reason = reason
    _keep(session, row, resolution, made, parent, at=at, by=by)
    await _take_along(session, resolution, view, row, made.carried.changes, at=at, by=by)
    if row.state is State.ADMISSIBLE and not moderator:
        move(session, row, State.SUBMITTED, at=at, by=by)
    resolution.beside += 1
    await session.flush()
    note(session, "rewrite_amendment", row, at=at, by=by)
    await let_fall(session, resolution, at=at, by=by)
    return row


async def _take_along(
    session: AsyncSession,
    resolution: Resolution,
    view: AmendmentView,
    row: Amendment,
    changes: Sequence[Change],
    *,
    at: datetime,
    by: str,
) -> None:
    """Undecided amendments to it go over from the words it had to those it has."""
    found = await amendments_of(session, resolution.id)
    to_it = [one for one in found if one.amends == view.number and one.state in UNDECIDED]
    if not to_it:
        return
    old = await version_view(session, resolution.id, view.version)
    new = await version_view(session, resolution.id, resolution.current_version)
    carry_those_to(
        session,
        row,
        to_it,
        {one.id: await held(session, resolution.id, one.number) for one in to_it},
        version=resolution.current_version,
        before=text_with(Base(old.provisions), view.name, view.changes),
        after=text_with(Base(new.provisions), view.name, changes),
        at=at,
        by=by,
    )


def _keep(
    session: AsyncSession,
    row: Amendment,
    resolution: Resolution,
    made: Made,
    parent: AmendmentView | None,
    *,
    at: datetime,
    by: str,
) -> None:
    carried = made.carried
    write_text(
        session,
        row,
        resolution.current_version,
        carried.edits,
        carried.changes,
        cause=Cause.WRITTEN,
        at=at,
        by=by,
        on_text=parent.text if parent else None,
        conflicts=write_conflicts(carried.conflicts) if carried.conflicts else None,
    )


async def _parent(
    session: AsyncSession, resolution: Resolution, wanted: Wanted
) -> AmendmentView | None:
    if wanted.to is None:
        return None
    parent = await require_amendment(session, resolution.id, wanted.to)
    if parent.amends is not None:
        raise IllegalMove(
            "An amendment to an amendment cannot be amended itself.", amends=parent.amends
        )
    if parent.state not in {State.SUBMITTED, State.ADMISSIBLE}:
        raise IllegalMove("This amendment cannot be amended any more.", state=parent.state.value)
    if parent.conflicts is not None or parent.version != resolution.current_version:
        raise IllegalMove("This amendment waits to be rewritten.", amends=parent.number)
    return parent


async def _filed_before(
    session: AsyncSession, resolution: Resolution, wanted: Wanted, seat_id: UUID | None
) -> Amendment | None:
    if wanted.id is None:
        return None
    before = await session.get(Amendment, wanted.id)
    if before is not None and (before.resolution_id, before.seat_id) != (resolution.id, seat_id):
        raise AlreadyTaken("There is an amendment with this id already.", field="id")
    return before


async def _require_taking(
    session: AsyncSession, resolution: Resolution, at: datetime, *, even_late: bool = False
) -> None:
    if resolution.state is not ResolutionState.TABLED:
        raise AmendmentsClosed(
            "Only a text on the table takes amendments.", state=told(resolution.state)
        )
    terms = await terms_of(session, resolution.id)
    if terms.closes_at is not None and at >= terms.closes_at and not even_late:
        raise AmendmentsClosed(
            "The deadline for amendments has passed.", closes_at=terms.closes_at.isoformat()
        )


async def _require_room(session: AsyncSession, resolution_id: UUID, seat_id: UUID | None) -> None:
    mine = func.count().filter(Amendment.seat_id == seat_id, Amendment.state.in_(UNDECIDED))
    row = (
        await session.execute(
            select(func.count(), mine).where(Amendment.resolution_id == resolution_id)
        )
    ).one()
    if row[0] >= MOST_AMENDMENTS or (seat_id is not None and row[1] >= MOST_UNDECIDED):
        limit = MOST_UNDECIDED if row[0] < MOST_AMENDMENTS else MOST_AMENDMENTS
        raise AmendmentLimitReached(
            "There are as many undecided amendments as there may be.", limit=limit
        )


async def _next_number(session: AsyncSession, resolution_id: UUID) -> int:
    highest = await session.scalar(
        select(func.max(Amendment.number)).where(Amendment.resolution_id == resolution_id)
    )
    return (highest or 0) + 1
