# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""docs/voting-rules.md is executed: each row of its tables is what the engine decides."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.rules.majority import PRESETS, Base, Majority, Roll, Strictness, preset
from assembly.voting.rules.outcome import Ground, decide
from assembly.voting.rules.sentence import LANGUAGES
from assembly.voting.rules.tally import Tally

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs/voting-rules.md").read_text("utf-8")
HEADING = (
    "rule | yes | no | abstain | present | entitled | base | needed | margin | outcome | ground"
)
EXAMPLES = "Worked examples"


def tables(heading: str) -> list[list[str]]:
    """The rows of every table with this heading."""
    rule = r"\|(?:---\|)+\n"
    found = re.findall(
        rf"^\| {re.escape(heading)} \|\n{rule}((?:\|.*\|\n)+)", DOCUMENT, re.MULTILINE
    )
    lines = "".join(found).splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def number(cell: str) -> int | None:
    return None if cell == "–" else int(cell.replace("−", "-"))


def rule_in(cell: str) -> Majority:
    if " " not in cell:
        return preset(cell)
    share, strictness, base = cell.split(" ")
    return Majority("custom", Fraction(share), Strictness(strictness), Base(base))


ROWS = tables(HEADING)


@pytest.mark.parametrize("row", ROWS, ids=[" ".join(row[:6]) for row in ROWS])
def test_the_example_is_what_the_engine_decides(row: list[str]) -> None:
    rule, yes, no, abstain, present, entitled, base, needed, margin, outcome, ground = row
    verdict = decide(
        Tally(int(yes), int(no), int(abstain)), Roll(int(entitled), int(present)), rule_in(rule)
    )
    assert (verdict.base, verdict.needed_yes, verdict.margin) == (
        number(base),
        number(needed),
        number(margin),
    )
    assert (verdict.outcome and verdict.outcome.value, verdict.ground.value) == (outcome, ground)


@pytest.mark.parametrize("row", ROWS, ids=[" ".join(row[:6]) for row in ROWS])
def test_the_example_could_have_happened(row: list[str]) -> None:
    yes, no, abstain, present, entitled = (int(cell) for cell in row[1:6])
    assert yes + no + abstain <= present <= entitled


def test_no_table_of_examples_is_passed_over() -> None:
    examples = DOCUMENT.partition(f"## {EXAMPLES}\n")[2].partition("\n## ")[0]
    lines = [line for line in examples.splitlines() if line.startswith("|")]
    headings = [line for line in lines if line.startswith("| rule ")]
    assert len(ROWS) == len(lines) - 2 * len(headings)


def test_every_preset_and_every_ground_has_an_example() -> None:
    assert {row[0] for row in ROWS} >= set(PRESETS)
    assert {row[10] for row in ROWS} == {ground.value for ground in Ground}


def test_the_list_of_presets_is_complete() -> None:
    listed = [
        (name.removesuffix(", the default").strip("`"), Fraction(share), strictness, base)
        for name, share, strictness, base in tables("preset | share | strictness | base")
    ]
    assert listed == [
        (rule.name, rule.share, rule.strictness.value, rule.base.value) for rule in PRESETS.values()
    ]


def test_the_words_of_the_outcomes_are_those_that_are_published() -> None:
    listed = tables("outcome | Dutch | French | German | English")
    assert listed == [
        [f"`{outcome}`", *(outcome.label(language) for language in LANGUAGES)]
        for outcome in Outcome
    ]


def test_the_list_of_grounds_is_complete() -> None:
    listed = [row[0].strip("`") for row in tables("ground | meaning")]
    assert listed == [ground.value for ground in Ground]
