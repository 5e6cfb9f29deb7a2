# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Deciding: a pure function of the tally, the roll and the rule.

A tie under a `more_than 1/2` rule does not adopt. Nobody voting, or all abstaining where
abstentions are no part of the base, does not adopt.
"""

from dataclasses import dataclass
from enum import StrEnum

from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.rules.majority import HALF, Majority, Roll, Strictness
from assembly.voting.rules.tally import Tally


class Ground(StrEnum):
    """Why the outcome is what it is."""

    MAJORITY_MET = "majority_met"
    MAJORITY_NOT_MET = "majority_not_met"
    TIE = "tie"
    NOBODY_DECIDED = "nobody_decided"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome with what carries it. `margin` is yes − needed_yes, ≥ 0 exactly when adopted.

    `needed_yes` and `margin` are None where no number of yes ballots would adopt.
    """

    outcome: Outcome
    ground: Ground
    base: int
    needed_yes: int | None
    margin: int | None


def decide(tally: Tally, roll: Roll, rule: Majority) -> Verdict:
    """The verdict. The same values always give the same verdict, whoever asks and whenever."""
    base = rule.base_of(tally, roll)
    needed = rule.needed_yes(tally, roll)
    if rule.is_met(tally.yes, base):
        outcome, ground = Outcome.ADOPTED, Ground.MAJORITY_MET
    else:
        outcome = Outcome.NOT_ADOPTED
        if base == 0:
            ground = Ground.NOBODY_DECIDED
        elif _is_tie(tally.yes, base, rule):
            ground = Ground.TIE
        else:
            ground = Ground.MAJORITY_NOT_MET
    margin = None if needed is None else tally.yes - needed
    return Verdict(outcome, ground, base, needed, margin)


def _is_tie(yes: int, base: int, rule: Majority) -> bool:
    return rule.strictness is Strictness.MORE_THAN and rule.share == HALF and yes * 2 == base
