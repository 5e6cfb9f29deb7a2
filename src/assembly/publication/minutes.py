# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The minutes of a sitting as they are now, with what may be said of its votings.

An outcome stands in them from the publication of its record on and not before, for moderators too:
nobody knows it earlier. Of a voting they tell turnout and what the record says, never a ballot.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.queries import settled_between
from assembly.assemblies.room import proxies_of, stays_of
from assembly.publication.models import Record
from assembly.resolutions.queries import ResolutionView, resolutions_among
from assembly.resolutions.rules.outcome import Outcome
from assembly.sittings.minutes import facts_of
from assembly.sittings.queries import SittingView
from assembly.sittings.rules.minutes import (
    About,
    Decided,
    Entry,
    Fact,
    Movement,
    Proxy,
    VotingStep,
    write_minutes,
)
from assembly.voting.queries import VotingView, votings_of


async def minutes_of(session: AsyncSession, view: SittingView) -> list[Entry]:
    """What the minutes say now; nothing of a sitting that was not opened."""
    if view.opened_at is None:
        return []
    facts = await facts_of(session, view.id)
    votings = [
        one
        for one in await votings_of(session, view.assembly_id)
        if one.opened_at is not None and _within(one.opened_at, view)
    ]
    records = await _records(session, [one.id for one in votings])
    about = await resolutions_among(session, [one.resolution_id for one in votings])
    for voting in votings:
        record = records.get(voting.id)
        facts += _voting(voting, about[voting.resolution_id], record)
    facts += await _movements(session, view)
    facts += await _proxies(session, view)
    last = max([record.published_at for record in records.values()], default=None)
    facts += await _amendments(session, view, last)
    return write_minutes(facts)


def _within(at: datetime, view: SittingView) -> bool:
    """While the sitting lasted, its two ends included."""
    if view.opened_at is None or at < view.opened_at:
        return False
    return view.closed_at is None or at <= view.closed_at


async def _records(session: AsyncSession, votings: list[UUID]) -> dict[UUID, Record]:
    """Every record that was published of them: one that was annulled was read by everybody."""
    rows = await session.scalars(select(Record).where(Record.voting_id.in_(votings)))
    return {row.voting_id: row for row in rows}


def _voting(
    voting: VotingView, resolution: ResolutionView, record: Record | None
) -> Iterable[Fact]:
    about = About(resolution.number, resolution.title, voting.amendments)
    numbers = (voting.entitled or 0, voting.present or 0, voting.turnout)
    if voting.opened_at is not None:
        kind = f"voting_opened_{voting.secrecy.value}"
        kind += "" if voting.attendance_taken else "_uncounted"
        yield VotingStep(voting.opened_at, kind, about, *numbers)
    if voting.closed_at is not None:
        yield VotingStep(voting.closed_at, "voting_closed", about, *numbers)
    if record is not None:
        yield VotingStep(
            record.published_at,
            "voting_outcome",
            about,
            sentences=record.document["sentences"],
        )
        yield from _decided(about, record)
    if voting.annulled_at is not None:
        because = voting.annulled_because or ""
        yield VotingStep(voting.annulled_at, "voting_annulled", about, because=because)


def _decided(about: About, record: Record) -> Iterable[Fact]:
    """What the outcome did; a void one does nothing."""
    outcome = record.document["verdict"]["outcome"]
    if outcome is None:
        return
    word = Outcome(outcome).value
    at = record.published_at
    for number in about.amendments:
        yield Decided(at, f"amendment_{word}", about.number, amendment=number)
    if not about.amendments:
        yield Decided(at, f"resolution_{word}", about.number, about.title)


async def _movements(session: AsyncSession, view: SittingView) -> list[Fact]:
    """Who came and went while the sitting lasted; who was there before is in its opening."""
    facts: list[Fact] = []
    for stay in await stays_of(session, view.assembly_id):
        if _within(stay.arrived_at, view):
            facts.append(Movement(stay.arrived_at, arrived=True, seats=(stay.number,)))
        if stay.left_at is not None and _within(stay.left_at, view):
            facts.append(Movement(stay.left_at, arrived=False, seats=(stay.number,)))
    return facts


async def _proxies(session: AsyncSession, view: SittingView) -> list[Fact]:
    facts: list[Fact] = []
    for proxy in await proxies_of(session, view.assembly_id):
        if _within(proxy.given_at, view):
            facts.append(Proxy(proxy.given_at, True, proxy.giver, proxy.holder))
        if proxy.ended_at is not None and _within(proxy.ended_at, view):
            facts.append(Proxy(proxy.ended_at, False, proxy.giver, proxy.holder))
    return facts


async def _amendments(
    session: AsyncSession, view: SittingView, last_record: datetime | None
) -> list[Fact]:
    """Those taken over or fallen in the sitting, or by what its votings decided afterwards."""
    if view.opened_at is None:
        return []
    until = view.closed_at and max(view.closed_at, last_record or view.closed_at)
    settled = await settled_between(session, view.assembly_id, view.opened_at, until)
    about = await resolutions_among(session, [one.resolution_id for one in settled])
    return [
        Decided(
            one.decided_at,
            f"amendment_{one.state.value}",
            about[one.resolution_id].number,
            amendment=one.number,
            to=one.fell_to or 0,
        )
        for one in settled
        if about[one.resolution_id].public_from is not None
    ]
