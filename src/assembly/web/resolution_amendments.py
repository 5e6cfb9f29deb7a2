# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the page of a resolution says of its amendments and versions, as the public may know it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.rules.lifecycle import State
from assembly.assemblies.models import Assembly
from assembly.publication.amending import (
    AmendmentVoting,
    amendments_shown,
    counts_shown,
    merges_shown,
    terms_shown,
    votings_on_amendments,
)
from assembly.publication.earlier import footed
from assembly.publication.queries import Decision, versions_shown
from assembly.web.amended import AmendedShown, amended_shown
from assembly.web.overview import deadline_words
from assembly.web.views import day_of


@dataclass(frozen=True, slots=True)
class AboutAmendments:
    """Counts by state, the deadline, the amended text and the versions.

    Of a version its ordinal and day, the one before, and why it was written on the table. `votings`
    are those with a published record in force, the first one first.
    """

    counts: dict[State, int]
    deadline: str | None
    amended: AmendedShown | None
    versions: tuple[tuple[int, date, int | None, str | None], ...]
    votings: tuple[AmendmentVoting, ...] = ()

    @property
    def total(self) -> int:
        """How many everybody may read."""
        return sum(self.counts.values())


async def about_amendments(
    session: AsyncSession, assembly: Assembly, decision: Decision, language: str
) -> AboutAmendments:
    """The text has footnotes where its present version, or one before, was made by merging."""
    view = decision.resolution
    counts = await counts_shown(session, decision)
    amended = None
    votings: list[AmendmentVoting] = []
    if counts:
        votings = await votings_on_amendments(session, decision)
        made = await footed(session, decision, await merges_shown(session, decision))
        if made is not None:
            found = await amendments_shown(session, decision, house=False)
            amended = amended_shown(
                made.provisions,
                made.spans,
                {one.number: one for one in found},
                votings,
                made_of=made.amendments,
                language=view.language,
                base=made.base,
                version=view.version,
            )
    terms = await terms_shown(session, decision)
    lines = await versions_shown(session, decision)
    ordinals = [line.ordinal for line in lines]
    return AboutAmendments(
        counts,
        deadline_words(terms.closes_at, assembly.time_zone, language),
        amended,
        tuple(
            (line.ordinal, day_of(line.written_at, assembly.time_zone), before, line.because)
            for line, before in zip(lines, [None, *ordinals], strict=False)
        ),
        tuple(one for one in reversed(votings) if one.record is not None),
    )
