# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""docs/amendments.md is executed: each row and each example is what the engine does."""

import json
import math
import re
from pathlib import Path

import pytest

from assembly.errors import Refusal
from assembly.resolutions.rules import merge_document, merge_reading
from assembly.resolutions.rules.align import edits_of
from assembly.resolutions.rules.carry import carry_over
from assembly.resolutions.rules.changes import (
    Base,
    Change,
    Insert,
    Join,
    Move,
    Remove,
    Restyle,
    Reword,
    Split,
)
from assembly.resolutions.rules.edits import Op
from assembly.resolutions.rules.find import find_changes
from assembly.resolutions.rules.instruction import instructions
from assembly.resolutions.rules.lines import printed_lines
from assembly.resolutions.rules.merge import merge
from assembly.resolutions.rules.order import reach_of
from assembly.resolutions.rules.text import Kind, Provision

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs/amendments.md").read_text("utf-8")
CONTRACT = """\
{"base": [{"id": "p1", "text": "Gratis bus onder 18."}, {"id": "p2", "text": "Vanaf 2027."}],
 "amendments": [{"id": "A1", "edits": [{"provision": "p1", "op": "replace", "text": "Gratis bus onder 21."}]},
                {"id": "A2", "edits": [{"provision": "p1", "op": "insert_after", "text": "Ook de tram."}]},
                {"id": "A3", "edits": [{"provision": "p2", "op": "delete"}]}]}
"""  # noqa: E501 - to the letter
KINDS = (Reword, Remove, Insert, Move, Split, Join, Restyle)


def tables(heading: str) -> list[list[str]]:
    """The rows of every table with this heading."""
    rule = r"\|(?:---\|)+\n"
    found = re.findall(
        rf"^\| {re.escape(heading)} \|\n{rule}((?:\|.*\|\n)+)", DOCUMENT, re.MULTILINE
    )
    lines = "".join(found).splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


CHANGES = tables("base text | amended text | changes")
CONFLICTS = tables("base text | A1 | A2 | conflict | both adopted")
LISTS = tables("list | A1 | A2 | conflict | both adopted")
REACHES = tables("base text | amended text | words that disappear | words that change")
CARRIED = tables(
    "old version | new version | amendment, on the old one | conflict | amendment, on the new one"
)
SAID = tables("base text | amended text | Dutch | English")
REFUSED = tables("document | refused as")
EXECUTED = (CHANGES, CONFLICTS, LISTS, REACHES, CARRIED, SAID, REFUSED)
EXAMPLES = re.findall(r"```json\n(.*?)```", DOCUMENT, re.DOTALL)


def text(cell: str) -> list[Provision]:
    """¶ stands between provisions."""
    return [
        Provision(Kind.PARAGRAPH, "", one.strip(), id=f"p{at}")
        for at, one in enumerate(cell.split("¶"), start=1)
    ]


def shown(provisions: tuple[Provision, ...]) -> str:
    return " ¶ ".join(provision.text for provision in provisions)


def wanted(base: Base, cell: str) -> list[Change]:
    return find_changes(base, edits_of(base.provisions, text(cell)))


@pytest.mark.parametrize("row", CHANGES, ids=" ".join)
def test_the_changes_are_those_that_are_found(row: list[str]) -> None:
    base = Base(text(row[0]))
    found = wanted(base, row[1])
    assert " ".join(f"`{type(change).__name__}`" for change in found) == row[2]
    assert shown(merge(base, {"A1": found}).provisions) == row[1]


@pytest.mark.parametrize("row", CONFLICTS, ids=" ".join)
def test_the_two_are_in_conflict_or_not_and_give_this_text(row: list[str]) -> None:
    base = Base(text(row[0]))
    merged = merge(base, {"A1": wanted(base, row[1]), "A2": wanted(base, row[2])})
    assert ["yes" if merged.conflicts else "no", shown(merged.provisions)] == row[3:]


def items(cell: str) -> list[Provision]:
    """Each begins with its marker."""
    parts = [one.strip().split(" ", 1) for one in cell.split("¶")]
    return [
        Provision(Kind.ITEM, marker, words, id=f"p{at}")
        for at, (marker, words) in enumerate(parts, start=1)
    ]


@pytest.mark.parametrize("row", LISTS, ids=" ".join)
def test_the_list_is_numbered_like_this(row: list[str]) -> None:
    base = Base(items(row[0]))
    made = {
        name: find_changes(base, edits_of(base.provisions, items(cell)))
        for name, cell in (("A1", row[1]), ("A2", row[2]))
    }
    merged = merge(base, made)
    told = " ¶ ".join(f"{one.marker} {one.text}" for one in merged.provisions)
    assert ["yes" if merged.conflicts else "no", told] == row[3:]


@pytest.mark.parametrize("row", REACHES, ids=" ".join)
def test_the_amendment_reaches_this_far(row: list[str]) -> None:
    base = Base(text(row[0]))
    reach = reach_of(base, wanted(base, row[1]))
    assert [str(reach.disappearing), str(reach.changing)] == row[2:]


@pytest.mark.parametrize("row", CARRIED, ids=" ".join)
def test_the_amendment_goes_on_like_this(row: list[str]) -> None:
    base, new = Base(text(row[0])), Base(text(row[1]))
    carried = carry_over(base.provisions, new.provisions, "A1", wanted(base, row[2]))
    after = merge(new, {"A1": carried.changes}).provisions
    told = shown(after) if carried.changes else "–"
    assert ["yes" if carried.conflicts else "no", told] == row[3:]


@pytest.mark.parametrize("row", SAID, ids=" ".join)
def test_the_amendment_is_said_like_this(row: list[str]) -> None:
    base = Base(text(row[0]))
    changes, lines = wanted(base, row[1]), printed_lines(base.provisions)
    said = [instructions(base, changes, lines, language) for language in ("nl", "en")]
    assert [" ".join(one) for one in said] == row[2:]


@pytest.mark.parametrize("row", REFUSED, ids=" ".join)
def test_the_document_is_refused_like_this(row: list[str]) -> None:
    with pytest.raises(Refusal) as refused:
        merge_document.answer(json.loads(row[0].strip("`")))
    assert f"`{refused.value.slug}`: {refused.value.detail}" == row[1]


@pytest.mark.parametrize(
    ("given", "answered"),
    list(zip(EXAMPLES[::2], EXAMPLES[1::2], strict=True)),
    ids=[f"example {number}" for number in range(1, len(EXAMPLES) // 2 + 1)],
)
def test_the_example_has_the_answer_below_it(given: str, answered: str) -> None:
    told = merge_document.answer(json.loads(given))
    assert told == json.loads(answered)
    assert list(told) == list(json.loads(answered))


def test_the_example_of_the_contract_stands_there_to_the_letter() -> None:
    assert CONTRACT in EXAMPLES[::2]


def test_no_table_of_examples_is_passed_over() -> None:
    """What is listed rather than executed is compared below."""
    lines = [line for line in DOCUMENT.splitlines() if line.startswith("|")]
    headings = [line for line in lines if line.startswith("|---")]
    listed = [tables("edit | what it asks"), tables("change | found when")]
    listed += [tables("key | where | what"), tables("key | what")]
    assert sum(map(len, (*EXECUTED, *listed))) == len(lines) - 2 * len(headings)


def test_every_kind_of_change_and_edit_is_listed() -> None:
    assert [row[0] for row in tables("edit | what it asks")] == [f"`{op}`" for op in Op]
    named = [f"`{kind.__name__}`" for kind in KINDS]
    assert [row[0] for row in tables("change | found when")] == named
    shown_ones = {name for row in CHANGES for name in row[2].split(" ")}
    assert shown_ones == set(named) - {"`Restyle`"}


def test_the_limits_are_those_that_hold() -> None:
    said = DOCUMENT.partition("Limits: ")[2].replace(" one ", " ").replace(",", "")
    assert [int(number) for number in re.findall(r"\d+", said)] == [
        merge_document.LARGEST_TEXT // 1_000_000,
        merge_reading.MOST_PROVISIONS,
        merge_reading.MOST_AMENDMENTS,
        merge_reading.MOST_EDITS,
        merge_reading.MOST_FURTHER,
        merge_reading.LONGEST_TEXT,
        merge_reading.MOST_PAIRS,
        math.isqrt(2 * merge_reading.MOST_PAIRS),
    ]


def test_the_keys_of_the_answer_are_listed() -> None:
    listed = {row[0].strip("`") for row in tables("key | what")}
    assert listed == {*json.loads(EXAMPLES[1]), "spans"}
