# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Call the next speaker, let the clock stand or run, end a speech. One at most speaks at a time."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.errors import FloorClosed, IllegalMove, NobodyWaiting, SpeakerNotFound
from assembly.sittings.floor import clock_of, last_called, ordered, speakers_on
from assembly.sittings.hold import hold_current, hold_item, note, share_sitting
from assembly.sittings.models import AgendaItem, Sitting, Speaker
from assembly.sittings.rules.lifecycle import ItemState, require_in_session

TICK = timedelta(microseconds=1)
"""Between two callings, so that their order is that of their times."""


async def call_next(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    *,
    after: UUID | None,
    at: datetime,
    by: str,
) -> Speaker | None:
    """Who speaks after the one who was called last: the first in the list; a speech before ends.

    `after` is who was called last as far as the caller knows. Where somebody was called meanwhile
    nothing is done, so that two who call at once, or one twice, call one. Refuses while nothing is
    dealt with (`FloorClosed`), the sitting is not open (`SittingNotOpen`) or nobody waits
    (`NobodyWaiting`). Locks the sitting FOR SHARE, then the
    current item.
    """
    sitting, item = await _on_the_floor(session, assembly_id, number)
    rows = await speakers_on(session, item.id)
    if last_called(rows) != after:
        return next((row for row in rows if row.called_at and not row.ended_at), None)
    places = ordered(item, rows)
    if not places:
        raise NobodyWaiting("Nobody waits for the floor.")
    chosen = next(row for row in rows if row.id == places[0].waiting.id)
    await _call(session, sitting, item, chosen, at=at, by=by)
    return chosen


async def call_speaker(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    speaker_id: UUID,
    *,
    at: datetime,
    by: str,
) -> Speaker:
    """This one speaks, whatever the order says; a speech before ends. Harmless when repeated.

    Refuses who is not waiting on the current item (`IllegalMove`), and what `call_next` refuses.
    Locks the sitting FOR SHARE, then the
    current item.
    """
    sitting, item = await _on_the_floor(session, assembly_id, number)
    speaker = await find_speaker(session, sitting.id, speaker_id)
    if speaker.called_at is not None and speaker.ended_at is None:
        return speaker
    if speaker.item_id != item.id or speaker.called_at or speaker.withdrawn_at:
        raise IllegalMove("Only who waits on the current item is called.")
    await _call(session, sitting, item, speaker, at=at, by=by)
    return speaker


async def pause_clock(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    speaker_id: UUID,
    *,
    at: datetime,
    by: str,
) -> Speaker:
    """The speaker's clock stands. Harmless when repeated.

    Refuses who is not speaking (`IllegalMove`). Locks the sitting FOR SHARE, then the item.
    """
    sitting, item, speaker = await _speaking(session, assembly_id, number, speaker_id)
    if speaker.running_since is not None:
        _stop(speaker, at)
        item.floor_revision += 1
        note(session, "pause_clock", sitting, at=at, by=by, speaker=str(speaker.id))
    return speaker


async def start_clock(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    speaker_id: UUID,
    *,
    at: datetime,
    by: str,
) -> Speaker:
    """The speaker's clock runs again. Harmless when repeated.

    Refuses who is not speaking (`IllegalMove`), and while the sitting is not open
    (`SittingNotOpen`). Locks the sitting FOR SHARE, then the item.
    """
    sitting, item, speaker = await _speaking(session, assembly_id, number, speaker_id)
    require_in_session(sitting.state)
    if speaker.running_since is None:
        speaker.running_since = at
        item.floor_revision += 1
        note(session, "start_clock", sitting, at=at, by=by, speaker=str(speaker.id))
    return speaker


async def end_speech(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    speaker_id: UUID,
    *,
    at: datetime,
    by: str,
) -> Speaker:
    """The speaker has ended. Harmless when repeated.

    Refuses who was not called (`IllegalMove`). Locks the sitting FOR SHARE, then the item.
    """
    sitting = await share_sitting(session, assembly_id, number)
    found = await find_speaker(session, sitting.id, speaker_id)
    item = await hold_item(session, sitting.id, found.item_id)
    speaker = await find_speaker(session, sitting.id, speaker_id)
    if speaker.ended_at is not None:
        return speaker
    if speaker.called_at is None:
        raise IllegalMove("Only who was called can end.")
    _end(speaker, at)
    item.floor_revision += 1
    note(session, "end_speech", sitting, at=at, by=by, speaker=str(speaker.id))
    return speaker


async def find_speaker(session: AsyncSession, sitting_id: UUID, speaker_id: UUID) -> Speaker:
    """The one who asked under this id, as it is now, or `SpeakerNotFound`."""
    speaker = await session.scalar(
        select(Speaker)
        .where(Speaker.sitting_id == sitting_id, Speaker.id == speaker_id)
        .execution_options(populate_existing=True)
    )
    if speaker is None:
        raise SpeakerNotFound("Nobody asked for the floor under this id here.")
    return speaker


async def pause_speaking(session: AsyncSession, item: AgendaItem, *, at: datetime) -> None:
    """The clock of whoever speaks on this item stands. The item's row must be held."""
    speaker = await _who_speaks(session, item)
    if speaker is not None and speaker.running_since is not None:
        _stop(speaker, at)
    item.floor_revision += 1


async def end_speaking(session: AsyncSession, item: AgendaItem, *, at: datetime) -> None:
    """Nobody speaks on this item any more. The item's row must be held."""
    speaker = await _who_speaks(session, item)
    if speaker is not None:
        _end(speaker, at)
        await session.flush()  # before another one speaks


async def _who_speaks(session: AsyncSession, item: AgendaItem) -> Speaker | None:
    return await session.scalar(
        select(Speaker)
        .where(
            Speaker.item_id == item.id, Speaker.called_at.is_not(None), Speaker.ended_at.is_(None)
        )
        .execution_options(populate_existing=True)
    )


async def _on_the_floor(
    session: AsyncSession, assembly_id: UUID, number: int
) -> tuple[Sitting, AgendaItem]:
    """The open sitting, held FOR SHARE, and its current item."""
    sitting = await share_sitting(session, assembly_id, number)
    require_in_session(sitting.state)
    item = await hold_current(session, sitting.id)
    if item is None:
        raise FloorClosed("No item is being dealt with.")
    return sitting, item


async def _speaking(
    session: AsyncSession, assembly_id: UUID, number: int, speaker_id: UUID
) -> tuple[Sitting, AgendaItem, Speaker]:
    sitting = await share_sitting(session, assembly_id, number)
    found = await find_speaker(session, sitting.id, speaker_id)
    item = await hold_item(session, sitting.id, found.item_id)
    speaker = await find_speaker(session, sitting.id, speaker_id)
    if item.state is not ItemState.CURRENT or speaker.called_at is None or speaker.ended_at:
        raise IllegalMove("This one is not speaking.")
    return sitting, item, speaker


async def _call(
    session: AsyncSession,
    sitting: Sitting,
    item: AgendaItem,
    speaker: Speaker,
    *,
    at: datetime,
    by: str,
) -> None:
    await end_speaking(session, item, at=at)
    called = [row.called_at for row in await speakers_on(session, item.id) if row.called_at]
    begins = max([at, speaker.asked_at, *(one + TICK for one in called)])
    speaker.called_at = speaker.running_since = begins
    speaker.limit_seconds = item.speaking_seconds
    item.floor_revision += 1
    await session.flush()
    note(session, "call_speaker", sitting, at=at, by=by, speaker=str(speaker.id))


def _stop(speaker: Speaker, at: datetime) -> None:
    speaker.spent, speaker.running_since = clock_of(speaker).stopped(at).spent, None


def _end(speaker: Speaker, at: datetime) -> None:
    _stop(speaker, at)
    speaker.ended_at = max(at, speaker.called_at or at)
