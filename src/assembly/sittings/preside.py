# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Open a sitting, suspend it, resume it, close it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly
from assembly.assemblies.room import presence_now
from assembly.errors import IllegalMove, SittingUnderWay, VotingStillOpen
from assembly.resolutions.queries import resolutions_among
from assembly.sittings.begin import finish
from assembly.sittings.hold import (
    changed,
    hold_assembly,
    hold_current,
    hold_sitting,
    note,
    remember,
)
from assembly.sittings.models import Sitting
from assembly.sittings.queries import clock_of, live_sitting
from assembly.sittings.rules.lifecycle import Moment, State, require_move
from assembly.sittings.speak import pause_speaking
from assembly.voting.queries import votings_of
from assembly.voting.rules.lifecycle import State as VotingState


async def open_sitting(
    session: AsyncSession, assembly: Assembly, number: int, *, at: datetime, by: str
) -> Sitting:
    """The sitting is open; its minutes begin with how many are present. Harmless when repeated.

    Refuses while another sitting of the assembly is open or suspended (`SittingUnderWay`), and what
    the table of moves does not have. Locks the assembly's row and then its own.
    """
    await hold_assembly(session, assembly.id)
    sitting = await hold_sitting(session, assembly.id, number)
    if sitting.state is State.OPEN:
        return sitting
    if sitting.state is State.SUSPENDED:
        raise IllegalMove("A suspended sitting is resumed.", state=sitting.state.value)
    require_move(sitting.state, State.OPEN)
    other = await live_sitting(session, assembly.id)
    if other is not None:
        raise SittingUnderWay(
            f"Sitting {other.number} is {other.state}; close it first.", sitting=other.number
        )
    sitting.state, sitting.opened_at = State.OPEN, at
    changed(sitting, at)
    facts = await _presence(session, assembly.id)
    await remember(session, sitting, Moment.OPENED, at=at, facts=facts)
    note(session, "open_sitting", sitting, at=at, by=by, **facts)
    return sitting


async def suspend_sitting(
    session: AsyncSession, assembly_id: UUID, number: int, *, at: datetime, by: str
) -> Sitting:
    """The sitting is suspended, and every clock in it stands. Harmless when repeated.

    Refuses what the table of moves does not have. Locks its row, then that of the current item.
    """
    sitting = await hold_sitting(session, assembly_id, number)
    if sitting.state is State.SUSPENDED:
        return sitting
    require_move(sitting.state, State.SUSPENDED)
    sitting.state = State.SUSPENDED
    changed(sitting, at)
    item = await hold_current(session, sitting.id)
    if item is not None:
        clock = clock_of(item).stopped(at)
        item.spent, item.running_since = clock.spent, None
        await pause_speaking(session, item, at=at)
    await remember(session, sitting, Moment.SUSPENDED, at=at)
    note(session, "suspend_sitting", sitting, at=at, by=by)
    return sitting


async def resume_sitting(
    session: AsyncSession, assembly_id: UUID, number: int, *, at: datetime, by: str
) -> Sitting:
    """The suspended sitting goes on, with the item it was at; a speaker's clock is started by hand.

    Harmless when repeated. Refuses what the table of moves does not have. Locks its row, then that
    of the current item.
    """
    sitting = await hold_sitting(session, assembly_id, number)
    if sitting.state is State.OPEN:
        return sitting
    if sitting.state is State.PLANNED:
        raise IllegalMove("A planned sitting is opened.", state=sitting.state.value)
    require_move(sitting.state, State.OPEN)
    sitting.state = State.OPEN
    changed(sitting, at)
    item = await hold_current(session, sitting.id)
    if item is not None:
        item.running_since = clock_of(item).started(at).running_since
    facts = await _presence(session, assembly_id)
    await remember(session, sitting, Moment.RESUMED, at=at, facts=facts)
    note(session, "resume_sitting", sitting, at=at, by=by)
    return sitting


async def close_sitting(
    session: AsyncSession, assembly_id: UUID, number: int, *, at: datetime, by: str
) -> Sitting:
    """The sitting is closed for good, and what was dealt with is done. Harmless when repeated.

    Refuses while a voting of the assembly is open, test votings apart (`VotingStillOpen`, which
    says which), and what the table of moves does not have. Locks its row, then that of the current
    item. A voting that opens later, or at the same moment, is none of this sitting.
    """
    sitting = await hold_sitting(session, assembly_id, number)
    if sitting.state is State.CLOSED:
        return sitting
    require_move(sitting.state, State.CLOSED)
    await _require_no_open_voting(session, assembly_id)
    closed_at = max(at, sitting.opened_at or at)
    item = await hold_current(session, sitting.id)
    if item is not None:
        await finish(session, sitting, item, at=closed_at, by=by)
    sitting.state, sitting.closed_at = State.CLOSED, closed_at
    changed(sitting, at)
    facts = await _presence(session, assembly_id)
    await remember(session, sitting, Moment.CLOSED, at=closed_at, facts=facts)
    note(session, "close_sitting", sitting, at=at, by=by, **facts)
    return sitting


async def _presence(session: AsyncSession, assembly_id: UUID) -> dict[str, object]:
    now = await presence_now(session, assembly_id)
    return {
        "seated": now.seated,
        "present": now.present,
        "represented": now.represented,
        "attendance_taken": now.taken,
    }


async def _require_no_open_voting(session: AsyncSession, assembly_id: UUID) -> None:
    votings = [
        one for one in await votings_of(session, assembly_id) if one.state is VotingState.OPEN
    ]
    if not votings:
        return
    about = await resolutions_among(session, [one.resolution_id for one in votings])
    numbers = sorted(view.number for view in about.values())
    named = ", ".join(str(number) for number in numbers)
    raise VotingStillOpen(
        f"A voting is open, on resolution {named}: close it first.",
        votings=sorted(str(one.id) for one in votings),
        resolutions=numbers,
    )
