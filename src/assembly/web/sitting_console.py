# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the console of a sitting shows: where it stands, its agenda, and the floor."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.queries import SeatView, seats_of
from assembly.assemblies.room import PresenceView, presence_now
from assembly.clock import now
from assembly.resolutions.queries import resolution_by_id
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.sittings.floor import FloorView, floor_of
from assembly.sittings.queries import SittingView, agenda_of, require_sitting
from assembly.sittings.rules.lifecycle import ItemState, State
from assembly.voting.queries import VotingView, votings_of
from assembly.voting.rules.lifecycle import State as VotingState
from assembly.voting.rules.quorum_now import QuorumNow
from assembly.voting.take_part import quorum_of
from assembly.web.desk_frame import Frame
from assembly.web.sitting_views import (
    ItemShown,
    SpeakerShown,
    clock_shown,
    items_shown,
    speaker_shown,
    when_words,
)


@dataclass(frozen=True, slots=True)
class About:
    """The resolution of the current item, and its voting that is planned or open, if any."""

    number: int
    title: str
    language: str
    state: str
    voting: VotingView | None
    quorum: QuorumNow | None

    @property
    def waits_for_vote(self) -> bool:
        """Whether a voting on it is to come, or goes on: the item is not done yet."""
        return self.voting is not None or self.state == ResolutionState.TABLED


@dataclass(frozen=True, slots=True)
class Console:
    """A sitting as it is now, for those who moderate it."""

    sitting: SittingView
    when: str | None
    presence: PresenceView
    seats: list[SeatView]
    items: list[ItemShown]
    floor: FloorView
    about: About | None
    made: datetime

    @property
    def current(self) -> ItemShown | None:
        """The item that is dealt with."""
        states = ((item, item.view.state) for item in self.items)
        return next((item for item, state in states if state is ItemState.CURRENT), None)

    @property
    def upcoming(self) -> ItemShown | None:
        """The item that would begin next."""
        return next((item for item in self.items if item.view.state is ItemState.PLANNED), None)

    @property
    def next_step(self) -> str | None:
        """The one button that stands out."""
        match self.sitting.state:
            case State.PLANNED:
                return "opening"
            case State.SUSPENDED:
                return "resumption"
            case State.OPEN if self.current:
                return "voting" if self.about and self.about.waits_for_vote else "end"
            case State.OPEN:
                return "begin" if self.upcoming else "closing"
        return None

    @property
    def speaking(self) -> SpeakerShown | None:
        """Who has the floor, with the clock."""
        one = self.floor.speaking
        return None if one is None else speaker_shown(one, self.made)

    @property
    def waiting(self) -> list[tuple[SpeakerShown, str]]:
        """Who waits, and why at this place."""
        return [
            (speaker_shown(one.speaker, self.made), one.because.value) for one in self.floor.waiting
        ]

    @property
    def heard(self) -> list[SpeakerShown]:
        """Who has spoken on the item."""
        return [speaker_shown(one, self.made) for one in self.floor.heard]

    def shown(self) -> dict[str, Any]:
        """What the templates of the console and of its parts are given."""
        return {
            "console": self,
            "sitting": self.sitting,
            "made": self.made.isoformat(),
            "clock": clock_shown(self.current.view.clock, self.made) if self.current else None,
        }


async def console_of(session: AsyncSession, frame: Frame, number: int, language: str) -> Console:
    """The sitting with this number as it is now; `SittingNotFound` where there is none."""
    at = now()
    view = await require_sitting(session, frame.assembly.id, number)
    items = items_shown(await agenda_of(session, view.id, drafts=True), view.state, at)
    floor = await floor_of(session, view.id, drafts=True)
    return Console(
        sitting=view,
        when=when_words(view, frame.assembly.time_zone, language),
        presence=await presence_now(session, frame.assembly.id),
        seats=await seats_of(session, frame.assembly.id),
        items=items,
        floor=floor,
        about=await _about(session, frame, floor),
        made=at,
    )


async def _about(session: AsyncSession, frame: Frame, floor: FloorView) -> About | None:
    if floor.item is None or floor.item.resolution is None:
        return None
    view = await resolution_by_id(session, floor.item.resolution.id)
    live = {VotingState.PLANNED, VotingState.OPEN}
    voting = next(
        (
            one
            for one in await votings_of(session, frame.assembly.id)
            if one.resolution_id == view.id and one.state in live
        ),
        None,
    )
    quorum = await quorum_of(session, voting) if voting else None
    return About(view.number, view.title, view.language, view.state.value, voting, quorum)
