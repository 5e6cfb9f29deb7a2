# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The text layer of a PDF as running text. Places are pages; one without text is asked about."""

from assembly.archive.reading.pdf import lines_of
from assembly.archive.rules.blocks import Unit
from assembly.archive.rules.prose_rows import rows_in
from assembly.archive.rules.table import Table


def read_pdf_history(data: bytes) -> Table:
    """The lines of all pages. Refuses encryption, scripts and files without any text."""
    lines, pages = lines_of(data)
    told = {line.page for line in lines if line.text.strip()}
    silent = tuple(page for page in range(1, pages + 1) if page not in told)
    part = rows_in(((line.page, line.text) for line in lines), folded=True)
    return Table("pdf", Unit.PAGE, (part,), silent=silent)
