# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One text is amended by the hall: two votings on amendments, the next version, the final vote."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from time import perf_counter

from assembly.rehearsal.amended import (
    ADOPTED,
    AMENDED,
    BUNDLE,
    FILED,
    FURTHEST,
    NEW_TEXT,
    STATES,
    in_words,
    spans_expected,
    spans_in,
    states_in,
)
from assembly.rehearsal.chair import Chair, Say
from assembly.rehearsal.documents import read
from assembly.rehearsal.filing import Filing
from assembly.rehearsal.ledger import Ledger, Troubles
from assembly.rehearsal.plan import LEAST, Motion
from assembly.rehearsal.report import Row, same
from assembly.rehearsal.round import POLL, PUBLISHED_WITHIN
from assembly.resolutions.rules.text import Provision, digest

Hold = Callable[[Ledger, Motion], Awaitable[list[Row]]]
"""Hold one voting; the rows about it."""


@dataclass(slots=True)
class Amending:
    """The resolution that is amended. `ledgers` are its votings, in the order they were held."""

    chair: Chair
    number: int
    tokens: dict[int, str]
    roll_digest: str
    hold: Hold
    say: Say
    ledgers: list[Ledger] = field(default_factory=list)

    @property
    def about(self) -> str:
        """The part of the report."""
        return f"{self.number} · {AMENDED.title}"

    @property
    def here(self) -> str:
        """The resolution's address."""
        return f"{self.chair.here}/resolutions/{self.number}"

    async def go_through(self) -> list[Row]:
        """Every promise about it. Where a result does not come, what hangs on it is not held."""
        if len(self.tokens) < LEAST:
            return [self._not_held()]
        troubles = Troubles(f"{self.about} (amendments)")
        filing = await Filing.begin(self.chair, self.number, self.tokens, troubles)
        await filing.come_in()
        await filing.are_judged()
        await filing.are_planned()
        if any(not row.ok for row in troubles.rows()):
            return [*troubles.rows(), self._not_held()]
        self.say(f"Resolution {self.number}: {len(FILED)} amendments filed, judged and planned.")
        rows = await self._vote("the first amendment", filing, [FURTHEST])
        if self.stalled:
            return [*troubles.rows(), *rows, self._not_held()]
        await self._look_ahead(troubles)
        await filing.final_vote_waits()
        rows += await self._vote("a bundle", filing, BUNDLE)
        if self.stalled:
            return [*troubles.rows(), *rows, self._not_held()]
        rows += await self._next_version(filing.version)
        rows += await self._vote("final vote", filing, [])
        return [*troubles.rows(), *rows]

    @property
    def stalled(self) -> bool:
        """Whether a voting was held whose result did not come."""
        return any(ledger.published_after is None for ledger in self.ledgers)

    async def _vote(self, what: str, filing: Filing, numbers: Sequence[int]) -> list[Row]:
        text: tuple[Provision, ...] = AMENDED.provisions if numbers else NEW_TEXT
        ledger = Ledger(
            about=f"{self.about} ({what})",
            number=self.number,
            secrecy=AMENDED.secrecy,
            ground=AMENDED.ground,
            roll_digest=self.roll_digest,
            text_digest=digest(text),
            amendments=tuple(numbers),
            asked={number: FILED[number].edits(filing.ids) for number in numbers},
        )
        self.ledgers.append(ledger)
        return await self.hold(ledger, AMENDED)

    async def _look_ahead(self, troubles: Troubles) -> None:
        """The rival has fallen by itself, and the others may be voted on together."""
        plan = await self.chair.line.ask("GET", f"{self.here}/amendment-plan")
        now = read(plan.body, "now")
        troubles.note("The rest is put to the vote as one bundle", str(now), str(BUNDLE))

    async def _next_version(self, base: int) -> list[Row]:
        """The adopted amendments make the next version without anybody asking for it."""
        about = f"{self.about} (next version)"
        began = perf_counter()
        text = None
        while perf_counter() < began + PUBLISHED_WITHIN:
            text = (await self.chair.line.ask("GET", f"{self.here}/amended-text")).body
            if read(text, "version") is not None:
                break
            await asyncio.sleep(POLL)
        self.say(f"Resolution {self.number}: amended in {perf_counter() - began:.2f} s.")
        house = f"{self.here}/amendments"
        mine = (await self.chair.line.ask("GET", house, token=self.chair.token)).body
        shown = (await self.chair.line.ask("GET", self.here)).body
        made = (read(text, "base"), read(text, "version"), read(text, "made_of"))
        by = [
            read(text, "votings", str(number)) == ledger.voting_id
            for ledger in self.ledgers
            for number in ledger.amendments
        ]
        lines = [provision.text for provision in NEW_TEXT]
        seen = str(read(shown, "text")).split("\n")
        right = sum(one == other for one, other in zip(lines, seen, strict=False))
        rows = [
            same(
                about,
                "The next version comes by itself",
                f"{base}, {base + 1}, {ADOPTED}",
                _joined(made),
            ),
            same(about, "What became of each amendment", in_words(STATES), states_in(mine)),
            same(
                about,
                "The text is what was adopted, word for word",
                f"{len(lines)} of {len(lines)}",
                f"{right} of {len(seen)}",
            ),
            same(
                about,
                "Every amendment names its voting",
                f"{len(by)} of {len(by)}",
                f"{sum(by)} of {len(by)}",
            ),
        ]
        pairs = zip_longest(spans_expected(), spans_in(text))
        for place, (expected, found) in enumerate(pairs, start=1):
            promised = f"Every word of paragraph {place} names its amendment"
            rows.append(same(about, promised, expected, found))
        return rows

    def _not_held(self) -> Row:
        return same(self.about, "The amended text is put to the vote", "held", "not held")


def _joined(values: Sequence[object]) -> str:
    return ", ".join(str(value) for value in values)
