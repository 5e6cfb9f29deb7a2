# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is proposed: resolutions by participants, or not; and a rule by the desk."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import hold_assembly
from assembly.assemblies.rules.naming import require_known_rule
from assembly.audit.record import record_act
from assembly.errors import ProposingClosed


async def let_participants_propose(
    session: AsyncSession, assembly: Assembly, *, allowed: bool, at: datetime, by: str
) -> Assembly:
    """From now on they may, or may not; what they drafted stays theirs to revise and withdraw.

    The same again changes and records nothing. Locks the assembly's row FOR UPDATE.
    """
    locked = await hold_assembly(session, assembly.id)
    if locked.participants_propose is not allowed:
        locked.participants_propose = allowed
        record_act(
            session,
            "let_participants_propose",
            at=at,
            by=by,
            subject=f"assembly:{assembly.slug}",
            assembly_id=assembly.id,
            allowed=allowed,
        )
    return locked


async def propose_rule(
    session: AsyncSession, assembly: Assembly, rule: str, *, at: datetime, by: str
) -> Assembly:
    """The desk proposes this rule for a voting from now on; votings that are there keep theirs.

    The same again changes and records nothing. Refuses a rule there is not (`InvalidRequest`).
    Locks the assembly's row FOR UPDATE.
    """
    require_known_rule(rule)
    locked = await hold_assembly(session, assembly.id)
    if locked.default_rule != rule:
        before, locked.default_rule = locked.default_rule, rule
        record_act(
            session,
            "propose_rule",
            at=at,
            by=by,
            subject=f"assembly:{assembly.slug}",
            assembly_id=assembly.id,
            before=before,
            after=rule,
        )
    return locked


async def require_proposing(session: AsyncSession, assembly_id: UUID) -> None:
    """Nothing where participants propose; else `ProposingClosed`. Reads what is true now."""
    if not await session.scalar(
        select(Assembly.participants_propose).where(Assembly.id == assembly_id)
    ):
        raise ProposingClosed("In this assembly participants do not propose at the moment.")
