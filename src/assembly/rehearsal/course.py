# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The course of a rehearsal: found, seat, table, sign in, amend, vote, read what is public."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from assembly.rehearsal.amended import AMENDED
from assembly.rehearsal.amending import Amending
from assembly.rehearsal.chair import Chair, Say, found, seat_all, take_the_chair
from assembly.rehearsal.documents import read
from assembly.rehearsal.hall import sign_in_all
from assembly.rehearsal.ledger import Ledger, Troubles
from assembly.rehearsal.measure import timings_of
from assembly.rehearsal.plan import BY_PHONE, LEAST, MOTIONS, Motion
from assembly.rehearsal.report import Report, Row, same
from assembly.rehearsal.round import Round
from assembly.rehearsal.strangers import Strangers, wrong_code
from assembly.rehearsal.wire import Line, RehearsalStopped, open_line
from assembly.resolutions.rules.text import digest
from assembly.voting.rules.outcome import Ground
from assembly.voting.rules.roll import roll_digest

ABOUT = "The sitting"
NAME = "Repetitie"
MOST = 99_000
"""Seat numbers end at 100 000."""


async def rehearse(url: str, *, participants: int, email: str, password: str, say: Say) -> Report:
    """A whole sitting was held at `url` and every promise checked; `Report.holds` says how it went.

    The server keeps the rehearsal's assemblies, marked as such, in no list. Nobody's code, token
    or password is said or reported. `RehearsalStopped` when it cannot be held at all: the address
    is wrong, the credentials are, or the line broke for longer than a minute.
    """
    if not LEAST <= participants <= MOST:
        raise RehearsalStopped(f"A rehearsal has between {LEAST} and {MOST} participants.")
    began = perf_counter()
    async with open_line(url) as line:
        sitting = await _convene(line, participants, email, password, say)
        amending = _amending(sitting, say)
        rows = [*sitting.rows, *await amending.go_through()]
        ledgers = [
            _ledger(number, motion, sitting.codes) for number, motion in sitting.numbers.items()
        ]
        rows += await _vote(sitting, ledgers, say, stalled=amending.stalled)
        ledgers = [*amending.ledgers, *ledgers]
        rows += await _afterwards(sitting, ledgers)
    whole = perf_counter() - began
    timings = timings_of(ledgers, len(sitting.tokens), sitting.signing_in, whole, line.asked_again)
    return Report(line.url, sitting.chair.slug, participants, tuple(rows), timings)


@dataclass(slots=True)
class Sitting:
    """Everybody is in the hall, and the resolutions are on the table."""

    chair: Chair
    strangers: Strangers
    codes: dict[int, str]
    tokens: dict[int, str]
    signing_in: float
    amended: int
    numbers: dict[int, Motion]
    rows: list[Row]

    async def hold(
        self, ledger: Ledger, motion: Motion, say: Say, *, with_latecomer: bool
    ) -> list[Row]:
        """One voting is held; the rows about it."""
        round_ = Round(
            self.chair.line,
            self.chair,
            self.strangers,
            self.tokens,
            ledger,
            say,
            with_latecomer=with_latecomer,
        )
        return await round_.hold(motion, len(self.codes))


async def _convene(line: Line, participants: int, email: str, password: str, say: Say) -> Sitting:
    troubles = Troubles(ABOUT)
    token = await take_the_chair(line, email, password)
    await _look_after(line, say)
    chair = await found(line, token, NAME)
    say(f"Founded {chair.slug}.")
    codes = await seat_all(chair, participants, say)
    await wrong_code(line, codes[1], troubles)
    strangers = await Strangers.invite(line, chair, participants + 1)
    amended = await chair.draft(AMENDED, troubles)
    numbers = {await chair.draft(motion, troubles): motion for motion in (BY_PHONE, *MOTIONS)}
    say(f"Tabled {1 + len(numbers)} resolutions.")
    began = perf_counter()
    tokens = await sign_in_all(line, codes)
    signing_in = perf_counter() - began
    say(f"Signed in {len(tokens)} of {participants} in {signing_in:.1f} s.")
    signed = same(ABOUT, "Every participant signs in with their code", participants, len(tokens))
    rows = [signed, *troubles.rows()]
    return Sitting(chair, strangers, codes, tokens, signing_in, amended, numbers, rows)


def _amending(sitting: Sitting, say: Say) -> Amending:
    async def hold(ledger: Ledger, motion: Motion) -> list[Row]:
        return await sitting.hold(ledger, motion, say, with_latecomer=False)

    digest_ = roll_digest(sitting.codes)
    return Amending(sitting.chair, sitting.amended, sitting.tokens, digest_, hold, say)


async def _vote(
    sitting: Sitting, ledgers: Sequence[Ledger], say: Say, *, stalled: bool
) -> list[Row]:
    """One voting after the other. When a result does not come, the others are not held."""
    rows: list[Row] = []
    for ledger in ledgers:
        if stalled:
            rows.append(same(ledger.about, "The resolution is put to the vote", "held", "not held"))
            continue
        motion = sitting.numbers[ledger.number]
        rows += await sitting.hold(ledger, motion, say, with_latecomer=ledger is ledgers[-1])
        stalled = ledger.published_after is None
    return rows


async def _look_after(line: Line, say: Say) -> None:
    """Says so when outcomes will have to wait."""
    ready = await line.ask("GET", "/health/ready")
    away = [part for part in ("redis", "worker") if read(ready.body, part) == "down"]
    if away:
        say(f"Away at present: {' and '.join(away)}. Outcomes may have to wait.")


def _ledger(number: int, motion: Motion, codes: dict[int, str]) -> Ledger:
    return Ledger(
        about=f"{number} · {motion.title} ({motion.secrecy.value.replace('_', ' ')})",
        number=number,
        secrecy=motion.secrecy,
        ground=motion.ground,
        roll_digest=roll_digest(codes),
        text_digest=digest(motion.provisions),
    )


async def _afterwards(sitting: Sitting, ledgers: Sequence[Ledger]) -> list[Row]:
    """What the public finds, and does not find, when all is over."""
    line, chair, about = sitting.chair.line, sitting.chair, "Afterwards"
    listed = read((await line.ask("GET", "/api/v1/assemblies")).body, "items")
    slugs = {read(item, "slug") for item in listed or []}
    ours = {chair.slug, sitting.strangers.slug}
    rows = [same(about, "Rehearsals are in no list", 0, len(slugs & ours))]
    for outcome, grounds in (
        ("adopted", {Ground.MAJORITY_MET}),
        ("not_adopted", set(Ground) - {Ground.MAJORITY_MET}),
    ):
        page = await line.ask("GET", f"{chair.here}/resolutions?outcome={outcome}")
        expected = [
            ledger.number
            for ledger in ledgers
            if ledger.ground in grounds
            and ledger.published_after is not None
            and not ledger.amendments
        ]
        found_ = [read(item, "number") for item in read(page.body, "items") or []]
        rows.append(
            same(about, f"The list of what is {outcome}", _numbers(expected), _numbers(found_))
        )
    return rows


def _numbers(numbers: list[Any]) -> str:
    return ", ".join(str(number) for number in numbers) or "none"
