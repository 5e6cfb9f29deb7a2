# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write and revise a resolution, and move it on: submit, table and withdraw it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.convene import next_number
from assembly.assemblies.models import Assembly
from assembly.audit.record import record_act
from assembly.database import LARGEST, breaks
from assembly.errors import (
    AlreadyTaken,
    IllegalMove,
    ProposalLimitReached,
    ResolutionNotFound,
    Stale,
)
from assembly.resolutions.models import ProvisionRow, Resolution, Version, rows_of
from assembly.resolutions.rules.lifecycle import (
    Hand,
    State,
    require_editable,
    require_move,
    require_tabling,
    require_withdrawal,
)
from assembly.resolutions.rules.lines import WIDTH
from assembly.resolutions.rules.naming import name_provisions
from assembly.resolutions.rules.sound import sound_text, sound_title
from assembly.resolutions.rules.text import Provision, digest

MOST_VERSIONS = 500
"""How often sponsors may write their draft anew: each version is kept for ever."""


async def draft_resolution(
    session: AsyncSession,
    assembly: Assembly,
    *,
    title: str | None,
    provisions: Sequence[Provision],
    at: datetime,
    by: str,
    language: str | None = None,
    hand: Hand = Hand.MODERATOR,
    resolution_id: UUID | None = None,
) -> Resolution:
    """There is a draft with the next number of the assembly and its first version.

    Its language is the assembly's unless said, and never changes. In a sponsor's hand it is a
    proposal. Refuses an imported assembly (`IllegalMove`) and a text that cannot be kept
    (`EmptyText`, `UnsoundText`). Locks the assembly's row until the transaction ends, so that
    numbers have no gaps. Under a `resolution_id` of one's own it is drafted once.
    """
    if resolution_id is not None:
        before = await drafted_before(session, assembly, resolution_id)
        if before is not None:
            return before
    if assembly.is_imported:
        raise IllegalMove("An imported assembly is history; nothing can be drafted in it.")
    sound = sound_text(provisions)
    resolution = Resolution(
        id=resolution_id or uuid4(),
        assembly_id=assembly.id,
        number=await next_number(session, assembly.id),
        title=sound_title(title),
        language=language or assembly.language,
        state=State.DRAFT,
        revision=1,
        beside=0,
        current_version=1,
        is_proposal=hand is Hand.SPONSOR,
        drafted_at=at,
    )
    session.add(resolution)
    await session.flush()
    await write_version(session, resolution, name_provisions(sound), at=at, by=by, hand=hand)
    note(session, "draft_resolution", resolution, at=at, by=by)
    return resolution


async def drafted_before(
    session: AsyncSession, assembly: Assembly, resolution_id: UUID
) -> Resolution | None:
    """What was drafted under this id here, if anything; elsewhere it is `AlreadyTaken`.

    Locks the assembly's row, so that the same sent twice at once is drafted once.
    """
    await session.execute(select(Assembly.id).where(Assembly.id == assembly.id).with_for_update())
    before = await session.get(Resolution, resolution_id)
    if before is not None and before.assembly_id != assembly.id:
        raise AlreadyTaken("There is a resolution with this id elsewhere.", field="id")
    return before


async def revise_resolution(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    *,
    revision: int,
    title: str | None,
    provisions: Sequence[Provision],
    at: datetime,
    by: str,
    hand: Hand = Hand.MODERATOR,
) -> Resolution:
    """The draft has a further version; the one before stays readable.

    Sending what stands there already changes nothing, also when an answer got lost and it is sent
    again on the revision before. Refuses when the draft is not at `revision` any more (`Stale`),
    when this hand may not edit it now (`IllegalMove`), and a sponsor's version beyond the limit
    (`ProposalLimitReached`). Locks the resolution's row.
    """
    sound, new_title = sound_text(provisions), sound_title(title)
    resolution = await lock_resolution(session, assembly_id, number)
    require_editable(resolution.state, hand)
    before = await text_now(session, resolution)
    named = name_provisions(sound, before, await names_used(session, resolution))
    if new_title == resolution.title and named == before:
        return resolution
    require_revision(resolution, revision)
    if hand is Hand.SPONSOR and resolution.current_version >= MOST_VERSIONS:
        raise ProposalLimitReached(
            f"A draft has at most {MOST_VERSIONS} versions.", what="versions", limit=MOST_VERSIONS
        )
    resolution.title = new_title
    resolution.current_version += 1
    resolution.revision += 1
    await write_version(session, resolution, named, at=at, by=by, hand=hand)
    note(session, "revise_resolution", resolution, at=at, by=by)
    return resolution


async def move_resolution(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    to: State,
    *,
    at: datetime,
    by: str,
    hand: Hand = Hand.MODERATOR,
    revision: int | None = None,
) -> Resolution:
    """The resolution is submitted, tabled or withdrawn. Repeated, it changes nothing.

    Once tabled, everybody may read this version and later ones. Refuses (`IllegalMove`) what the
    table of moves does not have, a participant's draft that was not submitted, one that is under
    vote (only its voting moves it on), and to withdraw one whose amendments are under vote. Where a
    `revision` is named, it must be the present one (`Stale`). Locks its row.
    """
    resolution = await lock_resolution(session, assembly_id, number)
    if resolution.state is to:
        return resolution
    if resolution.state is State.UNDER_VOTE:
        raise IllegalMove(
            "A resolution under vote waits for its voting.", state=State.UNDER_VOTE.value
        )
    if to is State.TABLED:
        require_tabling(resolution.state, is_proposal=resolution.is_proposal)
    elif to is State.WITHDRAWN:
        require_withdrawal(resolution.state, hand)
    else:
        require_move(resolution.state, to)
    if revision is not None:
        require_revision(resolution, revision)
    if to is State.TABLED and resolution.public_from is None:
        resolution.public_from = resolution.current_version
    if to is not State.WITHDRAWN:
        resolution.returned_at = resolution.returned_because = None
    resolution.state = to
    resolution.revision += 1
    try:
        await session.flush()
    except IntegrityError as error:
        if not breaks(error, "ck_resolutions_amendments_under_vote"):
            raise
        raise IllegalMove(
            "Amendments to this resolution are under vote.", state=State.TABLED.value
        ) from error
    note(session, f"resolution_{to}", resolution, at=at, by=by)
    return resolution


async def lock_resolution(session: AsyncSession, assembly_id: UUID, number: int) -> Resolution:
    """The row as it is now, held FOR UPDATE, or `ResolutionNotFound`."""
    resolution = await session.scalar(
        select(Resolution)
        .where(Resolution.assembly_id == assembly_id, Resolution.number == min(number, LARGEST))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if resolution is None:
        raise ResolutionNotFound("There is no resolution with this number here.")
    return resolution


def require_revision(resolution: Resolution, revision: int) -> None:
    """Nobody's work is written over: the change must be made on what stands there now."""
    if resolution.revision != revision:
        raise Stale(
            "Somebody changed this resolution meanwhile; read it again and repeat your change.",
            yours=revision,
            current=resolution.revision,
        )


async def write_version(
    session: AsyncSession,
    resolution: Resolution,
    provisions: Sequence[Provision],
    *,
    at: datetime,
    by: str,
    hand: Hand = Hand.MODERATOR,
    because: str | None = None,
) -> None:
    """The current version's title and words are kept, immutable from now on."""
    session.add(
        Version(
            resolution_id=resolution.id,
            ordinal=resolution.current_version,
            title=resolution.title,
            digest=digest(provisions),
            line_width=WIDTH,
            written_at=at,
            written_by=by,
            written_as=hand,
            because=because,
        )
    )
    await session.flush()
    await session.execute(
        insert(ProvisionRow),
        rows_of(resolution.id, resolution.current_version, provisions),
    )


def note(
    session: AsyncSession,
    act: str,
    resolution: Resolution,
    *,
    at: datetime,
    by: str,
    **facts: str,
) -> None:
    """The act is in the trail, with the revision and version it led to."""
    record_act(
        session,
        act,
        at=at,
        by=by,
        subject=f"resolution:{resolution.number}",
        assembly_id=resolution.assembly_id,
        revision=resolution.revision,
        version=resolution.current_version,
        **facts,
    )


async def text_now(session: AsyncSession, resolution: Resolution) -> list[Provision]:
    """The words of its current version."""
    rows = await session.execute(
        select(
            ProvisionRow.kind,
            ProvisionRow.marker,
            ProvisionRow.text,
            ProvisionRow.level,
            ProvisionRow.provision_id,
        )
        .where(
            ProvisionRow.resolution_id == resolution.id,
            ProvisionRow.version == resolution.current_version,
        )
        .order_by(ProvisionRow.place)
    )
    return [Provision(*row) for row in rows]


async def names_used(session: AsyncSession, resolution: Resolution) -> list[str]:
    """Every name its provisions ever had."""
    rows = await session.scalars(
        select(ProvisionRow.provision_id)
        .where(ProvisionRow.resolution_id == resolution.id)
        .distinct()
    )
    return list(rows)
