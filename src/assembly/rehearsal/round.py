# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One voting from planning to publication, with its troubles, and what the public then reads."""

import asyncio
from dataclasses import dataclass
from time import perf_counter

from assembly.rehearsal.chair import Chair, Say
from assembly.rehearsal.checks import Published, not_published, voting_rows
from assembly.rehearsal.documents import read
from assembly.rehearsal.hall import Hall, draw_tracker
from assembly.rehearsal.ledger import Ledger
from assembly.rehearsal.phone_wire import Place
from assembly.rehearsal.phones import PHONES, Phones
from assembly.rehearsal.plan import BY_PHONE, Behaviour, Motion, Part, parts_of, plain_parts
from assembly.rehearsal.report import Row
from assembly.rehearsal.strangers import Strangers
from assembly.rehearsal.wire import Line, together

PUBLISHED_WITHIN = 60.0
"""Seconds after closing in which the result must be public."""

POLL = 0.05


@dataclass(slots=True)
class Round:
    """One voting. `with_latecomer`: somebody is seated after its roll was frozen."""

    line: Line
    chair: Chair
    strangers: Strangers
    tokens: dict[int, str]
    ledger: Ledger
    say: Say
    with_latecomer: bool

    async def hold(self, motion: Motion, seats: int) -> list[Row]:
        """Every promise about it. Without `ledger.published_after` its result did not come."""
        ledger = self.ledger
        voting_id = await self.chair.plan(ledger.number, motion, ledger.amendments)
        ledger.voting_id = voting_id
        await self._peek(voting_id)
        hall = Hall(self.line, voting_id, self.tokens, ledger)
        rows: list[Row] = []
        if motion is BY_PHONE:
            parts = plain_parts(seats, motion.ground)
            rows = await self._by_phone(hall, parts)
        else:
            parts = parts_of(seats, motion.ground)
            await self.chair.open(voting_id)
            if self.with_latecomer:
                await self.strangers.come_late()
            await together(
                hall.cast_all(parts),
                self.strangers.try_to_vote(voting_id, ledger.troubles),
                self._peek(voting_id),
            )
        self.say(
            f"Resolution {ledger.number}: {len(ledger.receipts)} ballots in "
            f"{ledger.casting_seconds:.1f} s; closing."
        )
        await self._peek(voting_id)
        closed_at = await hall.cast_at_closing(
            parts, lambda: self.chair.close_by_two(voting_id, ledger.troubles)
        )
        await together(self._await_result(voting_id, closed_at), self._come_too_late(hall, parts))
        if ledger.published_after is None:
            self.say(f"Resolution {ledger.number}: no result in {PUBLISHED_WITHIN:.0f} s.")
            return rows + not_published(ledger, PUBLISHED_WITHIN, await self._state(voting_id))
        self.say(f"Resolution {ledger.number}: published in {ledger.published_after:.2f} s.")
        return rows + voting_rows(ledger, await self._read(voting_id))

    async def _by_phone(self, hall: Hall, parts: list[Part]) -> list[Row]:
        """Phones listen, and cast when they hear the opening; who has none casts afterwards."""
        place = Place.at(self.line.url)
        phones = Phones(place, self.chair.slug, hall.voting_id, self.tokens, self.ledger)
        async with phones.listening(parts[:PHONES]):
            self.say(f"{phones.seen.phones} phones listen, after {phones.seen.joining:.1f} s.")
            await together(phones.vote(), self.chair.open(hall.voting_id))
        seconds, cast = self.ledger.casting_seconds, self.ledger.cast_meanwhile
        if parts[PHONES:]:
            await hall.cast_all(parts[PHONES:])
        self.ledger.casting_seconds, self.ledger.cast_meanwhile = seconds, cast
        self.ledger.phones = phones.seen.summed_up
        return phones.seen.rows(self.ledger.about)

    async def _peek(self, voting_id: str) -> None:
        """Everything about this voting is read as public, chair and participant: no counts."""
        resolutions = f"{self.chair.here}/resolutions"
        places = (
            f"/api/v1/votings/{voting_id}",
            f"/api/v1/votings/{voting_id}/result",
            f"/api/v1/votings/{voting_id}/box",
            f"{self.chair.here}/votings",
            f"{resolutions}/{self.ledger.number}",
            f"{resolutions}?after={self.ledger.number - 1}&limit=1",
            *(f"{resolutions}/{self.ledger.number}/{part}" for part in self._amending()),
        )
        for token in (None, self.chair.token, next(iter(self.tokens.values()), None)):
            for place in places:
                answer = await self.line.ask("GET", place, token=token)
                self.ledger.has_read(place, answer.body)

    def _amending(self) -> tuple[str, ...]:
        """What could tell how a voting on amendments goes."""
        return ("amendments", "amendment-plan", "amended-text") if self.ledger.amendments else ()

    async def _await_result(self, voting_id: str, closed_at: float) -> None:
        """Read by the public until it is there, or until the time for it is over."""
        place = f"/api/v1/votings/{voting_id}/result"
        pause = POLL
        while perf_counter() < closed_at + PUBLISHED_WITHIN:
            answer = await self.line.ask("GET", place)
            if answer.status == 200:  # noqa: PLR2004 - OK
                self.ledger.published_after = perf_counter() - closed_at
                return
            self.ledger.has_read(place, answer.body)
            await asyncio.sleep(pause)
            pause = min(pause * 1.2, 0.5)

    async def _come_too_late(self, hall: Hall, parts: list[Part]) -> None:
        """After closing nobody's ballot enters; who has voted is told that theirs is in the box."""
        voted = next(iter(self.ledger.receipts), None)
        absent = next((it.seat for it in parts if it.behaviour is Behaviour.STAYS_AWAY), None)
        for promised, seat, has_voted in (
            ("A ballot after closing is refused", absent, False),
            ("A second ballot after closing is refused", voted, True),
        ):
            if seat is None or seat not in self.tokens:
                continue
            paper = {"choice": "yes", "tracker": draw_tracker()}
            answer = await self.line.ask("POST", hall.ballots, token=self.tokens[seat], json=paper)
            self.ledger.troubles.note(
                promised,
                f"{answer.label}, voted: {read(answer.body, 'voted')}",
                f"409 voting-not-open, voted: {has_voted}",
            )

    async def _read(self, voting_id: str) -> Published:
        """What everybody reads, without a token."""
        answers = await together(
            self.line.ask("GET", f"/api/v1/votings/{voting_id}"),
            self.line.ask("GET", f"/api/v1/votings/{voting_id}/result"),
            self.line.ask("GET", f"/api/v1/votings/{voting_id}/box"),
            self.line.ask("GET", f"{self.chair.here}/resolutions/{self.ledger.number}"),
            self.line.ask("GET", f"{self.chair.here}/resolutions/{self.ledger.number}/amendments"),
        )
        return Published(*(answer.body for answer in answers))

    async def _state(self, voting_id: str) -> str:
        """Where the voting stands, and whether there is a worker to move it on."""
        voting = await self.line.ask("GET", f"/api/v1/votings/{voting_id}")
        ready = await self.line.ask("GET", "/health/ready")
        return f"{read(voting.body, 'state')}, worker {read(ready.body, 'worker')}"
