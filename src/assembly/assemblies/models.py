# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: assemblies, their seats, who is in the room, who stands in or substitutes, seat lists."""

from datetime import date, datetime
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
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import Mapped, mapped_column

from assembly.assemblies.rules.called import RollCallNames
from assembly.assemblies.rules.list_states import ListState
from assembly.assemblies.rules.naming import RULES
from assembly.database import Base, one_of, words

_RULES = ", ".join(f"'{rule}'" for rule in RULES)


class Assembly(Base):
    """A group that decides. An imported one is history: it takes no votings."""

    __tablename__ = "assemblies"
    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="slug_shape"),
        CheckConstraint("language IN ('nl', 'fr', 'de', 'en')", name="language_known"),
        CheckConstraint("NOT (is_imported AND is_rehearsal)", name="history_is_no_rehearsal"),
        CheckConstraint("last_number >= 0", name="last_number_counts"),
        CheckConstraint("proxies_per_holder BETWEEN 0 AND 100", name="proxies_per_holder_sane"),
        CheckConstraint(f"default_rule IN ({_RULES})", name="default_rule_known"),
        one_of("roll_call_names", RollCallNames),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))
    time_zone: Mapped[str] = mapped_column(String(64))
    held_on: Mapped[date | None]
    is_imported: Mapped[bool]
    is_rehearsal: Mapped[bool]
    last_number: Mapped[int]
    proxies_per_holder: Mapped[int]
    participants_propose: Mapped[bool]
    default_rule: Mapped[str] = mapped_column(String(24))
    roll_call_names: Mapped[RollCallNames] = mapped_column(words(RollCallNames))
    founded_at: Mapped[datetime]


class Seat(Base):
    """A person's place in one assembly. Vacated seats keep their number.

    `weight` counts where a voting weighs, `college` is the group it belongs to, if any. `email` is
    where an invitation may go, and is used for nothing else. `person_id` is who sits there now.
    """

    __tablename__ = "seats"
    __table_args__ = (
        UniqueConstraint("assembly_id", "number"),
        UniqueConstraint("assembly_id", "person_id"),
        UniqueConstraint("id", "assembly_id"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("weight > 0", name="weight_positive"),
        CheckConstraint("college <> ''", name="college_named"),
        CheckConstraint("email LIKE '_%@_%'", name="email_shape"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    number: Mapped[int]
    weight: Mapped[Decimal] = mapped_column(Numeric(16, 6))
    college: Mapped[str | None] = mapped_column(String(40))
    email: Mapped[str | None] = mapped_column(String(254))
    seated_at: Mapped[datetime]
    vacated_at: Mapped[datetime | None]


class Attendance(Base):
    """One stay in the room: from arriving to leaving. An open stay is being present."""

    __tablename__ = "attendances"
    __table_args__ = (
        ForeignKeyConstraint(["seat_id", "assembly_id"], ["seats.id", "seats.assembly_id"]),
        Index(
            "uq_attendances_seat_id_open",
            "seat_id",
            unique=True,
            postgresql_where="left_at IS NULL",
        ),
        Index("ix_attendances_assembly_id", "assembly_id"),
        CheckConstraint("left_at >= arrived_at", name="leaves_after_arriving"),
    )

    seat_id: Mapped[UUID] = mapped_column(primary_key=True)
    arrived_at: Mapped[datetime] = mapped_column(primary_key=True)
    assembly_id: Mapped[UUID]
    left_at: Mapped[datetime | None]


class Proxy(Base):
    """One seat stands in for another while that one is absent: no chains, not oneself."""

    __tablename__ = "proxies"
    __table_args__ = (
        ForeignKeyConstraint(["giver_id", "assembly_id"], ["seats.id", "seats.assembly_id"]),
        ForeignKeyConstraint(["holder_id", "assembly_id"], ["seats.id", "seats.assembly_id"]),
        Index(
            "uq_proxies_giver_id_in_force",
            "giver_id",
            unique=True,
            postgresql_where="ended_at IS NULL",
        ),
        Index("ix_proxies_holder_id", "holder_id", postgresql_where="ended_at IS NULL"),
        Index("ix_proxies_assembly_id", "assembly_id"),
        CheckConstraint("giver_id <> holder_id", name="nobody_holds_their_own"),
        CheckConstraint("ended_at >= given_at", name="ends_after_it_begins"),
    )

    giver_id: Mapped[UUID] = mapped_column(primary_key=True)
    given_at: Mapped[datetime] = mapped_column(primary_key=True)
    holder_id: Mapped[UUID]
    assembly_id: Mapped[UUID]
    ended_at: Mapped[datetime | None]


class Substitution(Base):
    """Somebody sits on a seat for a while, instead of whom it belongs to."""

    __tablename__ = "substitutions"
    __table_args__ = (
        ForeignKeyConstraint(["seat_id", "assembly_id"], ["seats.id", "seats.assembly_id"]),
        Index(
            "uq_substitutions_seat_id_in_force",
            "seat_id",
            unique=True,
            postgresql_where="ended_at IS NULL",
        ),
        Index("ix_substitutions_assembly_id", "assembly_id"),
        CheckConstraint("absent_id <> substitute_id", name="somebody_else"),
        CheckConstraint("ended_at >= began_at", name="ends_after_it_begins"),
    )

    seat_id: Mapped[UUID] = mapped_column(primary_key=True)
    began_at: Mapped[datetime] = mapped_column(primary_key=True)
    assembly_id: Mapped[UUID]
    absent_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    substitute_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]


class SeatList(AsyncAttrs, Base):
    """A list of people as it was sent, cell by cell, and the seats it was compared with (`roll`).

    `done` is what applying it did, so that it can be undone. Among those in force, an assembly has
    each digest once.
    """

    __tablename__ = "seat_lists"
    __table_args__ = (
        one_of("state", ListState),
        CheckConstraint("digest ~ '^[0-9a-f]{64}$'", name="digest_shape"),
        CheckConstraint("roll ~ '^[0-9a-f]{64}$'", name="roll_shape"),
        CheckConstraint(
            "(state IN ('applied', 'undone')) = (done IS NOT NULL AND applied_at IS NOT NULL)",
            name="applied_says_what",
        ),
        Index(
            "uq_seat_lists_assembly_id_digest_in_force",
            "assembly_id",
            "digest",
            unique=True,
            postgresql_where="state IN ('previewed', 'applied')",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"))
    file: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[ListState] = mapped_column(words(ListState))
    roll: Mapped[str] = mapped_column(String(64))
    sheet: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    preview: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    left_out: Mapped[list[Any] | None]
    done: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    sent_at: Mapped[datetime]
    sent_by: Mapped[str] = mapped_column(String(60))
    applied_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
