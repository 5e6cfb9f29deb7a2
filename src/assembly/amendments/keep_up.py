# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bring text and amendments up to date with each other, whatever happened before.

Three things follow by themselves: undecided amendments are carried over to a new version; what was
adopted to an amendment goes into it; and once nothing is undecided, the adopted amendments make the
next version. Each looks at what is there and does what is missing, so that repeating, two workers
or a restart in the middle change nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.carried import carry_one
from assembly.amendments.hold import held_all, note, write_text
from assembly.amendments.models import Amendment
from assembly.amendments.next_version import make_version
from assembly.amendments.queries import AmendmentView, amendments_of, terms_of
from assembly.amendments.rules.lifecycle import UNDECIDED, Cause, State
from assembly.resolutions.decide import hold_resolution
from assembly.resolutions.history import version_view
from assembly.resolutions.models import Resolution
from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.fold import fold
from assembly.resolutions.rules.lifecycle import State as ResolutionState

BY = "system:worker"


async def keep_up(
    session: AsyncSession,
    resolution_id: UUID,
    *,
    at: datetime,
    by: str = BY,
    even_before_the_deadline: bool = False,
) -> bool:
    """Whether anything was done. Locks the resolution's row and its amendments.

    The next version waits for the deadline of amendments, where there is one. A text that is not on
    the table is left alone.
    """
    resolution = await hold_resolution(session, resolution_id)
    if resolution.state is not ResolutionState.TABLED:
        return False
    rows = await held_all(session, resolution_id)
    if not rows:
        return False
    views = await amendments_of(session, resolution_id)
    carried = await _carry(session, resolution, rows, views, at=at, by=by)
    if carried:
        views = await amendments_of(session, resolution_id)
    folded = await _fold(session, resolution, rows, views, at=at, by=by)
    if folded:
        views = await amendments_of(session, resolution_id)
    resolution.beside += carried or folded
    terms = await terms_of(session, resolution_id)
    if terms.closes_at is not None and at < terms.closes_at and not even_before_the_deadline:
        return carried or folded
    return await make_version(session, resolution, views, at=at, by=by) or carried or folded


# ── carrying over ─────────────────────────────────────────────────────────────
async def _carry(
    session: AsyncSession,
    resolution: Resolution,
    rows: Mapping[UUID, Amendment],
    views: Sequence[AmendmentView],
    *,
    at: datetime,
    by: str,
) -> bool:
    """Undecided amendments on an older version go over to the present one, first those to it."""
    present = resolution.current_version
    behind = [view for view in views if view.version < present and view.state in UNDECIDED]
    if not behind:
        return False
    new = (await version_view(session, resolution.id, present)).provisions
    for view in [one for one in behind if one.amends is None]:
        old = (await version_view(session, resolution.id, view.version)).provisions
        further = [
            one
            for one in views
            if one.amends == view.number and (one in behind or _adopted_to(one, view))
        ]
        carry_one(session, rows, view, old, new, present, further, at=at, by=by)
    await session.flush()
    return True


def _adopted_to(one: AmendmentView, amended: AmendmentView) -> bool:
    """Whether it was adopted and is to go into the present words of the other."""
    return one.state is State.ADOPTED and one.on_text == amended.text


# ── amendments to amendments ──────────────────────────────────────────────────
async def _fold(
    session: AsyncSession,
    resolution: Resolution,
    rows: Mapping[UUID, Amendment],
    views: Sequence[AmendmentView],
    *,
    at: datetime,
    by: str,
) -> bool:
    """Adopted amendments to an amendment are in it, once none to it is undecided."""
    base: Base | None = None
    done = False
    for view in views:
        to_it = [one for one in views if one.amends == view.number]
        adopted = [one for one in to_it if _adopted_to(one, view)]
        waiting = any(one.state in UNDECIDED for one in to_it)
        if view.state is not State.ADMISSIBLE or not adopted or waiting:
            continue
        if base is None:
            present = await version_view(session, resolution.id, resolution.current_version)
            base = Base(present.provisions)
        folded = fold(base, view.name, view.changes, {one.name: one.changes for one in adopted})
        write_text(
            session,
            rows[view.id],
            view.version,
            folded.edits,
            folded.changes,
            cause=Cause.AMENDED,
            at=at,
            by=by,
            credit=folded.credit,
            conflicts=None if folded.changes else [],
        )
        note(
            session,
            "fold_amendments",
            rows[view.id],
            at=at,
            by=by,
            amendments=[one.number for one in adopted],
        )
        done = True
    await session.flush()
    return done
