# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about what was written: each text of an amendment, and the versions made by merging."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from assembly.amendments.models import Amendment, AmendmentText, Merge
from assembly.amendments.rules.lifecycle import Cause
from assembly.resolutions.rules.change_document import read_changes
from assembly.resolutions.rules.changes import Change


@dataclass(frozen=True, slots=True)
class MergeView:
    """Of which version and amendments a version was made, span by span."""

    version: int
    base: int
    amendments: tuple[int, ...]
    spans: list[Any]
    undone: bool


@dataclass(frozen=True, slots=True)
class TextView:
    """What an amendment asked for at one time. `on_text` is of the amendment it amends."""

    ordinal: int
    version: int
    on_text: int | None
    cause: Cause
    changes: tuple[Change, ...]
    conflicts: list[Any] | None
    written_at: datetime


async def texts_shown(session: AsyncSession, amendment_id: UUID) -> list[TextView]:
    """What the amendment asked for from its first writing on."""
    return (await texts_among(session, [amendment_id])).get(amendment_id, [])


async def texts_among(
    session: AsyncSession, amendments: Collection[UUID]
) -> dict[UUID, list[TextView]]:
    """As `texts_shown`, of each of these; in one statement at most."""
    found: dict[UUID, list[TextView]] = {}
    if not amendments:
        return found
    rows = await session.scalars(
        select(AmendmentText)
        .where(AmendmentText.amendment_id.in_(amendments))
        .order_by(AmendmentText.amendment_id, AmendmentText.ordinal)
    )
    for row in rows:
        one = TextView(
            row.ordinal,
            row.version,
            row.on_text,
            row.cause,
            tuple(read_changes(row.changes)),
            row.conflicts,
            row.written_at,
        )
        found.setdefault(row.amendment_id, []).append(one)
    return found


async def merges_of(session: AsyncSession, resolution_id: UUID) -> list[MergeView]:
    """Which versions were made by merging, the first one first."""
    return (await merges_among(session, [resolution_id])).get(resolution_id, [])


async def merges_among(
    session: AsyncSession, resolutions: Collection[UUID]
) -> dict[UUID, list[MergeView]]:
    """As `merges_of`, of each of these; in one statement."""
    rows = await session.scalars(
        select(Merge)
        .where(Merge.resolution_id.in_(resolutions))
        .order_by(Merge.resolution_id, Merge.version)
    )
    found: dict[UUID, list[MergeView]] = {}
    for row in rows:
        one = MergeView(row.version, row.base, tuple(row.amendments), row.spans, row.undone)
        found.setdefault(row.resolution_id, []).append(one)
    return found


async def asked_for(session: AsyncSession, amendment_id: UUID, text: int) -> dict[str, Any]:
    """Word for word what one text of an amendment asks for, and what was found in it.

    `to` is the number of the amendment it is made to, and only there when there is one.
    """
    row = await session.get_one(AmendmentText, (amendment_id, text))
    parent = aliased(Amendment)
    to = await session.scalar(
        select(parent.number)
        .join(Amendment, Amendment.amends == parent.id)
        .where(Amendment.id == amendment_id)
    )
    asked = {"version": row.version, "edits": row.edits, "changes": row.changes}
    return asked if to is None else {"to": to, **asked}
