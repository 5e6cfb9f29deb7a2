# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a source document says, or why it cannot be read. Lines are lines of the file, from 1."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.text import Provision, derived_title, digest


class Fault(StrEnum):
    """Why a source is refused."""

    TOO_LARGE = "too-large"
    NOT_UTF8 = "not-utf-8"
    EMPTY_FILE = "empty-file"
    FORBIDDEN_CHARACTER = "forbidden-character"
    NO_TITLE = "no-title"
    NO_DATE = "no-date"
    NO_RESOLUTIONS = "no-resolutions"
    TEXT_OUTSIDE = "text-outside"
    EMPTY_TEXT = "empty-text"
    BROKEN_WORD = "broken-word"
    NUMBER_ALONE = "number-alone"
    NUMBER_TWICE = "number-twice"
    NUMBER_GAP = "number-gap"
    OUTCOME_MISSING = "outcome-missing"
    OUTCOME_UNKNOWN = "outcome-unknown"
    OUTCOME_ASTRAY = "outcome-astray"
    TOO_MANY = "too-many"


class Sign(StrEnum):
    """What was left aside or decided while reading, without harm to the words."""

    PAGE_NUMBER = "page-number"
    PAGE_BREAK = "page-break"
    READ_AS_TEXT = "read-as-text"


@dataclass(frozen=True, slots=True)
class Complaint:
    """One reason to refuse the source, on a line a person can look at."""

    line: int
    code: Fault
    words: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.words}"


@dataclass(frozen=True, slots=True)
class Note:
    """One harmless fact about the source, on a line a person can look at."""

    line: int
    code: Sign
    words: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.words}"


@dataclass(frozen=True, slots=True)
class SourceResolution:
    """A resolution as the source gives it, from the line of its number to that of its outcome."""

    number: int
    outcome: Outcome
    outcome_words: str
    provisions: tuple[Provision, ...]
    first_line: int
    last_line: int

    @property
    def title(self) -> str:
        """The first words. The source gives no titles, so a page marks this one as derived."""
        return derived_title(self.provisions)

    @property
    def digest(self) -> str:
        """SHA-256 of the text's canonical form."""
        return digest(self.provisions)


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A whole source: its title line in its own words, its day, and its resolutions from 1 on."""

    title: str
    held_on: date
    resolutions: tuple[SourceResolution, ...]
    title_line: int = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, or complaints: never both, never neither. Notes may accompany either."""

    document: SourceDocument | None
    complaints: tuple[Complaint, ...]
    notes: tuple[Note, ...]
