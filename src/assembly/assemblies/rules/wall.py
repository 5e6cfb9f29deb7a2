# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Instants in UTC, read from what people write and shown on the assembly's own wall.

An instant is written after RFC 3339 with its offset, or as the time on that wall. On the two days a
year when clocks are moved, a local time may not exist or come twice; both are refused rather than
guessed.
"""

import re
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from assembly.errors import AmbiguousLocalTime, InvalidRequest, NoSuchLocalTime

_WRITTEN = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})?"
)


def read_time(words: str, zone: str, field: str) -> datetime:
    """The instant in UTC. Without an offset it is a time on the wall in `zone`.

    Refuses what is no time (`InvalidRequest`, pointing at the field), and a local time that does
    not exist (`NoSuchLocalTime`) or comes twice (`AmbiguousLocalTime`).
    """
    found = _WRITTEN.fullmatch(words)
    if found is not None:
        day, clock, offset = found.groups()
        with suppress(ValueError, OverflowError):
            read = datetime.fromisoformat(f"{day}T{clock}{(offset or '').upper()}")
            return read.astimezone(UTC) if read.tzinfo else _on_the_wall(read, zone)
    raise InvalidRequest(
        "A time is written like 2026-11-22T20:00, or with an offset from UTC.",
        errors=[{"pointer": f"/{field}", "detail": "is no time"}],
    )


def _on_the_wall(local: datetime, zone: str) -> datetime:
    first, second = (local.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    shown = local.isoformat(timespec="minutes")
    if first.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        raise NoSuchLocalTime(
            f"Clocks in {zone} are put forward over {shown}: this time does not exist.",
            local=shown,
            time_zone=zone,
        )
    raise AmbiguousLocalTime(
        f"Clocks in {zone} are put back over {shown}: it comes twice; write it with an offset.",
        local=shown,
        time_zone=zone,
        instants=[first.isoformat(), second.isoformat()],
    )


def local_time(instant: datetime | None, zone: str) -> str | None:
    """The instant as the wall in `zone` shows it, with its offset."""
    return None if instant is None else instant.astimezone(ZoneInfo(zone)).isoformat()
