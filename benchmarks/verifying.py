# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`assembly verify` of a hundred thousand ballots, against reading and hashing each line once.

What it is measured against is a file with a line for each ballot and one for each seat on the roll,
as their digests read them: opened, read line by line, SHA-256 of each. What is measured is what the
command does with the bytes of a bundle. Both in Python, one after the other, in this process.
"""

import asyncio
import hashlib
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from uuid import UUID

from assembly.audit.signing import is_signed
from assembly.publication.bundle_file import read_bundle, unburdened
from assembly.publication.rules.record import (
    Decided,
    canonical_json,
    record_digest,
    write_record,
)
from assembly.publication.rules.sealed import Ballots, SealedBox, write_box, write_roll
from assembly.publication.rules.verify import BUNDLE, verify
from assembly.resolutions.rules.text import Kind, Provision, digest
from assembly.voting.rules.majority import preset
from assembly.voting.rules.outcome import Rule
from assembly.voting.rules.roll import Entry, FrozenRoll, box_digest
from assembly.voting.rules.sums import Standing, add_up, decide_sums
from assembly.voting.rules.tally import Tally
from benchmarks.rig import Rig, say

BALLOTS = 100_000
ROUNDS = 3
TIMES = 4.0
"""So many times as long as reading and hashing it may take: the promise."""
TEXT = (Provision(Kind.PARAGRAPH, "", "Gratis bus onder 18.", id="p1"),)


def bundle_of(*, secret: bool) -> tuple[bytes, list[str]]:
    """A bundle of `BALLOTS` ballots, every third of them no; and its lines."""
    roll = FrozenRoll(tuple(Entry(number) for number in range(1, BALLOTS + 1)))
    trackers = [
        str(UUID(bytes=hashlib.md5(b"%d" % seat, usedforsecurity=False).digest()))
        for seat in range(1, BALLOTS + 1)
    ]
    seats = range(1, BALLOTS + 1)
    ballots = Ballots(seats, trackers, ["no" if seat % 3 == 0 else "yes" for seat in seats])
    box = SealedBox(tuple(sorted(trackers)), None) if secret else SealedBox(None, ballots)
    no = BALLOTS // 3
    of = (roll.entries[0].weight, None)
    sums = add_up({of: Standing(BALLOTS, BALLOTS)}, [(of, Tally(BALLOTS - no, no, 0))], roll.step)
    rule = Rule(preset("simple"))
    decided = Decided(
        assembly_slug="bench",
        assembly_name="Bench",
        number=1,
        title="Gratis bus onder 18.",
        title_derived=True,
        language="nl",
        version=1,
        text_digest=digest(TEXT),
        provisions=TEXT,
        voting_id=str(UUID(int=7)),
        secrecy="secret" if secret else "roll_call",
        choices=("yes", "no", "abstain"),
        rehearsal=False,
        opened_at=datetime(2026, 3, 1, 10, 0, tzinfo=UTC),
        closed_at=datetime(2026, 3, 1, 10, 5, tzinfo=UTC),
        roll_digest=roll.digest,
        box_digest=box_digest(box.lines),
    )
    record = write_record(decided, rule, sums, decide_sums(rule, sums))
    bundle = {
        "format": BUNDLE,
        "record": record,
        "digest": record_digest(record),
        "roll": write_roll(roll.entries),
        "box": write_box(box),
        "log": None,
    }
    lines = [*box.lines, *(entry.line for entry in roll.entries)]
    return canonical_json(bundle), lines


def hashed(path: Path) -> None:
    """Each line is read, and hashed, once."""
    with path.open("rb") as file:
        for line in file:
            hashlib.sha256(line).digest()


def verified(path: Path) -> None:
    """What the command does; raises where anything differs."""
    with unburdened():
        checks = verify(read_bundle(path.read_bytes()), is_signed)
    different = [check.said for check in checks if not check.ok]
    if different:
        raise RuntimeError(", ".join(different))


def seconds(work: Callable[[Path], None], path: Path) -> float:
    """How long it takes once."""
    began = perf_counter()
    work(path)
    return perf_counter() - began


def measure(folder: Path, *, secret: bool) -> None:
    """One line for one kind of voting; the fastest of some rounds in turn."""
    data, lines = bundle_of(secret=secret)
    bundle, bare = folder / "bundle.json", folder / "lines.txt"
    bundle.write_bytes(data)
    bare.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    seen = [(seconds(verified, bundle), seconds(hashed, bare)) for _ in range(ROUNDS)]
    ours, theirs = (min(times) for times in zip(*seen, strict=True))
    say(
        f"verify_{'secret' if secret else 'roll_call'}",
        ours,
        "s",
        theirs,
        ours / theirs,
        {
            "what": f"verify of {BALLOTS} ballots ÷ reading and hashing each line once",
            "promise": TIMES,
            "megabytes": round(len(data) / 1e6, 1),
            "microseconds_a_ballot": round(ours / BALLOTS * 1e6, 2),
        },
    )


async def main(_: Rig) -> None:
    """Prints its lines."""
    with tempfile.TemporaryDirectory(prefix="assembly-bench-") as folder:
        for secret in (True, False):
            await asyncio.to_thread(measure, Path(folder), secret=secret)
