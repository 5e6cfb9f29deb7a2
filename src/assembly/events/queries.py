# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""How an assembly stands, as words to compare: the same from every process that asks."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.publication.queries import public_mark
from assembly.voting.queries import VotingMark, marks_of


@dataclass(frozen=True, slots=True)
class Standing:
    """`version` is another word whenever anything of what everybody may read is.

    It is made from what the public may read and from state, hours and turnout of every voting but
    test votings, whose marks only tell those in the house that one of them changed.
    """

    public: str
    votings: tuple[VotingMark, ...]

    @property
    def version(self) -> str:
        """Opaque, and short enough for an event's id."""
        open_to_all = [(str(one.id), one.mark) for one in self.votings if not one.is_test]
        return hashlib.sha256(repr((self.public, open_to_all)).encode()).hexdigest()[:20]

    def changed_since(self, before: "Standing") -> list[tuple[str, bool]]:
        """What is another than before, by the name events give it, and whether it is a test."""
        known = {one.id: one.mark for one in before.votings}
        changed = [
            (f"voting/{one.id}", one.is_test)
            for one in self.votings
            if known.get(one.id) != one.mark
        ]
        return ([("resolutions", False)] if self.public != before.public else []) + changed


async def standing_of(session: AsyncSession, assembly_id: UUID) -> Standing:
    """How it stands now."""
    public = await public_mark(session, assembly_id)
    return Standing(public, tuple(await marks_of(session, assembly_id)))
