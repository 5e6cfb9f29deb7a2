# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""docs/who-may-vote.md is executed: its room makes its roll, its lines, its numbers, its digest."""

import hashlib
import re
import subprocess
from fractions import Fraction
from pathlib import Path

from assembly.voting.rules.ballot import Electorate
from assembly.voting.rules.exact import write_exact
from assembly.voting.rules.roll import FrozenRoll, SeatNow, freeze

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs/who-may-vote.md").read_text("utf-8")
HEADING = "| seat | weight | college | in the room | gave its proxy to |\n|---|---|---|---|---|\n"


def roll(electorate: Electorate = Electorate.ALL) -> FrozenRoll:
    rows = DOCUMENT.partition(HEADING)[2].partition("\n\n")[0].splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return freeze(
        [
            SeatNow(
                int(number),
                Fraction(weight),
                None if college == "–" else college,
                {"yes": True, "no": False}[there],
                None if holder == "–" else int(holder),
            )
            for number, weight, college, there, holder in cells
        ],
        electorate,
        attendance_taken=True,
    )


def found(pattern: str) -> str:
    match = re.search(pattern, DOCUMENT, re.DOTALL)
    assert match is not None, pattern
    return match[1]


LINES = found(r"```text\n(.*?)```")
DIGEST = found(r"It is `([0-9a-f]{64})`\.")


def test_the_room_makes_the_lines():
    assert [entry.line for entry in roll().entries] == LINES.splitlines()


def test_the_lines_make_the_digest():
    assert hashlib.sha256(LINES.encode()).hexdigest() == DIGEST == roll().digest


def test_the_shell_makes_the_digest():
    command = found(r"```sh\n(.*?)```")
    said = subprocess.run(["sh", "-c", command], capture_output=True, check=True, text=True)
    assert said.stdout.split()[0] == DIGEST


def test_the_room_makes_the_numbers():
    text = " ".join(DOCUMENT.split())
    frozen = roll()
    weights = [write_exact(weight) for weight in (frozen.entitled_weight, frozen.present_weight)]
    assert (
        f"That makes {len(frozen.entries)} entitled, {frozen.present} present,"
        f" {frozen.represented} of them represented; weights {' and '.join(weights)}."
    ) in text


def test_those_present_alone_make_the_shorter_roll():
    gone = {e.number for e in roll().entries} - {e.number for e in roll(Electorate.PRESENT).entries}
    assert f"seats {' and '.join(map(str, sorted(gone)))} would not be on the roll" in DOCUMENT
