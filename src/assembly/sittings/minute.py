# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Add a note to the minutes of a sitting, and release them for publication."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.errors import AlreadyTaken, IllegalMove, MinutesNotPublished
from assembly.sittings.hold import changed, hold_sitting, note
from assembly.sittings.models import MinuteNote
from assembly.sittings.queries import SittingView, view_of
from assembly.sittings.rules.agenda import sound_note
from assembly.sittings.rules.lifecycle import LIVE, State


async def add_note(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    text: str,
    *,
    at: datetime,
    by: str,
    note_id: UUID | None = None,
) -> MinuteNote:
    """The minutes have this line, for ever; a correction is a further note.

    Minutes that were published before have it from their next version on. Under a `note_id` of
    one's own it is noted once; one that is used elsewhere is `AlreadyTaken`. Refuses a sitting that
    was never opened (`IllegalMove`) and a text that is none. Locks the sitting's row.
    """
    sound = sound_note(text)
    sitting = await hold_sitting(session, assembly_id, number)
    before = None if note_id is None else await session.get(MinuteNote, note_id)
    if before is not None:
        if before.sitting_id != sitting.id:
            raise AlreadyTaken("There is a note with this id elsewhere.", field="id")
        return before
    if sitting.state not in LIVE | {State.CLOSED}:
        raise IllegalMove("Minutes begin when the sitting is opened.", state=sitting.state.value)
    row = MinuteNote(
        id=note_id or uuid4(),
        assembly_id=assembly_id,
        sitting_id=sitting.id,
        text=sound,
        noted_at=at,
        noted_by=by,
    )
    session.add(row)
    await session.flush()
    note(session, "add_note", sitting, at=at, by=by, note=str(row.id))
    return row


async def release_minutes(
    session: AsyncSession, assembly_id: UUID, number: int, *, at: datetime, by: str
) -> SittingView:
    """The minutes are released: `publication` keeps what they say. Harmless when repeated.

    Refuses a sitting that is not closed (`IllegalMove`). Locks its row.
    """
    sitting = await hold_sitting(session, assembly_id, number)
    if sitting.minutes_published_at is not None:
        return view_of(sitting)
    if sitting.state is not State.CLOSED:
        raise IllegalMove(
            "The minutes are published when the sitting is closed.", state=sitting.state.value
        )
    sitting.minutes_published_at = at
    changed(sitting, at)
    note(session, "publish_minutes", sitting, at=at, by=by)
    return view_of(sitting)


async def hold_released(session: AsyncSession, assembly_id: UUID, number: int) -> SittingView:
    """The sitting, held, whose minutes were released; else `MinutesNotPublished`."""
    sitting = await hold_sitting(session, assembly_id, number)
    if sitting.minutes_published_at is None:
        raise MinutesNotPublished("The minutes of this sitting are not published.")
    return view_of(sitting)


async def note_addition(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    *,
    version: int,
    because: str,
    at: datetime,
    by: str,
) -> None:
    """The minutes have a further version; who looks at the sitting looks again. Locks its row."""
    sitting = await hold_sitting(session, assembly_id, number)
    changed(sitting, at)
    note(session, "add_to_minutes", sitting, at=at, by=by, version=version, because=because)
