# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about resolutions. What the public may know of an outcome is decided in `publication`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, func, select, true
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.database import LARGEST
from assembly.errors import ResolutionNotFound
from assembly.resolutions.models import ProvisionRow, Resolution, Version
from assembly.resolutions.rules.lifecycle import DECIDED, PUBLIC_STATES, State
from assembly.resolutions.rules.text import Kind, Provision, derived_title, tidy


@dataclass(frozen=True, slots=True)
class ResolutionView:
    """A resolution with the words of its current version."""

    id: UUID
    number: int
    title: str
    title_derived: bool
    language: str
    state: State
    revision: int
    version: int
    digest: str
    provisions: tuple[Provision, ...]
    source_id: UUID | None
    first_line: int | None
    last_line: int | None
    decided_at: datetime | None
    is_proposal: bool
    public_from: int | None
    line_width: int
    returned_at: datetime | None
    returned_because: str | None

    @property
    def text(self) -> str:
        """The words as plain text: one line a provision, an item's marker before it."""
        return text_of(self.provisions)


def text_of(provisions: Sequence[Provision]) -> str:
    """One line a provision, an item's marker before it."""
    return "\n".join(f"{provision.marker} {provision.text}".strip() for provision in provisions)


async def resolution_id_of(session: AsyncSession, assembly_id: UUID, number: int) -> UUID:
    """The id, or `ResolutionNotFound`."""
    found = await session.scalar(
        select(Resolution.id).where(
            Resolution.assembly_id == assembly_id,
            Resolution.number == min(number, LARGEST),
        )
    )
    if found is None:
        raise ResolutionNotFound("There is no resolution with this number here.")
    return found


async def count_history(
    session: AsyncSession, assembly_id: UUID, among: Select[UUID] | None = None
) -> int:
    """How many decided resolutions came into the assembly from its source."""
    many = await session.scalar(
        select(func.count()).select_from(Resolution).where(*_of_history(assembly_id, among))
    )
    return many or 0


async def history_part(
    session: AsyncSession,
    assembly_id: UUID,
    among: Select[UUID] | None = None,
    *,
    offset: int,
    limit: int,
) -> list[UUID]:
    """Some of those that `count_history` counts, by number."""
    found = await session.scalars(
        select(Resolution.id)
        .where(*_of_history(assembly_id, among))
        .order_by(Resolution.number)
        .offset(offset)
        .limit(limit)
    )
    return list(found)


def _of_history(assembly_id: UUID, among: Select[UUID] | None) -> tuple[ColumnElement[bool], ...]:
    return (
        Resolution.assembly_id == assembly_id,
        Resolution.source_id.is_not(None),
        Resolution.state.in_(list(DECIDED)),
        true() if among is None else Resolution.id.in_(among),
    )


async def resolutions_of(
    session: AsyncSession,
    assembly_id: UUID,
    *,
    states: Iterable[State],
    q: str | None = None,
    after: int = 0,
    limit: int | None = None,
    but_not: Sequence[UUID] = (),
    among: Select[UUID] | None = None,
) -> list[ResolutionView]:
    """Those in one of the states, by number, in one statement. `q` is looked for in the words.

    `among` names those that are looked at, and `but_not` those that are not.
    """
    conditions: list[ColumnElement[bool]] = [
        Resolution.assembly_id == assembly_id,
        Resolution.state.in_(list(states)),
        Resolution.number > after,
    ]
    if among is not None:
        conditions.append(Resolution.id.in_(among))
    if but_not:
        conditions.append(Resolution.id.not_in(but_not))
    if q:
        pattern = "%" + tidy(q).replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
        conditions.append(
            select(ProvisionRow.place)
            .where(
                ProvisionRow.resolution_id == Resolution.id,
                ProvisionRow.version == Resolution.current_version,
                ProvisionRow.text.ilike(pattern) | Resolution.title.ilike(pattern),
            )
            .exists()
        )
    return await _views(session, conditions, limit)


async def resolution_view(
    session: AsyncSession, assembly_id: UUID, number: int
) -> ResolutionView | None:
    """The one with this number, whatever its state."""
    if number > LARGEST:
        return None
    views = await _views(
        session, [Resolution.assembly_id == assembly_id, Resolution.number == number], None
    )
    return views[0] if views else None


async def resolution_by_id(session: AsyncSession, resolution_id: UUID) -> ResolutionView:
    """The one with this id, which exists by foreign key."""
    return (await _views(session, [Resolution.id == resolution_id], None))[0]


async def resolutions_among(
    session: AsyncSession, ids: Sequence[UUID]
) -> dict[UUID, ResolutionView]:
    """Those with these ids, whatever their state: who shows them asks `PUBLIC_STATES`."""
    if not ids:
        return {}
    return {view.id: view for view in await _views(session, [Resolution.id.in_(ids)], None)}


async def place_of(session: AsyncSession, resolution_id: UUID) -> tuple[UUID, int]:
    """The assembly and the number of one that exists by foreign key."""
    row = await session.execute(
        select(Resolution.assembly_id, Resolution.number).where(Resolution.id == resolution_id)
    )
    assembly_id, number = row.one()
    return assembly_id, number


async def places_among(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, int]]:
    """The assembly and the number of each, in one statement."""
    if not ids:
        return {}
    rows = await session.execute(
        select(Resolution.id, Resolution.assembly_id, Resolution.number).where(
            Resolution.id.in_(ids)
        )
    )
    return {row.id: (row.assembly_id, row.number) for row in rows}


def inherited() -> Select[UUID, UUID]:
    """The id and the assembly of each resolution of history, as a part of another statement."""
    return select(Resolution.id, Resolution.assembly_id).where(Resolution.source_id.is_not(None))


async def count_inherited(session: AsyncSession, assemblies: Sequence[UUID]) -> dict[UUID, int]:
    """How many resolutions of history each of these assemblies has, in one statement."""
    if not assemblies:
        return {}
    rows = await session.execute(
        select(Resolution.assembly_id, func.count())
        .where(Resolution.assembly_id.in_(assemblies), Resolution.source_id.is_not(None))
        .group_by(Resolution.assembly_id)
    )
    return {row[0]: row[1] for row in rows}


async def neighbours_of(
    session: AsyncSession, assembly_id: UUID, number: int
) -> tuple[int | None, int | None]:
    """The public numbers just before and just after."""
    public = [Resolution.assembly_id == assembly_id, Resolution.state.in_(PUBLIC_STATES)]
    row = (
        await session.execute(
            select(
                select(func.max(Resolution.number))
                .where(*public, Resolution.number < number)
                .scalar_subquery(),
                select(func.min(Resolution.number))
                .where(*public, Resolution.number > number)
                .scalar_subquery(),
            )
        )
    ).one()
    return row[0], row[1]


async def mark_of(session: AsyncSession, assembly_id: UUID | None) -> str:
    """Changes whenever a resolution of the assembly (or of any) appears, moves or is revised.

    And whenever its sponsors or translations do.
    """
    row = (
        await session.execute(
            select(
                func.count(), func.coalesce(func.sum(Resolution.revision + Resolution.beside), 0)
            ).where(true() if assembly_id is None else Resolution.assembly_id == assembly_id)
        )
    ).one()
    return f"{row[0]}.{row[1]}"


async def count_by_state(session: AsyncSession, assembly_id: UUID) -> dict[State, int]:
    """How many resolutions of the assembly are in each state; states without any are absent."""
    rows = await session.execute(
        select(Resolution.state, func.count())
        .where(Resolution.assembly_id == assembly_id)
        .group_by(Resolution.state)
    )
    return {row[0]: row[1] for row in rows}


async def _views(
    session: AsyncSession, conditions: list[ColumnElement[bool]], limit: int | None
) -> list[ResolutionView]:
    provisions = (
        select(
            func.array_agg(
                aggregate_order_by(
                    func.json_build_array(
                        ProvisionRow.kind.cast(String),
                        ProvisionRow.marker,
                        ProvisionRow.text,
                        ProvisionRow.level,
                        ProvisionRow.provision_id,
                    ),
                    ProvisionRow.place,
                )
            )
        )
        .where(
            ProvisionRow.resolution_id == Resolution.id,
            ProvisionRow.version == Resolution.current_version,
        )
        .scalar_subquery()
    )
    rows = await session.execute(
        select(Resolution, Version.digest, Version.line_width, provisions.label("provisions"))
        .join(
            Version,
            (Version.resolution_id == Resolution.id)
            & (Version.ordinal == Resolution.current_version),
        )
        .where(*conditions)
        .order_by(Resolution.number)
        .limit(limit)
    )
    return [
        _view(row.Resolution, row.digest, row.line_width, provisions_in(row.provisions))
        for row in rows
    ]


def provisions_in(rows: list[list[Any]]) -> tuple[Provision, ...]:
    """From what `json_build_array` made of them."""
    return tuple(Provision(Kind(row[0]), *row[1:]) for row in rows)


def _view(
    resolution: Resolution, digest: str, line_width: int, provisions: tuple[Provision, ...]
) -> ResolutionView:
    return ResolutionView(
        id=resolution.id,
        number=resolution.number,
        title=resolution.title or derived_title(provisions),
        title_derived=resolution.title is None,
        language=resolution.language,
        state=resolution.state,
        revision=resolution.revision,
        version=resolution.current_version,
        digest=digest,
        provisions=provisions,
        source_id=resolution.source_id,
        first_line=resolution.first_line,
        last_line=resolution.last_line,
        decided_at=resolution.decided_at,
        is_proposal=resolution.is_proposal,
        public_from=resolution.public_from,
        line_width=line_width,
        returned_at=resolution.returned_at,
        returned_because=resolution.returned_because,
    )
