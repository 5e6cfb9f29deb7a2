# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Append what happened to the log, and sign how long it is now."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, delete, func, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_or_not
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.audit.models import Entry, LogCheckpoint, LogKey, LogLeaf, LogNode, LogPending
from assembly.audit.queries import act_of, nodes_at
from assembly.audit.rules.checkpoint import write_body, write_note
from assembly.audit.rules.entry import leaf_bytes, leaf_of
from assembly.audit.rules.merkle import Span, grown, hash_leaf, hash_of, places_of
from assembly.audit.signing import Signer

TURN = func.pg_advisory_xact_lock(bindparam("key", 0x106, type_=BigInteger, unique=True))
AT_ONCE = 2000
"""Entries that one transaction appends at most; the next one goes on."""


async def extend_log(session: AsyncSession, signer: Signer, *, at: datetime) -> int | None:
    """The oldest `AT_ONCE` entries without a leaf have one, and a checkpoint covers them.

    The new size, or None where nothing waited. One at a time: others wait for an advisory lock
    until this transaction ends, and find nothing then. An entry is in the log once, whatever
    happens; the order is that of their positions among those that waited.
    """
    if await session.scalar(select(LogPending.position).limit(1)) is None:
        return None
    await session.execute(select(TURN))
    waiting = await _waiting(session)
    if not waiting:
        return None
    last = await session.scalar(select(func.max(LogLeaf.index)))
    size = 0 if last is None else last + 1
    before = places_of(Span(0, size))
    nodes = await nodes_at(session, before)
    peaks = [nodes[place] for place in before]
    nodes |= grown(
        size, peaks, [hash_leaf(leaf_bytes(leaf_of(act_of(one), one.salt))) for one in waiting]
    )
    reached = size + len(waiting)
    await _write(session, size, waiting)
    await session.execute(
        insert(LogNode),
        [
            {"level": place.level, "index": place.number, "hash": value}
            for place, value in nodes.items()
            if place not in before
        ],
    )
    await _sign(session, signer, reached, hash_of(Span(0, reached), nodes), at)
    return reached


async def _waiting(session: AsyncSession) -> Sequence[Entry]:
    chosen = select(LogPending.position).order_by(LogPending.position).limit(AT_ONCE)
    found = await session.scalars(
        select(Entry).where(Entry.position.in_(chosen)).order_by(Entry.position)
    )
    return found.all()


async def _write(session: AsyncSession, size: int, waiting: Sequence[Entry]) -> None:
    """The leaves are there, and nobody waits any more."""
    await session.execute(
        insert(LogLeaf),
        [
            {"index": index, "position": entry.position}
            for index, entry in enumerate(waiting, start=size)
        ],
    )
    gone = [entry.position for entry in waiting]
    await session.execute(delete(LogPending).where(LogPending.position.in_(gone)))


async def _sign(
    session: AsyncSession, signer: Signer, size: int, root: bytes, at: datetime
) -> None:
    key = signer.key
    await session.execute(
        insert_or_not(LogKey)
        .values(name=key.name, public=key.public, since=at)
        .on_conflict_do_nothing()
    )
    body = write_body(key.name, size, root, at)
    note = write_note(body, key, signer.sign(body))
    await session.execute(insert(LogCheckpoint).values(size=size, root=root, at=at, note=note))
