# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is open now, for a whole hall that asks in the same second.

What everybody sees is made once for each state of the assembly and kept; where a seat stands on the
roll is asked of the database at every request, for all who ask at the same time together. The state
is read there too, so nothing kept is ever shown after it changed: a closed voting is never shown as
open. Who represents others, or is represented, has a page of their own making, each time.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly import __version__
from assembly.clock import now
from assembly.gathering import Gathering, Room
from assembly.publication.queries import public_mark
from assembly.publication.wording import wording_of
from assembly.resolutions.queries import resolution_by_id
from assembly.voting.electorate import ForWhom, Place, PlainPlace, place_of, places_of
from assembly.voting.queries import VotingView, states_mark
from assembly.web.about import asked_in
from assembly.web.ballots import AnnulledShown, ResultShown, VotingShown, result_shown, voting_shown
from assembly.web.holes import HOLE, fill
from assembly.web.outline import Outline, outline_of
from assembly.web.rendering import environment, prefixed

LARGEST = 500
"""Seats that are asked about in one statement."""
KEPT = 200
"""Fragments kept: of every state, language and standing that was asked for last."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The outline, and where one seat stands in it. Alike standings see alike pages."""

    outline: Outline
    places: tuple[tuple[UUID, PlainPlace], ...]

    @property
    def is_plain(self) -> bool:
        """Whether nobody is represented and nobody represents: the page can be a kept one."""
        return all(place.alone for _, place in self.places)


@dataclass(frozen=True, slots=True)
class Fragment:
    """What is shown, with holes for what is of this one request, and its mark."""

    html: str
    etag: str

    def filled(self, language: str) -> str:
        """With trackers of its own, and the time as it is now."""
        return fill(self.html, language, now())


class Now:
    """One a web process."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], *, waiting: int) -> None:
        self._sessions = sessions
        self._outlines: OrderedDict[UUID, Outline] = OrderedDict()
        self._kept: OrderedDict[str, Fragment] = OrderedDict()
        self._making = asyncio.Lock()
        self._asked: Gathering[tuple[UUID, UUID], Standing] = Gathering(
            self._look, room=Room(waiting), largest=LARGEST
        )

    async def standing(self, assembly_id: UUID, seat_id: UUID) -> Standing:
        """Where the seat stands at this moment, as committed after it was asked."""
        return await self._asked.ask((assembly_id, seat_id))

    async def fragment(self, standing: Standing, seat_id: UUID, language: str) -> Fragment:
        """What this seat sees; made once for all who see the same."""
        if not standing.is_plain:
            return await self._own(standing, seat_id, language)
        named = repr((__version__, standing.outline.mark, language, standing.places))
        key = hashlib.sha256(named.encode()).hexdigest()[:32]
        fragment = self._kept.get(key)
        if fragment is None:
            async with self._making:
                fragment = self._kept.get(key) or await self._make(standing, language, key)
            _keep(self._kept, key, fragment, KEPT)
        self._kept.move_to_end(key)
        return fragment

    async def _look(self, asked: Sequence[tuple[UUID, UUID]]) -> list[Standing]:
        """Five statements, however many ask about the same assembly."""
        outlines: dict[UUID, Outline] = {}
        places: dict[tuple[UUID, UUID], PlainPlace] = {}
        async with self._sessions.begin() as session:
            for assembly_id in dict.fromkeys(assembly_id for assembly_id, _ in asked):
                outline = outlines[assembly_id] = await self._outline(session, assembly_id)
                seats = [seat_id for of, seat_id in asked if of == assembly_id]
                places |= await places_of(session, outline.rolls, seats)
        return [
            Standing(
                outlines[assembly_id],
                tuple(
                    (voting_id, places[voting_id, seat_id])
                    for voting_id in outlines[assembly_id].rolls
                    if (voting_id, seat_id) in places
                ),
            )
            for assembly_id, seat_id in asked
        ]

    async def _outline(self, session: AsyncSession, assembly_id: UUID) -> Outline:
        """The kept one, if nothing changed since; else a new one. Told anew every hour."""
        public = await public_mark(session, assembly_id)
        states = await states_mark(session, assembly_id)
        mark = f"{public}.{states}.{now():%Y%m%d%H}"
        outline = self._outlines.get(assembly_id)
        if outline is None or outline.mark != mark:
            outline = await outline_of(session, assembly_id, mark)
            self._outlines.pop(assembly_id, None)
            _keep(self._outlines, assembly_id, outline, KEPT)
        return outline

    async def _make(self, standing: Standing, language: str, key: str) -> Fragment:
        """From the one standing that all these seats share, without any of them."""
        weighted = {voting.id for voting in standing.outline.opened if voting.is_weighted}
        places = {
            voting_id: Place(_as_own(place), None, (), weighted=voting_id in weighted)
            for voting_id, place in standing.places
        }
        async with self._sessions.begin() as session:
            return await _render(session, standing.outline, places, language, key)

    async def _own(self, standing: Standing, seat_id: UUID, language: str) -> Fragment:
        """For somebody who represents others, or is represented."""
        outline = standing.outline
        async with self._sessions.begin() as session:
            places = {
                voting_id: await place_of(session, voting_id, seat_id)
                for voting_id, _ in standing.places
            }
            key = hashlib.sha256(repr((__version__, outline.mark, language, places)).encode())
            return await _render(session, outline, places, language, key.hexdigest()[:32])


async def _render(
    session: AsyncSession, outline: Outline, places: dict[UUID, Place], language: str, key: str
) -> Fragment:
    votings = [
        await _ballot(session, outline, voting, places[voting.id], language)
        for voting in outline.opened
        if voting.id in places
    ]
    annulled = [
        await _annulled(session, voting, language)
        for voting in outline.annulled
        if voting.id in places and places[voting.id].own is not None
    ]
    results = [await _result(session, outline, voting, language) for voting in outline.ended]
    html = now_html(language, votings, results, annulled, spread=outline.spread)
    return Fragment(html, f'W/"{key}"')


def now_html(
    language: str,
    votings: Sequence[VotingShown],
    results: Sequence[ResultShown],
    annulled: Sequence[AnnulledShown],
    *,
    spread: int = 0,
    nothing_chosen: bool = False,
) -> str:
    """The part of the page that changes while people look at it, with its holes."""
    template: Any = environment(language).get_template("_now.html")
    html: str = template.render(
        language=language,
        url=lambda to: prefixed(language, to),
        votings=votings,
        results=results,
        annulled=annulled,
        spread=spread,
        nothing_chosen=nothing_chosen,
        made=HOLE.format("now", ""),
    )
    return html


async def _ballot(
    session: AsyncSession, outline: Outline, voting: VotingView, place: Place, language: str
) -> VotingShown:
    view = await resolution_by_id(session, voting.resolution_id)
    return voting_shown(
        voting,
        view,
        await wording_of(session, view, language),
        place,
        language,
        slug=outline.slug,
        zone=outline.zone,
        seen=now(),
        asked=await asked_in(session, view, voting.amendments, language),
        holes=True,
    )


async def _annulled(session: AsyncSession, voting: VotingView, language: str) -> AnnulledShown:
    view = await resolution_by_id(session, voting.resolution_id)
    asked = await asked_in(session, view, voting.amendments, language)
    because = voting.annulled_because or ""
    return AnnulledShown(view.number, because, asked)


async def _result(
    session: AsyncSession, outline: Outline, voting: VotingView, language: str
) -> ResultShown:
    view = await resolution_by_id(session, voting.resolution_id)
    asked = await asked_in(session, view, voting.amendments, language)
    words = await wording_of(session, view, language)
    record = outline.published.get(voting.id)
    return result_shown(voting, view, words, asked, record, outline.slug, language)


def _as_own(place: PlainPlace) -> ForWhom:
    """Somebody who is like all who stand there alike; nobody in particular."""
    return ForWhom(UUID(int=0), 0, "", place.weight, place.voted)


def _keep(kept: OrderedDict[Any, Any], key: Any, value: Any, most: int) -> None:
    """Kept; the one that was not asked for longest makes room."""
    kept[key] = value
    while len(kept) > most:
        kept.popitem(last=False)
