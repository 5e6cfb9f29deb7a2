# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What it takes to adopt: a share of a base, met strictly or not (RULES, "Majority").

Everything is integers and `Fraction`; percentages exist only for display. Yes and base are in one
unit: heads or weights, never a mixture.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from assembly.errors import ImpossibleCounts, UnknownRule, UnsoundNumber
from assembly.voting.rules.exact import Exact, next_step
from assembly.voting.rules.tally import Tally

CUSTOM = "custom"
_SHARE = re.compile(r"([0-9]{1,9})(?:/([0-9]{1,9}))?", re.ASCII)


class Strictness(StrEnum):
    """Whether exactly the share is enough."""

    MORE_THAN = "more_than"
    AT_LEAST = "at_least"


class Base(StrEnum):
    """What the share is taken of."""

    YES_NO = "yes_no"
    CAST = "cast"
    PRESENT = "present"
    ENTITLED = "entitled"


@dataclass(frozen=True, slots=True)
class Roll:
    """Everybody on the frozen roll, and those of them present at opening, in the tally's unit.

    None where a number is not known: only a rule that needs it is then refused. The step is the
    smallest difference between two counts: 1 for heads, 1/100 for weights with two decimals.
    """

    entitled: Exact | None = None
    present: Exact | None = None
    step: Exact = 1

    def __post_init__(self) -> None:
        if min(self.entitled or 0, self.present or 0) < 0 or self.step <= 0:
            raise UnsoundNumber("The numbers of a roll are never negative.", what="roll")
        if self.entitled is not None and (self.present or 0) > self.entitled:
            raise ImpossibleCounts(
                f"More are present ({self.present}) than entitled ({self.entitled}).",
                what="present",
            )


@dataclass(frozen=True, slots=True)
class Majority:
    """One rule. Its `name` is its preset, or `custom`."""

    name: str
    share: Fraction
    strictness: Strictness
    base: Base

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise UnknownRule("A share lies above 0 and is at most 1.", share=str(self.share))

    @property
    def is_possible(self) -> bool:
        """Whether any counts could adopt. More than everything never can."""
        return self.share < 1 or self.strictness is Strictness.AT_LEAST

    def base_of(self, tally: Tally, roll: Roll) -> Exact:
        """The number the share is taken of. Refuses where the roll does not give it."""
        match self.base:
            case Base.YES_NO:
                return tally.expressed
            case Base.CAST:
                return tally.cast
            case Base.PRESENT:
                return _given(roll.present, "present")
            case Base.ENTITLED:
                return _given(roll.entitled, "entitled")

    def is_met(self, yes: Exact, base: Exact) -> bool:
        """yes against share × base. A base of zero never adopts; exactly half is no majority."""
        if base == 0 or not self.is_possible:
            return False
        threshold = self.share * base
        return yes > threshold if self.strictness is Strictness.MORE_THAN else yes >= threshold

    def needed_yes(self, tally: Tally, roll: Roll) -> Exact | None:
        """The smallest yes, in the roll's steps, that would adopt with the other counts unchanged.

        Where yes ballots are part of the base (`yes_no`, `cast`), one more raises the base too:
        yes > s(yes + rest) ⇔ yes > s·rest / (1 − s). None where no number would do, as for
        unanimity against a no.
        """
        base = self.base_of(tally, roll)
        if not self.is_possible:
            return None
        if self.base in {Base.PRESENT, Base.ENTITLED}:
            if base == 0:
                return None
            threshold = self.share * base
        else:
            rest = base - tally.yes
            if self.share == 1:
                return None if rest else roll.step
            threshold = self.share * rest / (1 - self.share)
        beyond = self.strictness is Strictness.MORE_THAN
        return max(next_step(threshold, roll.step, beyond=beyond), roll.step)


def _given(number: Exact | None, what: str) -> Exact:
    if number is None:
        raise UnsoundNumber(f"The rule needs a number that is not given: {what}.", what=what)
    return number


HALF = Fraction(1, 2)

PRESETS: dict[str, Majority] = {
    rule.name: rule
    for rule in (
        Majority("simple", HALF, Strictness.MORE_THAN, Base.YES_NO),
        Majority("absolute_cast", HALF, Strictness.MORE_THAN, Base.CAST),
        Majority("absolute_present", HALF, Strictness.MORE_THAN, Base.PRESENT),
        Majority("absolute_entitled", HALF, Strictness.MORE_THAN, Base.ENTITLED),
        Majority("two_thirds", Fraction(2, 3), Strictness.AT_LEAST, Base.YES_NO),
        Majority("three_quarters", Fraction(3, 4), Strictness.AT_LEAST, Base.YES_NO),
        Majority("four_fifths", Fraction(4, 5), Strictness.AT_LEAST, Base.YES_NO),
        Majority("unanimity", Fraction(1), Strictness.AT_LEAST, Base.YES_NO),
    )
}


def preset(name: str, base: Base | None = None) -> Majority:
    """The named rule, of its own base or another; `UnknownRule` with the names there are."""
    if name not in PRESETS:
        raise UnknownRule(f"There is no rule called {name!r}.", presets=sorted(PRESETS))
    return PRESETS[name] if base is None else replace(PRESETS[name], base=base)


def read_share(text: str) -> Fraction:
    """The fraction written "3/5", above 0 and at most 1; else `UnknownRule`."""
    found = _SHARE.fullmatch(text)
    if found is None or int(found[2] or 1) == 0:
        raise UnknownRule('A share is written as a fraction, such as "3/5".', share=text[:40])
    share = Fraction(int(found[1]), int(found[2] or 1))
    if not 0 < share <= 1:
        raise UnknownRule("A share lies above 0 and is at most 1.", share=str(share))
    return share


def write_share(share: Fraction) -> str:
    """As in "3/5", in lowest terms; the whole is "1/1"."""
    return f"{share.numerator}/{share.denominator}"
