# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""On which words each amendment was made, and what it comes down to in a sentence.

An amendment is made on a version of the text; one to an amendment on the text as that one had it.
All amendments to a resolution take one statement together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.queries import AmendmentView
from assembly.publication.queries import Decision, words_shown
from assembly.resolutions.history import VersionWords, words_of_versions
from assembly.resolutions.queries import ResolutionView
from assembly.resolutions.rules.changes import Base, Change
from assembly.resolutions.rules.fold import text_with
from assembly.resolutions.rules.instruction import instructions
from assembly.resolutions.rules.lines import WIDTH, Line, printed_lines
from assembly.resolutions.rules.text import Provision

MOST_GROUNDS = 32
MOST_SAID = 1024
"""So many texts, and so many amendments to each, are kept ready by a web process."""


class Ground:
    """A text that amendments are made on, with the lines of its printed copy.

    What was said on it once is not worked out again while the ground is kept.
    """

    def __init__(self, provisions: Sequence[Provision], width: int) -> None:
        self.base = Base(provisions)
        self.lines: Sequence[Line] = printed_lines(provisions, width)
        self._said = lru_cache(maxsize=MOST_SAID)(self._say)

    def say(self, changes: Sequence[Change], language: str) -> list[str]:
        """One instruction for each change, as it stands within a sentence."""
        return list(self._said(tuple(changes), language))

    def _say(self, changes: tuple[Change, ...], language: str) -> tuple[str, ...]:
        return tuple(instructions(self.base, changes, self.lines, language))


def ground_of(provisions: Sequence[Provision], width: int = WIDTH) -> Ground:
    """The ground that these words are; a version never changes, so its ground is kept."""
    return _ground(tuple(provisions), width)


@lru_cache(maxsize=MOST_GROUNDS)
def _ground(provisions: tuple[Provision, ...], width: int) -> Ground:
    return Ground(provisions, width)


@dataclass(slots=True)
class Bases:
    """The versions that were asked for, and what amendments make of them."""

    versions: Mapping[int, VersionWords]
    amendments: Mapping[int, AmendmentView]
    _grounds: dict[tuple[int, int], Ground] = field(default_factory=dict)

    def version(self, ordinal: int) -> Ground:
        """The words of this version."""
        return self._kept(ordinal, 0, self.versions[ordinal].provisions)

    def of(self, view: AmendmentView) -> Ground | None:
        """What it was made on; None where that is a text which the amended one has no more."""
        if view.amends is None:
            return self.version(view.version)
        parent = self.amendments.get(view.amends)
        fits = parent is not None and (parent.version, parent.text) == (view.version, view.on_text)
        if parent is None or not fits:
            return None
        known = self._grounds.get((view.version, parent.number))
        if known is not None:
            return known
        base = self.version(view.version).base
        words = text_with(base, parent.name, parent.changes)
        return self._kept(view.version, parent.number, words)

    def say(self, view: AmendmentView, language: str) -> list[str]:
        """Its instructions; none where nobody could follow them any more."""
        ground = self.of(view)
        return [] if ground is None else ground.say(view.changes, language)

    def _kept(self, ordinal: int, number: int, words: Sequence[Provision]) -> Ground:
        if (ordinal, number) not in self._grounds:
            ground = ground_of(words, self.versions[ordinal].line_width)
            self._grounds[ordinal, number] = ground
        return self._grounds[ordinal, number]


async def bases_for(
    session: AsyncSession,
    decision: Decision,
    amendments: Iterable[AmendmentView],
    *,
    also: Iterable[int] = (),
) -> Bases:
    """In one statement at most: the present version and those the amendments were made on."""
    known = {one.number: one for one in amendments}
    wanted = {decision.resolution.version, *also} | {one.version for one in known.values()}
    return Bases(await words_shown(session, decision, wanted), known)


async def bases_here(
    session: AsyncSession, resolution: ResolutionView, amendments: Iterable[AmendmentView]
) -> Bases:
    """As `bases_for`, of a text that is on the table or under vote here."""
    known = {one.number: one for one in amendments}
    wanted = {resolution.version} | {one.version for one in known.values()}
    return Bases(await words_of_versions(session, resolution.id, wanted), known)
