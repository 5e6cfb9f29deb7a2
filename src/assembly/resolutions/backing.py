# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about sponsors: who stands behind a resolution, and which ones are whose."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.queries import names_and_numbers, names_leaving
from assembly.database import LARGEST
from assembly.errors import NotPermitted
from assembly.identity.rules.permissions import Actor, Permission, may
from assembly.resolutions.models import Resolution, Sponsor
from assembly.resolutions.rules.lifecycle import Hand, State


@dataclass(frozen=True, slots=True)
class SponsorView:
    """A sponsor in force: a seat with who sits there, or a body by its name."""

    ordinal: int
    seat: int | None
    name: str
    since: datetime

    @property
    def number(self) -> int:
        """The number of the seat, 0 for a body."""
        return self.seat or 0


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A resolution in a list of drafts, without its words."""

    id: UUID
    number: int
    title: str | None
    language: str
    state: State
    revision: int
    version: int
    is_proposal: bool
    drafted_at: datetime
    returned_because: str | None


async def sponsors_of(
    session: AsyncSession, resolutions: Collection[UUID], *, leaving: bool = False
) -> dict[UUID, list[SponsorView]]:
    """Who stands behind each of these resolutions now, in the order of joining.

    Called as `names_leaving` says where it is `leaving` the installation.
    """
    rows = list(
        await session.scalars(
            select(Sponsor)
            .where(Sponsor.resolution_id.in_(resolutions), Sponsor.left_at.is_(None))
            .order_by(Sponsor.resolution_id, Sponsor.ordinal)
        )
    )
    called = names_leaving if leaving else names_and_numbers
    seats = await called(session, [row.seat_id for row in rows if row.seat_id])
    found: dict[UUID, list[SponsorView]] = {}
    for row in rows:
        number, name = seats[row.seat_id] if row.seat_id else (None, row.body or "")
        found.setdefault(row.resolution_id, []).append(
            SponsorView(row.ordinal, number, name, row.since)
        )
    return found


async def hand_of(
    session: AsyncSession, actor: Actor, assembly_id: UUID, number: int
) -> Hand | None:
    """In what role this actor may write in the resolution: moderator, sponsor, or none.

    Who joined on the table had no part in the drafts, and has none now.
    """
    if may(actor, Permission.MODERATE, assembly_id):
        return Hand.MODERATOR
    if not may(actor, Permission.PROPOSE, assembly_id):
        return None
    sponsors = await session.scalar(
        select(Sponsor.ordinal)
        .join(Resolution, Resolution.id == Sponsor.resolution_id)
        .where(
            Resolution.assembly_id == assembly_id,
            Resolution.number == max(0, min(number, LARGEST)),
            Sponsor.seat_id == actor.seat_id,
            Sponsor.left_at.is_(None),
            Sponsor.after_tabling.is_(False),
        )
    )
    return None if sponsors is None else Hand.SPONSOR


async def line_of(session: AsyncSession, resolution_id: UUID, seat_id: UUID) -> int | None:
    """The line on which this seat sponsors the resolution now."""
    return await session.scalar(
        select(Sponsor.ordinal).where(
            Sponsor.resolution_id == resolution_id,
            Sponsor.seat_id == seat_id,
            Sponsor.left_at.is_(None),
        )
    )


async def require_hand(session: AsyncSession, actor: Actor, assembly_id: UUID, number: int) -> Hand:
    """As `hand_of`, or `NotPermitted`, whether there is such a resolution or not."""
    hand = await hand_of(session, actor, assembly_id, number)
    if hand is None:
        raise NotPermitted(
            "Only its sponsors and the moderators write in a resolution.",
            permission=Permission.PROPOSE.value,
        )
    return hand


async def drafts_of(
    session: AsyncSession, assembly_id: UUID, *, seat_id: UUID | None = None
) -> list[ProposalView]:
    """Drafts and submitted ones; of a seat, all it sponsors in any state, the latest first.

    What of a decided one may be said, `publication` decides.
    """
    statement = select(Resolution).where(Resolution.assembly_id == assembly_id)
    if seat_id is None:
        statement = statement.where(Resolution.state.in_([State.DRAFT, State.SUBMITTED]))
    else:
        statement = statement.join(Sponsor, Sponsor.resolution_id == Resolution.id).where(
            Sponsor.seat_id == seat_id, Sponsor.left_at.is_(None)
        )
    rows = await session.scalars(statement.order_by(Resolution.number.desc()))
    return [
        ProposalView(
            id=row.id,
            number=row.number,
            title=row.title,
            language=row.language,
            state=row.state,
            revision=row.revision,
            version=row.current_version,
            is_proposal=row.is_proposal,
            drafted_at=row.drafted_at,
            returned_because=row.returned_because,
        )
        for row in rows
    ]
