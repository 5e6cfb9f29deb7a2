# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looking for words in what is on the table or was decided, in every assembly at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.resolutions.models import ProvisionRow, Resolution, TranslationRow
from assembly.resolutions.rules.lifecycle import PUBLIC_STATES, State

MOST_HITS = 5000


@dataclass(frozen=True, slots=True)
class Hit:
    """A resolution in which every word stands. Its state is the real one: `publication` gates."""

    id: UUID
    assembly_id: UUID
    number: int
    state: State
    is_history: bool
    decided_at: datetime | None
    in_title: bool


async def hits_for(
    session: AsyncSession, words: Sequence[str], among: Select[UUID] | None = None
) -> list[Hit]:
    """Every resolution with each word in its title, its present text or a translation of that.

    One statement. No words are in all. At most `MOST_HITS`, the newest; all of those that are
    `among` some. Their order tells what is not published yet: `publication` puts them into another.
    """
    titled = and_(true(), *(Resolution.sought.contains(word, autoescape=True) for word in words))
    rows = await session.execute(
        select(
            Resolution.id,
            Resolution.assembly_id,
            Resolution.number,
            Resolution.state,
            Resolution.source_id.is_not(None),
            Resolution.decided_at,
            titled.label("titled"),
        )
        .where(
            Resolution.state.in_(PUBLIC_STATES),
            true() if among is None else Resolution.id.in_(among),
            *map(_has, words),
        )
        .order_by(Resolution.decided_at.desc().nulls_last(), Resolution.number)
        .limit(MOST_HITS if among is None else None)
    )
    return [Hit(*row[:6], bool(row.titled)) for row in rows]


def _has(word: str) -> ColumnElement[bool]:
    in_text = (
        select(ProvisionRow.place)
        .where(
            ProvisionRow.resolution_id == Resolution.id,
            ProvisionRow.version == Resolution.current_version,
            ProvisionRow.sought.contains(word, autoescape=True),
        )
        .exists()
    )
    in_translation = (
        select(TranslationRow.edition)
        .where(
            TranslationRow.resolution_id == Resolution.id,
            TranslationRow.version == Resolution.current_version,
            TranslationRow.sought.contains(word, autoescape=True),
        )
        .exists()
    )
    return or_(Resolution.sought.contains(word, autoescape=True), in_text, in_translation)
