# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The chair's part: found an assembly, seat it, put resolutions on the table, open and close."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from assembly.clock import now
from assembly.rehearsal.documents import read
from assembly.rehearsal.ledger import Troubles
from assembly.rehearsal.plan import Motion
from assembly.rehearsal.wire import Line, RehearsalStopped, together

CHUNK = 100
"""Seats a request: the server hashes every code before it answers, at most 500."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Chair:
    """A member of staff who moderates one assembly of the rehearsal."""

    line: Line
    token: str
    slug: str

    @property
    def here(self) -> str:
        """The assembly's address."""
        return f"/api/v1/assemblies/{self.slug}"

    async def seat(self, numbers: range) -> dict[int, str]:
        """Everybody's code, by seat number."""
        body = await self.line.must(
            "POST",
            f"{self.here}/seats",
            token=self.token,
            json={"seats": [{"number": number, "name": f"Zetel {number}"} for number in numbers]},
            repeatable=False,
        )
        codes = {read(seat, "number"): read(seat, "code") for seat in body or []}
        if set(codes) != set(numbers):
            raise RehearsalStopped("The server seated others than it was asked to.")
        return codes

    async def draft(self, motion: Motion, troubles: Troubles) -> int:
        """The number of the resolution, which is on the table with its whole text.

        It is drafted without its last words and revised, once on a stale revision.
        """
        written = _written(motion)
        short = {**written, "provisions": [{"text": "Deze tekst volgt nog."}]}
        drafted = await self.line.must(
            "POST", f"{self.here}/resolutions", token=self.token, json=short, repeatable=False
        )
        there = f"{self.here}/resolutions/{read(drafted, 'number')}"
        seen = await self.line.ask("GET", there)
        troubles.note("A draft is hidden from the public", seen.label, "404 resolution-not-found")
        on = {"If-Match": f'"{read(drafted, "revision")}"'}
        await self.line.must("PUT", there, token=self.token, json=written, headers=on)
        stale = await self.line.ask("PUT", there, token=self.token, json=short, headers=on)
        troubles.note("A stale edit is refused", stale.label, "412 stale")
        await self.line.must("POST", f"{there}/tabling", token=self.token)
        return int(read(drafted, "number"))

    async def plan(self, number: int, motion: Motion, amendments: Sequence[int] = ()) -> str:
        """The id of the planned voting on the text, or on these amendments to it together."""
        planned = await self.line.must(
            "POST",
            f"{self.here}/votings",
            token=self.token,
            json={
                "resolution": number,
                "amendments": list(amendments),
                "secrecy": motion.secrecy.value,
                "rule": "simple",
            },
            repeatable=False,
        )
        return str(read(planned, "id"))

    async def open(self, voting_id: str) -> None:
        """Ballots are taken."""
        await self.line.must("POST", f"/api/v1/votings/{voting_id}/opening", token=self.token)

    async def close_by_two(self, voting_id: str, troubles: Troubles) -> float:
        """Two closers at once: one closing. When the first answer came, by `perf_counter`."""
        path = f"/api/v1/votings/{voting_id}/closing"

        async def close() -> tuple[Any, str, float]:
            answer = await self.line.ask("POST", path, token=self.token)
            return read(answer.body, "closed_at"), answer.label, perf_counter()

        one, two = await together(close(), close())
        seen = f"{one[1]} + {two[1]}"
        instants = "one instant" if one[0] == two[0] and one[0] is not None else "two instants"
        troubles.note("Two closers at once: one closing", f"{seen}, {instants}", CLOSED_ONCE)
        return min(one[2], two[2])


CLOSED_ONCE = "200 + 200, one instant"


async def take_the_chair(line: Line, email: str, password: str) -> str:
    """A token of a member of staff who may found assemblies."""
    answer = await line.ask("POST", "/api/v1/sign-in", json={"email": email, "password": password})
    token, role = read(answer.body, "token"), read(answer.body, "role")
    if not isinstance(token, str):
        raise RehearsalStopped(
            f"{email} could not sign in: {read(answer.body, 'detail') or answer.label}"
        )
    if role == "participant":
        raise RehearsalStopped(f"{email} is no member of staff and cannot found an assembly.")
    return token


async def found(line: Line, token: str, name: str, suffix: str = "") -> Chair:
    """A rehearsal assembly with a slug nobody had before."""
    day = now().date().isoformat()
    slug = f"rehearsal-{day}-{secrets.token_hex(4)}{suffix}"
    await line.must(
        "POST",
        "/api/v1/assemblies",
        token=token,
        json={
            "slug": slug,
            "name": name,
            "language": "nl",
            "held_on": day,
            "rehearsal": True,
        },
        repeatable=False,
    )
    return Chair(line, token, slug)


async def seat_all(chair: Chair, participants: int, say: Say) -> dict[int, str]:
    """Everybody's code, seated in chunks."""
    codes: dict[int, str] = {}
    for first in range(1, participants + 1, CHUNK):
        codes |= await chair.seat(range(first, min(first + CHUNK, participants + 1)))
        say(f"Seated {len(codes)} of {participants}.")
    return codes


def _written(motion: Motion) -> dict[str, Any]:
    return {
        "title": motion.title,
        "provisions": [
            {"kind": part.kind.value, "marker": part.marker, "text": part.text}
            for part in motion.provisions
        ],
    }
