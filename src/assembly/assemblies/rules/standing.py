# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a seat weighs and which college it belongs to: read strictly, kept exactly, never rounded.

A weight is a decimal above 0 with at most ten digits before the point and six behind it. A college
is 1 to 40 characters in NFC, trimmed, with single spaces inside and nothing that cannot be seen, so
that two names which look alike in a list are one college.
"""

import re
import unicodedata
from decimal import Decimal

from assembly.errors import InvalidRequest

LONGEST_COLLEGE = 40
_WEIGHT = re.compile(r"(0|[1-9][0-9]{0,9})(\.[0-9]{1,6})?")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def read_weight(sent: object) -> Decimal:
    """The weight that an integer or the words of a decimal mean.

    Refuses (`ValueError`) everything else: above all a binary fraction, which is seldom the decimal
    that was meant; signs, powers, blanks and a seventh place, even where it is 0.
    """
    if isinstance(sent, float):
        message = 'a weight with places is sent as words, such as "1.5", because floats round'
        raise ValueError(message)  # noqa: TRY004 - what is sent is a value, wrong or right
    if isinstance(sent, bool) or not isinstance(sent, (int, str)):
        message = 'a weight is an integer, or a decimal as words, such as "1.5"'
        raise ValueError(message)  # noqa: TRY004
    words = sent if isinstance(sent, str) else _words_of(sent)
    if not _WEIGHT.fullmatch(words) or not (weight := Decimal(words)):
        message = "a weight is above 0, with at most ten digits and six places, such as 1.5"
        raise ValueError(message)
    return weight


def _words_of(number: int) -> str:
    return str(number) if abs(number) < 10**11 else ""


def read_college(words: str) -> str:
    """The name as it is kept. The same name typed with other blanks or accents is the same."""
    trimmed = unicodedata.normalize("NFC", words.strip())
    if any(unicodedata.category(sign) in _UNSEEN for sign in trimmed):
        message = "a college holds a character that cannot be seen"
        raise ValueError(message)
    name = " ".join(trimmed.split())
    if not 0 < len(name) <= LONGEST_COLLEGE:
        message = f"a college has 1 to {LONGEST_COLLEGE} characters"
        raise ValueError(message)
    return name


def plain_weight(weight: Decimal) -> str:
    """In full, without trailing zeros: 1, 0.5, 100, 1.000001."""
    return f"{weight:.6f}".rstrip("0").rstrip(".")


def require_sound_standing(weight: Decimal, college: str | None) -> None:
    """Nothing, or `InvalidRequest` that points at what would not be kept exactly as it is."""
    try:
        sound = weight.is_finite() and read_weight(f"{weight:f}") == weight
    except ValueError:
        sound = False
    if not sound:
        raise InvalidRequest(
            "The weight cannot be kept exactly.",
            errors=[{"pointer": "/weight", "detail": "above 0, at most ten digits and six places"}],
        )
    try:
        sound = college is None or read_college(college) == college
    except ValueError:
        sound = False
    if not sound:
        raise InvalidRequest(
            "The college cannot be kept exactly.",
            errors=[{"pointer": "/college", "detail": "1 to 40 characters, trimmed, in NFC"}],
        )
