# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate for amendments: which ones a reader may see, and what became of the text.

A submitted amendment and a withdrawn one are for those in the house; all others are public. What a
voting decided about one is recorded only when its record is published, so nothing here can tell it
before. Nothing is shown of a text that the reader may not read.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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
from assembly.amendments.written import MergeView, TextView, merges_of, texts_shown
from assembly.assemblies.queries import names_and_numbers
from assembly.publication.elsewhere import Elsewhere
from assembly.publication.queries import Decision, Published, published_among
from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.merge import Merged
from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.queries import VotingView, votings_about
from assembly.voting.rules.lifecycle import State as VotingState


@dataclass(frozen=True, slots=True)
class PlanShown:
    """How the amendments to a text go on: terms, the plan, settled conflicts, a chosen order."""

    terms: TermsView
    plan: Plan
    settlements: Sequence[SettlementView]
    chosen: Sequence[int]
    because: str | None


@dataclass(frozen=True, slots=True)
class VotingElsewhere:
    """What is known here of a voting that another installation held: its record says the rest."""

    id: UUID
    amendments: tuple[int, ...]
    state: VotingState = VotingState.COUNTED
    is_test: bool = False
    annulled_because: str | None = None


@dataclass(frozen=True, slots=True)
class AmendmentVoting:
    """A voting about amendments, with its record where it is published and in force.

    `site` is where its box and its record are read; empty for a voting that was held here.
    """

    voting: VotingView | VotingElsewhere
    record: Published | None
    site: str = ""


async def amendments_shown(
    session: AsyncSession, decision: Decision, *, house: bool
) -> list[AmendmentView]:
    """Those this reader may see, by number, in one statement at most."""
    if decision.lineage is not None:
        return decision.lineage.amendments
    found = await amendments_of(session, decision.resolution.id)
    return [one for one in found if house or one.state in PUBLIC_STATES]


async def authors_shown(
    session: AsyncSession, decision: Decision, amendments: Sequence[AmendmentView]
) -> dict[int, tuple[int, str]]:
    """Seat and name of who filed each of these, by its number; moderators are absent."""
    if decision.lineage is not None:
        return decision.lineage.authors
    seats = {one.number: one.seat_id for one in amendments if one.seat_id is not None}
    found = await names_and_numbers(session, list(seats.values()))
    return {number: found[seat_id] for number, seat_id in seats.items()}


async def texts_of_amendment(
    session: AsyncSession, decision: Decision, view: AmendmentView
) -> list[TextView]:
    """What it asked for from its first writing on; elsewhere as far as everybody may read it."""
    if decision.lineage is not None:
        return decision.lineage.texts(view)
    return await texts_shown(session, view.id)


async def terms_shown(session: AsyncSession, decision: Decision) -> TermsView:
    """Under what terms the text is amended, or was elsewhere."""
    if decision.lineage is not None:
        return decision.lineage.terms
    return await terms_of(session, decision.resolution.id)


async def counts_shown(session: AsyncSession, decision: Decision) -> dict[State, int]:
    """How many amendments everybody may read, by state, the one of the lowest number first."""
    if decision.lineage is not None:
        return dict(Counter(one.state for one in decision.lineage.amendments))
    resolution_id = decision.resolution.id
    counts = (await counts_of(session, [resolution_id])).get(resolution_id, {})
    return {state: count for state, count in counts.items() if state in PUBLIC_STATES}


async def plan_shown(
    session: AsyncSession, decision: Decision, amendments: Sequence[AmendmentView]
) -> PlanShown:
    """The plan on the present version, from the amendments this reader may see."""
    view = decision.resolution
    settlements = await settlements_of(session, view.id, view.version)
    chosen, because = await _order(session, decision)
    here = [one.entry for one in amendments if one.version == view.version]
    plan = make_plan(Base(view.provisions), here, [one.value for one in settlements], chosen)
    terms = await terms_shown(session, decision)
    return PlanShown(terms, plan, settlements, chosen, because)


async def _order(session: AsyncSession, decision: Decision) -> tuple[list[int], str | None]:
    if decision.lineage is not None:
        return decision.lineage.order
    return await chosen_order(session, decision.resolution.id)


async def text_so_far(
    session: AsyncSession, decision: Decision, amendments: Sequence[AmendmentView]
) -> Merged:
    """The present version with what was adopted and is not in it yet."""
    view = decision.resolution
    adopted = adopted_on(amendments, view.version)
    return await merged_text(session, view.id, view.version, Base(view.provisions), adopted)


async def merges_shown(session: AsyncSession, decision: Decision) -> list[MergeView]:
    """Which of the versions this reader may see were made by merging."""
    if decision.lineage is not None:
        return decision.lineage.merges
    found = await merges_of(session, decision.resolution.id)
    return [one for one in found if one.version >= decision.first_version]


async def votings_on_amendments(
    session: AsyncSession, decision: Decision, *, house: bool = False
) -> list[AmendmentVoting]:
    """Every voting about amendments of a text, the latest first; tests for those in the house.

    Of what was decided elsewhere those with a record in force.
    """
    if decision.lineage is not None and decision.elsewhere is not None:
        return _votings_elsewhere(decision.elsewhere)
    votings = await votings_about(session, decision.resolution.id, tests=house)
    records = await published_among(session, [voting.id for voting in votings])
    return [AmendmentVoting(voting, records.get(voting.id)) for voting in votings]


def _votings_elsewhere(theirs: Elsewhere) -> list[AmendmentVoting]:
    site = theirs.page.partition("/assemblies/")[0]
    found = sorted(
        theirs.document["amendment_votings"],
        key=lambda one: str(one["record"]["voting"]["opened_at"]),
    )
    return [
        AmendmentVoting(
            VotingElsewhere(
                UUID(one["record"]["voting"]["id"]),
                tuple(told["number"] for told in one["record"]["amendments"]),
            ),
            Published(one["record"], one["digest"], datetime.fromisoformat(one["published_at"])),
            site,
        )
        for one in reversed(found)
    ]


def adopted_by(votings: Sequence[AmendmentVoting]) -> dict[int, AmendmentVoting]:
    """For each adopted amendment the voting whose published record, in force, says so."""
    return {
        number: one
        for one in reversed(votings)
        if one.record is not None
        and one.record.document["verdict"]["outcome"] == Outcome.ADOPTED.value
        for number in one.voting.amendments
    }
