# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: amendments, what each asked for from version to version, supporters, settlements.

What an amendment says is never written over: a rewriting, a carrying over to a new version and the
adoption of an amendment to it each add a line to `amendment_texts`.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from assembly.amendments.rules.lifecycle import Cause, State
from assembly.database import Base, one_of, words


class Terms(Base):
    """Under what terms a resolution may be amended; without a line there is no limit."""

    __tablename__ = "amendment_terms"
    __table_args__ = (
        CheckConstraint("supporters_needed BETWEEN 0 AND 10000", name="supporters_possible"),
    )

    resolution_id: Mapped[UUID] = mapped_column(ForeignKey("resolutions.id"), primary_key=True)
    closes_at: Mapped[datetime | None]
    supporters_needed: Mapped[int]


class Amendment(Base):
    """What somebody wants to change in a resolution, or (`amends`) in an amendment to it.

    `seat_id` is its author's; a moderator's has none. Its number in the resolution is never used
    again. `revision` rises with every change. `fell_to` is the adopted one it was in conflict with.
    """

    __tablename__ = "amendments"
    __table_args__ = (
        one_of("state", State),
        Unique("resolution_id", "number"),
        Unique("id", "resolution_id"),
        ForeignKeyConstraint(
            ["resolution_id", "assembly_id"], ["resolutions.id", "resolutions.assembly_id"]
        ),
        ForeignKeyConstraint(
            ["amends", "resolution_id"], ["amendments.id", "amendments.resolution_id"]
        ),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("revision > 0", name="revision_positive"),
        CheckConstraint("amends <> id", name="amends_another"),
        CheckConstraint("(state = 'fallen') = (fell_to IS NOT NULL)", name="fallen_to_somebody"),
        CheckConstraint(
            "(state IN ('adopted', 'not_adopted', 'taken_over', 'fallen'))"
            " = (decided_at IS NOT NULL)",
            name="decided_at_a_time",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"))
    resolution_id: Mapped[UUID]
    number: Mapped[int]
    amends: Mapped[UUID | None]
    seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seats.id"))
    state: Mapped[State] = mapped_column(words(State))
    revision: Mapped[int]
    current_text: Mapped[int]
    reason: Mapped[str | None] = mapped_column(String(4000))
    because: Mapped[str | None] = mapped_column(String(1000))
    fell_to: Mapped[UUID | None] = mapped_column(ForeignKey("amendments.id"))
    submitted_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class AmendmentText(Base):
    """What an amendment asks for on one version, for ever: the edits, and what was found in them.

    `conflicts` are those with the version it was carried over to: it waits until it is rewritten.
    An amendment to an amendment stands on `on_text` of that one.
    """

    __tablename__ = "amendment_texts"
    __table_args__ = (
        one_of("cause", Cause),
        CheckConstraint("ordinal > 0 AND version > 0", name="counted_from_one"),
    )

    amendment_id: Mapped[UUID] = mapped_column(ForeignKey("amendments.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    on_text: Mapped[int | None]
    edits: Mapped[list[Any]]
    changes: Mapped[list[Any]]
    credit: Mapped[list[Any] | None]
    conflicts: Mapped[list[Any] | None]
    cause: Mapped[Cause] = mapped_column(words(Cause))
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(60))


class Supporter(Base):
    """A seat that supports an amendment; `until` says when it no longer did."""

    __tablename__ = "supporters"

    amendment_id: Mapped[UUID] = mapped_column(ForeignKey("amendments.id"), primary_key=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seats.id"), primary_key=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class SplitRequest(Base):
    """A seat (or a moderator) asked that an amendment be put to the vote by itself."""

    __tablename__ = "split_requests"

    amendment_id: Mapped[UUID] = mapped_column(ForeignKey("amendments.id"), primary_key=True)
    asked_by: Mapped[str] = mapped_column(String(60), primary_key=True)
    asked_at: Mapped[datetime]


class SettlementRow(Base):
    """How a conflict was settled: an amendment preferred, or a third text. A later one counts."""

    __tablename__ = "settlements"
    __table_args__ = (
        CheckConstraint("ordinal > 0", name="ordinal_positive"),
        CheckConstraint("(prefer IS NULL) <> (text IS NULL)", name="one_of_the_two"),
        CheckConstraint("first_token >= 0 AND last_token >= first_token", name="words_in_order"),
        ForeignKeyConstraint(
            ["resolution_id", "version"], ["versions.resolution_id", "versions.ordinal"]
        ),
    )

    resolution_id: Mapped[UUID] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    amendments: Mapped[list[Any]]
    provision: Mapped[str] = mapped_column(String(80))
    first_token: Mapped[int]
    last_token: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    prefer: Mapped[int | None]
    text: Mapped[str | None] = mapped_column(Text)
    because: Mapped[str | None] = mapped_column(String(1000))
    settled_at: Mapped[datetime]
    settled_by: Mapped[str] = mapped_column(String(60))


class Reordering(Base):
    """A voting order a moderator chose, with the reason. A later one counts."""

    __tablename__ = "reorderings"
    __table_args__ = (CheckConstraint("ordinal > 0", name="ordinal_positive"),)

    resolution_id: Mapped[UUID] = mapped_column(ForeignKey("resolutions.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    numbers: Mapped[list[Any]]
    because: Mapped[str] = mapped_column(String(1000))
    ordered_at: Mapped[datetime]
    ordered_by: Mapped[str] = mapped_column(String(60))


class Merge(Base):
    """That a version was made of the version before and these amendments, span by span.

    `spans` has, for each provision in its order, [text, [numbers of amendments]] pairs.
    """

    __tablename__ = "merges"
    __table_args__ = (
        ForeignKeyConstraint(
            ["resolution_id", "version"], ["versions.resolution_id", "versions.ordinal"]
        ),
        CheckConstraint("base > 0 AND base < version", name="made_of_an_earlier_one"),
    )

    resolution_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    base: Mapped[int]
    amendments: Mapped[list[Any]]
    spans: Mapped[list[Any]]
    undone: Mapped[bool]
    merged_at: Mapped[datetime]
