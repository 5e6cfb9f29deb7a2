# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Make the next version of a text from the amendments that were adopted, and take it back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.carried import carry_one
from assembly.amendments.hold import held_all, write_text
from assembly.amendments.models import Amendment, Merge
from assembly.amendments.planned import settlements_of
from assembly.amendments.queries import AmendmentView, adopted_on, amendments_of
from assembly.amendments.rules.brought import without
from assembly.amendments.rules.lifecycle import IN_THE_TEXT, UNDECIDED, Cause
from assembly.amendments.rules.spans import write_spans
from assembly.amendments.written import merges_of
from assembly.audit.record import record_act
from assembly.errors import IllegalMove
from assembly.resolutions.draft import write_version
from assembly.resolutions.history import version_view
from assembly.resolutions.models import Resolution
from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.lifecycle import Hand, told
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.resolutions.rules.merge import Merged, merge
from assembly.resolutions.rules.text import Provision


async def undo_merge(
    session: AsyncSession,
    resolution: Resolution,
    numbers: Collection[int],
    *,
    at: datetime,
    by: str,
) -> None:
    """If these are in the present version, there is a further one with the words from before.

    What somebody wrote since on the table stays in it. The other amendments adopted with them stay
    adopted, on that further version, and so do those adopted since.
    """
    merges = [one for one in await merges_of(session, resolution.id) if not one.undone]
    if not merges or not set(merges[-1].amendments) & set(numbers):
        return
    if resolution.state is not ResolutionState.TABLED:
        raise IllegalMove(
            "The text with this amendment was put to the vote; annul that voting first.",
            state=told(resolution.state),
        )
    last = merges[-1]
    before = await version_view(session, resolution.id, last.base)
    row = await session.get(Merge, (resolution.id, last.version))
    if row is not None:
        row.undone = True
    merged = await version_view(session, resolution.id, last.version)
    present = await version_view(session, resolution.id, resolution.current_version)
    words = without(before.provisions, merged.provisions, present.provisions)
    await _next_version(session, resolution, words, at=at, by=by)
    now = resolution.current_version
    rows = await held_all(session, resolution.id)
    views = await amendments_of(session, resolution.id)
    for view in views:
        if view.version != last.base or view.state not in UNDECIDED | IN_THE_TEXT:
            continue
        if present.provisions == merged.provisions:
            _write_again(session, rows[view.id], view, now, at=at, by=by)
        elif view.amends is None:
            to_it = [one for one in views if one.amends == view.number and one.state in UNDECIDED]
            carry_one(session, rows, view, before.provisions, words, now, to_it, at=at, by=by)
    if present.ordinal != last.base:
        for view in adopted_on(views, present.ordinal):
            carry_one(session, rows, view, present.provisions, words, now, [], at=at, by=by)
    await session.flush()


def _write_again(
    session: AsyncSession,
    row: Amendment,
    view: AmendmentView,
    version: int,
    *,
    at: datetime,
    by: str,
) -> None:
    """The same on another version with the same words."""
    write_text(
        session,
        row,
        version,
        view.edits,
        view.changes,
        cause=Cause.CARRIED,
        at=at,
        by=by,
        on_text=None if view.on_text is None else view.on_text + 1,
        credit=view.credit,
    )


async def make_version(
    session: AsyncSession,
    resolution: Resolution,
    views: Sequence[AmendmentView],
    *,
    at: datetime,
    by: str,
) -> bool:
    """The adopted amendments are in the text, if nothing is undecided and nothing in conflict.

    Whether they are now. Hold the resolution and its amendments first.
    """
    adopted = adopted_on(views, resolution.current_version)
    if not adopted or any(view.state in UNDECIDED for view in views):
        return False
    present = await version_view(session, resolution.id, resolution.current_version)
    merged = await merged_text(
        session, resolution.id, present.ordinal, Base(present.provisions), adopted
    )
    if merged.conflicts or not merged.provisions:
        return False
    await _next_version(session, resolution, merged.provisions, at=at, by=by)
    numbers = [view.number for view in adopted]
    session.add(
        Merge(
            resolution_id=resolution.id,
            version=resolution.current_version,
            base=present.ordinal,
            amendments=numbers,
            spans=write_spans(merged),
            undone=False,
            merged_at=at,
        )
    )
    record_act(
        session,
        "merge_amendments",
        at=at,
        by=by,
        subject=f"resolution:{resolution.number}",
        assembly_id=resolution.assembly_id,
        version=resolution.current_version,
        amendments=numbers,
    )
    await session.flush()
    return True


async def merged_text(
    session: AsyncSession,
    resolution_id: UUID,
    version: int,
    base: Base,
    amendments: Sequence[AmendmentView],
) -> Merged:
    """A version, whose words are `base`, with these amendments in it, after what was settled."""
    settled = await settlements_of(session, resolution_id, version)
    return merge(
        base,
        {view.name: view.changes for view in amendments},
        [one.value for one in settled],
        {
            (view.name, change): (view.name, *names)
            for view in amendments
            for change, names in view.credit.items()
        },
    )


async def _next_version(
    session: AsyncSession,
    resolution: Resolution,
    provisions: Sequence[Provision],
    *,
    at: datetime,
    by: str,
) -> None:
    resolution.current_version += 1
    resolution.revision += 1
    await write_version(session, resolution, provisions, at=at, by=by, hand=Hand.AMENDMENTS)
