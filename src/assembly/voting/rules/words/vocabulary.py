# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a language must bring to say how an assembly decided.

A template's blanks are in braces. Where one and many differ there are two templates, the first for
exactly one. No sentence begins with a number that stands alone for a word: 0 is written 0.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from assembly.voting.rules.majority import Base, Strictness
from assembly.voting.rules.quorum import QuorumOf

OneMany = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Unit:
    """How the language speaks of heads, or of weights."""

    base: dict[Base, str]
    """After a share: "of the votes for and against"."""
    reached: dict[Base, OneMany]
    """How many of how many were for, by whether {yes} is one: {yes}, {base}."""
    only: dict[Base, tuple[str, str]]
    """The same where the base is one: it was for, it was not. Empty for weights."""
    needed: str
    """{needed}"""
    against: OneMany
    """{rest}: what stands against the yes votes among yes and no."""
    others: OneMany
    """{rest}: what stands beside the yes votes among all ballots cast."""
    counts: str
    """{counts}: the list of all counts."""
    entitled: str
    """After the share of a quorum: "of those entitled to vote"."""
    everybody: str
    """In place of the share of a quorum that is the whole."""
    quorum_number: OneMany
    """{number}: the number of a quorum, in place of a share."""
    took_part: dict[QuorumOf, OneMany]
    """{reached} of {entitled}, by whether {reached} is one."""
    took_part_alone: dict[QuorumOf, OneMany]
    """{reached}, where nobody knows how many are entitled."""


@dataclass(frozen=True, slots=True)
class Words:
    """One language."""

    point: str
    """What stands before decimals."""
    void: str
    """In place of an outcome's label."""
    share: Callable[[Fraction, Strictness], str]
    """As in "more than half", "at least two thirds", "unanimity"."""
    heads: Unit
    weights: Unit
    whole: str
    """{label}, {why}"""
    tie: str
    """{reached}, {needed}, {rule}"""
    decided: str
    """{reached}, {needed}, {rule}"""
    unreachable: str
    """{reached}, {rule}"""
    nobody: dict[Base, str]
    nobody_needed: str
    """{nobody}, {needed}, {rule}"""
    nobody_unreachable: str
    """{nobody}, {rule}"""
    quorum_not_met: str
    """{check}"""
    quorum_met: str
    """{check}"""
    quorum_check: str
    """{took_part}, {required}, {rule}"""
    quorum_check_number: str
    """{took_part}, {required}"""
    quorum_of: dict[QuorumOf, str]
    """{least}: who must take part."""
    at_least: str
    """{number}"""
    voided: str
    """What follows where the quorum is not met and the voting is void."""
    college_not_met: OneMany
    """{names}"""
    in_the_whole: str
    """{why}"""
    in_college: str
    """{name}, {why}"""
    quoted: str
    """{name}"""
    conjunction: str
    counted: tuple[str, str, str, str, str]
    """yes, no, abstain, blank, invalid: {n}"""
    condition: str
    """{rule}"""
    condition_quorum: str
    """{quorum}"""
    otherwise_not_adopted: str
    otherwise_void: str
    condition_each: str
    """{rule}"""
    condition_college: str
    """{name}, {rule}"""
    rule_quorum: str
    """{quorum}"""
    rule_each: str
    """{rule}"""
    rule_college: str
    """{name}, {rule}"""
