# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""When a voting ends, as the assembly's wall shows it, and how long is left."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from assembly.web.catalogues import moment_words


@dataclass(frozen=True, slots=True)
class EndShown:
    """The planned end. `seconds_left` is of the moment the page was made, and never below zero."""

    iso: str
    words: str
    seconds_left: int

    @property
    def minutes_left(self) -> int:
        """Whole minutes, rounded down: nobody is promised more than there is."""
        return self.seconds_left // 60


def moment_shown(at: datetime, zone: str, seen: datetime, language: str) -> str:
    """`20:30`, and the day too where it is another one than when the page was made."""
    local, today = at.astimezone(ZoneInfo(zone)), seen.astimezone(ZoneInfo(zone)).date()
    return moment_words(local, language, with_day=local.date() != today)


def end_shown(at: datetime | None, zone: str, seen: datetime, language: str) -> EndShown | None:
    """The end, if one is planned."""
    if at is None:
        return None
    left = max(0, int((at - seen).total_seconds()))
    return EndShown(at.isoformat(), moment_shown(at, zone, seen, language), left)
