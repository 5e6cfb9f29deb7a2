# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""docs/other-methods.md is executed: its examples, its two ways to draw the lot, its lists."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assembly.voting.rules.methods.elect import elect
from assembly.voting.rules.methods.majority_judgment import MajorityJudgment
from assembly.voting.rules.methods.method import Fault, Ground
from assembly.voting.rules.methods.registry import METHODS

DOCUMENT = (Path(__file__).resolve().parents[3] / "docs/other-methods.md").read_text("utf-8")
EXAMPLES = re.findall(r"### (\w+)\n.*?```json\n(.*?)```\n\n> ([^\n]+)\n", DOCUMENT, re.DOTALL)
DIGEST = "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9"


def block(language: str, has: str) -> str:
    blocks: list[str] = re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)
    return next(one for one in blocks if has in one)


def said() -> list[str]:
    found = re.search(r"both say `([^`]+)`", DOCUMENT)
    assert found
    return found[1].split()


@pytest.mark.parametrize(("name", "told", "sentence"), EXAMPLES, ids=[one[0] for one in EXAMPLES])
def test_the_example_ends_as_the_page_says(name, told, sentence):
    record = elect(told.encode())
    assert record["method"] == name
    assert record["explanation"]["en"] == sentence


def test_every_method_has_an_example_a_line_and_no_other() -> None:
    assert [name for name, _, _ in EXAMPLES] == list(METHODS)
    assert DOCUMENT.count("```json") == len(METHODS)
    listed = re.findall(r"^\| `(\w+)` \| .* \| one(?: or more)? \|", DOCUMENT, re.MULTILINE)
    assert listed == list(METHODS)


def test_the_lot_is_drawn_again_in_python() -> None:
    prepared = f"roll_digest, voting_id, options = {DIGEST!r}, '', ['a', 'b', 'c']\n"
    code = prepared + block("python", "sha256")
    assert len(block("python", "sha256").split("\n\n")[1].splitlines()) == 4
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == said()


def test_the_lot_is_drawn_again_in_a_shell() -> None:
    shell = shutil.which("sh")
    assert shell
    code = f"roll_digest={DIGEST} voting_id=\n" + block("sh", "sha256sum")
    done = subprocess.run([shell, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == said()


def test_the_lot_is_the_one_of_the_record() -> None:
    record = elect(EXAMPLES[0][1].encode())
    assert record["tie_break"]["order"] == said()


def test_the_faults_are_all_listed() -> None:
    part = DOCUMENT.partition("## Ballots that do not fit")[2]
    assert re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE) == [fault.value for fault in Fault]


def test_the_keys_of_a_record_are_all_named() -> None:
    part = DOCUMENT.partition("What the record holds")[2].partition("## The methods")[0]
    record = elect(EXAMPLES[0][1].encode())
    assert {key for key in record if f"`{key}`" not in part} == {
        "method",
        "settings",
        "seats",
        "second_round",
    } - {ground.value for ground in Ground}


def test_the_grades_are_those_of_the_book_where_none_are_named() -> None:
    assert len(MajorityJudgment().grades) == 6
