# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sitting on a participant's page: what is dealt with, who speaks, and one's own hand.

Apart from the part about votings, which a whole hall asks for at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.queries import assembly_of
from assembly.clock import now
from assembly.errors import Refusal
from assembly.sittings.floor import FloorView, floor_of
from assembly.sittings.queries import SittingView, live_sitting
from assembly.sittings.rules.floor import Kind
from assembly.web.me import Me
from assembly.web.rendering import environment, prefixed
from assembly.web.sitting_views import SpeakerShown, speaker_shown
from assembly.web.texts import PROBLEMS
from assembly.web.titles import TitleShown, item_titles

SIDES = (Kind.PRO, Kind.CONTRA)


@dataclass(frozen=True, slots=True)
class Hand:
    """One's own hand, and how many are before it."""

    id: UUID
    kind: str
    place: int


@dataclass(frozen=True, slots=True)
class Hearing:
    """The live sitting as somebody on this seat sees it."""

    sitting: SittingView
    floor: FloorView
    title: TitleShown | None
    speaking: SpeakerShown | None
    hands: tuple[Hand, ...]
    speaks: bool

    @property
    def kinds(self) -> Sequence[str]:
        """What this seat may ask the floor for now."""
        item = self.floor.item
        if item is None:
            return ()
        words = SIDES if item.alternates else (Kind.CONTRIBUTION,)
        kinds: list[Kind] = []
        if item.floor_open and all(one.kind == Kind.POINT_OF_ORDER for one in self.hands):
            kinds += words
        if all(one.kind != Kind.POINT_OF_ORDER for one in self.hands):
            kinds.append(Kind.POINT_OF_ORDER)
        return [kind.value for kind in kinds]


@dataclass(frozen=True, slots=True)
class Live:
    """The sitting that is under way and its floor, at one moment: alike for everybody in it."""

    slug: str
    written_in: str
    sitting: SittingView
    floor: FloorView
    at: datetime

    def heard_by(self, number: int, title: TitleShown | None) -> Hearing:
        """As the seat with this number sees it; the title of the current item is in its words."""
        hands = tuple(
            Hand(one.speaker.id, one.speaker.kind.value, place)
            for place, one in enumerate(self.floor.waiting, start=1)
            if one.speaker.seat == number
        )
        speaks_now = self.floor.speaking
        speaking = None if speaks_now is None else speaker_shown(speaks_now, self.at)
        speaks = speaking is not None and speaking.number == number
        return Hearing(self.sitting, self.floor, title, speaking, hands, speaks)


async def live_in(session: AsyncSession, assembly_id: UUID) -> Live | None:
    """What is under way there; None while no sitting is."""
    sitting = await live_sitting(session, assembly_id)
    if sitting is None:
        return None
    assembly = await assembly_of(session, assembly_id)
    floor = await floor_of(session, sitting.id)
    return Live(assembly.slug, assembly.language, sitting, floor, now())


async def title_now(session: AsyncSession, live: Live, language: str) -> TitleShown | None:
    """The title of the current item, in this language where there is a translation."""
    item = live.floor.item
    if item is None:
        return None
    return (await item_titles(session, [item], live.written_in, language)).get(item.id)


def hearing_html(
    live: Live | None, hearing: Hearing | None, language: str, refusal: Refusal | None = None
) -> str:
    """The part of the page; nothing where no sitting is under way and nothing was refused."""
    if live is None and refusal is None:
        return ""
    html: str = (
        environment(language)
        .get_template("_hearing.html")
        .render(
            language=language,
            url=lambda to: prefixed(language, to),
            slug=live and live.slug,
            hearing=hearing,
            problem=PROBLEMS[refusal.slug] if refusal else None,
        )
    )
    return html


async def refused_html(
    session: AsyncSession, me: Me, assembly_id: UUID, language: str, refusal: Refusal
) -> str:
    """The part as it is now for this one seat, with what was refused."""
    live = await live_in(session, assembly_id)
    if live is None:
        return hearing_html(None, None, language, refusal)
    hearing = live.heard_by(me.number, await title_now(session, live, language))
    return hearing_html(live, hearing, language, refusal)
