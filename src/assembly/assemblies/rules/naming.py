# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an assembly may be called: in addresses, on pages, in which language and time zone."""

import re
import unicodedata
from typing import Literal, get_args
from zoneinfo import available_timezones

from assembly.errors import InvalidRequest

LONGEST_SLUG = 80
LONGEST_NAME = 200
SHORTEST_SLUG = 3
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Language = Literal["nl", "fr", "de", "en"]
LANGUAGES: tuple[str, ...] = get_args(Language)
RULES = (
    "simple",
    "absolute_cast",
    "absolute_present",
    "absolute_entitled",
    "two_thirds",
    "three_quarters",
    "four_fifths",
    "unanimity",
)
"""What a voting is proposed to need: the presets of `voting.rules.majority`; a test compares."""


def is_slug(word: str) -> bool:
    """Whether it can stand in an address: small letters, digits, single dashes between them."""
    return len(word) <= LONGEST_SLUG and re.fullmatch(SLUG, word) is not None


def is_time_zone(name: str) -> bool:
    """Whether the time zone database knows it by this name."""
    return name in available_timezones()


def require_sound_names(slug: str, name: str, language: str, time_zone: str) -> None:
    """Nothing, or `InvalidRequest` that points at the first that cannot be."""
    for field, sound, detail in (
        ("slug", is_slug(slug), "small letters, digits and single dashes, at most 80"),
        ("name", 0 < len(name) <= LONGEST_NAME, "1 to 200 characters"),
        ("language", language in LANGUAGES, "one of nl, fr, de, en"),
        ("time_zone", is_time_zone(time_zone), "a name like Europe/Brussels"),
    ):
        if not sound:
            raise InvalidRequest(
                f"The {field.replace('_', ' ')} cannot be kept.",
                errors=[{"pointer": f"/{field}", "detail": detail}],
            )


def require_known_rule(rule: str) -> None:
    """Nothing, or `InvalidRequest`."""
    if rule not in RULES:
        raise InvalidRequest(
            "There is no rule with this name.",
            errors=[{"pointer": "/default_rule", "detail": "one of " + ", ".join(RULES)}],
        )


def suggest_slug(name: str) -> str:
    """An address made of a name: `Burgerraad Ménage 2026` is `burgerraad-menage-2026`.

    Empty where the name has no letter that can stand in an address.
    """
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", name.casefold()) if sign.isascii()
    )
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_SLUG].strip("-")
    return slug if len(slug) >= SHORTEST_SLUG else ""
