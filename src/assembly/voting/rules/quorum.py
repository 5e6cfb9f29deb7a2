# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many must take part for a decision to stand (RULES, "Quorum").

A quorum counts heads unless it says weights, and then it counts weights on both sides. Who takes
part is not asked what they say: whether it is met never depends on yes against no.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from assembly.errors import ImpossibleCounts, UnknownRule, UnsoundNumber
from assembly.voting.rules.exact import Exact, next_step
from assembly.voting.rules.majority import Roll
from assembly.voting.rules.tally import Tally


class QuorumOf(StrEnum):
    """Who counts towards it: those present at opening, all who voted, or those for and against."""

    PRESENT = "present"
    VOTED = "voted"
    EXPRESSED = "expressed"


class Unmet(StrEnum):
    """What follows where it is not met: not adopted, or no outcome at all."""

    NOT_ADOPTED = "not_adopted"
    VOID = "void"


class CountedIn(StrEnum):
    """The unit of both sides."""

    HEADS = "heads"
    WEIGHTS = "weights"


@dataclass(frozen=True, slots=True)
class Quorum:
    """Either a share of all who are entitled, or a number."""

    share: Fraction | None
    number: Exact | None
    of: QuorumOf
    unmet: Unmet = Unmet.NOT_ADOPTED
    counted_in: CountedIn = CountedIn.HEADS

    def __post_init__(self) -> None:
        if (self.share is None) == (self.number is None):
            raise UnknownRule("A quorum is either a share or a number.")
        if self.share is not None and not 0 < self.share <= 1:
            raise UnknownRule("A share lies above 0 and is at most 1.", share=str(self.share))
        if self.number is not None and self.number < 0:
            raise UnknownRule("The number of a quorum is never negative.")
        if self.number is not None and self.number.denominator != 1 and not self.in_weights:
            raise UnknownRule("A quorum that counts heads is a whole number.")

    @property
    def in_weights(self) -> bool:
        """Whether weights stand on both sides."""
        return self.counted_in is CountedIn.WEIGHTS


@dataclass(frozen=True, slots=True)
class Heads:
    """The numbers a quorum is held against. None where one is not known.

    Voted is everybody whose ballot is in the box, blank and invalid papers included; expressed is
    yes and no together.
    """

    entitled: Exact | None = None
    present: Exact | None = None
    voted: Exact | None = None
    expressed: Exact | None = None

    def __post_init__(self) -> None:
        for less, more in (("expressed", "voted"), ("voted", "entitled"), ("present", "entitled")):
            small, large = getattr(self, less), getattr(self, more)
            if small is not None and small < 0:
                raise UnsoundNumber(f"{less} is never negative.", what=less)
            if small is not None and large is not None and small > large:
                raise ImpossibleCounts(
                    f"{less} ({small}) is more than {more} ({large}).", what=less
                )


@dataclass(frozen=True, slots=True)
class QuorumCheck:
    """What was required and reached; met when reached is no less.

    `entitled` is what a sentence measures them against, None where it is not known.
    """

    required: Exact
    reached: Exact
    met: bool
    entitled: Exact | None = None


def heads_of(tally: Tally, roll: Roll) -> Heads:
    """The numbers that follow from the counts: heads where heads were counted, else weights."""
    return Heads(roll.entitled, roll.present, tally.ballots, tally.expressed)


def check_quorum(quorum: Quorum, heads: Heads, *, step: Exact = 1) -> QuorumCheck:
    """Required is share × entitled rounded up to whole heads, or to the weights' `step`.

    Exactly the required number is enough. Refuses where a number it needs is not known.
    """
    reached = _known(getattr(heads, quorum.of.value), quorum.of.value)
    if quorum.number is not None:
        required = quorum.number
    else:
        share = (quorum.share or 0) * _known(heads.entitled, "entitled")
        required = next_step(share, step, beyond=False)
    return QuorumCheck(required, reached, reached >= required, heads.entitled)


def _known(number: Exact | None, what: str) -> Exact:
    if number is None:
        raise UnsoundNumber(f"The quorum needs a number that is not given: {what}.", what=what)
    return number
