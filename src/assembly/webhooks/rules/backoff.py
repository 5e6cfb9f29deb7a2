# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""When a delivery is tried again, when it is given up, and when a webhook is."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum


class Failure(StrEnum):
    """Why the last attempt failed: words of ours, never those of the receiver."""

    ANSWER = "answer"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    INSECURE = "insecure"
    UNKNOWN_HOST = "unknown-host"
    FORBIDDEN_ADDRESS = "forbidden-address"
    DISABLED = "disabled"


class Disabled(StrEnum):
    """Why nothing is sent to a webhook any more."""

    GONE = "gone"
    FAILING = "failing"


GONE = 410
"""The status by which a receiver says that it wants nothing any more."""
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=16),
)
"""After each failed attempt; two days, all in all. After the attempt behind the last: given up."""
SPREAD = 0.1
"""A pause is up to this share longer or shorter, so that not everything comes back at once."""
LONGEST = timedelta(days=1)
"""The longest that a receiver may make us wait by `Retry-After`."""
LEASE = timedelta(minutes=2)
"""How long an attempt is believed to be under way; what broke off is repeated after it."""
PATIENCE = timedelta(days=5)
"""For how long nothing may get through before a delivery that is given up disables the webhook."""
OVERLAP = timedelta(days=1)
"""For how long the secret before a rotation still signs."""
KEPT = timedelta(days=30)
"""For how long a delivery that is over stays in the log."""


def next_attempt(
    attempts: int, at: datetime, *, luck: float, retry_after: timedelta | None
) -> datetime | None:
    """When to try again after so many attempts; None: never. `luck` is in [0, 1).

    Never before the receiver asked to, as far as it asked for no more than `LONGEST`.
    """
    if attempts > len(PAUSES):
        return None
    pause = PAUSES[max(attempts, 1) - 1] * (1 - SPREAD + 2 * SPREAD * luck)
    return at + max(pause, min(retry_after or timedelta(0), LONGEST))


def read_retry_after(words: str | None, at: datetime) -> timedelta | None:
    """`Retry-After` as seconds or as a date (RFC 9110, 10.2.3); None for anything else."""
    if words is None:
        return None
    if words.isascii() and words.isdigit():
        return min(timedelta(seconds=int(words[:9])), LONGEST)
    try:
        until = parsedate_to_datetime(words)
    except (ValueError, TypeError):
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(aware - at, timedelta(0))


def is_lost(failing_since: datetime, at: datetime) -> bool:
    """Whether a webhook that gave up a delivery is disabled for having failed this long."""
    return at - failing_since >= PATIENCE
