# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A rule as JSON: what people write, and what is stored and published.

**Written**: a preset, with a base if it is another than its own; or share, strictness and base:
`{"preset": "two_thirds"}`, `{"share": "3/5", "strictness": "more_than", "base": "cast"}`.

**Stored**: everything is there, so that a rule means the same when presets change:
`{"preset": "two_thirds", "share": "2/3", "strictness": "at_least", "base": "yes_no",
"quorum": null, "colleges": null}`. What `rule_document` gives, `read_rule` reads back.

In both, `colleges` is one rule for every college, or an object with a rule for each by name.
"""

from collections.abc import Mapping
from typing import Any

from assembly.errors import InvalidRequest, UnknownRule
from assembly.voting.rules.document import Keys
from assembly.voting.rules.exact import write_exact
from assembly.voting.rules.majority import (
    CUSTOM,
    PRESETS,
    Base,
    Majority,
    Strictness,
    preset,
    write_share,
)
from assembly.voting.rules.outcome import Rule
from assembly.voting.rules.quorum import CountedIn, Quorum, QuorumOf, Unmet

MAJORITY = ("preset", "share", "strictness", "base")
QUORUM = ("share", "number", "of", "unmet", "counted_in")


def rule_document(rule: Rule) -> dict[str, Any]:
    """The stored form: JSON with strings only, in a fixed order of keys."""
    colleges = rule.college_rule
    return {
        **_majority_document(rule.majority),
        "quorum": None if rule.quorum is None else _quorum_document(rule.quorum),
        "colleges": {name: _majority_document(each) for name, each in colleges.items()}
        if isinstance(colleges, Mapping)
        else colleges and _majority_document(colleges),
    }


def read_rule(document: object) -> Rule:
    """The rule in its stored form; refuses anything missing, unknown or contradictory."""
    keys = Keys.of(document, (*MAJORITY, "quorum", "colleges"))
    return Rule(
        _stored_majority({key: keys.values.get(key) for key in MAJORITY}, ""),
        read_quorum(keys.values["quorum"], "quorum") if keys.has("quorum") else None,
        read_college_rule(keys.values["colleges"], "colleges", _stored_majority)
        if keys.has("colleges")
        else None,
    )


def read_majority(document: object, place: str, further: tuple[str, ...] = ()) -> Majority:
    """The majority as people write it; `further` keys are for whoever asks."""
    keys = Keys.of(document, (*MAJORITY, *further), place)
    if not keys.has("preset"):
        return Majority(
            CUSTOM,
            keys.share("share"),
            keys.word("strictness", Strictness),
            keys.word("base", Base),
        )
    for key in ("share", "strictness"):
        if keys.has(key):
            raise UnknownRule(
                f"{keys.path(key)} and {keys.path('preset')}: give one or the other.",
                what=keys.path(key),
            )
    name = keys.text("preset")
    if name not in PRESETS:
        raise UnknownRule(
            f"{keys.path('preset')} is none of: {', '.join(PRESETS)}.", presets=sorted(PRESETS)
        )
    return preset(name, keys.word("base", Base) if keys.has("base") else None)


def read_college_rule(
    document: object, place: str, read: Any = read_majority
) -> Majority | dict[str, Majority]:
    """One rule for every college, or a rule for each: an object whose values are all objects."""
    if isinstance(document, dict) and document:
        if all(isinstance(value, dict) for value in document.values()):
            return {name: read(each, f"{place}.{name}") for name, each in document.items()}
        majority: Majority = read(document, place)
        return majority
    raise InvalidRequest(f"{place} is no rule for colleges.", what=place)


def read_quorum(document: object, place: str) -> Quorum:
    """Either a share or a number, and of whom; not adopted where it is unmet, unless it says so."""
    keys = Keys.of(document, QUORUM, place)
    if keys.has("share") == keys.has("number"):
        raise UnknownRule(f"{place}: give either a share or a number.", what=place)
    return Quorum(
        keys.share("share") if keys.has("share") else None,
        keys.number_or_none("number"),
        keys.word("of", QuorumOf),
        keys.word("unmet", Unmet, Unmet.NOT_ADOPTED),
        keys.word("counted_in", CountedIn, CountedIn.HEADS),
    )


def _stored_majority(document: object, place: str) -> Majority:
    keys = Keys.of(document, MAJORITY, place)
    majority = Majority(
        keys.text("preset"),
        keys.share("share"),
        keys.word("strictness", Strictness),
        keys.word("base", Base),
    )
    if majority.name != CUSTOM and majority != preset(majority.name, majority.base):
        raise UnknownRule(
            f"{keys.path('preset')} does not have this share and strictness.",
            what=keys.path("preset"),
        )
    return majority


def _majority_document(majority: Majority) -> dict[str, Any]:
    return {
        "preset": majority.name,
        "share": write_share(majority.share),
        "strictness": majority.strictness.value,
        "base": majority.base.value,
    }


def _quorum_document(quorum: Quorum) -> dict[str, Any]:
    size = (
        {"share": write_share(quorum.share)}
        if quorum.share is not None
        else {"number": write_exact(quorum.number or 0)}
    )
    return {
        **size,
        "of": quorum.of.value,
        "unmet": quorum.unmet.value,
        "counted_in": quorum.counted_in.value,
    }
