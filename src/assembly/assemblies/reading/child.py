# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`python -m assembly.assemblies.reading.child`: reads one list on stdin, answers JSON."""

from typing import Any

from assembly.apart.restrict import answer_once


def read(data: bytes, name: str) -> dict[str, Any]:
    """The cells. The parsers load within the limits."""
    from assembly.assemblies.reading.sheet import read_sheet

    return read_sheet(data, name)


if __name__ == "__main__":
    answer_once(read)
