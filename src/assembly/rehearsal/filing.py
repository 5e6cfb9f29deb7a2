# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Amendments come in: filed, supported, taken back, judged, planned; and what must be refused."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from assembly.clock import now
from assembly.rehearsal.amended import (
    ADDITION,
    ADMITTED,
    FILED,
    FURTHEST,
    INADMISSIBLE,
    ORDER,
    RIVAL,
    TWICE,
    WITHDRAWN,
)
from assembly.rehearsal.chair import Chair
from assembly.rehearsal.documents import listed, read
from assembly.rehearsal.ledger import Troubles
from assembly.rehearsal.wire import Answer, RehearsalStopped, together

WHY = "Deze oefening gaat over een andere tekst."


@dataclass(slots=True)
class Filing:
    """The amendments to one tabled text, and who files and supports them."""

    chair: Chair
    number: int
    tokens: dict[int, str]
    troubles: Troubles
    version: int
    ids: list[str]

    @classmethod
    async def begin(
        cls, chair: Chair, number: int, tokens: dict[int, str], troubles: Troubles
    ) -> "Filing":
        """Version and provisions are called what the server calls them."""
        there = f"{chair.here}/resolutions/{number}/amended-text"
        text = await chair.line.must("GET", there)
        ids = [str(read(one, "id")) for one in listed(text, "provisions")]
        if len(ids) < 1 + max(asked.place for asked in FILED.values()):
            raise RehearsalStopped("The text to be amended has fewer provisions than were tabled.")
        return cls(chair, number, tokens, troubles, int(read(text, "base") or 0), ids)

    @property
    def here(self) -> str:
        """The resolution's address."""
        return f"{self.chair.here}/resolutions/{self.number}"

    async def come_in(self) -> None:
        """All are filed, in the order of their numbers; one of them is sent twice at once."""
        drawn = str(UUID(bytes=secrets.token_bytes(16)))
        for number in FILED:
            if number == TWICE:
                both = await together(self._file(number, drawn), self._file(number, drawn))
                seen = " + ".join(str(read(one.body, "number")) for one in both)
                self.troubles.note(
                    "An amendment sent twice at once is filed once", seen, f"{TWICE} + {TWICE}"
                )
                continue
            answer = await self._file(number, str(UUID(bytes=secrets.token_bytes(16))))
            seen = f"{answer.label}, number {read(answer.body, 'number')}"
            self.troubles.note(f"Amendment {number} is filed", seen, f"201, number {number}")
        hidden = await self.chair.line.ask("GET", f"{self.here}/amendments/{FURTHEST}")
        self.troubles.note(
            "What nobody judged yet is hidden from the public",
            hidden.label,
            "404 amendment-not-found",
        )
        await self._wrong_ones()
        await self._late_ones(drawn)

    async def are_judged(self) -> None:
        """Four are admissible with one supporter each, one is not, one was taken back."""
        first = await self._act(self.chair.token, "POST", FURTHEST, "admission")
        self.troubles.note(
            "An amendment without supporters is not admitted",
            first.label,
            "409 supporters-missing",
        )
        taken = await self._act(self._author(WITHDRAWN), "POST", WITHDRAWN, "withdrawal")
        self._said("Its author takes an amendment back", taken)
        for number in (*ADMITTED, INADMISSIBLE):
            supported = await self._act(self._supporter(number), "PUT", number, "support")
            self.troubles.note(
                "A supporter is counted", str(read(supported.body, "supporters")), "1"
            )
        foreign = await self._act(self._author(RIVAL), "POST", RIVAL, "admission")
        self.troubles.note("A participant admits no amendment", foreign.label, "403 not-permitted")
        for number in ADMITTED:
            self._said(
                "The chair finds an amendment admissible",
                await self._act(self.chair.token, "POST", number, "admission"),
            )
        rejected = await self._act(
            self.chair.token, "POST", INADMISSIBLE, "rejection", {"because": WHY}
        )
        self._said("The chair finds one not admissible, and says why", rejected)

    async def are_planned(self) -> None:
        """The public reads the order, what falls away, and the conflict; nothing skips its turn."""
        plan = (await self.chair.line.ask("GET", f"{self.here}/amendment-plan")).body
        steps = listed(plan, "steps")
        order = [read(step, "amendment") for step in steps]
        falls = {str(read(step, "amendment")): read(step, "falls") for step in steps}
        self.troubles.note("The furthest-reaching comes first", str(order), str(ORDER))
        self.troubles.note(
            "The plan says what falls away",
            ", ".join(str(falls.get(str(number))) for number in (FURTHEST, RIVAL, ADDITION)),
            f"[{RIVAL}], [{FURTHEST}], []",
        )
        conflicts = [read(one, "amendments") for one in listed(plan, "conflicts")]
        self.troubles.note("The plan names the conflict", str(conflicts), str([[FURTHEST, RIVAL]]))
        self.troubles.note(
            "What comes first is put to the vote alone", str(read(plan, "now")), str([FURTHEST])
        )
        for promised, numbers, refusal in (
            ("An amendment out of order is refused", [RIVAL], "409 out-of-order"),
            (
                "Two in conflict are not voted on together",
                [FURTHEST, RIVAL],
                "409 amendments-in-conflict",
            ),
            ("A withdrawn one is not put to the vote", [WITHDRAWN], "409 illegal-move"),
            ("One not admissible is not put to the vote", [INADMISSIBLE], "409 illegal-move"),
        ):
            answer = await self._plan_voting(numbers)
            self.troubles.note(promised, answer.label, refusal)
        await self.final_vote_waits()

    async def final_vote_waits(self) -> None:
        """Nobody votes on the text while an amendment to it is undecided."""
        answer = await self._plan_voting([])
        self.troubles.note(
            "No final vote while one is undecided", answer.label, "409 amendments-undecided"
        )

    async def _plan_voting(self, numbers: list[int]) -> Answer:
        return await self.chair.line.ask(
            "POST",
            f"{self.chair.here}/votings",
            token=self.chair.token,
            json={"resolution": self.number, "amendments": numbers},
        )

    async def _wrong_ones(self) -> None:
        """Refused by name, and without a number."""
        same = FILED[FURTHEST].edits(self.ids)
        for promised, sent, refusal in (
            ("A text without words is refused", same[0] | {"text": " "}, "422 empty-text"),
            (
                "An unknown provision is refused",
                same[0] | {"provision": "nowhere"},
                "422 unknown-provision",
            ),
        ):
            answer = await self._send(
                self._author(FURTHEST), {"version": self.version, "edits": [sent]}
            )
            self.troubles.note(promised, answer.label, refusal)

    async def _late_ones(self, drawn: str) -> None:
        """The deadline has passed: nothing new comes in, and what is there is not filed again."""
        terms = {
            "closes_at": (now() - timedelta(minutes=1)).isoformat(),
            "supporters_needed": 1,
        }
        path = f"{self.here}/amendment-terms"
        await self.chair.line.must("PUT", path, token=self.chair.token, json=terms)
        late = await self._file(ADDITION, str(UUID(bytes=secrets.token_bytes(16))))
        self.troubles.note(
            "An amendment after the deadline is refused", late.label, "409 amendments-closed"
        )
        again = await self._file(TWICE, drawn)
        self.troubles.note(
            "Sent again after the deadline, it is the same one",
            f"{again.label}, number {read(again.body, 'number')}",
            f"201, number {TWICE}",
        )

    async def _file(self, number: int, drawn: str) -> Answer:
        edits = FILED[number].edits(self.ids)
        return await self._send(
            self._author(number), {"version": self.version, "edits": edits, "id": drawn}
        )

    async def _send(self, token: str, body: dict[str, Any]) -> Answer:
        return await self.chair.line.ask("POST", f"{self.here}/amendments", token=token, json=body)

    async def _act(
        self, token: str, method: str, number: int, act: str, body: Any = None
    ) -> Answer:
        path = f"{self.here}/amendments/{number}/{act}"
        return await self.chair.line.ask(method, path, token=token, json=body)

    def _said(self, promised: str, answer: Answer) -> None:
        self.troubles.note(promised, answer.label, "200")

    def _author(self, number: int) -> str:
        """Seats take turns at filing; the next one supports."""
        seats = sorted(self.tokens)
        return self.tokens[seats[number % len(seats)]]

    def _supporter(self, number: int) -> str:
        return self._author(number + 1)
