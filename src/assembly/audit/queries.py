# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the log tells: checkpoints, keys, and proofs folded from a few of its nodes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.audit.models import Entry, LogCheckpoint, LogKey, LogLeaf, LogNode
from assembly.audit.rules.checkpoint import Key
from assembly.audit.rules.entry import Act, leaf_of
from assembly.audit.rules.merkle import Place, Span, consistency, hash_of, inclusion, places_of


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint as it is kept."""

    size: int
    root: bytes
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Proved:
    """A leaf, where it stands, and the way from it to the root of a checkpoint."""

    leaf: dict[str, Any]
    index: int
    path: list[bytes]
    checkpoint: Signed
    before: Signed | None
    bridge: list[bytes]
    """The proof that the log of `checkpoint` begins with that of `before`."""


def act_of(entry: Entry) -> Act:
    """An entry as a value."""
    assembly = None if entry.assembly_id is None else str(entry.assembly_id)
    return Act(entry.act, entry.at, entry.actor, assembly, entry.subject, entry.facts)


async def nodes_at(session: AsyncSession, places: Iterable[Place]) -> dict[Place, bytes]:
    """The hashes of these complete subtrees."""
    asked = list(places)
    if not asked:
        return {}
    found = await session.execute(
        select(LogNode.level, LogNode.index, LogNode.hash).where(
            tuple_(LogNode.level, LogNode.index).in_(asked)
        )
    )
    return {Place(level, index): value for level, index, value in found}


async def latest(session: AsyncSession) -> Signed | None:
    """The newest checkpoint; None while nothing happened yet."""
    return await _one(session, select(LogCheckpoint).order_by(LogCheckpoint.size.desc()))


async def covering(session: AsyncSession, size: int) -> Signed | None:
    """The first checkpoint of a log at least this long."""
    asked = select(LogCheckpoint).where(LogCheckpoint.size >= size)
    return await _one(session, asked.order_by(LogCheckpoint.size))


async def checkpoint_at(session: AsyncSession, size: int) -> Signed | None:
    """The checkpoint of exactly this length."""
    return await _one(session, select(LogCheckpoint).where(LogCheckpoint.size == size))


async def _one(session: AsyncSession, asked: Select[LogCheckpoint]) -> Signed | None:
    found = await session.scalar(asked.limit(1))
    return None if found is None else Signed(found.size, found.root, found.at, found.note)


async def path_of(session: AsyncSession, spans: Sequence[Span]) -> list[bytes]:
    """The hashes of spans of the log."""
    places = [place for span in spans for place in places_of(span)]
    nodes = await nodes_at(session, places)
    return [hash_of(span, nodes) for span in spans]


async def inclusion_path(session: AsyncSession, index: int, size: int) -> list[bytes]:
    """The way from a leaf to the root of the first `size`."""
    return await path_of(session, inclusion(index, size))


async def consistency_path(session: AsyncSession, before: int, size: int) -> list[bytes]:
    """The proof that the log of `size` begins with the one of `before`."""
    return await path_of(session, consistency(before, size))


async def leaf_hashes(session: AsyncSession, start: int, end: int) -> list[bytes]:
    """The hashes of the leaves from `start` up to and without `end`, as far as there are any."""
    found = await session.scalars(
        select(LogNode.hash)
        .where(LogNode.level == 0, LogNode.index >= start, LogNode.index < end)
        .order_by(LogNode.index)
    )
    return list(found)


async def keys_of(session: AsyncSession) -> list[tuple[Key, datetime]]:
    """Every key that ever signed, and since when; the newest first."""
    found = await session.scalars(select(LogKey).order_by(LogKey.since.desc(), LogKey.name))
    return [(Key(key.name, key.public), key.since) for key in found]


async def proof_of(session: AsyncSession, act: str, subject: str) -> Proved | None:
    """The newest such act in the log, under the first checkpoint that covers it; always the same.

    None while the log does not hold it yet. The caller knows that the act may be shown.
    """
    row = (
        await session.execute(
            select(Entry, LogLeaf.index)
            .join(LogLeaf, LogLeaf.position == Entry.position)
            .where(Entry.subject == subject, Entry.act == act)
            .order_by(LogLeaf.index.desc())
            .limit(1)
        )
    ).first()
    if row is None:
        return None
    entry, index = row
    checkpoint = await covering(session, index + 1)
    if checkpoint is None:
        return None
    shorter = select(LogCheckpoint).where(LogCheckpoint.size < checkpoint.size)
    before = await _one(session, shorter.order_by(LogCheckpoint.size.desc()))
    return Proved(
        leaf_of(act_of(entry), entry.salt),
        index,
        await inclusion_path(session, index, checkpoint.size),
        checkpoint,
        before,
        await consistency_path(session, before.size, checkpoint.size) if before else [],
    )
