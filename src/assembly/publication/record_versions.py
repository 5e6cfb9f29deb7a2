# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every version of the record of an outcome: as it was published first, and each correction.

They are numbered in the order in which they came. A record has the lowest number that no correction
has; as both are only added to, a number never leads to anything else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.queries import FactsView, facts_of, source_of
from assembly.errors import RecordVersionNotFound
from assembly.publication.corrections import Corrected, corrections_of
from assembly.publication.elsewhere import Elsewhere, published_facts
from assembly.publication.queries import Decision, Published, records_of_outcome
from assembly.publication.rules.correction import Change, Facts, Given
from assembly.resolutions.queries import ResolutionView
from assembly.resolutions.rules.outcome import Outcome


@dataclass(frozen=True, slots=True)
class RecordVersion:
    """One version; `because` says why there is one after the first.

    `digest` is that of the record, of the source that history was read from, or of the correction.
    `in_force` is False where the voting was annulled.
    """

    version: int
    facts: Facts
    changes: tuple[Change, ...]
    because: str | None
    at: datetime
    digest: str
    voting_id: UUID | None
    in_force: bool = True
    elsewhere: str | None = None
    """Where another installation published this version."""
    voted: bool = False
    """Whether a voting decided it, here or elsewhere."""


async def record_versions(
    session: AsyncSession, assembly_id: UUID, decision: Decision
) -> list[RecordVersion]:
    """Every version that was published, the first one first. Before the first there is none."""
    view = decision.resolution
    corrections = (await corrections_of(session, [view.id])).get(view.id, [])
    taken = {one.version for one in corrections}
    free = (number for number in count(1) if number not in taken)
    firsts = (
        [_elsewhere(decision.elsewhere, corrections)]
        if decision.elsewhere is not None
        else await _of_history(session, assembly_id, view, corrections, next(free))
        if view.source_id is not None
        else [
            _first(next(free), voting_id, record, in_force=in_force)
            for voting_id, record, in_force in await records_of_outcome(session, view.id)
        ]
    )
    of = {one.voting_id: one for one in firsts}
    there = {} if decision.elsewhere is None else decision.elsewhere.corrections
    later = [
        RecordVersion(
            one.version,
            one.facts,
            one.changes,
            one.because,
            one.corrected_at,
            one.digest,
            one.voting_id,
            of[one.voting_id].in_force,
            there.get(one.version),
            of[one.voting_id].voted,
        )
        for one in corrections
    ]
    return sorted([*firsts, *later], key=lambda one: one.version)


async def require_record_version(
    session: AsyncSession, assembly_id: UUID, decision: Decision, version: int
) -> tuple[RecordVersion, list[RecordVersion]]:
    """The version with this number and all there are, or `RecordVersionNotFound`."""
    every = await record_versions(session, assembly_id, decision)
    for one in every:
        if one.version == version:
            return one, every
    raise RecordVersionNotFound("There is no such version of this record.")


def current_of(decision: Decision, every: Sequence[RecordVersion]) -> RecordVersion | None:
    """The one that everybody reads now; None while there is no outcome."""
    if decision.outcome is None:
        return None
    return next((one for one in reversed(every) if one.in_force), None)


async def _of_history(
    session: AsyncSession,
    assembly_id: UUID,
    view: ResolutionView,
    corrections: Sequence[Corrected],
    version: int,
) -> list[RecordVersion]:
    """What its source was read to say."""
    source = await source_of(session, assembly_id)
    if source is None:
        return []
    title = None if view.title_derived else view.title
    told = (await facts_of(session, [view.id])).get(view.id)
    facts = corrections[0].before if corrections else _read(title, view, told)
    return [RecordVersion(version, facts, (), None, source.imported_at, source.digest, None)]


def _elsewhere(theirs: Elsewhere, corrections: Sequence[Corrected]) -> RecordVersion:
    """As another installation published it before all corrections that are known here.

    A file may say which correction was the latest there, and none of what was before it.
    """
    told, last = theirs.document, theirs.document["correction"]
    record = f"{theirs.page}/records/"
    if corrections:
        version, facts = corrections[0].version - 1, corrections[0].before
    else:
        version, facts = (last["version"] if last else 1), published_facts(told)
    known = last is not None and not theirs.corrections
    return RecordVersion(
        version,
        facts,
        (),
        None,
        datetime.fromisoformat(last["corrected_at"] if known else told["published_at"]),
        (told["voting"] or told["source"])["digest"],
        None,
        elsewhere=f"{record}{version}",
        voted=told["voting"] is not None,
    )


def _read(title: str | None, view: ResolutionView, told: FactsView | None) -> Facts:
    """With the day and the counts, where the source gives them; both sides, or it gives none."""
    outcome = Outcome(view.state.value)
    if told is None:
        return Facts(title, outcome)
    both = told.yes is not None and told.no is not None
    counts = Given(told.yes or 0, told.no or 0, told.abstain) if both else None
    return Facts(title, outcome, told.decided_on, counts)


def _first(version: int, voting_id: UUID, record: Published, *, in_force: bool) -> RecordVersion:
    document, at = record.document, record.published_at
    assert at is not None  # noqa: S101 - it was read from the table of what was published
    told = document["resolution"]
    title = None if told["title_derived"] else told["title"]
    facts = Facts(title, Outcome(document["verdict"]["outcome"]))
    return RecordVersion(
        version, facts, (), None, at, record.digest, voting_id, in_force, voted=True
    )
