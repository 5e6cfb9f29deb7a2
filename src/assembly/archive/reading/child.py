# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`python -m assembly.archive.reading.child`: reads one document on stdin, answers JSON."""

from typing import Any

from assembly.apart.restrict import answer_once


def read(data: bytes, name: str) -> dict[str, Any]:
    """The document as JSON. Its parsers load within the limits."""
    from assembly.archive.reading.read import read_document
    from assembly.archive.rules.preview import to_json

    return to_json(read_document(data, name))


if __name__ == "__main__":
    answer_once(read)
