# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write an entry into a dossier: it stays, and the latest one counts."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly
from assembly.audit.record import record_act
from assembly.errors import AlreadyTaken, DossierFull, FollowUpNotFound
from assembly.follow_up.models import Dossier, EntryRow
from assembly.follow_up.rules.dossier import Told, today_in
from assembly.follow_up.rules.entry import MOST_ENTRIES, sound_entry
from assembly.resolutions.queries import resolution_id_of


async def write_entry(
    session: AsyncSession,
    assembly: Assembly,
    number: int,
    told: Told,
    *,
    at: datetime,
    by: str,
    entry_id: UUID | None = None,
) -> EntryRow:
    """The dossier of this resolution has the entry, for ever; a correction is a further one.

    Under an `entry_id` of one's own it is written once, and the first one stands; an id that is
    used elsewhere is `AlreadyTaken`. Refuses a resolution without a dossier (`FollowUpNotFound`), a
    dossier that is full (`DossierFull`) and what is not sound (`rules.entry`). Locks the dossier's
    row, so that entries and steps are numbered without gaps.
    """
    resolution_id = await resolution_id_of(session, assembly.id, number)
    dossier = await session.scalar(
        select(Dossier).where(Dossier.resolution_id == resolution_id).with_for_update()
    )
    if dossier is None:
        raise FollowUpNotFound("This resolution has no dossier: it was not published as adopted.")
    before = None if entry_id is None else await session.get(EntryRow, entry_id)
    if before is not None:
        if before.resolution_id != resolution_id:
            raise AlreadyTaken("There is an entry with this id elsewhere.", field="id")
        return before
    written, steps = await _reached(session, resolution_id)
    if written >= MOST_ENTRIES:
        raise DossierFull(f"A dossier has at most {MOST_ENTRIES} entries.", limit=MOST_ENTRIES)
    sound = sound_entry(told, steps=steps, today=today_in(assembly.time_zone, at))
    row = EntryRow(
        id=entry_id or uuid4(),
        resolution_id=resolution_id,
        number=written + 1,
        kind=sound.kind,
        text=sound.text,
        on_date=sound.on,
        link=sound.link,
        step=sound.step,
        state=sound.state,
        written_at=at,
        written_by=by,
    )
    session.add(row)
    await session.flush()
    record_act(
        session,
        "write_follow_up",
        at=at,
        by=by,
        subject=f"resolution:{resolution_id}",
        assembly_id=assembly.id,
        entry=str(row.id),
        kind=sound.kind.value,
    )
    return row


async def _reached(session: AsyncSession, resolution_id: UUID) -> tuple[int, int]:
    """How many entries the dossier has, and how many steps."""
    row = await session.execute(
        select(func.count(), func.max(EntryRow.step)).where(EntryRow.resolution_id == resolution_id)
    )
    written, steps = row.one()
    return written, steps or 0
