# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Table: what happened. Rows are only ever added; the database refuses anything else."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, String
from sqlalchemy.orm import Mapped, mapped_column

from assembly.database import Base


class Entry(Base):
    """One act. Casting is none: who took part stands in `participations`, without a time."""

    __tablename__ = "audit_entries"

    position: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(60))
    act: Mapped[str] = mapped_column(String(60))
    assembly_id: Mapped[UUID | None] = mapped_column(ForeignKey("assemblies.id"), index=True)
    subject: Mapped[str] = mapped_column(String(120))
    facts: Mapped[dict[str, Any]]
