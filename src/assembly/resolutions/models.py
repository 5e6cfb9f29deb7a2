# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: resolutions, their immutable versions, and the provisions of each version."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from assembly.database import Base, one_of, words
from assembly.resolutions.rules.lifecycle import State
from assembly.resolutions.rules.text import Kind


class Resolution(Base):
    """What an assembly decides about. Its number in the assembly is never used again.

    `revision` rises with every change and is what If-Match names. An imported resolution points at
    the lines of its source.
    """

    __tablename__ = "resolutions"
    __table_args__ = (
        one_of("state", State),
        Unique("assembly_id", "number"),
        Unique("id", "assembly_id"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("revision > 0", name="revision_positive"),
        CheckConstraint(
            "(source_id IS NULL) = (first_line IS NULL)"
            " AND (first_line IS NULL) = (last_line IS NULL)",
            name="lines_with_source",
        ),
        CheckConstraint("first_line > 0 AND last_line >= first_line", name="lines_in_order"),
        CheckConstraint(
            "(state IN ('adopted', 'not_adopted')) = (decided_at IS NOT NULL OR"
            " source_id IS NOT NULL)",
            name="decided_has_a_ground",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"))
    number: Mapped[int]
    title: Mapped[str | None] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[State] = mapped_column(words(State))
    revision: Mapped[int]
    current_version: Mapped[int]
    source_id: Mapped[UUID | None] = mapped_column(ForeignKey("sources.id"))
    first_line: Mapped[int | None]
    last_line: Mapped[int | None]
    drafted_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class Version(Base):
    """One text of a resolution, for ever. `digest` is that of its canonical form."""

    __tablename__ = "versions"
    __table_args__ = (CheckConstraint("ordinal > 0", name="ordinal_positive"),)

    resolution_id: Mapped[UUID] = mapped_column(ForeignKey("resolutions.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(60))


class ProvisionRow(Base):
    """One numbered piece of one version. `place` starts at 1."""

    __tablename__ = "provisions"
    __table_args__ = (
        one_of("kind", Kind),
        CheckConstraint("place > 0", name="place_positive"),
        CheckConstraint("text <> ''", name="text_not_empty"),
        ForeignKeyConstraint(
            ["resolution_id", "version"], ["versions.resolution_id", "versions.ordinal"]
        ),
    )

    resolution_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(words(Kind))
    marker: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
