# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about themes. What the public may know of a resolution is decided in `publication`."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from assembly.errors import ThemeNotFound
from assembly.themes.models import ThemeMark, ThemeRow
from assembly.themes.rules.theme import Theme


@dataclass(frozen=True, slots=True)
class Listed:
    """A theme in the list. `revision` rises when its words change."""

    id: UUID
    theme: Theme
    revision: int


async def all_themes(session: AsyncSession) -> list[Listed]:
    """The list, by slug; those that were merged are out of it."""
    rows = await session.scalars(
        select(ThemeRow).where(ThemeRow.merged_into.is_(None)).order_by(ThemeRow.slug)
    )
    return [listed(row) for row in rows]


def mark_of_list(themes: Sequence[Listed]) -> str:
    """A word that changes whenever the list does."""
    told = repr([(str(one.id), one.revision) for one in themes])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


async def theme_named(session: AsyncSession, slug: str) -> Listed | None:
    """The theme with this slug; where it was merged, the one it became."""
    became = aliased(ThemeRow)
    found = (
        await session.execute(
            select(ThemeRow, became)
            .outerjoin(became, became.id == ThemeRow.merged_into)
            .where(ThemeRow.slug == slug)
        )
    ).one_or_none()
    if found is None:
        return None
    other: ThemeRow | None = found[1]
    return listed(found[0] if other is None else other)


async def require_theme(session: AsyncSession, slug: str) -> Listed:
    """As `theme_named`, or `ThemeNotFound`."""
    found = await theme_named(session, slug)
    if found is None:
        raise ThemeNotFound("There is no such theme.")
    return found


async def themes_of(
    session: AsyncSession, resolutions: Sequence[UUID]
) -> dict[UUID, tuple[Theme, ...]]:
    """What each of these is about, by slug, in one statement; those about nothing are absent."""
    if not resolutions:
        return {}
    rows = await session.execute(
        select(ThemeMark.resolution_id, ThemeRow)
        .join(ThemeRow, ThemeRow.id == ThemeMark.theme_id)
        .where(ThemeMark.resolution_id.in_(resolutions))
        .order_by(ThemeRow.slug)
    )
    found: dict[UUID, tuple[Theme, ...]] = {}
    for resolution_id, row in rows:
        found[resolution_id] = (*found.get(resolution_id, ()), listed(row).theme)
    return found


async def slugs_on_all(session: AsyncSession) -> dict[UUID, frozenset[str]]:
    """The slugs on each resolution that is about something, whatever its state."""
    rows = await session.execute(
        select(ThemeMark.resolution_id, ThemeRow.slug).join(
            ThemeRow, ThemeRow.id == ThemeMark.theme_id
        )
    )
    found: dict[UUID, frozenset[str]] = {}
    for resolution_id, slug in rows:
        found[resolution_id] = found.get(resolution_id, frozenset()) | {slug}
    return found


def under(theme_id: UUID) -> Select[UUID]:
    """The resolutions about it, as a part of another statement."""
    return select(ThemeMark.resolution_id).where(ThemeMark.theme_id == theme_id)


def about_anything() -> Select[UUID]:
    """The resolutions that are about something, as a part of another statement."""
    return select(ThemeMark.resolution_id)


def listed(row: ThemeRow) -> Listed:
    """As the others know it."""
    return Listed(row.id, Theme(row.slug, row.labels, row.uri), row.revision)


async def theme_by_id(session: AsyncSession, theme_id: UUID) -> Theme | None:
    """The theme, or the one it became; None where it was removed."""
    row = await session.get(ThemeRow, theme_id)
    if row is not None and row.merged_into is not None:
        row = await session.get(ThemeRow, row.merged_into)
    return None if row is None else listed(row).theme


async def ids_on(session: AsyncSession, resolution_id: UUID) -> list[UUID]:
    """The themes that it is about, and those that became one of them."""
    about = select(ThemeMark.theme_id).where(ThemeMark.resolution_id == resolution_id)
    found = await session.scalars(
        select(ThemeRow.id).where(ThemeRow.id.in_(about) | ThemeRow.merged_into.in_(about))
    )
    return list(found)


async def meaning(session: AsyncSession, theme_id: UUID) -> list[UUID]:
    """This theme, and those that became it."""
    found = await session.scalars(
        select(ThemeRow.id).where((ThemeRow.id == theme_id) | (ThemeRow.merged_into == theme_id))
    )
    return list(found)


async def first_marks(
    session: AsyncSession, among: Select[UUID, UUID], since: datetime
) -> list[tuple[UUID, UUID, datetime]]:
    """Assembly, theme and instant where the first of these resolutions was about it since.

    `among` has the id and the assembly of each resolution.
    """
    fresh = select(ThemeMark.resolution_id).where(ThemeMark.set_at >= since)
    if not await session.scalar(select(fresh.exists())):
        return []
    looked_at = among.subquery()
    of, where = looked_at.c
    first = func.min(ThemeMark.set_at)
    rows = await session.execute(
        select(where, ThemeMark.theme_id, first)
        .join(looked_at, of == ThemeMark.resolution_id)
        .group_by(where, ThemeMark.theme_id)
        .having(first >= since)
    )
    return [(row[0], row[1], row[2]) for row in rows]
