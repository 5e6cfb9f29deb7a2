# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Those who may not vote, and try: nobody, another assembly's seat, a latecomer, the chair."""

from dataclasses import dataclass

from assembly.identity.rules.codes import ALPHABET
from assembly.rehearsal.chair import Chair, found
from assembly.rehearsal.documents import read
from assembly.rehearsal.hall import draw_tracker
from assembly.rehearsal.ledger import Troubles
from assembly.rehearsal.wire import Line

NEIGHBOURS = "Repetitie: de buren"


async def wrong_code(line: Line, code: str, troubles: Troubles) -> None:
    """A code with one wrong character admits nobody."""
    last = ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)]
    answer = await line.ask("POST", "/api/v1/sign-in", json={"code": code[:-1] + last})
    troubles.note("A wrong code is refused", answer.label, "401 bad-credentials")


@dataclass(slots=True)
class Strangers:
    """Whose ballots must be refused. `latecomer` is seated once a roll is frozen."""

    line: Line
    chair: Chair
    slug: str
    neighbour: str
    late_number: int
    latecomer: str | None = None

    @classmethod
    async def invite(cls, line: Line, chair: Chair, late_number: int) -> "Strangers":
        """A second rehearsal assembly with one seat, whose holder is signed in."""
        neighbours = await found(line, chair.token, NEIGHBOURS, "-neighbours")
        codes = await neighbours.seat(range(1, 2))
        return cls(line, chair, neighbours.slug, await cls._enter(line, codes[1]), late_number)

    async def come_late(self) -> None:
        """One more is seated, after the roll of the open voting was frozen."""
        codes = await self.chair.seat(range(self.late_number, self.late_number + 1))
        self.latecomer = await self._enter(self.line, codes[self.late_number])

    async def try_to_vote(self, voting_id: str, troubles: Troubles) -> None:
        """Each is refused by name, and none of it leaves a trace in the box."""
        tries = [
            ("A ballot without a token is refused", None, "401 not-signed-in"),
            ("A ballot with an invented token is refused", "invented", "401 not-signed-in"),
            ("A ballot from another assembly is refused", self.neighbour, "403 not-permitted"),
            ("A ballot from the chair is refused", self.chair.token, "403 not-permitted"),
        ]
        if self.latecomer:
            tries.append(
                ("A ballot from outside the roll is refused", self.latecomer, "403 not-entitled")
            )
        for promised, token, refusal in tries:
            answer = await self.line.ask(
                "POST",
                f"/api/v1/votings/{voting_id}/ballots",
                token=token,
                json={"choice": "yes", "tracker": draw_tracker()},
            )
            troubles.note(promised, answer.label, refusal)

    @staticmethod
    async def _enter(line: Line, code: str) -> str:
        signed = await line.must("POST", "/api/v1/sign-in", json={"code": code})
        return str(read(signed, "token"))
