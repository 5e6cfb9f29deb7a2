# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""When a voting begins and ends by itself: what may be planned, and when people are warned."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn

from assembly.errors import EndTooNear, ImpossibleSchedule

SHORTEST = timedelta(seconds=30)
"""A voting that ends by itself is open at least this long."""
SOONEST_END = timedelta(seconds=10)
"""An end that is set or moved while the voting is open lies at least this far ahead, and so does
the end of a voting that is opened a little after its hour."""
FARTHEST = timedelta(days=3660)
"""Nothing is scheduled more than ten years ahead."""
WARNINGS = (60, 10)
"""How many seconds before the end those who listen are warned."""
WARNING_LATE = 7
"""A warning that comes more seconds late than this is left out: the next one is near."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a voting opens and closes by itself, in UTC; None is by hand."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None


BY_HAND = Schedule()


def require_possible(schedule: Schedule, at: datetime) -> None:
    """Nothing, or `ImpossibleSchedule`: past, too far, or less than `SHORTEST` from open to end.

    An end without a beginning is measured from `at`: the voting could be opened now.
    """
    for field, instant in (("opens_at", schedule.opens_at), ("closes_at", schedule.closes_at)):
        if instant is not None and instant <= at:
            _refuse(field, "This time has passed already.")
        if instant is not None and instant > at + FARTHEST:
            _refuse(field, "Nothing is scheduled more than ten years ahead.")
    if schedule.closes_at is None:
        return
    if schedule.opens_at is not None and schedule.closes_at <= schedule.opens_at:
        _refuse("closes_at", "The end comes before the beginning.")
    if schedule.closes_at - (schedule.opens_at or at) < SHORTEST:
        _refuse("closes_at", f"A voting is open for at least {SHORTEST.seconds} seconds.")


def require_time_left(
    closes_at: datetime | None, at: datetime, least: timedelta = SHORTEST
) -> None:
    """Nothing, or `EndTooNear`: a voting opened at `at` would end before people can vote."""
    if closes_at is not None and closes_at - at < least:
        said = "has passed" if closes_at <= at else f"is less than {least.seconds} seconds away"
        raise EndTooNear(
            f"The planned end of this voting {said}; plan it anew and open it then.",
            closes_at=closes_at.isoformat(),
        )


def later_end(
    present: datetime | None, at: datetime, *, until: datetime | None, seconds: int | None
) -> datetime:
    """The new end of an open voting: later than the present one and `SOONEST_END` ahead.

    Seconds are added to the present end, or to `at` where there is none. The present end once more
    is no change. Refuses anything else with `ImpossibleSchedule`.
    """
    field = "closes_at" if until is not None else "seconds"
    end = until if until is not None else (present or at) + timedelta(seconds=seconds or 0)
    if present is not None and end < present:
        _refuse(field, "An end that was announced is only moved to later.")
    if end == present:
        return end
    if end - at < SOONEST_END:
        _refuse(field, f"The end must be at least {SOONEST_END.seconds} seconds ahead.")
    if end > at + FARTHEST:
        _refuse(field, "Nothing is scheduled more than ten years ahead.")
    return end


def warning_due(closes_at: datetime, at: datetime) -> int | None:
    """Which of `WARNINGS` it is time for, if any: the nearest that is not `WARNING_LATE` past."""
    left = (closes_at - at).total_seconds()
    for seconds in sorted(WARNINGS):
        if seconds - WARNING_LATE < left <= seconds:
            return seconds
    return None


def _refuse(field: str, sentence: str) -> NoReturn:
    raise ImpossibleSchedule(sentence, errors=[{"pointer": f"/{field}", "detail": sentence}])
