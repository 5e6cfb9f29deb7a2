# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""In which words somebody reads a resolution: the reader's language as far as it is translated.

The text in its own language is the one that is decided. Nobody is shown words that were changed
since they were translated: such a piece stands in the text's own words, and is named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.resolutions.history import (
    TranslationView,
    translation_views,
    translations_of,
    version_view,
)
from assembly.resolutions.queries import ResolutionView
from assembly.resolutions.rules.text import Provision, derived_title
from assembly.resolutions.rules.translation import read_in_translation


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a resolution for one reader, and what must be said of them.

    `own` is the language that decides, `language` the one of the words here; the provisions named
    in `own_pieces` stand in the own language all the same. `version` is the one the translation
    was made of. `others` are the languages it can be read in besides.
    """

    own: str
    language: str
    title: str
    title_derived: bool
    title_language: str
    provisions: tuple[Provision, ...]
    own_pieces: frozenset[str] = frozenset()
    version: int | None = None
    others: tuple[str, ...] = ()

    @property
    def translated(self) -> bool:
        """Whether any of it is a translation."""
        return self.language != self.own


async def wordings_of(
    session: AsyncSession, views: Sequence[ResolutionView], language: str
) -> dict[UUID, Wording]:
    """Each of these in this reader's language, as far as everybody may read translations of it.

    Two statements, and one or two more for each whose text changed since it was translated.
    """
    ids = [view.id for view in views]
    lines = await translations_of(session, ids) if ids else {}
    readable = {
        view.id: [
            line.language
            for line in lines.get(view.id, ())
            if line.version >= (view.public_from or view.version)
        ]
        for view in views
    }
    wanted = [view.id for view in views if language in readable[view.id]]
    found = await translation_views(session, wanted, language) if wanted else {}
    wordings = {}
    for view in views:
        wording = own_wording(view, readable[view.id])
        if view.id in found:
            wording = await _translated(session, view, wording, found[view.id])
        wordings[view.id] = wording
    return wordings


async def wording_of(session: AsyncSession, view: ResolutionView, language: str) -> Wording:
    """One of them."""
    return (await wordings_of(session, [view], language))[view.id]


def own_wording(view: ResolutionView, others: Sequence[str] = ()) -> Wording:
    """The text itself."""
    return Wording(
        own=view.language,
        language=view.language,
        title=view.title,
        title_derived=view.title_derived,
        title_language=view.language,
        provisions=view.provisions,
        others=tuple(others),
    )


async def _translated(
    session: AsyncSession, view: ResolutionView, own: Wording, found: TranslationView
) -> Wording:
    """As far as it holds; the text itself where no piece is as it was when it was translated."""
    made_of, title = view.provisions, view.title
    if found.version != view.version:
        version = await version_view(session, view.id, found.version)
        made_of, title = version.provisions, version.title
    read, pieces = read_in_translation(view.provisions, made_of, found.provisions)
    if len(pieces) == len(read):
        return own
    words, spoken = view.title, view.language
    if view.title_derived and read[0].id not in pieces:
        words, spoken = derived_title(read), found.language
    elif not view.title_derived and found.title and title == view.title:
        words, spoken = found.title, found.language
    return Wording(
        own=view.language,
        language=found.language,
        title=words,
        title_derived=view.title_derived,
        title_language=spoken,
        provisions=read,
        own_pieces=pieces,
        version=found.version,
        others=tuple(one for one in own.others if one != found.language),
    )
