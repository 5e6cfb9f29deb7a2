# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Table: the documents that history was brought in from."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from assembly.database import Base


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
