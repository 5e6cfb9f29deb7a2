# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a release decided, the next one decides: byte for byte. And the classics, in numbers."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from assembly.voting.rules.methods.registry import METHODS
from tests.golden import FOLDER, golden_files, with_record


def record_of(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    record: dict[str, Any] = loaded["record"]
    return record


@pytest.mark.parametrize("path", golden_files(), ids=[path.stem for path in golden_files()])
def test_the_record_is_what_it_was(path: Path) -> None:
    text = path.read_text("utf-8")
    assert with_record(json.loads(text)) == text


def test_every_method_has_a_golden_file_with_a_lot_in_it() -> None:
    records = [record_of(path.stem) for path in golden_files()]
    assert {record["method"] for record in records} == set(METHODS)
    drawn = {record["method"] for record in records if any(tie["lot"] for tie in record["ties"])}
    assert drawn == set(METHODS)


TENNESSEE = {
    "tennessee-plurality": "memphis",
    "tennessee-second-round": "nashville",
    "tennessee-approval": "nashville",
    "tennessee-score": "nashville",
    "tennessee-majority-judgment": "nashville",
    "tennessee-instant-runoff": "knoxville",
    "tennessee-schulze": "nashville",
}


@pytest.mark.parametrize(("name", "city"), TENNESSEE.items(), ids=TENNESSEE)
def test_the_capital_of_tennessee(name, city):
    assert record_of(name)["elected"] == [city]


def test_the_sums_of_tennessee_are_those_of_the_articles():
    approvals = record_of("tennessee-approval")["stages"][0]["approvals"]
    assert list(approvals.values()) == ["42", "68", "58", "32"]
    points = record_of("tennessee-score")["stages"][0]["points"]
    assert list(points.values()) == ["420", "603", "457", "312"]
    first = record_of("tennessee-first-round")
    assert (first["ground"], first["second_round"]) == ("second_round", ["memphis", "nashville"])


def test_the_strongest_paths_are_those_of_schulzes_example():
    record = record_of("schulze-45")
    paths = record["stages"][0]["paths"]
    table = {
        "a": {"b": 28, "c": 28, "d": 30, "e": 24},
        "b": {"a": 25, "c": 28, "d": 33, "e": 24},
        "c": {"a": 25, "b": 29, "d": 29, "e": 24},
        "d": {"a": 25, "b": 28, "c": 28, "e": 24},
        "e": {"a": 25, "b": 28, "c": 28, "d": 31},
    }
    assert {
        one: {other: int(path["for"]) for other, path in row.items()} for one, row in paths.items()
    } == table
    assert record["ranking"] == [["e"], ["a"], ["c"], ["b"], ["d"]]


def test_the_party_food_is_chocolate_oranges_and_strawberries():
    record = record_of("stv-food")
    assert record["elected"] == ["chocolate", "orange", "strawberry"]
    second = record["stages"][1]["votes"]
    assert (second["strawberry"], second["hamburger"], second["chocolate"]) == ("5", "3", "6")


def test_the_scottish_count_drops_what_the_order_drops():
    stages = record_of("stv-scottish")["stages"]
    assert [stage["votes"]["b"] for stage in stages[:3]] == ["2", "3.14284", "4.14284"]
    assert stages[1]["parcels"][0]["moved_at"] == "0.28571"
    assert (stages[1]["exhausted"], stages[1]["lost"]) == ("0.28571", "0.00003")
    assert stages[3]["of"] == ["c"]
    exact = record_of("stv-exact")["stages"]
    assert Fraction(exact[1]["votes"]["b"]) == 2 + 4 * Fraction(2, 7)
    assert {stage["lost"] for stage in exact} == {"0"}


def test_the_golden_circle_of_three_is_a_tie_of_three():
    record = record_of("schulze-lot")
    assert record["ranking"] == [["a", "b", "c"]]
    assert record["ties"][0]["lot"][0] == record["elected"][0]
