# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Append one act to the trail, in the caller's transaction: it is there exactly when the act is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.audit.models import Entry


def record_act(
    session: AsyncSession,
    act: str,
    *,
    at: datetime,
    by: str,
    subject: str,
    assembly_id: UUID | None = None,
    **facts: Any,
) -> None:
    """The entry is written with the next flush. `facts` never hold a choice, a code or a token."""
    session.add(
        Entry(at=at, actor=by, act=act, assembly_id=assembly_id, subject=subject, facts=facts)
    )
