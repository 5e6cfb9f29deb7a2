# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an assembly may be called: in addresses, on pages, in which language and time zone."""

import re
from zoneinfo import available_timezones

from assembly.errors import InvalidRequest

LONGEST_SLUG = 80
LONGEST_NAME = 200
LANGUAGES = ("nl", "fr", "de", "en")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_slug(word: str) -> bool:
    """Whether it can stand in an address: small letters, digits, single dashes between them."""
    return len(word) <= LONGEST_SLUG and _SLUG.fullmatch(word) is not None


def require_sound_names(slug: str, name: str, language: str, time_zone: str) -> None:
    """Nothing, or `InvalidRequest` that points at the first that cannot be."""
    for field, sound, detail in (
        ("slug", is_slug(slug), "small letters, digits and single dashes, at most 80"),
        ("name", 0 < len(name) <= LONGEST_NAME, "1 to 200 characters"),
        ("language", language in LANGUAGES, "one of nl, fr, de, en"),
        ("time_zone", time_zone in available_timezones(), "a name like Europe/Brussels"),
    ):
        if not sound:
            raise InvalidRequest(
                f"The {field.replace('_', ' ')} cannot be kept.",
                errors=[{"pointer": f"/{field}", "detail": detail}],
            )
