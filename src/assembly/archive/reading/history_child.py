# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`python -m assembly.archive.reading.history_child`: reads one file on stdin, answers JSON."""

from typing import Any

from assembly.apart.restrict import answer_once
from assembly.apart.rules.limits import LARGEST_HISTORY


def read(data: bytes, name: str) -> dict[str, Any]:
    """The table as JSON. The parsers load within the limits."""
    from assembly.archive.reading.history import read_history
    from assembly.archive.rules.table import to_json

    return to_json(read_history(data, name))


if __name__ == "__main__":
    answer_once(read, LARGEST_HISTORY)
