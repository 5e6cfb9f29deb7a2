# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was done to a voting, in the audit trail."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.audit.record import record_act
from assembly.voting.models import Voting


def note_act(
    session: AsyncSession, act: str, voting: Voting, *, at: datetime, by: str, **facts: object
) -> None:
    """The entry is about this voting and its assembly, and written as `record_act` says."""
    record_act(
        session,
        act,
        at=at,
        by=by,
        subject=f"voting:{voting.id}",
        assembly_id=voting.assembly_id,
        **facts,
    )
