# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Table: published records. A row is never changed; a correction will be a row of its own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
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
