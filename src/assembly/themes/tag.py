# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Say what a resolution is about, at any time: a theme is no part of what was decided."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.audit.record import record_act
from assembly.errors import ThemeLimitReached, ThemeNotFound
from assembly.resolutions.draft import lock_resolution
from assembly.themes.models import ThemeMark, ThemeRow
from assembly.themes.rules.theme import MOST_ON_ONE


async def tag_resolution(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    *,
    add: Collection[str] = (),
    remove: Collection[str] = (),
    at: datetime,
    by: str,
) -> None:
    """It is about what was added, and not about what was removed; other themes stay as they are.

    So two moderators do not undo each other. A theme that was merged stands for what it became.
    Done again, nothing changes and nothing is recorded. Refuses themes (`ThemeNotFound`) and a
    resolution (`ResolutionNotFound`) there are not, and more than `MOST_ON_ONE`
    (`ThemeLimitReached`). Locks the themes' rows, then the resolution's.
    """
    themes = await _share(session, {*add, *remove})
    resolution = await lock_resolution(session, assembly_id, number)
    wanted, unwanted = ({themes[slug] for slug in slugs} for slugs in (add, remove))
    new = (
        await session.scalars(
            insert(ThemeMark)
            .values([_mark(resolution.id, one, at=at, by=by) for one in wanted - unwanted])
            .on_conflict_do_nothing()
            .returning(ThemeMark.theme_id)
        )
        if wanted - unwanted
        else ()
    )
    gone = await session.scalars(
        delete(ThemeMark)
        .where(ThemeMark.resolution_id == resolution.id, ThemeMark.theme_id.in_(unwanted))
        .returning(ThemeMark.theme_id)
    )
    added, removed = set(new), set(gone)
    if not added and not removed:
        return
    here = select(func.count()).where(ThemeMark.resolution_id == resolution.id)
    if (await session.scalar(here) or 0) > MOST_ON_ONE:
        raise ThemeLimitReached(
            f"A resolution is about at most {MOST_ON_ONE} themes.", limit=MOST_ON_ONE
        )
    resolution.beside += 1
    names = {theme_id: slug for slug, theme_id in themes.items()}
    record_act(
        session,
        "tag_resolution",
        at=at,
        by=by,
        subject=f"resolution:{number}",
        assembly_id=assembly_id,
        added=sorted(names[one] for one in added),
        removed=sorted(names[one] for one in removed),
    )


def _mark(resolution_id: UUID, theme_id: UUID, *, at: datetime, by: str) -> dict[str, object]:
    return {"resolution_id": resolution_id, "theme_id": theme_id, "set_at": at, "set_by": by}


async def _share(session: AsyncSession, slugs: Collection[str]) -> dict[str, UUID]:
    """The themes by slug, held FOR SHARE in the order of theirs: none is merged meanwhile."""
    rows = await session.scalars(
        select(ThemeRow)
        .where(ThemeRow.slug.in_(slugs))
        .order_by(ThemeRow.slug)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )
    found = {row.slug: row.merged_into or row.id for row in rows}
    if missing := sorted(set(slugs) - found.keys()):
        raise ThemeNotFound("There is no such theme.", themes=missing)
    return found
