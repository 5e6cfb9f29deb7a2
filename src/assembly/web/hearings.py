# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The part about the sitting, for a whole hall that asks in the same second.

Whoever asks at the same time is answered from one look at the floor, taken after they asked, and
those who see the same get the same words. Nothing is kept for who asks later.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly import __version__
from assembly.assemblies.queries import seat_numbers
from assembly.gathering import Gathering, Room
from assembly.web.hearing import Hand, Live, hearing_html, live_in, title_now
from assembly.web.titles import TitleShown

LARGEST = 500
"""Seats that are answered from one look."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose part, and in which language."""

    assembly_id: UUID
    seat_id: UUID
    language: str


@dataclass(frozen=True, slots=True)
class Part:
    """What is shown, empty while no sitting is under way, and its mark. No time stands in it."""

    html: str
    etag: str


@dataclass(frozen=True, slots=True)
class Look:
    """All that one answer to many needs."""

    lives: dict[UUID, Live | None]
    titles: dict[tuple[UUID, str], TitleShown | None]
    numbers: dict[UUID, int]


class Hearings:
    """One a web process."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], *, waiting: int) -> None:
        self._sessions = sessions
        self._asked: Gathering[Asked, Part] = Gathering(
            self._answer, room=Room(waiting), largest=LARGEST
        )

    async def part(self, assembly_id: UUID, seat_id: UUID, language: str) -> Part:
        """What this seat sees at this moment, as committed after it was asked.

        `Unavailable` when more ask at once than may wait.
        """
        return await self._asked.ask(Asked(assembly_id, seat_id, language))

    async def _answer(self, asked: Sequence[Asked]) -> list[Part]:
        """Ten statements for one assembly in one language, however many ask."""
        look = await self._look(asked)
        made: dict[tuple[UUID, str, tuple[Hand, ...], bool], Part] = {}
        parts = []
        for one in asked:
            live = look.lives[one.assembly_id]
            if live is None:
                parts.append(NOTHING)
                continue
            title = look.titles[one.assembly_id, one.language]
            hearing = live.heard_by(look.numbers[one.seat_id], title)
            alike = (one.assembly_id, one.language, hearing.hands, hearing.speaks)
            if alike not in made:
                made[alike] = _part(hearing_html(live, hearing, one.language))
            parts.append(made[alike])
        return parts

    async def _look(self, asked: Sequence[Asked]) -> Look:
        lives: dict[UUID, Live | None] = {}
        titles: dict[tuple[UUID, str], TitleShown | None] = {}
        async with self._sessions.begin() as session:
            for one in asked:
                if one.assembly_id not in lives:
                    lives[one.assembly_id] = await live_in(session, one.assembly_id)
                live, words = lives[one.assembly_id], (one.assembly_id, one.language)
                if live is not None and words not in titles:
                    titles[words] = await title_now(session, live, one.language)
            numbers = await seat_numbers(session, {one.seat_id for one in asked})
        return Look(lives, titles, numbers)


def _part(html: str) -> Part:
    return Part(html, f'W/"{hashlib.sha256(f"{__version__} {html}".encode()).hexdigest()[:32]}"')


NOTHING = _part("")
