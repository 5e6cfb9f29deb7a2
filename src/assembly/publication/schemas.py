# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: what the public reads. The contract with other people's scripts."""

from datetime import date, datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from assembly.api.schema import Schema
from assembly.assemblies.rules.called import RollCallNames
from assembly.database import LARGEST
from assembly.publication.rules.correction import LONGEST_NOTE, Correctable, Given
from assembly.resolutions.rules.lifecycle import Hand, State
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.reason import LONGEST_REASON
from assembly.resolutions.rules.text import Kind
from assembly.resolutions.schemas import SponsorOut
from assembly.sittings.schemas import SittingLine
from assembly.themes.schemas import Labels
from assembly.voting.rules.outcome import Ground
from assembly.voting.schemas import WRITTEN


class TotalsOut(Schema):
    """How many resolutions there are, and how they came out."""

    total: int
    adopted: int
    not_adopted: int
    pending: int


class AssemblyPage(Schema):
    """An assembly with its totals."""

    slug: str
    name: str
    language: str
    time_zone: str
    held_on: date | None
    is_imported: bool
    is_rehearsal: bool
    proxies_per_holder: int
    participants_propose: bool
    roll_call_names: RollCallNames
    resolutions: TotalsOut


class Assemblies(Schema):
    """All assemblies; rehearsals are in no list."""

    items: list[AssemblyPage]


class ProvisionOut(Schema):
    """One piece of a text. `id` names it in every version; `level` is 0 but in nested lists.

    `first_line` is where it begins on the printed copy.
    """

    id: str
    kind: Kind
    marker: str
    text: str
    level: int
    first_line: int


class TranslationLineOut(Schema):
    """That there is a translation. `current` says that it is of the version shown here."""

    language: str
    version: int
    edition: int
    title: str | None
    current: bool


class ThemeLineOut(Schema):
    """What something is about. `uri` is the same notion in a vocabulary of others."""

    slug: str
    labels: Labels
    uri: str | None
    links: dict[str, str]


class ReturnedOut(Schema):
    """Why a proposal went back to its sponsors."""

    at: datetime
    because: str


class TallyOut(Schema):
    """The numbers of a voting of ours."""

    yes: int
    no: int
    abstain: int
    blank: int
    invalid: int


class QuorumCheckOut(Schema):
    """How many had to take part, and did."""

    required: str
    reached: str
    met: bool


class CollegeVerdictOut(Schema):
    """One college against its own rule."""

    base: str
    needed_yes: str | None
    margin: str | None
    met: bool


class VerdictOut(Schema):
    """Why. `margin` is yes − needed_yes; both null where no number of yes ballots would adopt.

    Exact numbers are strings, because weights have decimals. A void voting has no outcome.
    """

    outcome: Outcome | None
    ground: Ground
    base: str
    needed_yes: str | None
    margin: str | None
    quorum: QuorumCheckOut | None
    colleges: dict[str, CollegeVerdictOut]


class SourceAnswerOut(Schema):
    """What the importer of history was asked, and answered."""

    ask: str
    words: str
    reply: str
    value: str
    reason: str


class SourceFactsOut(Schema):
    """What the source says beside the words and the outcome. What is null is not recorded."""

    decided_on: date | None
    yes: int | None
    no: int | None
    abstain: int | None
    theme: str | None
    answers: list[SourceAnswerOut]


class SourceOut(Schema):
    """Where history was read: the file, its SHA-256, and the places, in what `unit` says.

    `columns` says which column was read as what, where a person said so.
    """

    file: str
    digest: str
    unit: str
    first_line: int
    last_line: int
    importer: str
    imported_at: datetime
    columns: dict[str, str]
    facts: SourceFactsOut | None


class ElsewhereOut(Schema):
    """That another installation published this: where, when, and what was checked of it here.

    `checked`: its record has its digest and decides what it says; `bundle` has the rest there.
    `source` is where history was read there.
    """

    page: str
    bundle: str | None
    published_at: datetime
    voting: UUID | None
    checked: bool
    source: dict[str, Any] | None


class CitationOut(Schema):
    """What the first version refers to: of what kind, called what, and as it is written there."""

    kind: str
    title: str
    as_written: str
    provision: str


class OriginOut(Schema):
    """The document in which it was proposed. `first` and `last` count what `unit` says, from 1.

    `introduction` is what stands above all proposals of its chapter. `digest` is SHA-256 over the
    document as it was sent.
    """

    file: str
    digest: str
    unit: str
    first: int
    last: int
    item: int
    marker: str
    chapter: str | None
    introduction: list[str]
    citations: list[CitationOut]
    accepted_at: datetime | None


class GivenOut(Schema):
    """Counts that a source gives. `abstain` is null where it does not say."""

    yes: int
    no: int
    abstain: int | None


class CorrectedOut(Schema):
    """That what was published was corrected: the version that holds now, when, and why.

    Its `title` and `outcome` stand beside it; `decided_on` and `counts` are those that history was
    found to have. `changed` says what the correction changed.
    """

    version: int
    at: datetime
    because: str
    note: str | None
    decided_on: date | None
    counts: GivenOut | None
    changed: list[Correctable]
    links: dict[str, str]


class FactsOut(Schema):
    """What a version of a record says, as far as it can be corrected."""

    title: str | None
    outcome: Outcome
    decided_on: date | None
    counts: GivenOut | None
    note: str | None


class RecordVersionOut(Schema):
    """One version of the record of an outcome, which never changes.

    `corrects` is the version it follows, `because` why; both null for one that was published as it
    was counted or read. `digest` is that of the record, of the source, or of the correction.
    `annulled` says that its voting was annulled since; `current` that everybody reads it now.
    """

    version: int
    corrects: int | None
    because: str | None
    at: datetime
    digest: str
    voting: UUID | None
    annulled: bool
    current: bool
    facts: FactsOut
    changed: list[Correctable]
    links: dict[str, str]


class RecordVersions(Schema):
    """Every version, the first one first."""

    items: list[RecordVersionOut]


class GivenCounts(Schema):
    """Counts as a source really gives them."""

    yes: int = Field(ge=0, le=LARGEST)
    no: int = Field(ge=0, le=LARGEST)
    abstain: int | None = Field(None, ge=0, le=LARGEST)


class CorrectRecord(Schema):
    """What is put right, why, and the version that was read. What is left out stays as it is.

    Null takes away a title, a day, counts or a note. Of a voting held here only `title` and `note`
    can be corrected: its box decides the rest.
    """

    judged_later: ClassVar[frozenset[str]] = frozenset({"because", "title", "note"})

    corrects: int = Field(ge=1, le=LARGEST, description="The version that everybody reads now")
    because: str = Field(max_length=2 * LONGEST_REASON, description="10 to 1000 characters")
    title: str | None = Field(None, max_length=1000)
    outcome: Outcome | None = Field(None, description="Of history only")
    decided_on: date | None = Field(None, description="Of history only")
    counts: GivenCounts | None = Field(None, description="Of history only")
    note: str | None = Field(None, max_length=2 * LONGEST_NOTE, description="For everybody")

    def changes(self) -> dict[Correctable, object]:
        """What is to be said differently, as rules know it."""
        found: dict[Correctable, object] = {}
        for field in Correctable:
            if field.value in self.model_fields_set:
                value = getattr(self, field.value)
                if isinstance(value, GivenCounts):
                    value = Given(value.yes, value.no, value.abstain)
                found[field] = value
        return found


class ResolutionOut(Schema):
    """A resolution. `tally` is null where the counts are not recorded or not published."""

    number: int
    title: str
    title_derived: bool
    text: str
    provisions: list[ProvisionOut]
    language: str
    state: State
    revision: int
    version: int
    digest: str
    outcome: Outcome | None
    outcome_label: str | None
    counts_recorded: bool
    tally: TallyOut | None
    verdict: VerdictOut | None
    sentences: dict[str, str] | None
    voting: UUID | None
    record_digest: str | None
    source: SourceOut | None
    corrected: CorrectedOut | None
    elsewhere: ElsewhereOut | None
    origin: OriginOut | None
    is_proposal: bool
    sponsors: list[SponsorOut]
    translations: list[TranslationLineOut]
    themes: list[ThemeLineOut]
    returned: ReturnedOut | None
    links: dict[str, str]


class VersionLineOut(Schema):
    """One version, without its words. `written_as` is the role of who wrote it.

    `because` is why it was written on the table; null for all others.
    """

    ordinal: int
    title: str | None
    digest: str
    written_at: datetime
    written_as: Hand
    because: str | None
    current: bool
    public: bool
    links: dict[str, str]


class Versions(Schema):
    """The versions there are to read, the first one first."""

    items: list[VersionLineOut]


class LineOut(Schema):
    """A line of the printed copy: `text[start:end]` of a provision, in characters."""

    number: int
    provision: str
    start: int
    end: int


class VersionOut(Schema):
    """One version with its words and the lines of its printed copy. It never changes."""

    number: int
    ordinal: int
    title: str
    title_derived: bool
    language: str
    digest: str
    written_at: datetime
    written_as: Hand
    because: str | None
    current: bool
    text: str
    provisions: list[ProvisionOut]
    line_width: int
    lines: list[LineOut]
    links: dict[str, str]


class TranslationOut(Schema):
    """The latest edition of a translation. The text in its own language is the one that decides."""

    number: int
    language: str
    authoritative: str
    version: int
    current: bool
    edition: int
    title: str | None
    text: str
    provisions: list[ProvisionOut]
    written_at: datetime
    written_as: Hand
    links: dict[str, str]


class Resolutions(Schema):
    """A page of resolutions; `next` is the address of the following one."""

    items: list[ResolutionOut]
    next: str | None


class AnnulmentOut(Schema):
    """That a voting was annulled after its record was published, when and why."""

    at: datetime
    because: str


class ResultOut(Schema):
    """A published result: the record, its digest, and when it was released.

    An annulled voting's record stays as it was; `annulment` says that it holds no longer, and
    `corrected` which newer version of this record there is, and where. Of a test
    voting the record is marked `test`, and released to nobody: `published_at` is null.
    """

    record: dict[str, object]
    digest: str
    published_at: datetime | None
    annulment: AnnulmentOut | None
    corrected: CorrectedOut | None


class PreviewOut(Schema):
    """What the record of a held result would be now. Not public: for moderators only."""

    public: bool
    publish_at: datetime | None
    record: dict[str, object]


class PublishNow(Schema):
    """Why a held result is published before its hour. Without an hour nothing need be said."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"because"})

    because: str | None = Field(None, max_length=8000, description="10 to 1000 characters")


class MovePublication(Schema):
    """Another hour for a held result, or null for by hand; and why. The record tells both."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"publish_at", "because"})

    publish_at: str | None = Field(max_length=40, description=WRITTEN)
    because: str = Field(max_length=8000, description="10 to 1000 characters")


class BallotOut(Schema):
    """One line of a roll call."""

    seat: int
    name: str
    tracker: UUID
    choice: str


class BoxOut(Schema):
    """The public box: of a secret voting `trackers`, of a roll call `ballots`; else null.

    `digest` is that of the whole box, also where only a part was asked for.
    """

    voting: UUID
    secrecy: Literal["secret", "roll_call"]
    digest: str
    trackers: list[UUID] | None
    ballots: list[BallotOut] | None


class RollLineOut(Schema):
    """One line of the frozen roll: a seat, no name. `held_by` is the seat that casts for it."""

    seat: int
    weight: str
    college: str | None
    present: bool
    held_by: int | None


class RollOut(Schema):
    """The frozen roll; SHA-256 over its lines is the record's `roll.digest` (docs/verify.md)."""

    voting: UUID
    digest: str
    lines: list[RollLineOut]


class BallotLineOut(Schema):
    """One line of a roll call, as the box's digest reads it: no name."""

    seat: int
    tracker: UUID
    choice: str


class SealedBoxOut(Schema):
    """The box of a bundle."""

    trackers: list[UUID] | None
    ballots: list[BallotLineOut] | None


class LogPartOut(Schema):
    """Where in the log the publication stands; proofs as lower-case hex, checkpoints as notes."""

    leaf: dict[str, object]
    index: int
    path: list[str]
    checkpoint: str
    before: str | None
    bridge: list[str]
    keys: list[dict[str, object]]


class BundleOut(Schema):
    """Everything `assembly verify` needs, in one document."""

    format: Literal["assembly-bundle/2"]
    record: dict[str, object]
    digest: str
    roll: list[RollLineOut]
    box: SealedBoxOut
    log: LogPartOut | None


class MinuteOut(Schema):
    """One entry of minutes: a sentence in each language, and a word for programs."""

    at: datetime
    local: str
    kind: str
    sentences: dict[str, str]


class MinutesOut(Schema):
    """The minutes of a sitting: a version as it was published, or a preview.

    In a preview `version`, `digest` and `published_at` are null. `because` says why there is a
    version after the first.
    """

    sitting: SittingLine
    title: str
    place: str | None
    version: int | None
    because: str | None
    digest: str | None
    published_at: datetime | None
    entries: list[MinuteOut]


class MinutesVersionOut(Schema):
    """One version of published minutes, which never changes."""

    version: int
    because: str | None
    digest: str
    published_at: datetime


class MinutesVersions(Schema):
    """Every version, the first one first."""

    items: list[MinutesVersionOut]


class AddToMinutes(Schema):
    """Why what happened since belongs into the minutes, and the version that was read."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"because"})

    because: str = Field(max_length=2 * LONGEST_REASON)
    after: int = Field(ge=1, le=LARGEST)
