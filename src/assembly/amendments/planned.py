# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about how the amendments to a text go on: conflicts settled, an order chosen, the plan."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.models import Reordering, SettlementRow
from assembly.amendments.queries import AmendmentView
from assembly.amendments.rules.lifecycle import IN_THE_TEXT
from assembly.amendments.rules.plan import Plan, make_plan, name_of
from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.conflicts import Settlement


@dataclass(frozen=True, slots=True)
class SettlementView:
    """How a conflict was settled, and by what reason."""

    version: int
    amendments: tuple[int, ...]
    provision: str
    start: int
    end: int
    words: str
    prefer: int | None
    text: str | None
    because: str | None
    settled_at: datetime

    @property
    def value(self) -> Settlement:
        """As the engine knows it."""
        return Settlement(
            amendments=tuple(map(name_of, self.amendments)),
            provision=self.provision,
            start=self.start,
            end=self.end,
            prefer=None if self.prefer is None else name_of(self.prefer),
            text=self.text,
        )


async def settlements_of(
    session: AsyncSession, resolution_id: UUID, version: int
) -> list[SettlementView]:
    """How conflicts on this version were settled, the earliest first."""
    rows = await session.scalars(
        select(SettlementRow)
        .where(SettlementRow.resolution_id == resolution_id, SettlementRow.version == version)
        .order_by(SettlementRow.ordinal)
    )
    return [
        SettlementView(
            row.version,
            tuple(row.amendments),
            row.provision,
            row.first_token,
            row.last_token,
            row.words,
            row.prefer,
            row.text,
            row.because,
            row.settled_at,
        )
        for row in rows
    ]


async def chosen_order(session: AsyncSession, resolution_id: UUID) -> tuple[list[int], str | None]:
    """The order a moderator chose last, and why; none was chosen when both are empty."""
    return (await orders_among(session, [resolution_id])).get(resolution_id, ([], None))


async def orders_among(
    session: AsyncSession, resolutions: Collection[UUID]
) -> dict[UUID, tuple[list[int], str]]:
    """As `chosen_order`, of those of these that have one; in one statement."""
    rows = await session.scalars(
        select(Reordering)
        .where(Reordering.resolution_id.in_(resolutions))
        .ext(distinct_on(Reordering.resolution_id))
        .order_by(Reordering.resolution_id, Reordering.ordinal.desc())
    )
    return {row.resolution_id: (list(row.numbers), row.because) for row in rows}


def _is_folded(one: AmendmentView, texts: Mapping[int, int]) -> bool:
    """Whether it is in the words of the amendment it was made to."""
    return one.amends is not None and one.on_text != texts.get(one.amends)


async def plan_of(
    session: AsyncSession,
    resolution_id: UUID,
    version: int,
    base: Base,
    amendments: Sequence[AmendmentView],
) -> Plan:
    """The plan for the present version, from what was loaded and two statements more."""
    settlements = await settlements_of(session, resolution_id, version)
    chosen, _ = await chosen_order(session, resolution_id)
    texts = {one.number: one.text for one in amendments}
    here = [
        one.entry
        for one in amendments
        if one.version == version and not (one.state in IN_THE_TEXT and _is_folded(one, texts))
    ]
    return make_plan(base, here, [one.value for one in settlements], chosen)
