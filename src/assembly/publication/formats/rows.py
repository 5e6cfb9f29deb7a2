# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A published outcome as a row: the columns that CSV and XLSX share, and what a cell may hold.

Nothing in a cell is ever computed: a text that a spreadsheet would take for a formula has an
apostrophe before it (OWASP, CSV injection). Numbers stay numbers. What is not recorded is an empty
cell, and the column `counts` says so in words.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from assembly.publication.formats.value import Correction, PublicResolution, VotingFacts
from assembly.publication.formats.words import words_of

Cell: TypeAlias = str | int | None

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
"""How a text begins that some spreadsheet computes, or hands to another program."""


def safe(text: str) -> str:
    """The text, with an apostrophe before it where it would begin a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def plain(cell: str) -> str:
    """The text that `safe` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def exact(number: str | None) -> Cell:
    """A whole number as one; a weight with decimals as the words it is written in."""
    if number is None:
        return None
    return int(number) if number.lstrip("-").isdigit() else number


def _voted(pick: Callable[[VotingFacts], Cell]) -> Callable[[PublicResolution], Cell]:
    return lambda one: None if one.voting is None else pick(one.voting)


def _counted(choice: str) -> Callable[[PublicResolution], Cell]:
    """Of a voting of ours, else what a source gives."""
    return lambda one: getattr(one.voting.counts if one.voting else one.source_counts, choice, None)


def _corrected(pick: Callable[[Correction], Cell]) -> Callable[[PublicResolution], Cell]:
    return lambda one: None if one.correction is None else pick(one.correction)


def _weighed(key: str) -> Callable[[PublicResolution], Cell]:
    return _voted(lambda voting: None if voting.weighed is None else voting.weighed[key])


COLUMNS: Mapping[str, Callable[[PublicResolution], Cell]] = {
    "assembly": lambda one: one.assembly.slug,
    "assembly_name": lambda one: safe(one.assembly.name),
    "number": lambda one: one.number,
    "title": lambda one: safe(one.title),
    "title_derived": lambda one: "true" if one.title_derived else "false",
    "outcome": lambda one: one.outcome.value,
    "outcome_label": lambda one: one.label,
    "decided_on": lambda one: None if one.decided_on is None else one.decided_on.isoformat(),
    "counts": lambda one: words_of(one).recorded if one.counted else words_of(one).not_recorded,
    "yes": _counted("yes"),
    "no": _counted("no"),
    "abstain": _counted("abstain"),
    "blank": _voted(lambda voting: voting.counts.blank),
    "invalid": _voted(lambda voting: voting.counts.invalid),
    "weighed_yes": _weighed("yes"),
    "weighed_no": _weighed("no"),
    "weighed_abstain": _weighed("abstain"),
    "entitled": _voted(lambda voting: voting.entitled),
    "present": _voted(lambda voting: voting.present),
    "turnout": _voted(lambda voting: voting.turnout),
    "ground": _voted(lambda voting: voting.ground),
    "base": _voted(lambda voting: exact(voting.base)),
    "needed_yes": _voted(lambda voting: exact(voting.needed_yes)),
    "margin": _voted(lambda voting: exact(voting.margin)),
    "secrecy": _voted(lambda voting: voting.secrecy),
    "medium": _voted(lambda voting: voting.medium),
    "opened_at": _voted(lambda voting: voting.opened_at),
    "closed_at": _voted(lambda voting: voting.closed_at),
    "voting": _voted(lambda voting: voting.id),
    "record_digest": _voted(lambda voting: voting.digest),
    "published_at": lambda one: one.published_at.isoformat(timespec="seconds"),
    "corrected_at": _corrected(lambda one: one.corrected_at.isoformat(timespec="seconds")),
    "corrected_because": _corrected(lambda one: safe(one.because)),
    "record_version": _corrected(lambda one: one.version),
    "note": _corrected(lambda one: None if one.note is None else safe(one.note)),
    "language": lambda one: one.language,
    "version": lambda one: one.version,
    "text_digest": lambda one: one.digest,
    "themes": lambda one: " ".join(theme.slug for theme in one.themes) or None,
    "source_file": lambda one: None if one.source is None else safe(one.source.file),
    "source_digest": lambda one: None if one.source is None else one.source.digest,
    "source_first_line": lambda one: None if one.source is None else one.source.first_line,
    "source_last_line": lambda one: None if one.source is None else one.source.last_line,
    "page": lambda one: one.page,
    "text": lambda one: safe(one.text),
}
"""In this order. A column is added at the end of its group, and none is ever taken away."""

HEADER = tuple(COLUMNS)
_PICKS = tuple(COLUMNS.values())


def row_of(resolution: PublicResolution) -> list[Cell]:
    """Its cells, one a column."""
    return [pick(resolution) for pick in _PICKS]
