# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One cell as a number, a count, a day or an outcome, where it can only mean that; else None."""

import re
from datetime import date

from assembly.archive.rules.heading import find_date
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.text import LANGUAGES, tidy

HIGHEST = 1_000_000_000
"""Of a number or a count."""
_NUMBER = re.compile(r"([0-9]{1,10})[.)]?")
_COUNT = re.compile(r"[0-9]{1,10}")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00)?Z?)?")
_DAY = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")
_LONG_DAY = re.compile(r"[0-9]{1,2} +[^\W\d]+ +[0-9]{4}")
_MONTHS = 12
OUTCOMES = {
    outcome.label(language): outcome for outcome in Outcome for language in sorted(LANGUAGES)
}
"""Exactly these words count. Any other word is asked about."""


def number_in(words: str) -> int | None:
    """A whole number from 1, with a dot or bracket behind it or not."""
    found = _NUMBER.fullmatch(words)
    number = int(found[1]) if found else 0
    return number if 0 < number <= HIGHEST else None


def count_in(words: str) -> int | None:
    """A whole number from 0, in digits alone: `1.000` may be one, or a thousand."""
    count = int(words) if _COUNT.fullmatch(words) else None
    return count if count is not None and count <= HIGHEST else None


def day_in(words: str) -> date | None:
    """`2025-11-22`, `22/11/2025`, `22 november 2025`. `3/4/2025` is two days, and so is none."""
    if found := _ISO.fullmatch(words):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY.fullmatch(words):
        one, other, year = int(found[1]), int(found[3]), int(found[4])
        if one <= _MONTHS and other <= _MONTHS and one != other:
            return None
        day, month = (other, one) if other > _MONTHS else (one, other)
        return _date(year, month, day)
    return find_date(words) if _LONG_DAY.fullmatch(words) else None


def outcome_in(words: str) -> Outcome | None:
    """By the words that the four languages of the house have for it, and by no others."""
    return OUTCOMES.get(tidy(words))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
