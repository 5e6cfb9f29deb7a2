# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Logs on disk: begun afresh, kept for a while, and read from the end."""

from pathlib import Path

OLD_LOGS = 3
TAIL_BYTES = 16_384


def fresh(log: Path, larger_than: int = 0) -> Path:
    """The log is unused, if it was longer than that; the former ones are NAME.1, NAME.2, NAME.3."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > larger_than:
        for number in range(OLD_LOGS, 1, -1):
            older = log.with_name(f"{log.name}.{number - 1}")
            if older.exists():
                older.replace(log.with_name(f"{log.name}.{number}"))
        log.replace(log.with_name(f"{log.name}.1"))
    return log


def last_lines(log: Path, count: int = 12) -> list[str]:
    """The end of a log, or nothing when there is no log."""
    try:
        with log.open("rb") as lines:
            lines.seek(max(0, log.stat().st_size - TAIL_BYTES))
            return lines.read().decode(errors="replace").splitlines()[-count:]
    except OSError:
        return []
