# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A moderator writes a further version of a text on the table; its amendments go over to it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.carried import carry_one
from assembly.amendments.hold import held_all
from assembly.amendments.keep_up import keep_up
from assembly.amendments.models import SettlementRow
from assembly.amendments.next_version import merged_text
from assembly.amendments.planned import settlements_of
from assembly.amendments.queries import adopted_on, amendments_of
from assembly.amendments.rules.brought import touches_brought
from assembly.amendments.rules.lifecycle import IN_THE_TEXT, State
from assembly.amendments.rules.plan import name_of
from assembly.amendments.written import merges_of
from assembly.errors import AdoptedWords, IllegalMove
from assembly.resolutions.draft import lock_resolution
from assembly.resolutions.history import words_of_versions
from assembly.resolutions.models import Resolution
from assembly.resolutions.renew import renew_text
from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.conflicts import claims_of, find_conflicts
from assembly.resolutions.rules.text import Provision


async def write_new_version(
    session: AsyncSession,
    assembly_id: UUID,
    resolution_number: int,
    *,
    revision: int,
    title: str | None,
    provisions: Sequence[Provision],
    because: str,
    at: datetime,
    by: str,
) -> Resolution:
    """The tabled text has a further version; everybody may read why, and what it changed.

    Undecided amendments are carried over to it, or marked in conflict with it for their authors;
    what was adopted or taken over stays, in the text or waiting to go into it. Conflicts that were
    settled stay settled where the same words are still there. Sending what stands there changes
    nothing. Refuses what `renew_text` does, amendments under vote (`IllegalMove`), and a text that
    takes back adopted words (`AdoptedWords`). Locks the resolution and its amendments.
    """
    resolution = await lock_resolution(session, assembly_id, resolution_number)
    rows = await held_all(session, resolution.id)
    voted_on = [row.number for row in rows.values() if row.state is State.UNDER_VOTE]
    if voted_on:
        raise IllegalMove(
            "Amendments to this text are under vote; it waits for their voting.",
            state=State.UNDER_VOTE.value,
            amendments=voted_on,
        )
    views = await amendments_of(session, resolution.id)
    last = resolution.current_version
    texts = await renew_text(
        session,
        resolution,
        revision=revision,
        title=title,
        provisions=provisions,
        because=because,
        at=at,
        by=by,
    )
    if texts is None:
        return resolution
    before, after = texts
    await _require_kept(session, resolution.id, before, after)
    adopted = adopted_on(views, last)
    for view in adopted:
        carry_one(session, rows, view, before, after, last + 1, [], at=at, by=by)
    await session.flush()
    await keep_up(session, resolution.id, at=at, by=by)
    await _settle_again(session, resolution.id, last, after, at=at, by=by)
    free = not (await merged_text(session, resolution.id, last, Base(before), adopted)).conflicts
    await _require_whole(session, resolution.id, last + 1, after, free=free)
    return resolution


async def _require_kept(
    session: AsyncSession,
    resolution_id: UUID,
    before: Sequence[Provision],
    after: Sequence[Provision],
) -> None:
    """Nothing when all that merges brought is still there, else `AdoptedWords`."""
    merges = [one for one in await merges_of(session, resolution_id) if not one.undone]
    wanted = {one.version for one in merges} | {one.base for one in merges}
    words = await words_of_versions(session, resolution_id, wanted)
    for one in merges:
        base, merged = words[one.base].provisions, words[one.version].provisions
        if touches_brought(base, merged, before, after):
            raise _adopted_words(one.amendments)


async def _settle_again(
    session: AsyncSession,
    resolution_id: UUID,
    last: int,
    after: Sequence[Provision],
    *,
    at: datetime,
    by: str,
) -> None:
    """A settled conflict about the same words of the new version is settled as it was."""
    settled = await settlements_of(session, resolution_id, last)
    if not settled:
        return
    made = {
        view.name: view.changes
        for view in await amendments_of(session, resolution_id)
        if view.amends is None
        and view.version == last + 1
        and (view.state in IN_THE_TEXT or (view.state is State.ADMISSIBLE and not view.conflicts))
    }
    found = find_conflicts(Base(after), claims_of(made))
    ordinal = await session.scalar(
        select(func.max(SettlementRow.ordinal)).where(SettlementRow.resolution_id == resolution_id)
    )
    for conflict in found:
        names, place = set(conflict.amendments), (conflict.provision, conflict.words)
        fitting = [
            one
            for one in settled
            if names <= set(map(name_of, one.amendments)) and (one.provision, one.words) == place
        ]
        if not fitting:
            continue
        ordinal = (ordinal or 0) + 1
        again = fitting[-1]
        session.add(
            SettlementRow(
                resolution_id=resolution_id,
                ordinal=ordinal,
                version=last + 1,
                amendments=list(again.amendments),
                provision=conflict.provision,
                first_token=conflict.start,
                last_token=conflict.end,
                words=conflict.words,
                prefer=again.prefer,
                text=again.text,
                because=again.because,
                settled_at=at,
                settled_by=by,
            )
        )
    await session.flush()


async def _require_whole(
    session: AsyncSession,
    resolution_id: UUID,
    version: int,
    after: Sequence[Provision],
    *,
    free: bool,
) -> None:
    """Nothing when all that waits to go into the text still can, else `AdoptedWords`.

    `free` says that it could before.
    """
    views = await amendments_of(session, resolution_id)
    stuck = [
        one.number
        for one in views
        if one.state in IN_THE_TEXT and one.version == version and one.conflicts
    ]
    if stuck:
        raise _adopted_words(stuck)
    adopted = adopted_on(views, version)
    merged = await merged_text(session, resolution_id, version, Base(after), adopted)
    if free and merged.conflicts:
        raise _adopted_words([one.number for one in adopted])


def _adopted_words(numbers: Iterable[int]) -> AdoptedWords:
    return AdoptedWords(
        "What the assembly adopted stays in the text; only an amendment changes it.",
        amendments=sorted(numbers),
    )
