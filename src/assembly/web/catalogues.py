# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The four languages: gettext catalogues, read from their .po files when the program starts.

Nothing is compiled beforehand, so that a translation can never be older than its text. A test keeps
the catalogues complete (docs/decisions/0009).
"""

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations

FOLDER = Path(__file__).parent / "locales"
LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "de": "de_BE", "en": "en_GB"}


@cache
def catalogue(language: str) -> Translations:
    """The translations of one language."""
    path = FOLDER / language / "LC_MESSAGES" / "assembly.po"
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(compiled)


def date_words(day: date, language: str) -> str:
    """`22 november 2025`."""
    return format_date(day, "long", locale=Locale.parse(LOCALES[language]))


def moment_words(at: datetime, language: str, *, with_day: bool) -> str:
    """`20:30`, or `22 november 2025, 20:30`."""
    clock = format_time(at, "HH:mm", locale=Locale.parse(LOCALES[language]))
    return f"{date_words(at.date(), language)}, {clock}" if with_day else clock


def number_words(number: int, language: str) -> str:
    """`12.345` in Dutch, `12,345` in English."""
    return str(format_decimal(number, locale=Locale.parse(LOCALES[language])))


def weight_words(weight: str, language: str) -> str:
    """`2,5` in Dutch, with every one of its places."""
    locale = Locale.parse(LOCALES[language])
    return str(format_decimal(Decimal(weight), "#,##0.######", locale=locale))
