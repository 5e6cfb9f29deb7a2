# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""How an assembly stands, as words to compare: the same from every process that asks."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.publication.queries import public_mark
from assembly.sittings.queries import SittingMarks, sitting_marks
from assembly.voting.queries import VotingMark, marks_of


@dataclass(frozen=True, slots=True)
class Standing:
    """`version` is another word whenever anything of what everybody may read is.

    It is made from what the public may read, from state, hours and turnout of every voting, and
    from sittings and agendas. The marks of test votings and of the floor are no part of it: they
    only tell those in the house that something changed.
    """

    public: str
    votings: tuple[VotingMark, ...]
    sittings: SittingMarks

    @property
    def version(self) -> str:
        """Opaque, and short enough for an event's id."""
        open_to_all = [
            (str(one.id), one.mark, one.turnout) for one in self.votings if not one.is_test
        ]
        seen = (self.public, open_to_all, self.sittings.sitting, self.sittings.agenda)
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:20]

    def changed_since(self, before: "Standing") -> list[tuple[str, bool]]:
        """What is another than before, by the name events give it, and whether it is a test."""
        known = {one.id: one for one in before.votings}
        changed = [
            (f"voting/{one.id}", one.is_test) for one in self.votings if known.get(one.id) != one
        ]
        others = {
            "resolutions": self.public != before.public,
            "sitting": self.sittings.sitting != before.sittings.sitting,
            "agenda": self.sittings.agenda != before.sittings.agenda,
            "floor": self.sittings.floor != before.sittings.floor,
        }
        return [(name, False) for name, moved in others.items() if moved] + changed

    def turnout_alone_since(self, before: "Standing") -> set[str]:
        """Of what changed since: the votings of which more have voted, and nothing else."""
        known = {one.id: one.mark for one in before.votings}
        return {
            f"voting/{one.id}"
            for one in self.votings
            if known.get(one.id) == one.mark and one not in before.votings
        }


async def standing_of(session: AsyncSession, assembly_id: UUID) -> Standing:
    """How it stands now."""
    public = await public_mark(session, assembly_id, votings=False)
    votings = tuple(await marks_of(session, assembly_id))
    return Standing(public, votings, await sitting_marks(session, assembly_id))
