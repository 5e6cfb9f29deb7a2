# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keep the word list: add, rename, merge, and remove what nothing is about.

A theme is held before resolutions are, here and where resolutions are tagged.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.audit.record import record_act
from assembly.errors import (
    AlreadyTaken,
    IllegalMove,
    Stale,
    ThemeInUse,
    ThemeLimitReached,
    ThemeNotFound,
)
from assembly.resolutions.beside import note_beside
from assembly.themes.models import ThemeMark, ThemeRow
from assembly.themes.rules.theme import MOST_THEMES, sound_theme


async def add_theme(
    session: AsyncSession,
    slug: str,
    labels: Mapping[str, str],
    uri: str | None,
    *,
    at: datetime,
    by: str,
) -> ThemeRow:
    """The theme is in the list. Added again just so, nothing changes.

    Refuses a slug that another theme has or had (`AlreadyTaken`), a list that is full
    (`ThemeLimitReached`) and what is not sound (`rules.theme`). Two at once: the key decides.
    """
    theme = sound_theme(slug, labels, uri)
    row: ThemeRow | None = await session.scalar(
        insert(ThemeRow)
        .values(slug=slug, labels=dict(theme.labels), uri=theme.uri, revision=1, made_at=at)
        .on_conflict_do_nothing()
        .returning(ThemeRow)
    )
    if row is None:
        there = await held_theme(session, slug)
        if there.merged_into is None and (there.labels, there.uri) == (theme.labels, theme.uri):
            return there
        raise AlreadyTaken("There is or was a theme with this slug.", field="slug")
    if (await session.scalar(select(func.count()).select_from(ThemeRow)) or 0) > MOST_THEMES:
        raise ThemeLimitReached(f"The list holds at most {MOST_THEMES} themes.", limit=MOST_THEMES)
    record_act(session, "add_theme", at=at, by=by, subject=f"theme:{slug}")
    return row


async def rename_theme(
    session: AsyncSession,
    slug: str,
    labels: Mapping[str, str],
    uri: str | None,
    *,
    revision: int,
    at: datetime,
    by: str,
) -> ThemeRow:
    """The theme has these words, wherever it stands; its slug stays. The same words change nothing.

    Refuses a theme that is not in the list (`ThemeNotFound`) and words that somebody changed
    since (`Stale`). Locks the theme's row, then those of the resolutions about it.
    """
    theme = sound_theme(slug, labels, uri)
    row = await _in_list(session, slug)
    if (row.labels, row.uri) == (theme.labels, theme.uri):
        return row
    if row.revision != revision:
        raise Stale(
            "Somebody changed this theme meanwhile; read it again and repeat your change.",
            yours=revision,
            current=row.revision,
        )
    row.labels, row.uri, row.revision = dict(theme.labels), theme.uri, row.revision + 1
    await session.flush()
    await note_beside(session, select(ThemeMark.resolution_id).where(ThemeMark.theme_id == row.id))
    record_act(session, "rename_theme", at=at, by=by, subject=f"theme:{slug}")
    return row


async def merge_theme(
    session: AsyncSession, slug: str, into: str, *, at: datetime, by: str
) -> ThemeRow:
    """What was about the one is about the other, whose row this gives; old addresses lead there.

    Done again, nothing changes. Refuses themes there are not (`ThemeNotFound`), one and the same,
    and one that became another (`IllegalMove`). Locks both rows by slug, then the resolutions.
    """
    rows = {name: await held_theme(session, name) for name in sorted({slug, into})}
    gone, kept = rows[slug], rows[into]
    if gone is not kept and gone.merged_into == kept.id:
        return kept
    if gone is kept or gone.merged_into is not None or kept.merged_into is not None:
        raise IllegalMove("These two themes cannot be merged.", state="merged")
    about = select(ThemeMark.resolution_id).where(ThemeMark.theme_id == gone.id)
    await note_beside(session, about)
    carried = select(
        ThemeMark.resolution_id, literal(kept.id), ThemeMark.set_at, ThemeMark.set_by
    ).where(ThemeMark.theme_id == gone.id)
    columns = ["resolution_id", "theme_id", "set_at", "set_by"]
    await session.execute(insert(ThemeMark).from_select(columns, carried).on_conflict_do_nothing())
    await session.execute(delete(ThemeMark).where(ThemeMark.theme_id == gone.id))
    await session.execute(
        update(ThemeRow)
        .where((ThemeRow.id == gone.id) | (ThemeRow.merged_into == gone.id))
        .values(merged_into=kept.id)
    )
    record_act(session, "merge_theme", at=at, by=by, subject=f"theme:{slug}", into=into)
    return kept


async def remove_theme(session: AsyncSession, slug: str, *, at: datetime, by: str) -> None:
    """The theme is out of the list, as if it had never been.

    Refuses one that is not there (`ThemeNotFound`), and one that a resolution is about or that
    another was merged into (`ThemeInUse`). Locks its row: nothing is tagged with it meanwhile.
    """
    row = await held_theme(session, slug)
    used = select(ThemeMark.theme_id).where(ThemeMark.theme_id == row.id).exists()
    became = select(ThemeRow.id).where(ThemeRow.merged_into == row.id).exists()
    if row.merged_into is not None or await session.scalar(select(used | became)):
        raise ThemeInUse("Something is about this theme; merge it with another instead.")
    await session.delete(row)
    await session.flush()
    record_act(session, "remove_theme", at=at, by=by, subject=f"theme:{slug}")


async def held_theme(session: AsyncSession, slug: str) -> ThemeRow:
    """The row as it is now, held FOR UPDATE, merged or not; or `ThemeNotFound`."""
    row = await session.scalar(
        select(ThemeRow)
        .where(ThemeRow.slug == slug)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise ThemeNotFound("There is no such theme.")
    return row


async def _in_list(session: AsyncSession, slug: str) -> ThemeRow:
    row = await held_theme(session, slug)
    if row.merged_into is not None:
        raise ThemeNotFound("This theme was merged with another.")
    return row
