# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write, revise, table and withdraw a resolution."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.convene import next_number
from assembly.assemblies.models import Assembly
from assembly.audit.record import record_act
from assembly.database import LARGEST
from assembly.errors import EmptyText, IllegalMove, InvalidRequest, ResolutionNotFound, Stale
from assembly.resolutions.models import ProvisionRow, Resolution, Version
from assembly.resolutions.rules.lifecycle import State, require_draft, require_move
from assembly.resolutions.rules.text import Provision, digest, tidy, unseen

LONGEST_TITLE = 300
LONGEST_MARKER = 12


async def draft_resolution(
    session: AsyncSession,
    assembly: Assembly,
    *,
    title: str | None,
    provisions: Sequence[Provision],
    at: datetime,
    by: str,
) -> Resolution:
    """There is a draft with the next number of the assembly and its first version.

    Refuses an imported assembly (`IllegalMove`) and a text without words (`EmptyText`). Locks the
    assembly's row until the transaction ends, so that numbers have no gaps.
    """
    if assembly.is_imported:
        raise IllegalMove("An imported assembly is history; nothing can be drafted in it.")
    sound = sound_text(provisions)
    resolution = Resolution(
        id=uuid4(),
        assembly_id=assembly.id,
        number=await next_number(session, assembly.id),
        title=sound_title(title),
        language=assembly.language,
        state=State.DRAFT,
        revision=1,
        current_version=1,
        drafted_at=at,
    )
    session.add(resolution)
    await session.flush()
    await write_version(session, resolution, sound, at=at, by=by)
    _note(session, "draft_resolution", resolution, at=at, by=by)
    return resolution


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
) -> Resolution:
    """The draft has a further version; the one before stays readable.

    Refuses when the draft is not at `revision` any more (`Stale`) or no draft (`IllegalMove`).
    Sending what stands there already changes nothing. Locks the resolution's row.
    """
    sound = sound_text(provisions)
    resolution = await lock_resolution(session, assembly_id, number)
    require_draft(resolution.state)
    require_revision(resolution, revision)
    new_title = sound_title(title)
    if new_title == resolution.title and await _stands_there(session, resolution, sound):
        return resolution
    resolution.title = new_title
    resolution.current_version += 1
    resolution.revision += 1
    await write_version(session, resolution, sound, at=at, by=by)
    _note(session, "revise_resolution", resolution, at=at, by=by)
    return resolution


async def move_resolution(
    session: AsyncSession,
    assembly_id: UUID,
    number: int,
    to: State,
    *,
    at: datetime,
    by: str,
) -> Resolution:
    """The resolution is tabled or withdrawn. Repeated, it changes nothing. Locks its row.

    Refuses (`IllegalMove`) what the table of moves does not have, and one that is under vote: only
    its voting moves it on.
    """
    resolution = await lock_resolution(session, assembly_id, number)
    if resolution.state is to:
        return resolution
    if resolution.state is State.UNDER_VOTE:
        raise IllegalMove(
            "A resolution under vote waits for its voting.", state=State.UNDER_VOTE.value
        )
    require_move(resolution.state, to)
    resolution.state = to
    resolution.revision += 1
    _note(session, f"resolution_{to}", resolution, at=at, by=by)
    return resolution


async def lock_resolution(session: AsyncSession, assembly_id: UUID, number: int) -> Resolution:
    """The row, held FOR UPDATE, or `ResolutionNotFound`."""
    resolution = await session.scalar(
        select(Resolution)
        .where(Resolution.assembly_id == assembly_id, Resolution.number == min(number, LARGEST))
        .with_for_update()
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


def sound_text(provisions: Sequence[Provision]) -> list[Provision]:
    """The provisions as they will be kept, or `EmptyText` naming the first without words."""
    sound = [
        Provision(provision.kind, tidy(provision.marker), tidy(provision.text))
        for provision in provisions
    ]
    if not sound:
        raise EmptyText("A resolution has at least one provision.")
    for place, provision in enumerate(sound, start=1):
        if not provision.text.strip():
            raise EmptyText(f"Provision {place} has no words.", provision=place)
        if len(provision.marker) > LONGEST_MARKER or unseen(provision.marker + provision.text):
            raise InvalidRequest(
                f"Provision {place} holds a control character, or its marker is too long.",
                errors=[{"pointer": f"/provisions/{place - 1}", "detail": "cannot be kept"}],
            )
    return sound


def sound_title(title: str | None) -> str | None:
    """The title as it will be kept, None for one without words, or `InvalidRequest`."""
    sound = tidy(title) if title else ""
    if len(sound) > LONGEST_TITLE or unseen(sound):
        raise InvalidRequest(
            f"A title has at most {LONGEST_TITLE} characters, and none that control.",
            errors=[{"pointer": "/title", "detail": "cannot be kept"}],
        )
    return sound or None


async def _stands_there(
    session: AsyncSession, resolution: Resolution, provisions: Sequence[Provision]
) -> bool:
    rows = await session.execute(
        select(ProvisionRow.kind, ProvisionRow.marker, ProvisionRow.text)
        .where(
            ProvisionRow.resolution_id == resolution.id,
            ProvisionRow.version == resolution.current_version,
        )
        .order_by(ProvisionRow.place)
    )
    return [Provision(*row) for row in rows] == list(provisions)


async def write_version(
    session: AsyncSession,
    resolution: Resolution,
    provisions: Sequence[Provision],
    *,
    at: datetime,
    by: str,
) -> None:
    """The current version's words are kept, immutable from now on."""
    session.add(
        Version(
            resolution_id=resolution.id,
            ordinal=resolution.current_version,
            digest=digest(provisions),
            written_at=at,
            written_by=by,
        )
    )
    await session.flush()
    await session.execute(
        insert(ProvisionRow),
        [
            {
                "resolution_id": resolution.id,
                "version": resolution.current_version,
                "place": place,
                "kind": provision.kind,
                "marker": provision.marker,
                "text": provision.text,
            }
            for place, provision in enumerate(provisions, start=1)
        ],
    )


def _note(
    session: AsyncSession, act: str, resolution: Resolution, *, at: datetime, by: str
) -> None:
    record_act(
        session,
        act,
        at=at,
        by=by,
        subject=f"resolution:{resolution.number}",
        assembly_id=resolution.assembly_id,
        revision=resolution.revision,
        version=resolution.current_version,
    )
