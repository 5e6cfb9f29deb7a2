# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A document of proposals as it was understood: chapters, proposals, references, doubts."""

from collections.abc import Iterator
from dataclasses import dataclass

from assembly.archive.rules.blocks import Doubt, Unit
from assembly.archive.rules.citations import Citation
from assembly.resolutions.rules.text import Provision, derived_title


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal. `item` counts from 1 through the whole document; `marker` is the source's."""

    item: int
    title: str | None
    marker: str
    provisions: tuple[Provision, ...]
    citations: tuple[Citation, ...]
    first: int
    last: int
    doubts: tuple[Doubt, ...]

    @property
    def shown_title(self) -> str:
        """The title, or the first words where the source gives none."""
        return self.title or derived_title(self.provisions)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A headed part; `title` is None for proposals under no heading. It may have no proposals."""

    title: str | None
    introduction: tuple[str, ...]
    proposals: tuple[Proposal, ...]
    first: int
    last: int
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class ProposalDocument:
    """The whole of it. `notes` are facts about the document and what was left aside in it."""

    unit: Unit
    title: str | None
    preface: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    notes: tuple[Doubt, ...]

    @property
    def proposals(self) -> Iterator[Proposal]:
        """Every proposal, in order."""
        return (proposal for chapter in self.chapters for proposal in chapter.proposals)

    @property
    def doubtful(self) -> int:
        """How many proposals have something to look at."""
        return sum(bool(proposal.doubts) for proposal in self.proposals)

    @property
    def totals(self) -> str:
        """One line: `21 proposals in 5 chapters (9, 5, 0, 2, 5), 1 doubtful`."""
        counts = [len(chapter.proposals) for chapter in self.chapters]
        each = ", ".join(map(str, counts))
        return (
            f"{_some(sum(counts), 'proposal')} in {_some(len(counts), 'chapter')} ({each}), "
            f"{self.doubtful} doubtful"
        )


def _some(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
