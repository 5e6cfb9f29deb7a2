# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rule of a voting: as people write it when they plan, and as its row keeps it, exactly."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from assembly.assemblies.rules.standing import LONGEST_COLLEGE
from assembly.errors import CollegesMissing, InvalidRequest, UnknownRule
from assembly.resolutions.rules.text import unseen
from assembly.voting.models import Voting
from assembly.voting.rules.majority import Majority, preset
from assembly.voting.rules.outcome import CollegeRule, Rule
from assembly.voting.rules.rule_document import (
    read_college_rule,
    read_majority,
    read_quorum,
    read_rule,
    rule_document,
)


def read_terms(rule: str | Mapping[str, Any], quorum: Mapping[str, Any] | None) -> Rule:
    """The rule somebody asks for: a preset by name, or an object, and a quorum beside it.

    Refuses what nobody knows (`UnknownRule`, `InvalidRequest`, `UnsoundNumber`), and a rule that
    no counts could ever meet (`UnknownRule`).
    """
    asked = None if quorum is None else read_quorum(dict(quorum), "quorum")
    if isinstance(rule, str):
        return require_possible_rule(Rule(preset(rule), asked))
    document = dict(rule)
    colleges = document.get("colleges")
    majority = read_majority(document, "rule", ("colleges",))
    each = None if colleges is None else read_college_rule(colleges, "rule.colleges")
    return require_possible_rule(Rule(majority, asked, each))


def require_possible_rule(rule: Rule) -> Rule:
    """The rule with its colleges by name, or `UnknownRule` where nothing could ever adopt."""
    for majority in (rule.majority, *_majorities(rule.college_rule)):
        if not majority.is_possible:
            raise UnknownRule("No counts could ever meet this rule: more than everything is asked.")
    if not isinstance(rule.college_rule, Mapping):
        return rule
    for name in rule.college_rule:
        if not name or len(name) > LONGEST_COLLEGE or unseen(name):
            raise InvalidRequest("A college of the rule has no name that a seat could bear.")
    return Rule(rule.majority, rule.quorum, dict(sorted(rule.college_rule.items())))


def require_colleges(rule: Rule, on_roll: Collection[str]) -> None:
    """Nothing where each college on the roll has its rule, and each rule its college.

    Else `CollegesMissing`, with the names. A rule for every college needs at least one.
    """
    if rule.college_rule is None:
        return
    named = set(rule.college_rule) if isinstance(rule.college_rule, Mapping) else set(on_roll)
    if not on_roll or named != set(on_roll):
        raise CollegesMissing(
            "The rule asks for a majority in each college, and the roll has other colleges.",
            missing=sorted(named - set(on_roll)),
            without_rule=sorted(set(on_roll) - named),
        )


def rule_columns(rule: Rule) -> dict[str, Any]:
    """What the voting's row keeps of it: `rule_of` reads it back."""
    document = rule_document(rule)
    return {
        "rule": rule.majority.name,
        "share_over": rule.majority.share.numerator,
        "share_of": rule.majority.share.denominator,
        "strictness": rule.majority.strictness.value,
        "base": rule.majority.base.value,
        "quorum": document["quorum"],
        "college_rule": document["colleges"],
    }


def rule_of(voting: Voting) -> Rule:
    """The frozen rule, exactly; its colleges by name, whatever order the database gives."""
    majority = {
        "preset": voting.rule,
        "share": f"{voting.share_over}/{voting.share_of}",
        "strictness": voting.strictness,
        "base": voting.base,
    }
    return read_frozen({**majority, "quorum": voting.quorum, "colleges": voting.college_rule})


def read_frozen(document: object) -> Rule:
    """The rule in its stored form, with its colleges by name: sentences name them in that order."""
    return require_possible_rule(read_rule(document))


def _majorities(rule: CollegeRule) -> Iterable[Majority]:
    if isinstance(rule, Mapping):
        return rule.values()
    return () if rule is None else (rule,)
