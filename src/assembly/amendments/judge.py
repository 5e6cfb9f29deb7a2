# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Find an amendment admissible or not, withdraw it, take it over; set the terms for them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.fall import let_fall
from assembly.amendments.hold import held, held_all, move
from assembly.amendments.models import Amendment, Terms
from assembly.amendments.planned import plan_of
from assembly.amendments.queries import TermsView, amendments_of, terms_of
from assembly.amendments.rules.lifecycle import UNDECIDED, State, said
from assembly.amendments.support import supporters_of
from assembly.audit.record import record_act
from assembly.errors import AmendmentsClosed, IllegalMove, InvalidRequest, SupportersMissing
from assembly.resolutions.draft import lock_resolution
from assembly.resolutions.history import version_view
from assembly.resolutions.models import Resolution
from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.resolutions.rules.lifecycle import told
from assembly.resolutions.rules.reason import sound_reason

MOST_SUPPORTERS = 10_000


async def set_terms(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    terms: TermsView,
    *,
    at: datetime,
    by: str,
) -> Resolution:
    """From now on the resolution is amended under these terms; repeated, they stay. Locks its row.

    What was found admissible before stays so.
    """
    resolution = await lock_resolution(session, assembly_id, number)
    if not 0 <= terms.supporters_needed <= MOST_SUPPORTERS:
        raise InvalidRequest(
            f"Between 0 and {MOST_SUPPORTERS} supporters may be asked for.",
            errors=[{"pointer": "/supporters_needed", "detail": "out of range"}],
        )
    if await terms_of(session, resolution.id) == terms:
        return resolution
    values = {"closes_at": terms.closes_at, "supporters_needed": terms.supporters_needed}
    await session.execute(
        insert(Terms)
        .values(resolution_id=resolution.id, **values)
        .on_conflict_do_update(index_elements=["resolution_id"], set_=values)
    )
    resolution.beside += 1
    record_act(
        session,
        "set_amendment_terms",
        at=at,
        by=by,
        subject=f"resolution:{number}",
        assembly_id=assembly_id,
        closes_at=terms.closes_at.isoformat() if terms.closes_at else None,
        supporters_needed=terms.supporters_needed,
    )
    return resolution


async def find_admissible(
    session: AsyncSession,
    assembly_id: UUID,
    resolution_number: int,
    number: int,
    *,
    at: datetime,
    by: str,
) -> Amendment:
    """The amendment may be put to the vote, and everybody may read it.

    One that is in conflict with what was adopted or taken over already has fallen to that. Refuses
    one with fewer supporters than asked for (`SupportersMissing`), one to an amendment that is
    decided, and what the table of moves does not have (`IllegalMove`). Repeated, it changes
    nothing. Locks the resolution and its amendments.
    """
    resolution, row = await _on_the_table(session, assembly_id, resolution_number, number)
    if row.state is State.ADMISSIBLE:
        return row
    parent = None if row.amends is None else await session.get(Amendment, row.amends)
    if parent is not None and parent.state not in {State.SUBMITTED, State.ADMISSIBLE}:
        raise IllegalMove(
            f"The amendment it is to amend is {said(parent.state)}.",
            state=parent.state.value,
            amends=parent.number,
        )
    needed = (await terms_of(session, resolution.id)).supporters_needed
    supporters = await supporters_of(session, row.id)
    if row.seat_id is not None and supporters < needed:
        raise SupportersMissing(
            f"The amendment has {supporters} supporters and needs {needed}.",
            needed=needed,
            supporters=supporters,
        )
    move(session, row, State.ADMISSIBLE, at=at, by=by)
    await let_fall(session, resolution, at=at, by=by)
    resolution.beside += 1
    return row


async def find_inadmissible(
    session: AsyncSession,
    assembly_id: UUID,
    resolution_number: int,
    number: int,
    because: str,
    *,
    at: datetime,
    by: str,
) -> Amendment:
    """The amendment is not put to the vote, for a reason everybody may read.

    Nor are those to it: what was admissible is inadmissible for the same reason, what nobody judged
    is withdrawn. Locks as above.
    """
    resolution, row = await _on_the_table(session, assembly_id, resolution_number, number)
    reason = sound_reason(because)
    if row.state is State.INADMISSIBLE and row.because == reason:
        return row
    move(session, row, State.INADMISSIBLE, at=at, by=by, because=reason)
    for other in (await held_all(session, resolution.id)).values():
        if other.amends == row.id and other.state is State.ADMISSIBLE:
            move(session, other, State.INADMISSIBLE, at=at, by=by, because=reason)
        elif other.amends == row.id and other.state is State.SUBMITTED:
            move(session, other, State.WITHDRAWN, at=at, by=by)
    resolution.beside += 1
    return row


async def withdraw_amendment(
    session: AsyncSession,
    assembly_id: UUID,
    resolution_number: int,
    number: int,
    *,
    at: datetime,
    by: str,
) -> Amendment:
    """The amendment is taken back; amendments to it as well. Repeated, it changes nothing.

    Refuses one under vote or decided. Locks the resolution and its amendments.
    """
    resolution = await lock_resolution(session, assembly_id, resolution_number)
    row = await held(session, resolution.id, number)
    if row.state is State.WITHDRAWN:
        return row
    move(session, row, State.WITHDRAWN, at=at, by=by)
    for other in (await held_all(session, resolution.id)).values():
        if other.amends == row.id and other.state in UNDECIDED - {State.UNDER_VOTE}:
            move(session, other, State.WITHDRAWN, at=at, by=by)
    resolution.beside += 1
    return row


async def take_over(
    session: AsyncSession,
    assembly_id: UUID,
    resolution_number: int,
    number: int,
    *,
    at: datetime,
    by: str,
) -> Amendment:
    """A sponsor makes the amendment their own: it goes into the text without a vote.

    Those in conflict with it fall away, as if it had been adopted. Refuses one that is not
    admissible, that is an amendment to an amendment, that waits to be rewritten, has amendments to
    it that are undecided, or is in conflict with one that is under vote (`IllegalMove`). Locks
    the resolution and its amendments.
    """
    resolution, row = await _on_the_table(session, assembly_id, resolution_number, number)
    if row.state is State.TAKEN_OVER:
        return row
    views = await amendments_of(session, resolution.id)
    mine = next(view for view in views if view.id == row.id)
    further = [one.number for one in views if one.amends == number and one.state in UNDECIDED]
    present = await version_view(session, resolution.id, resolution.current_version)
    base = Base(present.provisions)
    plan = await plan_of(session, resolution.id, resolution.current_version, base, views)
    further += plan.held_up.get(number, ())
    if mine.amends is not None or mine.conflicts is not None or further:
        raise IllegalMove(
            "This amendment cannot be taken over as it stands.",
            stuck=mine.conflicts is not None,
            amendments=further,
        )
    move(session, row, State.TAKEN_OVER, at=at, by=by)
    await let_fall(session, resolution, at=at, by=by)
    resolution.beside += 1
    return row


async def _on_the_table(
    session: AsyncSession, assembly_id: UUID, resolution_number: int, number: int
) -> tuple[Resolution, Amendment]:
    resolution = await lock_resolution(session, assembly_id, resolution_number)
    if resolution.state is not ResolutionState.TABLED:
        raise AmendmentsClosed("The text is not on the table.", state=told(resolution.state))
    return resolution, await held(session, resolution.id, number)
