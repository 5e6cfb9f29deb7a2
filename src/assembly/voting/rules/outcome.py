# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Deciding: a pure function of the tally, the roll and the rule.

The quorum is looked at first, then the majority of the whole, then that of each college. A tie
under a `more_than 1/2` rule does not adopt. Nobody voting, or all abstaining where abstentions are
no part of the base, does not adopt.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assembly.errors import UnknownRule, UnsoundNumber
from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.rules.college import College, check_colleges
from assembly.voting.rules.exact import Exact, exactly
from assembly.voting.rules.majority import HALF, Majority, Roll, Strictness
from assembly.voting.rules.quorum import Heads, Quorum, QuorumCheck, Unmet, check_quorum, heads_of
from assembly.voting.rules.sound import require_sound
from assembly.voting.rules.tally import Tally


class Ground(StrEnum):
    """Why the outcome is what it is."""

    MAJORITY_MET = "majority_met"
    MAJORITY_NOT_MET = "majority_not_met"
    TIE = "tie"
    NOBODY_DECIDED = "nobody_decided"
    QUORUM_NOT_MET = "quorum_not_met"
    COLLEGE_NOT_MET = "college_not_met"


CollegeRule = Majority | Mapping[str, Majority] | None


@dataclass(frozen=True, slots=True)
class Rule:
    """Everything that is frozen at opening about how a voting decides.

    `college_rule` is one majority that every college must reach, or one for each college by name.
    """

    majority: Majority
    quorum: Quorum | None = None
    college_rule: CollegeRule = None

    def majority_in(self, college: str) -> Majority | None:
        """What this college must reach; None where colleges decide nothing."""
        if self.college_rule is None or isinstance(self.college_rule, Majority):
            return self.college_rule
        if college not in self.college_rule:
            raise UnknownRule(f"The rule says nothing about the college {college!r}.")
        return self.college_rule[college]


@dataclass(frozen=True, slots=True)
class CollegeVerdict:
    """One college against its own rule; `yes` is what it gave. A base of zero is not met."""

    name: str
    base: Exact
    needed_yes: Exact | None
    margin: Exact | None
    met: bool
    yes: Exact


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome with what carries it; None where a void voting has none.

    Base, `needed_yes` and `margin` are those of the whole, whatever the quorum and the colleges
    say: margin is yes − needed_yes, ≥ 0 exactly when the majority of the whole is met, both None
    where no number of yes ballots would do.
    """

    outcome: Outcome | None
    ground: Ground
    base: Exact
    needed_yes: Exact | None
    margin: Exact | None
    quorum: QuorumCheck | None = None
    colleges: tuple[CollegeVerdict, ...] = ()


def decide(
    tally: Tally,
    roll: Roll,
    rule: Rule | Majority,
    *,
    heads: Heads | None = None,
    colleges: Mapping[str, College] | None = None,
) -> Verdict:
    """The verdict. The same values always give the same verdict, whoever asks and whenever.

    `heads` are for a quorum that counts heads where the tally counts weights; else they follow from
    the tally and the roll. Refuses counts that cannot be (`UnsoundNumber`, `ImpossibleCounts`) and
    a rule about colleges without their counts (`UnknownRule`).
    """
    whole = as_rule(rule)
    require_sound(tally, roll)
    check_colleges(tally, roll, colleges or {})
    quorum = _quorum(whole.quorum, tally, roll, heads)
    base = whole.majority.base_of(tally, roll)
    needed = whole.majority.needed_yes(tally, roll)
    parts = _college_verdicts(whole, colleges or {})
    ground = _ground(whole.majority, tally.yes, base, quorum, parts)
    return Verdict(
        _outcome(whole, ground), ground, base, needed, _margin(tally.yes, needed), quorum, parts
    )


def as_rule(rule: Rule | Majority) -> Rule:
    """A majority alone is a rule without quorum and colleges."""
    return Rule(rule) if isinstance(rule, Majority) else rule


def _quorum(
    quorum: Quorum | None, tally: Tally, roll: Roll, heads: Heads | None
) -> QuorumCheck | None:
    if quorum is None:
        return None
    if quorum.in_weights:
        return check_quorum(quorum, heads_of(tally, roll), step=roll.step)
    if heads is None and roll.step != 1:
        raise UnsoundNumber(
            "The quorum counts heads and the voting counts weights: give the heads.", what="heads"
        )
    return check_quorum(quorum, heads or heads_of(tally, roll))


def _college_verdicts(rule: Rule, colleges: Mapping[str, College]) -> tuple[CollegeVerdict, ...]:
    if rule.college_rule is None:
        return ()
    if not colleges:
        raise UnknownRule("The rule asks for a majority in each college; no college is given.")
    if isinstance(rule.college_rule, Mapping):
        for name in rule.college_rule:
            if name not in colleges:
                raise UnknownRule(f"The counts of the college {name!r} are not given.")
    return tuple(_college_verdict(rule, name, part) for name, part in colleges.items())


def _college_verdict(rule: Rule, name: str, college: College) -> CollegeVerdict:
    majority = rule.majority_in(name) or rule.majority
    yes = college.tally.yes
    base = majority.base_of(college.tally, college.roll)
    needed = majority.needed_yes(college.tally, college.roll)
    return CollegeVerdict(name, base, needed, _margin(yes, needed), majority.is_met(yes, base), yes)


def _ground(
    majority: Majority,
    yes: Exact,
    base: Exact,
    quorum: QuorumCheck | None,
    colleges: tuple[CollegeVerdict, ...],
) -> Ground:
    if quorum is not None and not quorum.met:
        return Ground.QUORUM_NOT_MET
    if base == 0:
        return Ground.NOBODY_DECIDED
    if not majority.is_met(yes, base):
        return Ground.TIE if _is_tie(yes, base, majority) else Ground.MAJORITY_NOT_MET
    if not all(college.met for college in colleges):
        return Ground.COLLEGE_NOT_MET
    return Ground.MAJORITY_MET


def _is_tie(yes: Exact, base: Exact, rule: Majority) -> bool:
    return rule.strictness is Strictness.MORE_THAN and rule.share == HALF and yes * 2 == base


def _outcome(rule: Rule, ground: Ground) -> Outcome | None:
    if ground is Ground.MAJORITY_MET:
        return Outcome.ADOPTED
    void = rule.quorum is not None and rule.quorum.unmet is Unmet.VOID
    return None if void and ground is Ground.QUORUM_NOT_MET else Outcome.NOT_ADOPTED


def _margin(yes: Exact, needed: Exact | None) -> Exact | None:
    return None if needed is None else exactly(yes - needed)
