# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a record is written as we write it: what only means the same is another document.

Two files that mean the same and have different digests would both look genuine. Records of format 1
are held to what they knew.
"""

from collections.abc import Mapping
from typing import Any

from assembly.publication.rules.again import rule_in
from assembly.publication.rules.record import FORMAT_1, canonical_json
from assembly.voting.rules.ballot import Electorate, Medium, Secrecy, offered
from assembly.voting.rules.exact import write_exact
from assembly.voting.rules.numbers import write_college, write_heads, write_weights
from assembly.voting.rules.rule_document import rule_document
from assembly.voting.rules.sentence import LANGUAGES
from assembly.voting.rules.sums import Sums

CHOICES = tuple([choice.value for choice in offered(abstain=abstain)] for abstain in (True, False))


def in_one_form(record: Mapping[str, Any], sums: Sums) -> bool:
    """Numbers, rule and words of a known list, each in the form `write_record` gives it."""
    if record["format"] == FORMAT_1:
        return True
    voting, roll = record["voting"], record["roll"]
    return (
        type(record["turnout"]) is int
        and record["resolution"]["language"] in LANGUAGES
        and record["medium"] in set(Medium)
        and voting["secrecy"] in set(Secrecy)
        and voting["choices"] in CHOICES
        and roll["electorate"] in set(Electorate)
        and all(type(roll[one]) is int for one in ("entitled", "present", "represented"))
        and canonical_json(_numbers(record)) == canonical_json(_written(record, sums))
    )


def _numbers(record: Mapping[str, Any]) -> dict[str, Any]:
    names = ("tally", "weighed", "colleges", "rule")
    return {name: record[name] for name in names} | {"weights": record["roll"]["weights"]}


def _written(record: Mapping[str, Any], sums: Sums) -> dict[str, Any]:
    whole, weights = sums.whole, sums.whole.weights
    return {
        "tally": write_heads(whole.tally),
        "weighed": None if weights is None else write_weights(weights.tally),
        "colleges": {name: write_college(part) for name, part in sums.colleges.items()},
        "rule": rule_document(rule_in(record)),
        "weights": None
        if weights is None
        else {
            "entitled": write_exact(weights.entitled),
            "present": write_exact(weights.present),
            "step": write_exact(sums.step),
        },
    }
