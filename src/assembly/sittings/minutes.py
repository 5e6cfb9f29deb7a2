# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads for the minutes: what this room knows of a sitting. Outcomes are added by `publication`."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.queries import assembly_of
from assembly.assemblies.rules.called import RollCallNames, pseudonym
from assembly.resolutions.queries import resolutions_among
from assembly.sittings.floor import speakers_of
from assembly.sittings.models import AgendaItem, MinuteNote, MomentRow, Sitting
from assembly.sittings.rules.clock import seconds
from assembly.sittings.rules.minutes import Fact, Held, Item, Note, Speech


async def facts_of(session: AsyncSession, sitting_id: UUID) -> list[Fact]:
    """The meeting, its items, its speeches that have ended, and the notes.

    An item without a title bears that of its resolution only where everybody was allowed to read
    that one.
    """
    names = await _names(session, sitting_id)
    nameless = await _nameless(session, sitting_id)
    moments = await session.scalars(
        select(MomentRow).where(MomentRow.sitting_id == sitting_id).order_by(MomentRow.ordinal)
    )
    facts: list[Fact] = [_moment(row, names) for row in moments]
    facts += [
        Speech(
            one.called_at,
            one.seat,
            pseudonym(one.seat) if nameless else one.label,
            one.kind,
            seconds(one.clock.spent),
        )
        for one in await speakers_of(session, sitting_id)
        if one.called_at is not None and one.ended_at is not None
    ]
    notes = await session.scalars(
        select(MinuteNote)
        .where(MinuteNote.sitting_id == sitting_id)
        .order_by(MinuteNote.noted_at, MinuteNote.id)
    )
    return facts + [Note(row.noted_at, row.text) for row in notes]


async def _nameless(session: AsyncSession, sitting_id: UUID) -> bool:
    """Whether speakers are told by their seats: published minutes could not forget a name."""
    assembly_id = await session.scalar(select(Sitting.assembly_id).where(Sitting.id == sitting_id))
    if assembly_id is None:
        return False
    assembly = await assembly_of(session, assembly_id)
    return assembly.roll_call_names is RollCallNames.PSEUDONYMS


def _moment(row: MomentRow, names: dict[UUID, str | None]) -> Fact:
    told: dict[str, Any] = row.facts
    if row.item_id is None:
        return Held(row.at, row.what, **told)
    return Item(row.at, row.what, name=names.get(row.item_id), **told)


async def _names(session: AsyncSession, sitting_id: UUID) -> dict[UUID, str | None]:
    rows = (
        await session.execute(
            select(AgendaItem.id, AgendaItem.title, AgendaItem.resolution_id).where(
                AgendaItem.sitting_id == sitting_id
            )
        )
    ).all()
    known = await resolutions_among(session, [row.resolution_id for row in rows if row[2]])
    return {
        row.id: row.title
        or (known[row.resolution_id].title if known[row.resolution_id].public_from else None)
        for row in rows
    }
