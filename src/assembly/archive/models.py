# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: the documents that history was brought in from, and those that became proposals."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import Mapped, mapped_column

from assembly.archive.rules.history_states import HistoryState
from assembly.archive.rules.import_states import State
from assembly.database import Base, one_of, words


class Source(Base):
    """One document as it was delivered, byte for byte, with its digest and how it came here."""

    __tablename__ = "sources"
    __table_args__ = (CheckConstraint("digest ~ '^[0-9a-f]{64}$'", name="digest_shape"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"), unique=True)
    file: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    notes: Mapped[list[Any]]
    importer: Mapped[str] = mapped_column(String(60))
    imported_at: Mapped[datetime]
    reading: Mapped[dict[str, Any] | None]
    """How it was read where a person said how: format, mapping, answers, and what was left out."""


class SourceFact(Base):
    """What a source says of a resolution beside its words and outcome. NULL is not recorded."""

    __tablename__ = "source_facts"
    __table_args__ = (
        CheckConstraint("yes >= 0 AND no >= 0 AND abstain >= 0", name="counts_count"),
        CheckConstraint("theme <> ''", name="theme_not_empty"),
    )

    resolution_id: Mapped[UUID] = mapped_column(ForeignKey("resolutions.id"), primary_key=True)
    source_id: Mapped[UUID] = mapped_column(ForeignKey("sources.id"), index=True)
    decided_on: Mapped[date | None]
    yes: Mapped[int | None]
    no: Mapped[int | None]
    abstain: Mapped[int | None]
    theme: Mapped[str | None] = mapped_column(String(200))
    answered: Mapped[list[Any]]


class HistoryImport(AsyncAttrs, Base):
    """One file of history as it was sent, what its columns mean, and what was answered about it.

    `revision` rises with every change, so that two who work at it notice each other. Of each sender
    each digest is there once among those that are not thrown away.
    """

    __tablename__ = "history_imports"
    __table_args__ = (
        one_of("state", HistoryState),
        CheckConstraint("digest ~ '^[0-9a-f]{64}$'", name="digest_shape"),
        CheckConstraint("revision > 0", name="revision_counts"),
        CheckConstraint(
            "(state = 'brought_in') = (assembly_id IS NOT NULL)", name="brought_in_says_where"
        ),
        Index(
            "uq_history_imports_digest_in_force",
            "digest",
            "sent_by",
            unique=True,
            postgresql_where="state <> 'rejected'",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    file: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sheet: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    state: Mapped[HistoryState] = mapped_column(words(HistoryState))
    revision: Mapped[int]
    mapping: Mapped[dict[str, Any] | None]
    naming: Mapped[dict[str, Any] | None]
    answers: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime]
    sent_by: Mapped[str] = mapped_column(String(60))
    assembly_id: Mapped[UUID | None] = mapped_column(ForeignKey("assemblies.id"))
    ended_at: Mapped[datetime | None]


class KeptResolution(Base):
    """What another installation published of a resolution, word for word as its file says it.

    All but what happened next, which goes on here. `lineage` is how the text came about, which only
    its own page and files need; there is none of history, nor in files that knew none. Of such a
    file the source's `content` is what stands before the first resolution.
    """

    __tablename__ = "kept_resolutions"
    __table_args__ = (Index("ix_kept_resolutions_assembly_id", "assembly_id"),)

    resolution_id: Mapped[UUID] = mapped_column(ForeignKey("resolutions.id"), primary_key=True)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"))
    document: Mapped[str] = mapped_column(Text)
    lineage: Mapped[str | None] = mapped_column(Text)


class Import(AsyncAttrs, Base):
    """One document of proposals as it was sent, and what was understood of it.

    `waiting` until a worker has read it; `reading_until` is how long one of them is believed to be
    at it. Among those that are neither rejected nor undone, an assembly has each digest once.
    """

    __tablename__ = "imports"
    __table_args__ = (
        one_of("state", State),
        CheckConstraint("digest ~ '^[0-9a-f]{64}$'", name="digest_shape"),
        CheckConstraint("(state = 'refused') = (refusal IS NOT NULL)", name="refused_says_why"),
        CheckConstraint(
            "state NOT IN ('read', 'accepted', 'undone') OR preview IS NOT NULL",
            name="read_has_a_preview",
        ),
        CheckConstraint(
            "(state IN ('accepted', 'undone')) = (accepted_at IS NOT NULL)", name="accepted_when"
        ),
        Index(
            "uq_imports_assembly_id_digest_in_force",
            "assembly_id",
            "digest",
            unique=True,
            postgresql_where="state NOT IN ('rejected', 'undone')",
        ),
        Index("ix_imports_sent_at_waiting", "sent_at", postgresql_where="state = 'waiting'"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"))
    file: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    state: Mapped[State] = mapped_column(words(State))
    preview: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    refusal: Mapped[dict[str, Any] | None]
    left_out: Mapped[list[Any] | None]
    attempts: Mapped[int]
    reading_until: Mapped[datetime | None]
    sent_at: Mapped[datetime]
    sent_by: Mapped[str] = mapped_column(String(60))
    read_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
