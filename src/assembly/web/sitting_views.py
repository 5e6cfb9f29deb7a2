# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sitting as pages show it: clocks as they stand, people by seat, items with what may be done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from assembly.sittings.floor import SpeakerView
from assembly.sittings.queries import ItemView, SittingView
from assembly.sittings.rules.clock import Clock, seconds
from assembly.sittings.rules.lifecycle import ENDED, LIVE, ItemState, State
from assembly.web.catalogues import moment_words


@dataclass(frozen=True, slots=True)
class ClockShown:
    """A clock at the moment the page was made. `ends` is when a running one reaches its limit."""

    spent: str
    limit: str | None
    over: bool
    running: bool
    ends: str | None


@dataclass(frozen=True, slots=True)
class SpeakerShown:
    """Somebody on the floor, by name where the seat has one."""

    id: UUID
    number: int
    name: str
    kind: str
    clock: ClockShown


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An item of the agenda with the steps that are legal now."""

    view: ItemView
    clock: ClockShown
    may_begin: bool
    may_pass: bool
    may_retake: bool
    may_remove: bool
    is_first: bool
    is_last: bool


def minutes_words(time: timedelta) -> str:
    """`2:05`, `1:02:05`: rounded down."""
    minutes, rest = divmod(seconds(time), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def clock_shown(clock: Clock, at: datetime) -> ClockShown:
    """The clock at this moment."""
    left, running = clock.left(at), clock.running_since is not None
    return ClockShown(
        spent=minutes_words(clock.at(at)),
        limit=None if clock.limit is None else minutes_words(clock.limit),
        over=bool(clock.over(at)),
        running=running,
        ends=(at + left).isoformat() if running and left else None,
    )


def speaker_shown(view: SpeakerView, at: datetime) -> SpeakerShown:
    """Who asked, with the clock at this moment."""
    return SpeakerShown(view.id, view.seat, view.label, view.kind, clock_shown(view.clock, at))


def items_shown(items: list[ItemView], state: State, at: datetime) -> list[ItemShown]:
    """The agenda; each item with what a moderator may do with it in a sitting in this state."""
    opened, changeable = state is State.OPEN, state not in ENDED
    last = len(items)
    return [
        ItemShown(
            view=item,
            clock=clock_shown(item.clock, at),
            may_begin=opened and item.state is ItemState.PLANNED,
            may_pass=state in LIVE and item.state is ItemState.PLANNED,
            may_retake=opened and item.state in {ItemState.DONE, ItemState.PASSED_OVER},
            may_remove=changeable and item.state is ItemState.PLANNED,
            is_first=place == 1,
            is_last=place == last,
        )
        for place, item in enumerate(items, start=1)
    ]


def when_words(view: SittingView, zone: str, language: str) -> str | None:
    """`30 november 2026, 20:00–22:00`, on the assembly's wall; None without an hour."""
    if view.planned_for is None:
        return None
    begins = view.planned_for.astimezone(ZoneInfo(zone))
    words = moment_words(begins, language, with_day=True)
    if view.planned_until is None:
        return words
    ends = view.planned_until.astimezone(ZoneInfo(zone))
    other_day = ends.date() != begins.date()
    return f"{words} – {moment_words(ends, language, with_day=other_day)}"
