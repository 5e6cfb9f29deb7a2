# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sums and verdicts as JSON: heads are integers, every other number is a string, exactly.

What is written here stands in the result and in the record, and is read back to decide again.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from assembly.errors import InvalidRequest
from assembly.voting.rules.document import Keys
from assembly.voting.rules.exact import Exact, write_exact
from assembly.voting.rules.outcome import Verdict
from assembly.voting.rules.sums import Sum, Weights
from assembly.voting.rules.tally import Tally

COUNTS = ("yes", "no", "abstain", "blank", "invalid")


def write_heads(tally: Tally) -> dict[str, int]:
    """Ballots, as integers."""
    return {count: int(number) for count, number in asdict(tally).items()}


def write_weights(tally: Tally) -> dict[str, str]:
    """Weights, as decimal strings."""
    return {count: write_exact(number) for count, number in asdict(tally).items()}


def write_college(part: Sum) -> dict[str, Any]:
    """A college's heads, and its weights where the roll has weights."""
    return {
        "entitled": part.entitled,
        "present": part.present,
        "tally": write_heads(part.tally),
        "weights": part.weights
        and {
            "entitled": write_exact(part.weights.entitled),
            "present": write_exact(part.weights.present),
            "tally": write_weights(part.weights.tally),
        },
    }


def write_verdict(verdict: Verdict) -> dict[str, Any]:
    """The outcome with what carries it."""
    check = verdict.quorum
    return {
        "outcome": verdict.outcome and verdict.outcome.value,
        "ground": verdict.ground.value,
        "base": write_exact(verdict.base),
        "needed_yes": _written(verdict.needed_yes),
        "margin": _written(verdict.margin),
        "quorum": check
        and {
            "required": write_exact(check.required),
            "reached": write_exact(check.reached),
            "met": check.met,
        },
        "colleges": {
            college.name: {
                "base": write_exact(college.base),
                "needed_yes": _written(college.needed_yes),
                "margin": _written(college.margin),
                "met": college.met,
            }
            for college in verdict.colleges
        },
    }


def read_heads(document: object, place: str) -> Tally:
    """Ballots as they were written: five whole numbers, no fewer and no others."""
    keys = Keys.of(document, COUNTS, place)
    return Tally(*(whole(keys, count) for count in COUNTS))


def read_weights(document: object, place: str) -> Tally:
    """Weights as they were written."""
    keys = Keys.of(document, COUNTS, place)
    return Tally(*(keys.number(count) for count in COUNTS))


def read_colleges(document: object) -> dict[str, Sum]:
    """Each college by name."""
    if not isinstance(document, Mapping):
        raise InvalidRequest("colleges is no JSON object.", what="colleges")
    return {name: _college(part, f"colleges.{name}") for name, part in sorted(document.items())}


def whole(keys: Keys, key: str) -> int:
    """A count of heads: an integer, never negative."""
    number = keys.required(key)
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise InvalidRequest(f"{keys.path(key)} is no whole number.", what=keys.path(key))
    return number


def _college(document: object, place: str) -> Sum:
    keys = Keys.of(document, ("entitled", "present", "tally", "weights"), place)
    weights = None
    if keys.has("weights"):
        inner = Keys.of(
            keys.values["weights"], ("entitled", "present", "tally"), f"{place}.weights"
        )
        weights = Weights(
            inner.number("entitled"),
            inner.number("present"),
            read_weights(inner.required("tally"), f"{place}.weights.tally"),
        )
    return Sum(
        whole(keys, "entitled"),
        whole(keys, "present"),
        read_heads(keys.required("tally"), f"{place}.tally"),
        weights,
    )


def _written(number: Exact | None) -> str | None:
    return None if number is None else write_exact(number)
