# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""When a voting ends, as the assembly's wall shows it, and how long is left."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from assembly.web.catalogues import catalogue, moment_words
from assembly.web.texts import TIME_LEFT

MANY_MINUTES = 120
MANY_HOURS = 48


@dataclass(frozen=True, slots=True)
class EndShown:
    """The planned end. `left` is of the moment the page was made."""

    iso: str
    words: str
    left: str


def moment_shown(at: datetime, zone: str, seen: datetime, language: str) -> str:
    """`20:30`, and the day too where it is another one than when the page was made."""
    local, today = at.astimezone(ZoneInfo(zone)), seen.astimezone(ZoneInfo(zone)).date()
    return moment_words(local, language, with_day=local.date() != today)


def end_shown(at: datetime | None, zone: str, seen: datetime, language: str) -> EndShown | None:
    """The end, if one is planned."""
    if at is None:
        return None
    left = left_words(at, seen, language)
    return EndShown(at.isoformat(), moment_shown(at, zone, seen, language), left)


def left_words(end: datetime, seen: datetime, language: str) -> str:
    """`12 minutes left`, rounded down: nobody is promised more than there is."""
    seconds = max(0, int((end - seen).total_seconds()))
    minutes = seconds // 60
    number, unit = minutes // (24 * 60), "days"
    if not minutes:
        number, unit = 0, "seconds" if seconds else "over"
    elif minutes < MANY_MINUTES:
        number, unit = minutes, "minutes"
    elif minutes < MANY_HOURS * 60:
        number, unit = minutes // 60, "hours"
    words, (one, many) = catalogue(language), TIME_LEFT[unit]
    left = words.ngettext(one, many, number) if many else words.gettext(one)
    return str(left) % {"num": number}
