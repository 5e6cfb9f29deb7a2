# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: published records and minutes. No row is changed; a correction is a row of its own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from assembly.database import Base


class Record(Base):
    """What the public may rely on: one document, its digest, and when it was released."""

    __tablename__ = "records"

    voting_id: Mapped[UUID] = mapped_column(ForeignKey("votings.id"), primary_key=True)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"), index=True)
    resolution_id: Mapped[UUID] = mapped_column(ForeignKey("resolutions.id"), index=True)
    document: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime]


class MinutesVersion(Base):
    """Minutes as they were published, word for word. An addition is a version that says why."""

    __tablename__ = "minutes_versions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["sitting_id", "assembly_id"], ["sittings.id", "sittings.assembly_id"]
        ),
        Index("ix_minutes_versions_assembly_id", "assembly_id"),
        CheckConstraint("version > 0", name="version_positive"),
        CheckConstraint("(version > 1) = (because IS NOT NULL)", name="added_for_a_reason"),
        CheckConstraint("digest ~ '^[0-9a-f]{64}$'", name="digest_shape"),
    )

    sitting_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"))
    document: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    because: Mapped[str | None] = mapped_column(String(1000))
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(String(60))


class Correction(Base):
    """A version of the record of an outcome that puts something right, and says why.

    `voting_id` is whose record it corrects; of history there is none. What its document says under
    `facts` is what the resolution may bear as title, and history as outcome: kept by trigger.
    """

    __tablename__ = "corrections"
    __table_args__ = (
        ForeignKeyConstraint(
            ["resolution_id", "assembly_id"], ["resolutions.id", "resolutions.assembly_id"]
        ),
        Index("ix_corrections_assembly_id", "assembly_id"),
        CheckConstraint("version > 1", name="follows_a_version"),
        CheckConstraint("digest ~ '^[0-9a-f]{64}$'", name="digest_shape"),
    )

    resolution_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"))
    voting_id: Mapped[UUID | None] = mapped_column(ForeignKey("records.voting_id"))
    document: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    because: Mapped[str] = mapped_column(String(1000))
    corrected_at: Mapped[datetime]
    corrected_by: Mapped[str] = mapped_column(String(60))
