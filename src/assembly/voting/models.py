# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: votings, the frozen roll, who took part, the two ballot boxes, paper counts, results.

A secret ballot is its voting, its tracker, its choice and its class (weight and college): nothing
in the row, and no key, joins it with a person, a time or an order. Roll-call ballots live in a
table of their own, so that a secret one cannot carry a name. Tables that grow with ballots begin
their key with `voting_id`.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from assembly.database import Base, one_of, words
from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.rules.ballot import Choice, Electorate, Medium, Secrecy, Subject
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.outcome import Ground
from assembly.voting.rules.release import Release

WEIGHT = Numeric(16, 6)
WEIGHTS = Numeric(24, 6)
"""Exact decimals with six places: one weight, and the sum of a whole roll."""


class Voting(Base):
    """One event of voting on one version of a resolution, under one rule frozen at opening."""

    __tablename__ = "votings"
    __table_args__ = (
        one_of("state", State),
        one_of("secrecy", Secrecy),
        one_of("electorate", Electorate),
        one_of("medium", Medium),
        one_of("subject", Subject),
        one_of("release", Release),
        ForeignKeyConstraint(
            ["resolution_id", "assembly_id"], ["resolutions.id", "resolutions.assembly_id"]
        ),
        ForeignKeyConstraint(
            ["resolution_id", "version"], ["versions.resolution_id", "versions.ordinal"]
        ),
        Index(
            "uq_votings_resolution_id_live",
            "resolution_id",
            unique=True,
            postgresql_where="state IN ('planned', 'open', 'closed') AND NOT is_test",
        ),
        Index("ix_votings_assembly_id", "assembly_id"),
        Index("ix_votings_opens_at_planned", "opens_at", postgresql_where="state = 'planned'"),
        Index("ix_votings_closes_at_open", "closes_at", postgresql_where="state = 'open'"),
        Index("ix_votings_state_closed", "closed_at", postgresql_where="state = 'closed'"),
        CheckConstraint("strictness IN ('more_than', 'at_least')", name="strictness_known"),
        CheckConstraint("base IN ('yes_no', 'cast', 'present', 'entitled')", name="base_known"),
        CheckConstraint(
            "share_over > 0 AND share_of > 0 AND share_over <= share_of", name="share_proper"
        ),
        CheckConstraint(
            "(state = 'planned' OR state = 'annulled') OR (opened_at IS NOT NULL"
            " AND entitled > 0 AND present BETWEEN 0 AND entitled AND represented <= present"
            " AND entitled_weight > 0 AND present_weight >= 0 AND weight_step > 0"
            " AND attendance_taken IS NOT NULL AND small_classes IS NOT NULL"
            " AND roll_digest IS NOT NULL)",
            name="opened_has_a_roll",
        ),
        CheckConstraint("closes_at > opens_at", name="planned_end_after_beginning"),
        CheckConstraint(
            "(state = 'annulled') = (annulled_at IS NOT NULL)"
            " AND (annulled_at IS NULL) = (annulled_because IS NULL)",
            name="annulled_with_a_reason",
        ),
        CheckConstraint(
            "state NOT IN ('closed', 'counted') OR closed_at IS NOT NULL", name="closed_has_an_end"
        ),
        CheckConstraint("closed_at >= opened_at", name="ends_after_it_begins"),
        CheckConstraint(
            "release = 'held' OR publish_at IS NULL AND released_at IS NULL",
            name="only_held_is_released",
        ),
        CheckConstraint(
            "released_at IS NULL OR state IN ('counted', 'annulled')", name="released_when_counted"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"))
    resolution_id: Mapped[UUID]
    version: Mapped[int]
    subject: Mapped[Subject] = mapped_column(words(Subject))
    state: Mapped[State] = mapped_column(words(State))
    secrecy: Mapped[Secrecy] = mapped_column(words(Secrecy))
    abstain: Mapped[bool]
    rule: Mapped[str] = mapped_column(String(40))
    share_over: Mapped[int]
    share_of: Mapped[int]
    strictness: Mapped[str] = mapped_column(String(12))
    base: Mapped[str] = mapped_column(String(12))
    quorum: Mapped[dict[str, Any] | None]
    college_rule: Mapped[dict[str, Any] | None]
    electorate: Mapped[Electorate] = mapped_column(words(Electorate))
    medium: Mapped[Medium] = mapped_column(words(Medium))
    is_rehearsal: Mapped[bool]
    is_test: Mapped[bool]
    accepts_small_classes: Mapped[bool]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    opening_missed: Mapped[str | None] = mapped_column(String(40))
    release: Mapped[Release] = mapped_column(words(Release))
    publish_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    entitled: Mapped[int | None]
    present: Mapped[int | None]
    represented: Mapped[int | None]
    entitled_weight: Mapped[Decimal | None] = mapped_column(WEIGHTS)
    present_weight: Mapped[Decimal | None] = mapped_column(WEIGHTS)
    weight_step: Mapped[Decimal | None] = mapped_column(WEIGHT)
    attendance_taken: Mapped[bool | None]
    small_classes: Mapped[bool | None]
    roll_digest: Mapped[str | None] = mapped_column(String(64))
    planned_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    papers_agreed_at: Mapped[datetime | None]
    unlinked_at: Mapped[datetime | None]
    annulled_at: Mapped[datetime | None]
    annulled_because: Mapped[str | None] = mapped_column(String(1000))


class Embargo(Base):
    """That the hour of a held result was moved, from when to when, and why. None is by hand."""

    __tablename__ = "embargoes"
    __table_args__ = (
        CheckConstraint("turn > 0", name="turn_positive"),
        CheckConstraint("before IS DISTINCT FROM publish_at", name="moved_somewhere"),
    )

    voting_id: Mapped[UUID] = mapped_column(ForeignKey("votings.id"), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True)
    before: Mapped[datetime | None]
    publish_at: Mapped[datetime | None]
    because: Mapped[str] = mapped_column(String(1000))
    moved_at: Mapped[datetime]


class VotingAmendment(Base):
    """What a voting on amendments is about: which, and which of each one's texts."""

    __tablename__ = "voting_amendments"

    voting_id: Mapped[UUID] = mapped_column(ForeignKey("votings.id"), primary_key=True)
    amendment_id: Mapped[UUID] = mapped_column(ForeignKey("amendments.id"), primary_key=True)
    number: Mapped[int]
    text: Mapped[int]


class Elector(Base):
    """A seat on the frozen roll of one voting, with its weight and college.

    `held_by` is the seat that casts for it by proxy: only that one may, and it is on the same roll.
    """

    __tablename__ = "electors"
    __table_args__ = (
        UniqueConstraint("voting_id", "seat_number"),
        ForeignKeyConstraint(["voting_id", "held_by"], ["electors.voting_id", "electors.seat_id"]),
        Index(
            "ix_electors_voting_id_held_by",
            "voting_id",
            "held_by",
            postgresql_where="held_by IS NOT NULL",
        ),
        CheckConstraint("weight > 0", name="weight_positive"),
        CheckConstraint("held_by <> seat_id", name="nobody_holds_their_own"),
        CheckConstraint("held_by IS NULL OR NOT present", name="only_the_absent_are_represented"),
    )

    voting_id: Mapped[UUID] = mapped_column(ForeignKey("votings.id"), primary_key=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seats.id"), primary_key=True)
    seat_number: Mapped[int]
    weight: Mapped[Decimal] = mapped_column(WEIGHT)
    college: Mapped[str | None] = mapped_column(String(40))
    present: Mapped[bool]
    held_by: Mapped[UUID | None]


class Participation(Base):
    """That an elector has voted, and whether on paper: no time, no order, no word about what.

    The seat stands on the roll: a trigger looks once a statement, where a foreign key would lock
    each line of the roll and leave there the number of the transaction that cast.
    """

    __tablename__ = "participations"

    voting_id: Mapped[UUID] = mapped_column(primary_key=True)
    seat_id: Mapped[UUID] = mapped_column(primary_key=True)
    on_paper: Mapped[bool]


class Ballot(Base):
    """A secret ballot: final once cast. Its class (weight and college) travels with it."""

    __tablename__ = "ballots"
    __table_args__ = (one_of("choice", Choice),)

    voting_id: Mapped[UUID] = mapped_column(ForeignKey("votings.id"), primary_key=True)
    tracker: Mapped[UUID] = mapped_column(primary_key=True)
    choice: Mapped[Choice] = mapped_column(words(Choice, 8))
    weight: Mapped[Decimal] = mapped_column(WEIGHT)
    college: Mapped[str | None] = mapped_column(String(40))


class RollCallBallot(Base):
    """A ballot by name. A replacement is a further turn; the last turn of a seat counts.

    The seat is marked as having voted: a trigger looks once a statement.
    """

    __tablename__ = "roll_call_ballots"
    __table_args__ = (
        one_of("choice", Choice),
        CheckConstraint("turn > 0", name="turn_positive"),
        Index("uq_roll_call_ballots_voting_id_tracker", "voting_id", "tracker", unique=True),
    )

    voting_id: Mapped[UUID] = mapped_column(primary_key=True)
    seat_id: Mapped[UUID] = mapped_column(primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True)
    tracker: Mapped[UUID]
    choice: Mapped[Choice] = mapped_column(words(Choice, 8))


class PaperCount(Base):
    """What one moderator counted on paper or by hands. Never changed.

    Two in a row by different people that say the same are agreed (double entry, blind).
    """

    __tablename__ = "paper_counts"
    __table_args__ = (CheckConstraint("attempt > 0", name="attempt_positive"),)

    voting_id: Mapped[UUID] = mapped_column(ForeignKey("votings.id"), primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    lines: Mapped[list[Any]]
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    entered_at: Mapped[datetime]


class Result(Base):
    """What came out: counts, verdict and the digest of the box. Written once, by the count.

    The counts are ballots (heads). `weighed` holds the same in weights where the roll has weights,
    `colleges` each college's counts, `paper` the lines counted by hand.
    """

    __tablename__ = "results"
    __table_args__ = (
        one_of("outcome", Outcome),
        one_of("ground", Ground),
        CheckConstraint(
            "yes >= 0 AND no >= 0 AND abstain >= 0 AND blank >= 0 AND invalid >= 0",
            name="counts_are_counts",
        ),
        CheckConstraint("yes + no + abstain + blank + invalid = turnout", name="reconciles"),
        CheckConstraint(
            "coalesce(outcome = 'adopted', false) = (ground = 'majority_met')"
            " AND (outcome IS NOT NULL OR ground = 'quorum_not_met')",
            name="ground_fits_outcome",
        ),
    )

    voting_id: Mapped[UUID] = mapped_column(ForeignKey("votings.id"), primary_key=True)
    yes: Mapped[int]
    no: Mapped[int]
    abstain: Mapped[int]
    blank: Mapped[int]
    invalid: Mapped[int]
    turnout: Mapped[int]
    weighed: Mapped[dict[str, Any] | None]
    colleges: Mapped[dict[str, Any] | None]
    paper: Mapped[list[Any] | None]
    outcome: Mapped[Outcome | None] = mapped_column(words(Outcome))
    ground: Mapped[Ground] = mapped_column(words(Ground))
    verdict: Mapped[dict[str, Any]]
    box_digest: Mapped[str] = mapped_column(String(64))
    counted_at: Mapped[datetime]
