# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hold the log to a checkpoint that somebody kept."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.audit.queries import consistency_path, keys_of, latest
from assembly.audit.rules.checkpoint import Checkpoint, Key, read_note
from assembly.audit.rules.growth import Growth, growth
from assembly.audit.signing import is_signed
from assembly.errors import (
    CheckpointNotFound,
    ForeignCheckpoint,
    InvalidRequest,
    UnsoundCheckpoint,
)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two checkpoints, the shorter log first, and what they say together."""

    before: Checkpoint
    after: Checkpoint
    growth: Growth


async def compare_checkpoints(session: AsyncSession, kept: str, other: str = "") -> Compared:
    """Whether the log only grew from the one to the other; without another, to the newest.

    Refuses words that are no checkpoint (`UnsoundCheckpoint`), one that no key of this log signed
    (`ForeignCheckpoint`), and any while the log is empty (`CheckpointNotFound`). Changes nothing.
    """
    newest = await latest(session)
    if newest is None:
        raise CheckpointNotFound("Nothing is in the log yet.")
    keys = [key for key, _ in await keys_of(session)]
    one = _read(kept, keys, "kept")
    two = _read(other, keys, "other") if other.strip() else read_note(newest.note)
    before, after = sorted((one, two), key=lambda note: note.size)
    path: list[bytes] = []
    if after.size <= newest.size:
        path = await consistency_path(session, before.size, after.size)
    return Compared(before, after, growth(before, after, there=newest.size, path=path))


def _read(text: str, keys: list[Key], which: str) -> Checkpoint:
    """The note as it was pasted: with the line ends of a form, and without its last one."""
    try:
        note = read_note("\n".join(text.strip().splitlines()) + "\n")
    except InvalidRequest as refusal:
        raise UnsoundCheckpoint(str(refusal), checkpoint=which) from None
    if not note.is_signed_by(keys, is_signed):
        raise ForeignCheckpoint(
            "This checkpoint is signed by no key of this log, or was changed.", checkpoint=which
        )
    return note
