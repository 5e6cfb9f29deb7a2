# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A published outcome as a value: what every format is written from, and all that any knows.

What the source of history does not give is None, and every format says that it is not recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from assembly.archive.rules.facts import SourceFacts
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.text import Provision
from assembly.themes.rules.theme import Theme

NO_FACTS = SourceFacts()


@dataclass(frozen=True, slots=True)
class PublicAssembly:
    """Whose decisions they are. `site` is where this installation is reached."""

    site: str
    slug: str
    name: str
    language: str
    time_zone: str
    held_on: date | None
    imported: bool
    head: str | None = None
    """How the JSON file begins that it came in from another installation by."""

    @property
    def page(self) -> str:
        """The address of its page."""
        return f"{self.site}/assemblies/{self.slug}"

    @property
    def api(self) -> str:
        """Where programs read it."""
        return f"{self.site}/api/v1/assemblies/{self.slug}"


@dataclass(frozen=True, slots=True)
class Counts:
    """Heads, as they were counted."""

    yes: int
    no: int
    abstain: int
    blank: int
    invalid: int


@dataclass(frozen=True, slots=True)
class VotingFacts:
    """What the record of a voting says. Exact numbers are strings, as they are in the record."""

    id: str
    secrecy: str
    medium: str
    opened_at: str
    closed_at: str
    entitled: int
    present: int
    turnout: int
    counts: Counts
    weighed: dict[str, str] | None
    rule: dict[str, Any]
    requirement: str
    ground: str
    base: str
    needed_yes: str | None
    margin: str | None
    quorum_required: str | None
    quorum_reached: str | None
    sentences: dict[str, str]
    digest: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where history was read: the file, its SHA-256, and the places, counted from 1.

    `unit` says what they count: lines, pages, paragraphs or entries.
    """

    file: str
    digest: str
    first_line: int
    last_line: int
    importer: str
    imported_at: datetime
    unit: str = "line"
    facts: SourceFacts = NO_FACTS


@dataclass(frozen=True, slots=True)
class SourceCounts:
    """Counts that a source of history gives. What is None is not recorded."""

    yes: int | None
    no: int | None
    abstain: int | None


@dataclass(frozen=True, slots=True)
class Correction:
    """That what was published was put right: which version this is, when, and why.

    The title and the outcome beside it are the corrected ones. `decided_on` is the day, and
    `counts` the numbers, that history was found to have; `note` is for everybody.
    """

    version: int
    corrected_at: datetime
    because: str
    note: str | None
    decided_on: date | None
    counts: SourceCounts | None


@dataclass(frozen=True, slots=True)
class Whole:
    """What only a file that can be brought in again carries: all that is published, as JSON.

    `kept` is what another installation's file says of the resolution; it is repeated word for
    word. Only what happened next (`follow_up`, None where nothing was adopted) goes on, and
    `corrections`: each with its digest and its address, the first one first. They are None in
    what came in by a file that knew none. `lineage` is how the text came about; None of history.
    `sponsors` are those whose names may leave; None in a file that knew none.
    """

    record: Mapping[str, Any] | None
    amendment_votings: tuple[Mapping[str, Any], ...]
    translations: tuple[Mapping[str, Any], ...]
    follow_up: tuple[Mapping[str, Any], ...] | None
    kept: Mapping[str, Any] | None = None
    corrections: tuple[Mapping[str, Any], ...] | None = None
    lineage: Mapping[str, Any] | None = None
    sponsors: tuple[Mapping[str, Any], ...] | None = None


@dataclass(frozen=True, slots=True)
class PublicResolution:
    """A resolution with its published outcome: by a voting of ours, or as a source gives it."""

    assembly: PublicAssembly
    id: str
    number: int
    title: str
    title_derived: bool
    language: str
    version: int
    digest: str
    provisions: tuple[Provision, ...]
    outcome: Outcome
    published_at: datetime
    voting: VotingFacts | None
    source: Provenance | None
    correction: Correction | None = None
    whole: Whole | None = None
    themes: tuple[Theme, ...] = ()

    @property
    def changed_at(self) -> datetime:
        """When it was published, or corrected last."""
        return self.correction.corrected_at if self.correction else self.published_at

    @property
    def corrected_on(self) -> date | None:
        """The day of the last correction, where the assembly sits; None where there is none."""
        if self.correction is None:
            return None
        zone = ZoneInfo(self.assembly.time_zone)
        return self.correction.corrected_at.astimezone(zone).date()

    @property
    def source_counts(self) -> SourceCounts | None:
        """What a source gives, as corrected; None where it gives nothing, and of our votings."""
        if self.correction is not None and self.correction.counts is not None:
            return self.correction.counts
        told = self.source.facts if self.source else None
        if told is None or not told.counted:
            return None
        return SourceCounts(told.yes, told.no, told.abstain)

    @property
    def page(self) -> str:
        """The address of its page."""
        return f"{self.assembly.page}/resolutions/{self.number}"

    @property
    def api(self) -> str:
        """Where programs read it."""
        return f"{self.assembly.api}/resolutions/{self.number}"

    @property
    def label(self) -> str:
        """The outcome in the words of the assembly's language."""
        return self.outcome.label(self.assembly.language)

    @property
    def text(self) -> str:
        """One line a provision, an item's marker before it."""
        return "\n".join(f"{one.marker} {one.text}".strip() for one in self.provisions)

    def theme_page(self, theme: Theme) -> str:
        """The address of the page of one of its themes."""
        return f"{self.assembly.site}/themes/{theme.slug}"

    @property
    def counted(self) -> bool:
        """Whether any number of votes is recorded."""
        return self.voting is not None or self.source_counts is not None

    @property
    def decided_on(self) -> date | None:
        """The day, where the assembly meets; None where the source gives none."""
        if self.correction is not None and self.correction.decided_on is not None:
            return self.correction.decided_on
        if self.voting is None:
            told = self.source.facts.decided_on if self.source else None
            return told or self.assembly.held_on
        closed = datetime.fromisoformat(self.voting.closed_at)
        return closed.astimezone(ZoneInfo(self.assembly.time_zone)).date()
