# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The hall: every participant signs in with their code, and votes as their part says."""

import asyncio
import secrets
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from uuid import UUID

from assembly.rehearsal.documents import read
from assembly.rehearsal.ledger import Ledger
from assembly.rehearsal.plan import Behaviour, Part, other_than
from assembly.rehearsal.wire import Answer, Line, for_each, together
from assembly.voting.rules.ballot import Choice

OPEN_ENDS = frozenset({Behaviour.LAST_MOMENT, Behaviour.STAYS_AWAY})
"""Who does not vote while the voting is simply open."""


def draw_tracker() -> str:
    """128 random bits, as an elector's device draws them."""
    return str(UUID(bytes=secrets.token_bytes(16)))


async def sign_in_all(line: Line, codes: dict[int, str]) -> dict[int, str]:
    """The token of every seat that could sign in."""
    tokens: dict[int, str] = {}

    async def sign_in(seat: int) -> None:
        answer = await line.ask("POST", "/api/v1/sign-in", json={"code": codes[seat]})
        token = read(answer.body, "token")
        if answer.status == 200 and isinstance(token, str):  # noqa: PLR2004 - OK
            tokens[seat] = token

    await for_each(codes, sign_in)
    return tokens


@dataclass(slots=True)
class Hall:
    """The electors of one voting. What they are told goes into the ledger."""

    line: Line
    voting_id: str
    tokens: dict[int, str]
    ledger: Ledger

    @property
    def ballots(self) -> str:
        """Where ballots go."""
        return f"/api/v1/votings/{self.voting_id}/ballots"

    async def cast_all(self, parts: Iterable[Part]) -> None:
        """Everybody votes who votes while the voting is open.

        Who could not sign in is among the sound ones all the same, and will be found missing.
        """
        voting = [part for part in parts if part.behaviour not in OPEN_ENDS]
        self.ledger.sound += len(voting)
        began = perf_counter()
        await for_each((part for part in voting if part.seat in self.tokens), self._play)
        self.ledger.casting_seconds = perf_counter() - began
        self.ledger.cast_meanwhile = len(self.ledger.receipts)

    async def cast_at_closing(
        self, parts: Iterable[Part], close: Callable[[], Coroutine[Any, Any, float]]
    ) -> float:
        """The last ones vote while it is being closed: each gets a receipt or a refusal.

        What `close` gave. It is called once a third of them have their answer.
        """
        late = [
            part
            for part in parts
            if part.behaviour is Behaviour.LAST_MOMENT and part.seat in self.tokens
        ]
        answered = asyncio.Semaphore(0)

        async def vote(part: Part) -> None:
            await self._last_moment(part)
            answered.release()

        async def close_meanwhile() -> float:
            for _ in range(len(late) // 3):
                await answered.acquire()
            return await close()

        async def vote_on() -> float:
            await for_each(late, vote)
            return 0.0

        closed_at, _ = await together(close_meanwhile(), vote_on())
        return closed_at

    async def send(self, part: Part, choice: str, tracker: str | None) -> Answer:
        """One ballot of this seat; how long its receipt took is kept."""
        began = perf_counter()
        answer = await self.line.ask(
            "POST", self.ballots, token=self.tokens[part.seat], json=_paper(choice, tracker)
        )
        if self._receipt(answer):
            self.ledger.seconds.append(perf_counter() - began)
        return answer

    async def _play(self, part: Part) -> None:
        match part.behaviour:
            case Behaviour.TWICE:
                await self._twice(part)
            case Behaviour.HUNG_UP:
                await self._hung_up(part)
            case Behaviour.AGAIN:
                await self._again(part)
            case Behaviour.OTHER_CHOICE | Behaviour.SAME_TRACKER:
                await self._change_of_mind(part)
            case Behaviour.NO_TRACKER:
                await self._vote(part, part.choice, None)
            case Behaviour.UNKNOWN_FIRST:
                await self._unknown_first(part)
            case _:
                await self._vote(part, part.choice, draw_tracker())

    async def _vote(self, part: Part, choice: Choice, tracker: str | None) -> bool:
        """Whether the ballot was acknowledged."""
        return self._keep(part, choice, tracker, await self.send(part, choice, tracker))

    def _keep(self, part: Part, choice: Choice, tracker: str | None, answer: Answer) -> bool:
        """A receipt goes into the ledger when it is for this tracker; all else is odd."""
        given = self._receipt(answer)
        if given is None or tracker not in (None, given):
            self.ledger.odd[answer.label] += 1
            return False
        self.ledger.acknowledged(part.seat, given, choice)
        return True

    def _receipt(self, answer: Answer) -> str | None:
        given = read(answer.body, "tracker")
        ours = read(answer.body, "voting") == self.voting_id
        sound = answer.status in {200, 201} and ours and isinstance(given, str)
        return str(given) if sound else None

    async def _twice(self, part: Part) -> None:
        tracker = draw_tracker()
        one, two = await together(
            self.send(part, part.choice, tracker), self.send(part, part.choice, tracker)
        )
        self.ledger.troubles.note(
            "Sent twice at the same instant: one ballot",
            " + ".join(sorted((one.label, two.label))),
            "200 + 201",
            "200 + 200",
        )
        self._keep(part, part.choice, tracker, one)
        self._keep(part, part.choice, tracker, two)

    async def _hung_up(self, part: Part) -> None:
        tracker = draw_tracker()
        paper = _paper(part.choice, tracker)
        await self.line.lose("POST", self.ballots, token=self.tokens[part.seat], json=paper)
        answer = await self.send(part, part.choice, tracker)
        self.ledger.troubles.note(
            "Sent again after the line was lost: a receipt", answer.label, "200", "201"
        )
        self._keep(part, part.choice, tracker, answer)

    async def _again(self, part: Part) -> None:
        tracker = draw_tracker()
        if not await self._vote(part, part.choice, tracker):
            return
        answer = await self.send(part, part.choice, tracker)
        same = self._receipt(answer) == tracker
        self.ledger.troubles.note(
            "Sent again after the receipt: the same receipt",
            answer.label if same else f"{answer.label} another",
            "200",
        )

    async def _change_of_mind(self, part: Part) -> None:
        """Of two choices the first one counts in a secret voting, in a roll call the last."""
        if self.ledger.is_secret:
            await self._second_ballot(part)
        else:
            await self._replacement(part)

    async def _second_ballot(self, part: Part) -> None:
        tracker = draw_tracker()
        if not await self._vote(part, part.choice, tracker):
            return
        same = part.behaviour is Behaviour.SAME_TRACKER
        answer = await self.send(part, other_than(part.choice), tracker if same else draw_tracker())
        promised = f"Another choice with {'the same' if same else 'a new'} tracker is refused"
        self.ledger.troubles.note(promised, answer.label, "409 already-voted")

    async def _replacement(self, part: Part) -> None:
        """The new choice stands in the end; nobody is told that a choice stands which does not.

        With the tracker of the ballot before, it either counts or is refused.
        """
        tracker = draw_tracker()
        if not await self._vote(part, other_than(part.choice), tracker):
            return
        if part.behaviour is Behaviour.SAME_TRACKER:
            answer = await self.send(part, part.choice, tracker)
            promised = "Another choice with the same tracker counts, or is refused"
            self.ledger.troubles.note(promised, answer.label, "201", "409 tracker-taken")
            if answer.label != "409 tracker-taken":
                self._keep(part, part.choice, tracker, answer)
                return
        tracker = draw_tracker()
        answer = await self.send(part, part.choice, tracker)
        self.ledger.troubles.note(
            "A further ballot replaces the one before", answer.label, "200", "201"
        )
        self._keep(part, part.choice, tracker, answer)

    async def _unknown_first(self, part: Part) -> None:
        answer = await self.send(part, "perhaps", draw_tracker())
        self.ledger.troubles.note(
            "An unknown choice is refused", answer.label, "422 unknown-choice"
        )
        await self._vote(part, part.choice, draw_tracker())

    async def _last_moment(self, part: Part) -> None:
        tracker = draw_tracker()
        answer = await self.send(part, part.choice, tracker)
        refused = answer.label == "409 voting-not-open"
        self.ledger.troubles.note(
            "At the moment of closing: a receipt, or a refusal",
            answer.label,
            "200",
            "201",
            "409 voting-not-open",
        )
        if refused and read(answer.body, "voted"):
            self.ledger.sound += 1
            self.ledger.acknowledged(part.seat, tracker, part.choice)
        elif not refused:
            self.ledger.sound += 1
            self._keep(part, part.choice, tracker, answer)


def _paper(choice: str, tracker: str | None) -> dict[str, str]:
    return {"choice": choice} if tracker is None else {"choice": choice, "tracker": tracker}
