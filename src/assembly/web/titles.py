# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the items of an agenda are called, in the reader's language as far as it is translated."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.publication.wording import wordings_of
from assembly.resolutions.queries import resolutions_among
from assembly.sittings.queries import ItemView


@dataclass(frozen=True, slots=True)
class TitleShown:
    """A title, and the language of its words."""

    words: str
    language: str


async def item_titles(
    session: AsyncSession, items: Sequence[ItemView], own: str, language: str
) -> dict[UUID, TitleShown]:
    """By item; one without a title is absent. What was written for an agenda is in `own`."""
    named = [one.resolution.id for one in items if one.resolution and not one.own_title]
    views = await resolutions_among(session, named)
    wordings = await wordings_of(session, list(views.values()), language)
    titles = {}
    for item in items:
        if item.own_title:
            titles[item.id] = TitleShown(item.own_title, own)
        elif item.resolution is not None:
            words = wordings[item.resolution.id]
            titles[item.id] = TitleShown(words.title, words.title_language)
    return titles
