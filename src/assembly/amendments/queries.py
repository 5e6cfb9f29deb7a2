# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about amendments. Who may see which is decided in `publication`."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from assembly.amendments.models import Amendment, AmendmentText, SplitRequest, Supporter, Terms
from assembly.amendments.rules.lifecycle import IN_THE_TEXT, UNDECIDED, Cause, State
from assembly.amendments.rules.plan import Entry, name_of
from assembly.errors import AmendmentNotFound
from assembly.resolutions.models import Resolution
from assembly.resolutions.rules.change_document import read_changes, read_edits
from assembly.resolutions.rules.changes import Change
from assembly.resolutions.rules.edits import ProvisionEdit
from assembly.resolutions.rules.lifecycle import State as ResolutionState


@dataclass(frozen=True, slots=True)
class TermsView:
    """Until when a resolution may be amended (None: no end), and how many must support it."""

    closes_at: datetime | None
    supporters_needed: int


@dataclass(frozen=True, slots=True)
class AmendmentView:
    """An amendment with what it asks for now. `amends` and `fell_to` are numbers."""

    id: UUID
    resolution_id: UUID
    number: int
    amends: int | None
    seat_id: UUID | None
    state: State
    revision: int
    reason: str | None
    because: str | None
    fell_to: int | None
    submitted_at: datetime
    decided_at: datetime | None
    version: int
    text: int
    on_text: int | None
    cause: Cause
    edits: tuple[ProvisionEdit, ...]
    changes: tuple[Change, ...]
    credit: dict[Change, tuple[str, ...]]
    conflicts: list[Any] | None
    supporters: int
    by_itself: bool

    @property
    def name(self) -> str:
        """A3."""
        return name_of(self.number)

    @property
    def entry(self) -> Entry:
        """As the plan needs it."""
        return Entry(
            number=self.number,
            amends=self.amends,
            state=self.state,
            changes=self.changes,
            stuck=self.conflicts is not None,
            by_itself=self.by_itself,
        )


def adopted_on(amendments: Iterable[AmendmentView], version: int) -> list[AmendmentView]:
    """Those of which the version after this one is made; amendments to them are in them."""
    return [
        one
        for one in amendments
        if one.state in IN_THE_TEXT and one.amends is None and one.version == version
    ]


async def counts_of(
    session: AsyncSession, resolutions: Collection[UUID]
) -> dict[UUID, dict[State, int]]:
    """How many amendments of each resolution are in each state, by the lowest number in it.

    States and resolutions without any are absent.
    """
    rows = await session.execute(
        select(Amendment.resolution_id, Amendment.state, func.count())
        .where(Amendment.resolution_id.in_(resolutions))
        .group_by(Amendment.resolution_id, Amendment.state)
        .order_by(func.min(Amendment.number))
    )
    found: dict[UUID, dict[State, int]] = {}
    for resolution_id, state, count in rows:
        found.setdefault(resolution_id, {})[state] = count
    return found


async def supports(session: AsyncSession, amendment_id: UUID, seat_id: UUID) -> bool:
    """Whether this seat supports it now."""
    row = await session.get(Supporter, (amendment_id, seat_id))
    return row is not None and row.until is None


@dataclass(frozen=True, slots=True)
class SettledAmendment:
    """An amendment that was decided without a voting of its own, and when."""

    resolution_id: UUID
    number: int
    state: State
    fell_to: int | None
    decided_at: datetime


async def terms_of(session: AsyncSession, resolution_id: UUID) -> TermsView:
    """The terms on file; else no end and no supporters."""
    row = await session.get(Terms, resolution_id)
    return TermsView(row.closes_at, row.supporters_needed) if row else TermsView(None, 0)


async def amendments_of(session: AsyncSession, resolution_id: UUID) -> list[AmendmentView]:
    """All amendments to a resolution by number, in one statement."""
    return await _views(session, Amendment.resolution_id == resolution_id)


async def amendments_among(
    session: AsyncSession, resolutions: Collection[UUID]
) -> dict[UUID, list[AmendmentView]]:
    """All amendments to each of these by number, in one statement at most."""
    found: dict[UUID, list[AmendmentView]] = {}
    if resolutions:
        for one in await _views(session, Amendment.resolution_id.in_(resolutions)):
            found.setdefault(one.resolution_id, []).append(one)
    return found


async def terms_among(
    session: AsyncSession, resolutions: Collection[UUID]
) -> dict[UUID, TermsView]:
    """The terms of those of these that have any on file, in one statement."""
    rows = await session.scalars(select(Terms).where(Terms.resolution_id.in_(resolutions)))
    return {row.resolution_id: TermsView(row.closes_at, row.supporters_needed) for row in rows}


async def require_amendment(
    session: AsyncSession, resolution_id: UUID, number: int
) -> AmendmentView:
    """The one with this number, or `AmendmentNotFound`."""
    if not 0 < number < 2**31:
        raise AmendmentNotFound("There is no amendment with this number here.")
    found = await _views(
        session, (Amendment.resolution_id == resolution_id) & (Amendment.number == number)
    )
    if not found:
        raise AmendmentNotFound("There is no amendment with this number here.")
    return found[0]


async def undecided_numbers(session: AsyncSession, resolution_id: UUID) -> list[int]:
    """Amendments the final vote waits for, by number."""
    return list(
        await session.scalars(
            select(Amendment.number)
            .where(Amendment.resolution_id == resolution_id, Amendment.state.in_(UNDECIDED))
            .order_by(Amendment.number)
        )
    )


async def settled_between(
    session: AsyncSession, assembly_id: UUID, since: datetime, until: datetime | None
) -> list[SettledAmendment]:
    """Amendments that were taken over or fell away in this time, the earliest first.

    Without `until`, up to now.
    """
    fell = aliased(Amendment)
    rows = await session.execute(
        select(
            Amendment.resolution_id,
            Amendment.number,
            Amendment.state,
            fell.number.label("fell_to"),
            Amendment.decided_at,
        )
        .outerjoin(fell, fell.id == Amendment.fell_to)
        .where(
            Amendment.assembly_id == assembly_id,
            Amendment.state.in_([State.TAKEN_OVER, State.FALLEN]),
            Amendment.decided_at >= since,
            true() if until is None else Amendment.decided_at <= until,
        )
        .order_by(Amendment.decided_at, Amendment.number)
    )
    return [
        SettledAmendment(row.resolution_id, row.number, row.state, row.fell_to, row.decided_at)
        for row in rows
    ]


async def behind(session: AsyncSession) -> list[UUID]:
    """Tabled texts with amendments on an older version, or adopted ones that are not merged yet.

    What `keep_up` would do something about, seen from far: it looks closely itself.
    """
    waits = aliased(Amendment)
    undecided = (
        select(waits.id)
        .where(waits.resolution_id == Resolution.id, waits.state.in_(UNDECIDED))
        .exists()
    )
    late = Amendment.state.in_(UNDECIDED) & (AmendmentText.version < Resolution.current_version)
    ready = (
        Amendment.state.in_(IN_THE_TEXT)
        & (AmendmentText.version == Resolution.current_version)
        & (~undecided | Amendment.amends.is_not(None))
    )
    rows = await session.scalars(
        select(Resolution.id)
        .join(Amendment, Amendment.resolution_id == Resolution.id)
        .join(
            AmendmentText,
            (AmendmentText.amendment_id == Amendment.id)
            & (AmendmentText.ordinal == Amendment.current_text),
        )
        .where(Resolution.state == ResolutionState.TABLED, late | ready)
        .distinct()
    )
    return list(rows)


_PARENT, _FELL = aliased(Amendment), aliased(Amendment)
_WITH_ITS_TEXT = (
    select(
        Amendment,
        AmendmentText,
        _PARENT.number.label("amends"),
        _FELL.number.label("fell_to"),
        select(func.count())
        .select_from(Supporter)
        .where(Supporter.amendment_id == Amendment.id, Supporter.until.is_(None))
        .scalar_subquery()
        .label("supporters"),
        select(SplitRequest)
        .where(SplitRequest.amendment_id == Amendment.id)
        .exists()
        .label("by_itself"),
    )
    .join(
        AmendmentText,
        (AmendmentText.amendment_id == Amendment.id)
        & (AmendmentText.ordinal == Amendment.current_text),
    )
    .outerjoin(_PARENT, _PARENT.id == Amendment.amends)
    .outerjoin(_FELL, _FELL.id == Amendment.fell_to)
    .order_by(Amendment.number)
)
"""Written once: putting it together takes longer than asking it."""


async def _views(session: AsyncSession, which: ColumnElement[bool]) -> list[AmendmentView]:
    rows = await session.execute(_WITH_ITS_TEXT.where(which))
    return [_view(*row) for row in rows]


def _view(
    row: Amendment,
    text: AmendmentText,
    amends: int | None,
    fell_to: int | None,
    supporters: int,
    by_itself: bool,  # noqa: FBT001 - a column
) -> AmendmentView:
    changes = tuple(read_changes(text.changes))
    return AmendmentView(
        id=row.id,
        resolution_id=row.resolution_id,
        number=row.number,
        amends=amends,
        seat_id=row.seat_id,
        state=row.state,
        revision=row.revision,
        reason=row.reason,
        because=row.because,
        fell_to=fell_to,
        submitted_at=row.submitted_at,
        decided_at=row.decided_at,
        version=text.version,
        text=text.ordinal,
        on_text=text.on_text,
        cause=text.cause,
        edits=tuple(read_edits(text.edits)),
        changes=changes,
        credit={changes[at]: tuple(names) for at, names in text.credit or ()},
        conflicts=text.conflicts,
        supporters=supporters,
        by_itself=by_itself,
    )
