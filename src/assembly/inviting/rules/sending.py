# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""How an invitation goes out, why one fails, and when it is tried again."""

from datetime import datetime, timedelta
from enum import StrEnum


class Channel(StrEnum):
    """On paper, or by e-mail."""

    PRINT = "print"
    MAIL = "mail"


class Failure(StrEnum):
    """Why the last attempt at a letter failed: never an address, never a server's words."""

    NO_ADDRESS = "no-address"
    ADDRESS_REFUSED = "address-refused"
    LETTER_REFUSED = "letter-refused"
    SERVER_AWAY = "server-away"
    SIGN_IN_REFUSED = "sign-in-refused"
    MAIL_OFF = "mail-off"
    CODE_REPLACED = "code-replaced"


LASTING = frozenset({Failure.NO_ADDRESS, Failure.ADDRESS_REFUSED, Failure.CODE_REPLACED})
"""No use in trying these again by itself."""

PAUSES = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=4),
)
"""Before the second attempt, the third, and so on; after the last one it has failed."""

LEASE = timedelta(seconds=90)
"""How long a worker is believed to be at a letter."""


def next_attempt(attempts: int, because: Failure, at: datetime) -> datetime | None:
    """When to try again after so many attempts; None when it has failed for good."""
    if because in LASTING or attempts > len(PAUSES):
        return None
    return at + PAUSES[attempts - 1]
