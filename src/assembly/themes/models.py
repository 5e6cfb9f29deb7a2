# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: the word list, and which resolutions are about what."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from assembly.database import Base


class ThemeRow(Base):
    """A theme of the installation. One that was merged stays, and points at what it became."""

    __tablename__ = "themes"
    __table_args__ = (
        Unique("slug"),
        CheckConstraint("revision > 0", name="revision_positive"),
        CheckConstraint("merged_into <> id", name="merged_into_another"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    slug: Mapped[str] = mapped_column(String(80))
    labels: Mapped[dict[str, Any]]
    uri: Mapped[str | None] = mapped_column(String(300))
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("themes.id"))
    revision: Mapped[int]
    made_at: Mapped[datetime]


class ThemeMark(Base):
    """That a resolution is about a theme."""

    __tablename__ = "theme_marks"
    __table_args__ = (Index("ix_theme_marks_theme_id", "theme_id"),)

    resolution_id: Mapped[UUID] = mapped_column(ForeignKey("resolutions.id"), primary_key=True)
    theme_id: Mapped[UUID] = mapped_column(ForeignKey("themes.id"), primary_key=True)
    set_at: Mapped[datetime]
    set_by: Mapped[str] = mapped_column(String(60))
