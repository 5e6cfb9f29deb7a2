# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: assemblies and the seats in them."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assembly.database import Base


class Assembly(Base):
    """A group that decides. An imported one is history: it takes no votings."""

    __tablename__ = "assemblies"
    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="slug_shape"),
        CheckConstraint("language IN ('nl', 'fr', 'de', 'en')", name="language_known"),
        CheckConstraint("NOT (is_imported AND is_rehearsal)", name="history_is_no_rehearsal"),
        CheckConstraint("last_number >= 0", name="last_number_counts"),
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
    founded_at: Mapped[datetime]


class Seat(Base):
    """A person's place in one assembly. Vacated seats keep their number."""

    __tablename__ = "seats"
    __table_args__ = (
        UniqueConstraint("assembly_id", "number"),
        UniqueConstraint("assembly_id", "person_id"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    number: Mapped[int]
    seated_at: Mapped[datetime]
    vacated_at: Mapped[datetime | None]
