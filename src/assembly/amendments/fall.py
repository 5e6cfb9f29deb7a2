# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is in conflict with adopted words falls away and says to which amendment it fell.

So no two amendments in conflict are ever in the text, whenever they were filed, judged or opened.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.hold import held_all, move
from assembly.amendments.models import Amendment
from assembly.amendments.planned import settlements_of
from assembly.amendments.queries import AmendmentView, amendments_of
from assembly.amendments.rules.lifecycle import IN_THE_TEXT, UNDECIDED, State
from assembly.amendments.rules.plan import number_of
from assembly.resolutions.history import version_view
from assembly.resolutions.models import Resolution
from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.conflicts import Settlement
from assembly.resolutions.rules.fold import text_with
from assembly.resolutions.rules.order import falling_away


async def let_fall(
    session: AsyncSession, resolution: Resolution, *, at: datetime, by: str
) -> list[Amendment]:
    """Every admissible amendment in conflict with what is in the text has fallen.

    And those made to it; what of them nobody judged is withdrawn. A conflict that was settled lets
    nothing fall. Repeated, it changes nothing. Hold the resolution first; this holds its
    amendments.
    """
    await session.flush()
    rows = {row.number: row for row in (await held_all(session, resolution.id)).values()}
    views = await amendments_of(session, resolution.id)
    if not any(view.state in IN_THE_TEXT for view in views):
        return []
    present = await version_view(session, resolution.id, resolution.current_version)
    settled = await settlements_of(session, resolution.id, resolution.current_version)
    here = [view for view in views if view.version == resolution.current_version]
    to = _falls(Base(present.provisions), here, [one.value for one in settled])
    for view in views:
        if view.amends in to:
            to.setdefault(view.number, to[view.amends])
    fallen = []
    for number, cause in sorted(to.items()):
        if rows[number].state is State.ADMISSIBLE:
            move(session, rows[number], State.FALLEN, at=at, by=by, fell_to=rows[cause].id)
            fallen.append(rows[number])
        elif rows[number].state is State.SUBMITTED:
            move(session, rows[number], State.WITHDRAWN, at=at, by=by)
    await session.flush()
    return fallen


def _falls(
    base: Base, views: Sequence[AmendmentView], settlements: Sequence[Settlement]
) -> dict[int, int]:
    """Which number falls to which, among those made on the same text."""
    by_number = {view.number: view for view in views}
    found: dict[int, int] = {}
    for amended in {None, *(view.amends for view in views)}:
        parent = None if amended is None else by_number.get(amended)
        if amended is not None and (parent is None or parent.state not in UNDECIDED):
            continue
        meeting = [view for view in views if view.amends == amended and _meets(view, parent)]
        adopted = [view for view in meeting if view.state in IN_THE_TEXT]
        if not adopted:
            continue
        text = base if parent is None else Base(text_with(base, parent.name, parent.changes))
        falls = falling_away(text, {one.name: one.changes for one in meeting}, settlements)
        for one in adopted:
            for number in map(number_of, falls[one.name]):
                if by_number[number].state is State.ADMISSIBLE:
                    found.setdefault(number, one.number)
    return found


def _meets(view: AmendmentView, parent: AmendmentView | None) -> bool:
    """Whether its words are in the text, or may come into it; not those that a parent took up."""
    if view.state in IN_THE_TEXT:
        return parent is None or view.on_text == parent.text
    return view.state is State.ADMISSIBLE and view.conflicts is None
