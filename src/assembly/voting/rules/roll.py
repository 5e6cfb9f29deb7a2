# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The frozen roll and its public digest.

The digest binds who was entitled, by seat number, without naming anybody: SHA-256 over one line a
seat, numbers ascending, LF after each line.
"""

import hashlib
from collections.abc import Iterable


def roll_digest(seat_numbers: Iterable[int]) -> str:
    """Lower-case hex. The same seats give the same digest in whatever order they come."""
    lines = "".join(f"{number}\n" for number in sorted(seat_numbers))
    return hashlib.sha256(lines.encode()).hexdigest()


def box_digest(trackers: Iterable[str]) -> str:
    """SHA-256 over the trackers of a box, sorted, LF after each: what the public list must give."""
    lines = "".join(f"{tracker}\n" for tracker in sorted(trackers))
    return hashlib.sha256(lines.encode()).hexdigest()
