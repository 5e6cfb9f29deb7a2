# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: what the public reads. The contract with other people's scripts."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from assembly.api.schema import Schema
from assembly.resolutions.rules.lifecycle import State
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.text import Kind
from assembly.voting.rules.outcome import Ground


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
    resolutions: TotalsOut


class Assemblies(Schema):
    """All assemblies; rehearsals are in no list."""

    items: list[AssemblyPage]


class ProvisionOut(Schema):
    """One piece of a text."""

    kind: Kind
    marker: str
    text: str


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


class SourceOut(Schema):
    """Where history was read: the file, its SHA-256, and the lines."""

    file: str
    digest: str
    first_line: int
    last_line: int
    importer: str
    imported_at: datetime


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

    An annulled voting's record stays as it was; `annulment` says that it holds no longer. Of a test
    voting the record is marked `test`, and released to nobody: `published_at` is null.
    """

    record: dict[str, object]
    digest: str
    published_at: datetime | None
    annulment: AnnulmentOut | None


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


class BundleOut(Schema):
    """Everything `assembly verify` needs, in one document."""

    format: Literal["assembly-bundle/1"]
    record: dict[str, object]
    digest: str
    roll: list[RollLineOut]
    box: SealedBoxOut
