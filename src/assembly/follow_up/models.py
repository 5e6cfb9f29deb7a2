# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: one dossier for each resolution that was published as adopted, and its entries."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from assembly.database import Base, one_of, words
from assembly.follow_up.rules.dossier import Kind, StepState


class Dossier(Base):
    """What happens after a resolution was adopted. Opened once, never closed or taken away."""

    __tablename__ = "dossiers"
    __table_args__ = (
        Index("ix_dossiers_assembly_id", "assembly_id"),
        ForeignKeyConstraint(
            ["resolution_id", "assembly_id"], ["resolutions.id", "resolutions.assembly_id"]
        ),
    )

    resolution_id: Mapped[UUID] = mapped_column(primary_key=True)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"))
    opened_at: Mapped[datetime]


class EntryRow(Base):
    """Something that is known since. Never changed: what takes its place is a further entry."""

    __tablename__ = "dossier_entries"
    __table_args__ = (
        one_of("kind", Kind),
        one_of("state", StepState),
        Unique("resolution_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("step > 0", name="step_positive"),
        CheckConstraint("text <> ''", name="text_not_empty"),
        CheckConstraint("(kind = 'due') = (text IS NULL)", name="all_but_a_day_have_words"),
        CheckConstraint(
            "(kind = 'addressee') = (on_date IS NULL)", name="all_but_a_name_have_a_day"
        ),
        CheckConstraint(
            "(kind = 'step') = (step IS NOT NULL) AND (kind = 'step') = (state IS NOT NULL)",
            name="a_step_has_a_state",
        ),
        CheckConstraint("link IS NULL OR kind IN ('answer', 'step')", name="links_where_shown"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    resolution_id: Mapped[UUID] = mapped_column(ForeignKey("dossiers.resolution_id"))
    number: Mapped[int]
    kind: Mapped[Kind] = mapped_column(words(Kind))
    text: Mapped[str | None] = mapped_column(String(4000))
    on_date: Mapped[date | None]
    link: Mapped[str | None] = mapped_column(String(2000))
    step: Mapped[int | None]
    state: Mapped[StepState | None] = mapped_column(words(StepState))
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(60))
