# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: votings, the frozen roll, who took part, the two ballot boxes, results.

A secret ballot is its voting, its tracker and its choice: nothing in the row, and no key, joins it
with a person, a time or an order. Roll-call ballots live in a table of their own, so that a secret
one cannot carry a name. Tables that grow with ballots begin their key with `voting_id`.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from assembly.database import Base, one_of, words
from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.rules.ballot import Choice, Secrecy
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.outcome import Ground


class Voting(Base):
    """One event of voting on one version of a resolution, under one rule frozen at opening."""

    __tablename__ = "votings"
    __table_args__ = (
        one_of("state", State),
        one_of("secrecy", Secrecy),
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
            postgresql_where="state IN ('planned', 'open', 'closed')",
        ),
        Index("ix_votings_assembly_id", "assembly_id"),
        Index("ix_votings_state_closed", "closed_at", postgresql_where="state = 'closed'"),
        CheckConstraint("strictness IN ('more_than', 'at_least')", name="strictness_known"),
        CheckConstraint("base IN ('yes_no', 'cast', 'present', 'entitled')", name="base_known"),
        CheckConstraint(
            "share_over > 0 AND share_of > 0 AND share_over <= share_of", name="share_proper"
        ),
        CheckConstraint(
            "(state = 'planned' OR state = 'annulled') OR (opened_at IS NOT NULL"
            " AND entitled > 0 AND present IS NOT NULL AND roll_digest IS NOT NULL)",
            name="opened_has_a_roll",
        ),
        CheckConstraint(
            "state NOT IN ('closed', 'counted') OR closed_at IS NOT NULL", name="closed_has_an_end"
        ),
        CheckConstraint("closed_at >= opened_at", name="ends_after_it_begins"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"))
    resolution_id: Mapped[UUID]
    version: Mapped[int]
    state: Mapped[State] = mapped_column(words(State))
    secrecy: Mapped[Secrecy] = mapped_column(words(Secrecy))
    abstain: Mapped[bool]
    rule: Mapped[str] = mapped_column(String(40))
    share_over: Mapped[int]
    share_of: Mapped[int]
    strictness: Mapped[str] = mapped_column(String(12))
    base: Mapped[str] = mapped_column(String(12))
    is_rehearsal: Mapped[bool]
    entitled: Mapped[int | None]
    present: Mapped[int | None]
    roll_digest: Mapped[str | None] = mapped_column(String(64))
    planned_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class Elector(Base):
    """A seat on the frozen roll of one voting."""

    __tablename__ = "electors"

    voting_id: Mapped[UUID] = mapped_column(ForeignKey("votings.id"), primary_key=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seats.id"), primary_key=True)
    seat_number: Mapped[int]


class Participation(Base):
    """That an elector has voted: no time, no order, no word about what."""

    __tablename__ = "participations"
    __table_args__ = (
        ForeignKeyConstraint(["voting_id", "seat_id"], ["electors.voting_id", "electors.seat_id"]),
    )

    voting_id: Mapped[UUID] = mapped_column(primary_key=True)
    seat_id: Mapped[UUID] = mapped_column(primary_key=True)


class Ballot(Base):
    """A secret ballot: final once cast."""

    __tablename__ = "ballots"
    __table_args__ = (one_of("choice", Choice),)

    voting_id: Mapped[UUID] = mapped_column(ForeignKey("votings.id"), primary_key=True)
    tracker: Mapped[UUID] = mapped_column(primary_key=True)
    choice: Mapped[Choice] = mapped_column(words(Choice, 8))


class RollCallBallot(Base):
    """A ballot by name. A replacement is a further turn; the last turn of a seat counts."""

    __tablename__ = "roll_call_ballots"
    __table_args__ = (
        one_of("choice", Choice),
        CheckConstraint("turn > 0", name="turn_positive"),
        ForeignKeyConstraint(
            ["voting_id", "seat_id"], ["participations.voting_id", "participations.seat_id"]
        ),
        Index("uq_roll_call_ballots_voting_id_tracker", "voting_id", "tracker", unique=True),
    )

    voting_id: Mapped[UUID] = mapped_column(primary_key=True)
    seat_id: Mapped[UUID] = mapped_column(primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True)
    tracker: Mapped[UUID]
    choice: Mapped[Choice] = mapped_column(words(Choice, 8))


class Result(Base):
    """What came out: tally, verdict and the digest of the box. Written once, by the count."""

    __tablename__ = "results"
    __table_args__ = (
        one_of("outcome", Outcome),
        CheckConstraint(  # what a rule without quorum and colleges ends in
            "ground IN ('majority_met', 'majority_not_met', 'tie', 'nobody_decided')",
            name="ground_known",
        ),
        CheckConstraint(
            "yes >= 0 AND no >= 0 AND abstain >= 0 AND base_count >= 0", name="counts_are_counts"
        ),
        CheckConstraint("yes + no + abstain = turnout", name="reconciles"),
        CheckConstraint(
            "(needed_yes IS NULL) = (margin IS NULL) AND margin = yes - needed_yes",
            name="margin_adds_up",
        ),
        CheckConstraint(
            "(outcome = 'adopted') = (ground = 'majority_met')", name="ground_fits_outcome"
        ),
    )

    voting_id: Mapped[UUID] = mapped_column(ForeignKey("votings.id"), primary_key=True)
    yes: Mapped[int]
    no: Mapped[int]
    abstain: Mapped[int]
    turnout: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(words(Outcome))
    ground: Mapped[Ground] = mapped_column(words(Ground))
    base_count: Mapped[int]
    needed_yes: Mapped[int | None]
    margin: Mapped[int | None]
    box_digest: Mapped[str] = mapped_column(String(64))
    counted_at: Mapped[datetime]
