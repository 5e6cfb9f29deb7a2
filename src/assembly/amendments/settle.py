# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settle a conflict between amendments, and choose another voting order; both with a record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.models import Reordering, SettlementRow
from assembly.amendments.planned import plan_of
from assembly.amendments.queries import amendments_of
from assembly.amendments.rules.plan import Plan, name_of, number_of
from assembly.audit.record import record_act
from assembly.errors import AmendmentsClosed, ConflictNotFound, EmptyText, InvalidRequest
from assembly.resolutions.draft import lock_resolution
from assembly.resolutions.history import version_view
from assembly.resolutions.models import Resolution
from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.conflicts import Conflict
from assembly.resolutions.rules.lifecycle import State, told
from assembly.resolutions.rules.reason import sound_reason
from assembly.resolutions.rules.sound import require_sound_words
from assembly.resolutions.rules.text import tidy


@dataclass(frozen=True, slots=True)
class Settled:
    """Which conflict (as the plan shows it), and how.

    By an amendment's words, by a third text, or expressly by none: `delete` the words.
    """

    amendments: Sequence[int]
    provision: str
    start: int
    end: int
    prefer: int | None = None
    text: str | None = None
    because: str | None = None
    delete: bool = False


async def settle_conflict(
    session: AsyncSession,
    assembly_id: UUID,
    resolution_number: int,
    wanted: Settled,
    *,
    at: datetime,
    by: str,
) -> SettlementRow:
    """Both sides may be adopted now: in this place the preferred words stand, or the third text.

    Settling again replaces it; what was settled before stays readable. Refuses a conflict that is
    not there (any more) (`ConflictNotFound`), a preference for none of its amendments, none or
    several of the ways (`InvalidRequest`), and a third text without words (`EmptyText`): that the
    words go is asked for expressly. Locks the resolution's row.
    """
    resolution, _, known = await _plan(session, assembly_id, resolution_number)
    conflict = _conflict(known, wanted)
    ways = (wanted.prefer is not None, wanted.text is not None, wanted.delete)
    if sum(ways) != 1:
        raise InvalidRequest(
            "A conflict is settled by preferring an amendment, by a third text or by deleting.",
            errors=[{"pointer": "/prefer", "detail": "either this or text or delete"}],
        )
    if wanted.prefer is not None and name_of(wanted.prefer) not in conflict.amendments:
        raise InvalidRequest(
            "Only one of the amendments in conflict can be preferred.",
            errors=[{"pointer": "/prefer", "detail": "not in this conflict"}],
        )
    third = "" if wanted.delete else wanted.text
    if wanted.text is not None:
        if not tidy(wanted.text).strip():
            raise EmptyText("A third text has words; to have none here, delete them expressly.")
        require_sound_words(wanted.text, 1)
    row = SettlementRow(
        resolution_id=resolution.id,
        ordinal=await _next(session, SettlementRow, resolution.id),
        version=resolution.current_version,
        amendments=[number_of(name) for name in conflict.amendments],
        provision=conflict.provision,
        first_token=conflict.start,
        last_token=conflict.end,
        words=conflict.words,
        prefer=wanted.prefer,
        text=None if third is None else tidy(third),
        because=sound_reason(wanted.because) if wanted.because else None,
        settled_at=at,
        settled_by=by,
    )
    session.add(row)
    resolution.beside += 1
    record_act(
        session,
        "settle_conflict",
        at=at,
        by=by,
        subject=f"resolution:{resolution.number}",
        assembly_id=assembly_id,
        version=row.version,
        amendments=row.amendments,
        provision=row.provision,
        words=row.words,
        prefer=row.prefer,
        text=row.text,
    )
    return row


async def choose_order(
    session: AsyncSession,
    assembly_id: UUID,
    resolution_number: int,
    numbers: Sequence[int],
    because: str,
    *,
    at: datetime,
    by: str,
) -> None:
    """Amendments are put to the vote in this order, for a reason everybody may read.

    Names all that are undecided and admissible, each once (`InvalidRequest` else). Amendments to an
    amendment still come before it. The same order for the same reason changes nothing. Locks the
    resolution's row.
    """
    resolution, plan, _ = await _plan(session, assembly_id, resolution_number)
    reason = sound_reason(because)
    if sorted(numbers) != sorted(step.number for step in plan.steps):
        raise InvalidRequest(
            "An order names every amendment that is to be voted on, once.",
            errors=[{"pointer": "/amendments", "detail": "not all of them, each once"}],
            amendments=[step.number for step in plan.steps],
        )
    last = await session.scalar(
        select(Reordering)
        .where(Reordering.resolution_id == resolution.id)
        .order_by(Reordering.ordinal.desc())
        .limit(1)
    )
    if last is not None and (last.numbers, last.because) == (list(numbers), reason):
        return
    session.add(
        Reordering(
            resolution_id=resolution.id,
            ordinal=await _next(session, Reordering, resolution.id),
            numbers=list(numbers),
            because=reason,
            ordered_at=at,
            ordered_by=by,
        )
    )
    resolution.beside += 1
    record_act(
        session,
        "choose_order",
        at=at,
        by=by,
        subject=f"resolution:{resolution.number}",
        assembly_id=assembly_id,
        amendments=list(numbers),
        because=reason,
    )


async def _plan(
    session: AsyncSession, assembly_id: UUID, resolution_number: int
) -> tuple[Resolution, Plan, list[Conflict]]:
    """The resolution, the plan, and every conflict there is, settled ones too."""
    resolution = await lock_resolution(session, assembly_id, resolution_number)
    if resolution.state is not State.TABLED:
        raise AmendmentsClosed("The text is not on the table.", state=told(resolution.state))
    base = Base((await version_view(session, resolution.id, resolution.current_version)).provisions)
    views = await amendments_of(session, resolution.id)
    plan = await plan_of(session, resolution.id, resolution.current_version, base, views)
    return resolution, plan, [*plan.conflicts, *plan.settled]


def _conflict(conflicts: Sequence[Conflict], wanted: Settled) -> Conflict:
    names = sorted(map(name_of, wanted.amendments))
    for conflict in conflicts:
        place = (conflict.provision, conflict.start, conflict.end)
        asked = (wanted.provision, wanted.start, wanted.end)
        if sorted(conflict.amendments) == names and place == asked:
            return conflict
    raise ConflictNotFound("There is no such conflict between amendments (any more).")


async def _next(
    session: AsyncSession, table: type[SettlementRow | Reordering], resolution_id: UUID
) -> int:
    last = await session.scalar(
        select(func.max(table.ordinal)).where(table.resolution_id == resolution_id)
    )
    return (last or 0) + 1
