# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate for amendments: which ones a reader may see, and what became of the text.

A submitted amendment and a withdrawn one are for those in the house; all others are public. What a
voting decided about one is recorded only when its record is published, so nothing here can tell it
before. Nothing is shown of a text that the reader may not read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.next_version import merged_text
from assembly.amendments.planned import SettlementView, chosen_order, settlements_of
from assembly.amendments.queries import (
    AmendmentView,
    TermsView,
    adopted_on,
    amendments_of,
    counts_of,
    terms_of,
)
from assembly.amendments.rules.lifecycle import PUBLIC_STATES, State
from assembly.amendments.rules.plan import Plan, make_plan
from assembly.amendments.written import MergeView, merges_of
from assembly.publication.queries import Decision, Published, published_among
from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.merge import Merged
from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.queries import VotingView, votings_about


@dataclass(frozen=True, slots=True)
class PlanShown:
    """How the amendments to a text go on: terms, the plan, settled conflicts, a chosen order."""

    terms: TermsView
    plan: Plan
    settlements: Sequence[SettlementView]
    chosen: Sequence[int]
    because: str | None


@dataclass(frozen=True, slots=True)
class AmendmentVoting:
    """A voting about amendments, with its record where it is published and in force."""

    voting: VotingView
    record: Published | None


async def amendments_shown(
    session: AsyncSession, resolution_id: UUID, *, house: bool
) -> list[AmendmentView]:
    """Those this reader may see, by number, in one statement."""
    found = await amendments_of(session, resolution_id)
    return [one for one in found if house or one.state in PUBLIC_STATES]


async def counts_shown(session: AsyncSession, resolution_id: UUID) -> dict[State, int]:
    """How many amendments everybody may read, by state."""
    counts = (await counts_of(session, [resolution_id])).get(resolution_id, {})
    return {state: count for state, count in counts.items() if state in PUBLIC_STATES}


async def plan_shown(
    session: AsyncSession, decision: Decision, amendments: Sequence[AmendmentView]
) -> PlanShown:
    """The plan on the present version, from the amendments this reader may see."""
    view = decision.resolution
    settlements = await settlements_of(session, view.id, view.version)
    chosen, because = await chosen_order(session, view.id)
    here = [one.entry for one in amendments if one.version == view.version]
    plan = make_plan(Base(view.provisions), here, [one.value for one in settlements], chosen)
    return PlanShown(await terms_of(session, view.id), plan, settlements, chosen, because)


async def text_so_far(
    session: AsyncSession, decision: Decision, amendments: Sequence[AmendmentView]
) -> Merged:
    """The present version with what was adopted and is not in it yet."""
    view = decision.resolution
    adopted = adopted_on(amendments, view.version)
    return await merged_text(session, view.id, view.version, Base(view.provisions), adopted)


async def merges_shown(session: AsyncSession, decision: Decision) -> list[MergeView]:
    """Which of the versions this reader may see were made by merging."""
    found = await merges_of(session, decision.resolution.id)
    return [one for one in found if one.version >= decision.first_version]


async def votings_on_amendments(
    session: AsyncSession, resolution_id: UUID, *, house: bool = False
) -> list[AmendmentVoting]:
    """Every voting about amendments of a text, the latest first; tests for those in the house."""
    votings = await votings_about(session, resolution_id, tests=house)
    records = await published_among(session, [voting.id for voting in votings])
    return [AmendmentVoting(voting, records.get(voting.id)) for voting in votings]


def adopted_by(votings: Sequence[AmendmentVoting]) -> dict[int, AmendmentVoting]:
    """For each adopted amendment the voting whose published record, in force, says so."""
    return {
        number: one
        for one in reversed(votings)
        if one.record is not None
        and one.record.document["verdict"]["outcome"] == Outcome.ADOPTED.value
        for number in one.voting.amendments
    }
