# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The layout `numbered-outcomes`: a title with a date, then numbered resolutions with outcomes.

    Resoluties Caruna (22 november 2025)
    1. The words, over as many lines as they need.
    Goedgekeurd
    2. …
    Niet goedgekeurd

White space is the extraction's and decides nothing by itself; words are never changed.
"""

from assembly.archive.rules.lines import read_lines
from assembly.archive.rules.numbered import Reader
from assembly.archive.rules.source import (
    Complaint,
    Fault,
    Note,
    Reading,
    Sign,
    SourceDocument,
    SourceResolution,
)

__all__ = [
    "Complaint",
    "Fault",
    "Note",
    "Reading",
    "Sign",
    "SourceDocument",
    "SourceResolution",
    "read_numbered_outcomes",
]

MOST_COMPLAINTS = 100


def read_numbered_outcomes(data: bytes) -> Reading:
    """The document in these bytes, or every reason why there is none. Nothing is half read."""
    sheet = read_lines(data)
    if sheet.complaints:
        return Reading(None, _bounded(list(sheet.complaints)), ())
    reader = Reader()
    for row in sheet.rows:
        reader.take(row)
    reader.finish(sheet.rows[-1].line)
    notes = tuple(sorted((*sheet.notes, *reader.notes), key=lambda note: note.line))
    if reader.complaints:
        return Reading(None, _bounded(reader.complaints), notes)
    return Reading(reader.document(), (), notes)


def _bounded(complaints: list[Complaint]) -> tuple[Complaint, ...]:
    """In the order of the lines; beyond a hundred, one last complaint counts the others."""
    ordered = sorted(complaints, key=lambda complaint: complaint.line)
    kept, left_out = ordered[:MOST_COMPLAINTS], ordered[MOST_COMPLAINTS:]
    if left_out:
        words = f"There are {len(left_out)} more complaints from here on."
        kept.append(Complaint(left_out[0].line, Fault.TOO_MANY, words))
    return tuple(kept)
