# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The day in a title line: `Resoluties Caruna (22 november 2025)`."""

import re
from datetime import date

_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_DATE = re.compile(
    rf"(?<!\w)([0-9]{{1,2}})\s+({'|'.join(_MONTHS)})\s+([0-9]{{4}})(?!\w)", re.IGNORECASE
)


def find_date(title: str) -> date | None:
    """The one day the title names in Dutch; None when there is none, or two, or no such day."""
    found = {_day(match) for match in _DATE.finditer(title)}
    return found.pop() if len(found) == 1 else None


def _day(match: re.Match[str]) -> date | None:
    month = _MONTHS.index(match[2].casefold()) + 1
    try:
        return date(int(match[3]), month, int(match[1]))
    except ValueError:
        return None
