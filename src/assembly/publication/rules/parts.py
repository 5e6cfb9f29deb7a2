# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The smallest parts of another installation's file: each is what it must be, or refused."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from assembly.errors import FileNotUnderstood
from assembly.resolutions.rules.text import DEEPEST, LANGUAGES, Kind, Provision, controls

LARGEST = 2**31 - 1
DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


def provision_in(document: Mapping[str, Any]) -> Provision:
    """A piece of a text, on a level that there is."""
    level, kind = document["level"], Kind(document["kind"])
    if type(level) is not int or not 0 <= level <= (DEEPEST if kind is Kind.ITEM else 0):
        raise FileNotUnderstood("a provision stands on a level that there is not.")
    return Provision(
        kind,
        words_in(document["marker"], 12, empty=True),
        words_in(document["text"], LARGEST),
        level,
        words_in(document["id"], 40),
    )


def day_in(word: object) -> date | None:
    """A day, or None."""
    return None if word is None else date.fromisoformat(str(word))


def count_in(number: object) -> int | None:
    """A number of votes, or None where it is not recorded."""
    if number is not None and (type(number) is not int or not 0 <= number <= LARGEST):
        raise FileNotUnderstood("a number of votes is none.")
    return number


def words_in(value: object, most: int, *, empty: bool = False) -> str:
    """Readable words."""
    if not isinstance(value, str) or len(value) > most or controls(value):
        raise FileNotUnderstood(f"where at most {most} readable characters belong is none such.")
    if not value and not empty:
        raise FileNotUnderstood("where words belong are none.")
    return value


def require_readable(value: object) -> None:
    """Nothing, where all words in it are, however deep they stand."""
    if isinstance(value, str):
        words_in(value, LARGEST, empty=True)
    for one in value.values() if isinstance(value, dict) else ():
        require_readable(one)
    for one in value if isinstance(value, list) else ():
        require_readable(one)


def language_in(value: object) -> str:
    """A language that is known here."""
    if value not in LANGUAGES:
        raise FileNotUnderstood("a language is none that is known here.")
    return str(value)


def whole_in(value: object) -> int:
    """A number from 1 on."""
    if type(value) is not int or not 1 <= value <= LARGEST:
        raise FileNotUnderstood("a number is none from 1 on.")
    return value


def flag_in(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise FileNotUnderstood("what is true or false is neither.")
    return value


def digest_in(value: object) -> str:
    """SHA-256 in lower-case hex."""
    if not isinstance(value, str) or not DIGEST.fullmatch(value):
        raise FileNotUnderstood("a digest is none.")
    return value


def moment_in(value: str) -> datetime:
    """An hour with its zone, in UTC."""
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise FileNotUnderstood("an hour has no zone.")
    return moment.astimezone(UTC)
