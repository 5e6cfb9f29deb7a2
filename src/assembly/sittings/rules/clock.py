# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long somebody has spoken, or an item has been dealt with, and what is left of it.

A clock is the time spent before it last began to run, and since when it runs, if it does. The
server's time decides; a clock that was set back never takes back what was spent.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

ZERO = timedelta(0)


@dataclass(frozen=True, slots=True)
class Clock:
    """`running_since` is None while it stands; `limit` is None where there is none."""

    spent: timedelta
    running_since: datetime | None
    limit: timedelta | None = None

    def at(self, moment: datetime) -> timedelta:
        """What is spent by then; never less than before."""
        if self.running_since is None:
            return self.spent
        return self.spent + max(moment - self.running_since, ZERO)

    def left(self, moment: datetime) -> timedelta | None:
        """What is left, zero when it is over; None without a limit."""
        return None if self.limit is None else max(self.limit - self.at(moment), ZERO)

    def over(self, moment: datetime) -> timedelta:
        """By how much the limit is passed; zero at exactly the limit."""
        return ZERO if self.limit is None else max(self.at(moment) - self.limit, ZERO)

    def stopped(self, moment: datetime) -> "Clock":
        """The clock stands; one that stood already is as it was."""
        return replace(self, spent=self.at(moment), running_since=None)

    def started(self, moment: datetime) -> "Clock":
        """The clock runs; one that ran already is as it was."""
        return self if self.running_since is not None else replace(self, running_since=moment)


def seconds(time: timedelta) -> int:
    """Whole seconds, rounded down."""
    return int(time / timedelta(seconds=1))
