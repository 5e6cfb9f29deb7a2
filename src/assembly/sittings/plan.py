# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plan a sitting, change its plan, cancel it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly
from assembly.errors import AlreadyTaken, IllegalMove
from assembly.resolutions.rules.reason import sound_reason
from assembly.sittings.hold import changed, hold_assembly, hold_sitting, note, require_revision
from assembly.sittings.models import Sitting
from assembly.sittings.rules.agenda import require_hours, sound_line, sound_title
from assembly.sittings.rules.lifecycle import State, require_changeable, require_move


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sitting is called, where it is held and when."""

    title: str
    place: str | None = None
    planned_for: datetime | None = None
    planned_until: datetime | None = None

    def sound(self) -> "Plan":
        """As it will be kept; refuses what cannot be (`InvalidRequest`, `ImpossibleSchedule`)."""
        require_hours(self.planned_for, self.planned_until)
        place = sound_line(self.place, "/place")
        return Plan(sound_title(self.title), place, self.planned_for, self.planned_until)


async def plan_sitting(
    session: AsyncSession,
    assembly: Assembly,
    plan: Plan,
    *,
    at: datetime,
    by: str,
    sitting_id: UUID | None = None,
) -> Sitting:
    """There is a planned sitting with the assembly's next number and an empty agenda.

    Refuses an imported assembly (`IllegalMove`) and a plan that cannot be. Under a `sitting_id` of
    one's own it is planned once; one that is used elsewhere is `AlreadyTaken`. Locks the assembly's
    row, so that numbers have no gaps.
    """
    if assembly.is_imported:
        raise IllegalMove("An imported assembly is history; it does not meet any more.")
    sound = plan.sound()
    await hold_assembly(session, assembly.id)
    before = None if sitting_id is None else await session.get(Sitting, sitting_id)
    if before is not None:
        if before.assembly_id != assembly.id:
            raise AlreadyTaken("There is a sitting with this id elsewhere.", field="id")
        return before
    last = await session.scalar(
        select(func.max(Sitting.number)).where(Sitting.assembly_id == assembly.id)
    )
    sitting = Sitting(
        id=sitting_id or uuid4(),
        assembly_id=assembly.id,
        number=(last or 0) + 1,
        title=sound.title,
        place=sound.place,
        planned_for=sound.planned_for,
        planned_until=sound.planned_until,
        state=State.PLANNED,
        revision=1,
        agenda_revision=0,
        planned_at=at,
        changed_at=at,
    )
    session.add(sitting)
    await session.flush()
    note(session, "plan_sitting", sitting, at=at, by=by, title=sitting.title)
    return sitting


async def change_sitting(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    plan: Plan,
    *,
    revision: int,
    at: datetime,
    by: str,
) -> Sitting:
    """The sitting is planned so. What stands there already changes nothing, on any revision.

    Refuses when it is not at `revision` any more (`Stale`), and once it is closed or cancelled
    (`IllegalMove`). Locks its row.
    """
    sound = plan.sound()
    sitting = await hold_sitting(session, assembly_id, number)
    present = Plan(sitting.title, sitting.place, sitting.planned_for, sitting.planned_until)
    if present == sound:
        return sitting
    require_changeable(sitting.state)
    require_revision(sitting, revision)
    sitting.title, sitting.place = sound.title, sound.place
    sitting.planned_for, sitting.planned_until = sound.planned_for, sound.planned_until
    changed(sitting, at)
    note(session, "change_sitting", sitting, at=at, by=by, title=sitting.title)
    return sitting


async def cancel_sitting(
    session: AsyncSession, assembly_id: UUID, number: int, because: str, *, at: datetime, by: str
) -> Sitting:
    """The planned sitting is not held, and everybody may read why. Repeated, it changes nothing.

    Refuses one that was opened (`IllegalMove`), and a reason that is none. Locks its row.
    """
    reason = sound_reason(because)
    sitting = await hold_sitting(session, assembly_id, number)
    if sitting.state is State.CANCELLED:
        return sitting
    require_move(sitting.state, State.CANCELLED)
    sitting.state, sitting.cancelled_because = State.CANCELLED, reason
    changed(sitting, at)
    note(session, "cancel_sitting", sitting, at=at, by=by, because=reason)
    return sitting
