# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody is called who was forgotten."""

from enum import StrEnum


class RollCallNames(StrEnum):
    """Whether published roll calls go on naming people who were forgotten."""

    NAMES_STAY = "names_stay"
    PSEUDONYMS = "pseudonyms"


def pseudonym(number: int) -> str:
    """By the number of the seat, as a seat is called where nobody said a name.

    Pages say it in the language of who reads (`web.rendering.is_named`).
    """
    return f"Seat {number}"
