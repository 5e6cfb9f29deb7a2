# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""CSV after RFC 4180: UTF-8, a header, lines ended with CR LF. One row a resolution."""

import csv
import io
from collections.abc import Sequence

from assembly.publication.formats.rows import HEADER, row_of
from assembly.publication.formats.value import PublicAssembly, PublicResolution


class CsvTable:
    """Writes the table."""

    def __init__(self, assembly: PublicAssembly | None, at: str) -> None:
        self.about = (assembly, at)

    def begin(self) -> bytes:
        """The header."""
        return _lines([HEADER])

    def add(self, resolutions: Sequence[PublicResolution]) -> bytes:
        """One line each."""
        return _lines([row_of(one) for one in resolutions])

    def end(self) -> bytes:
        """A table ends with its last line."""
        return b""


def _lines(rows: Sequence[Sequence[object]]) -> bytes:
    lines = io.StringIO(newline="")
    csv.writer(lines, lineterminator="\r\n").writerows(rows)
    return lines.getvalue().encode()
