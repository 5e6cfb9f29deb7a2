# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Take over what resolutions of another installation are about."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.themes.keep import add_theme
from assembly.themes.models import ThemeMark, ThemeRow
from assembly.themes.rules.theme import Theme


async def take_over_themes(
    session: AsyncSession, about: Mapping[UUID, Sequence[Theme]], *, at: datetime, by: str
) -> None:
    """Each of these new resolutions is about these themes, by their slugs.

    A theme that the list has keeps its words here; one that was merged stands for what it became;
    one that it lacks is added, or refused as `add_theme` refuses it.
    """
    themes = {theme.slug: theme for several in about.values() for theme in several}
    rows = await session.scalars(
        select(ThemeRow)
        .where(ThemeRow.slug.in_(themes))
        .order_by(ThemeRow.slug)
        .with_for_update(read=True)
    )
    known = {row.slug: row.merged_into or row.id for row in rows}
    for slug in sorted(themes.keys() - known.keys()):
        theme = themes[slug]
        known[slug] = (await add_theme(session, slug, theme.labels, theme.uri, at=at, by=by)).id
    marks = {(one, known[theme.slug]) for one, several in about.items() for theme in several}
    if marks:
        await session.execute(
            insert(ThemeMark),
            [
                {"resolution_id": one, "theme_id": theme, "set_at": at, "set_by": by}
                for one, theme in sorted(marks)
            ],
        )
