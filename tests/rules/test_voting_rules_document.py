# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""docs/voting-rules.md is executed: each row of its tables is what the engine decides."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.rules.college import College
from assembly.voting.rules.decision import answer
from assembly.voting.rules.exact import Exact, read_exact, step_of
from assembly.voting.rules.majority import PRESETS, Base, Majority, Roll, Strictness, preset
from assembly.voting.rules.outcome import Ground, Rule, Verdict, decide
from assembly.voting.rules.quorum import Quorum, QuorumOf, Unmet
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
WEIGHTS = tables(
    "rule | yes | no | abstain | entitled | step | base | needed | margin | outcome | ground"
)
QUORUMS = tables(
    "quorum | unmet | yes | no | abstain | blank | invalid | present | entitled | required | "
    "reached | outcome | ground"
)
COLLEGES = tables(
    "rule | yes | no | abstain | first yes | first no | second yes | second no | first | second | "
    "outcome | ground"
)
TABLES = (ROWS, WEIGHTS, QUORUMS, COLLEGES)


def exact(cell: str) -> Exact:
    return read_exact(cell.replace("−", "-"), what="cell")


def told(verdict: Verdict) -> list[str]:
    return [verdict.outcome.value if verdict.outcome else "void", verdict.ground.value]


@pytest.mark.parametrize("row", WEIGHTS, ids=" ".join)
def test_the_example_in_weights_is_what_the_engine_decides(row: list[str]) -> None:
    yes, no, abstain, entitled, step, base, needed, margin = (exact(cell) for cell in row[1:9])
    assert step == step_of([yes, no, abstain, entitled])
    verdict = decide(Tally(yes, no, abstain), Roll(entitled, None, step), rule_in(row[0]))
    assert (verdict.base, verdict.needed_yes, verdict.margin) == (base, needed, margin)
    assert told(verdict) == row[9:]


@pytest.mark.parametrize("row", QUORUMS, ids=" ".join)
def test_the_example_with_a_quorum_is_what_the_engine_decides(row: list[str]) -> None:
    size, of = row[0].split(" ")
    share, number = (Fraction(size), None) if "/" in size else (None, int(size))
    quorum = Quorum(share, number, QuorumOf(of), Unmet(row[1]))
    yes, no, abstain, blank, invalid, present, entitled = (int(cell) for cell in row[2:9])
    verdict = decide(
        Tally(yes, no, abstain, blank, invalid),
        Roll(entitled, present),
        Rule(preset("simple"), quorum),
    )
    assert verdict.quorum is not None
    assert [str(verdict.quorum.required), str(verdict.quorum.reached)] == row[9:11]
    assert told(verdict) == row[11:]


@pytest.mark.parametrize("row", COLLEGES, ids=" ".join)
def test_the_example_with_colleges_is_what_the_engine_decides(row: list[str]) -> None:
    yes, no, abstain, *parts = (int(cell) for cell in row[1:8])
    verdict = decide(
        Tally(yes, no, abstain),
        Roll(),
        Rule(rule_in(row[0]), college_rule=preset("simple")),
        colleges={
            "first": College(Tally(parts[0], parts[1], 0), Roll()),
            "second": College(Tally(parts[2], parts[3], 0), Roll()),
        },
    )
    assert ["met" if part.met else "not met" for part in verdict.colleges] == row[8:10]
    assert told(verdict) == row[10:]


def test_the_document_of_assembly_decide_has_the_answer_that_stands_below_it() -> None:
    given, answered = (
        json.loads(text) for text in re.findall(r"```json\n(.*?)```", DOCUMENT, re.DOTALL)
    )
    decided = answer(given)
    assert decided["sentences"].keys() == set(LANGUAGES)
    decided["sentences"] = {"nl": decided["sentences"]["nl"]}
    assert decided == answered
    assert list(decided) == list(answered)


def test_who_counts_towards_a_quorum_is_told_of_each() -> None:
    listed = [row[0].strip("`") for row in tables("quorum of | who counts")]
    assert listed == [of.value for of in QuorumOf]


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
    headings = [line for line in lines if line.startswith("|---")]
    shown = sum(len(rows) for rows in TABLES) + len(QuorumOf)
    assert shown == len(lines) - 2 * len(headings)


def test_every_preset_and_every_ground_has_an_example() -> None:
    assert {row[0] for row in ROWS} >= set(PRESETS)
    assert {row[-1] for rows in TABLES for row in rows} == {ground.value for ground in Ground}


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
