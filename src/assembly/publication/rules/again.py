# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A record read back and decided once more, from nothing but itself. Both formats."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assembly.errors import InvalidRequest, Refusal
from assembly.publication.rules.record import FORMAT, FORMAT_1
from assembly.resolutions.rules.text import Kind, Provision, digest
from assembly.voting.rules.document import Keys
from assembly.voting.rules.exact import Exact
from assembly.voting.rules.numbers import (
    read_colleges,
    read_heads,
    read_weights,
    whole,
    write_verdict,
)
from assembly.voting.rules.outcome import Rule, Verdict
from assembly.voting.rules.rule_document import read_rule
from assembly.voting.rules.sentence import LANGUAGES, label
from assembly.voting.rules.sums import Sum, Sums, Weights, decide_sums, say

WRONG_SHAPE = (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, Refusal)
"""What reading a document that somebody else wrote may end in."""


@dataclass(frozen=True, slots=True)
class Again:
    """What the record must say, from its own rule, roll and counts."""

    rule: Rule
    sums: Sums
    verdict: Verdict
    sentences: dict[str, str]

    @property
    def labels(self) -> dict[str, str]:
        """The outcome's words in every language."""
        return {language: label(self.verdict.outcome, language) for language in LANGUAGES}


def decide_again(record: Any) -> Again | None:
    """The verdict and sentences this record must hold; None where it cannot be read."""
    try:
        rule, sums = rule_in(record), sums_in(record)
        verdict = decide_sums(rule, sums)
        return Again(rule, sums, verdict, say(rule, sums, verdict))
    except WRONG_SHAPE:
        return None


def rule_in(record: Mapping[str, Any]) -> Rule:
    """The rule; colleges by name, because sentences name them in that order."""
    rule = read_rule(record["rule"])
    if isinstance(rule.college_rule, Mapping):
        return Rule(rule.majority, rule.quorum, dict(sorted(rule.college_rule.items())))
    return rule


def sums_in(record: Mapping[str, Any]) -> Sums:
    """What was counted, on which roll. Refuses a format it does not know."""
    if record["format"] not in {FORMAT, FORMAT_1}:
        raise InvalidRequest("This record has a format that is not known here.")
    roll = Keys(record["roll"], "roll")
    heads = read_heads(record["tally"], "tally")
    weights: Weights | None = None
    step: Exact = 1
    if record.get("weighed") is not None:
        weights, step = _weights(roll, record["weighed"])
    return Sums(
        Sum(whole(roll, "entitled"), whole(roll, "present"), heads, weights),
        read_colleges(record.get("colleges") or {}),
        step,
    )


def verdict_document(record: Mapping[str, Any], verdict: Verdict) -> dict[str, Any]:
    """The verdict as a record of this format writes it. Format 1 had whole numbers only."""
    written = write_verdict(verdict)
    if record.get("format") != FORMAT_1:
        return written
    numbers = ("base", "needed_yes", "margin")
    return {
        "outcome": written["outcome"],
        "ground": written["ground"],
        **{key: None if written[key] is None else int(written[key]) for key in numbers},
    }


def text_in(record: Any) -> str | None:
    """The digest of the record's text, where it is also the one the record gives."""
    try:
        resolution = record["resolution"]
        recomputed = digest(
            [
                Provision(Kind(part["kind"]), part["marker"], part["text"])
                for part in resolution["provisions"]
            ]
        )
    except WRONG_SHAPE:
        return None
    return recomputed if resolution.get("digest") == recomputed else None


def _weights(roll: Keys, weighed: object) -> tuple[Weights, Exact]:
    keys = Keys.of(roll.required("weights"), ("entitled", "present", "step"), "roll.weights")
    return (
        Weights(keys.number("entitled"), keys.number("present"), read_weights(weighed, "weighed")),
        keys.number("step"),
    )
