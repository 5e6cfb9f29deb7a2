# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""When an amendment is adopted, those in conflict with it fall away and say to which one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.hold import held_all, move
from assembly.amendments.models import Amendment
from assembly.amendments.planned import settlements_of
from assembly.amendments.queries import AmendmentView, amendments_of
from assembly.amendments.rules.lifecycle import State
from assembly.amendments.rules.plan import number_of
from assembly.resolutions.history import version_view
from assembly.resolutions.models import Resolution
from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.conflicts import Settlement
from assembly.resolutions.rules.fold import text_with
from assembly.resolutions.rules.order import falling_away


async def let_fall(
    session: AsyncSession,
    resolution: Resolution,
    adopted: Sequence[int],
    *,
    at: datetime,
    by: str,
) -> list[Amendment]:
    """Every admissible amendment in conflict with one of these has fallen, and those made to it.

    A conflict that was settled lets nothing fall. Hold the resolution first; this holds its
    amendments.
    """
    rows = {row.number: row for row in (await held_all(session, resolution.id)).values()}
    views = await amendments_of(session, resolution.id)
    present = await version_view(session, resolution.id, resolution.current_version)
    settled = await settlements_of(session, resolution.id, resolution.current_version)
    to = _falls(Base(present.provisions), views, adopted, [one.value for one in settled])
    for view in views:
        if view.amends in to:
            to.setdefault(view.number, to[view.amends])
    fallen = []
    for number, cause in sorted(to.items()):
        if rows[number].state is State.ADMISSIBLE:
            move(session, rows[number], State.FALLEN, at=at, by=by, fell_to=rows[cause].id)
            fallen.append(rows[number])
    return fallen


def _falls(
    base: Base,
    views: Sequence[AmendmentView],
    adopted: Sequence[int],
    settlements: Sequence[Settlement],
) -> dict[int, int]:
    """Which number falls to which, among those made on the same text."""
    found: dict[int, int] = {}
    by_number = {view.number: view for view in views}
    for number in sorted(adopted):
        mine = by_number[number]
        text = base
        if mine.amends is not None:
            parent = by_number[mine.amends]
            text = Base(text_with(base, parent.name, parent.changes))
        standing = {
            one.name: one.changes
            for one in views
            if one.amends == mine.amends
            and one.version == mine.version
            and one.conflicts is None
            and (one.number == number or one.state is State.ADMISSIBLE)
        }
        for name in falling_away(text, standing, settlements)[mine.name]:
            found.setdefault(number_of(name), number)
    return {number: to for number, to in found.items() if number not in adopted}
