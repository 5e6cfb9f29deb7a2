# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a hall looks at together: one thing at a time, chosen from what everybody may know.

First an open voting; then one that is closed and not published; then a result that is new; then the
item that is dealt with; else the welcome. No test voting, no draft and no number before its time is
ever chosen. Who speaks is only for those in the house.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly
from assembly.assemblies.room import Somebody
from assembly.publication.queries import Published, published_among
from assembly.publication.wording import wording_of
from assembly.resolutions.queries import ResolutionView, resolution_by_id
from assembly.sittings.floor import floor_of
from assembly.sittings.queries import (
    ItemView,
    SittingView,
    agenda_of,
    live_sitting,
    next_sitting,
)
from assembly.sittings.rules.lifecycle import ItemState
from assembly.sittings.rules.lifecycle import State as SittingState
from assembly.voting.queries import VotingView, votings_of
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.sentence import condition, label
from assembly.web.about import asked_in
from assembly.web.holes import HOLE
from assembly.web.hours import moment_shown
from assembly.web.screens import (
    CountingProjected,
    ItemProjected,
    OpenProjected,
    Projected,
    ResultProjected,
    Subject,
    WelcomeProjected,
    changes_shown,
    clock_shown,
    text_shown,
)
from assembly.web.titles import TitleShown

RECENT = timedelta(minutes=10)
"""For how long a result stands there while no item is dealt with."""
WAITED = timedelta(hours=12)
"""For how long it is said that a voting is being counted."""


@dataclass(frozen=True, slots=True)
class Projection:
    """The one thing, and whether a sitting goes on, so that people may still want to join."""

    shown: Projected
    sitting_open: bool


async def projection_of(
    session: AsyncSession, assembly: Assembly, language: str, *, house: bool, at: datetime
) -> Projection:
    """What to look at now."""
    sitting = await live_sitting(session, assembly.id)
    item = None
    if sitting is not None and sitting.state is SittingState.OPEN:
        items = await agenda_of(session, sitting.id)
        item = next((one for one in items if one.state is ItemState.CURRENT), None)
    shown: Projected | None = await _of_votings(session, assembly, item, language, at)
    if shown is None and item is not None and sitting is not None:
        shown = await _item(session, sitting, item, assembly.language, language, house=house, at=at)
    if shown is None:
        shown = await _welcome(session, assembly, sitting, language, at)
    return Projection(shown, sitting is not None)


async def _of_votings(
    session: AsyncSession, assembly: Assembly, item: ItemView | None, language: str, at: datetime
) -> OpenProjected | CountingProjected | ResultProjected | None:
    every = await votings_of(session, assembly.id)
    opened = sorted(
        (one for one in every if one.state is State.OPEN), key=lambda one: one.opened_at or at
    )
    if opened:
        return await _open(session, opened[-1], language, others=len(opened) - 1)
    over = sorted(
        (
            one
            for one in every
            if one.state in {State.CLOSED, State.COUNTED}
            and one.closed_at is not None
            and one.closed_at > at - WAITED
        ),
        key=lambda one: one.closed_at or at,
    )
    records = await published_among(session, [one.id for one in over])
    counting = [one for one in over if one.id not in records and not one.is_held]
    if counting:
        return CountingProjected(await _about(session, counting[-1], language))
    since = item.began_at if item is not None and item.began_at else at - RECENT
    for voting in (one for one in reversed(over) if one.id in records):
        published_at = records[voting.id].published_at
        if published_at is not None and published_at >= since:
            return await _result(session, voting, records[voting.id], language)
    return None


async def _open(
    session: AsyncSession, voting: VotingView, language: str, *, others: int
) -> OpenProjected:
    about = await _about(session, voting, language)
    asked = about.asked
    text = text_shown(about.words.provisions) if asked is None else changes_shown(asked)
    ends = voting.closes_at.isoformat() if voting.closes_at else None
    return OpenProjected(
        about=about,
        text=text,
        rule_sentence=condition(voting.rule, language, weighted=voting.is_weighted),
        secret=voting.secrecy is Secrecy.SECRET,
        ends=ends,
        left=HOLE.format("left", ends) if ends else "",
        turnout=voting.turnout,
        entitled=voting.entitled or None,
        others=others,
    )


async def _result(
    session: AsyncSession, voting: VotingView, record: Published, language: str
) -> ResultProjected:
    document = record.document
    outcome = document["verdict"]["outcome"]
    counted = document.get("weighed") or document["tally"]
    always = ["yes", "no", *(["abstain"] if voting.abstain else [])]
    return ResultProjected(
        about=await _about(session, voting, language),
        outcome=outcome,
        words=label(None, language) if outcome is None else "",
        sentence=document["sentences"][language],
        counts=tuple(
            (choice, str(counted[choice]))
            for choice in ("yes", "no", "abstain", "blank", "invalid")
            if choice in always or float(counted.get(choice) or 0)
        ),
    )


async def _item(
    session: AsyncSession,
    sitting: SittingView,
    item: ItemView,
    own: str,
    language: str,
    *,
    house: bool,
    at: datetime,
) -> ItemProjected:
    about, text = None, None
    if item.resolution is not None:
        view = await resolution_by_id(session, item.resolution.id)
        about = await _subject(session, view, language)
        text = text_shown(about.words.provisions)
    floor = await floor_of(session, sitting.id) if house else None
    speaker = floor.speaking if floor is not None else None
    clock = speaker.clock if speaker else item.clock
    timed = speaker is not None or clock.limit is not None
    return ItemProjected(
        position=item.position,
        title=TitleShown(item.own_title, own) if item.own_title else None,
        about=about,
        text=text,
        speaker=Somebody(speaker.seat, speaker.label) if speaker else None,
        clock=clock_shown(clock, at) if timed else None,
    )


async def _welcome(
    session: AsyncSession,
    assembly: Assembly,
    live: SittingView | None,
    language: str,
    at: datetime,
) -> WelcomeProjected:
    sitting = live or await next_sitting(session, assembly.id)
    when = None
    if sitting is not None and live is None and sitting.planned_for is not None:
        when = moment_shown(sitting.planned_for, assembly.time_zone, at, language)
    suspended = live is not None and live.state is SittingState.SUSPENDED
    return WelcomeProjected(sitting, suspended, when)


async def _about(session: AsyncSession, voting: VotingView, language: str) -> Subject:
    view = await resolution_by_id(session, voting.resolution_id)
    asked = await asked_in(session, view, voting.amendments, language)
    return replace(await _subject(session, view, language), id=voting.id, asked=asked)


async def _subject(session: AsyncSession, view: ResolutionView, language: str) -> Subject:
    return Subject(view.id, view.number, await wording_of(session, view, language))
