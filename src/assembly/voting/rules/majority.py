# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What it takes to adopt: a share of a base, met strictly or not (RULES, "Majority").

Everything is integers and `Fraction`; percentages exist only for display.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from assembly.errors import UnknownRule
from assembly.voting.rules.tally import Tally


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
    """Heads on the frozen roll, and those of them present at opening."""

    entitled: int
    present: int


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
        if self.share == 1 and self.strictness is Strictness.MORE_THAN:
            raise UnknownRule("More than everything can never be met.", share="1")

    def base_of(self, tally: Tally, roll: Roll) -> int:
        """The number the share is taken of."""
        match self.base:
            case Base.YES_NO:
                return tally.yes + tally.no
            case Base.CAST:
                return tally.cast
            case Base.PRESENT:
                return roll.present
            case Base.ENTITLED:
                return roll.entitled

    def is_met(self, yes: int, base: int) -> bool:
        """yes against share × base. A base of zero never adopts; exactly half is no majority."""
        if base == 0:
            return False
        threshold = self.share * base
        return yes > threshold if self.strictness is Strictness.MORE_THAN else yes >= threshold

    def needed_yes(self, tally: Tally, roll: Roll) -> int | None:
        """The smallest number of yes ballots that would adopt, the other counts unchanged.

        Where yes ballots are part of the base (`yes_no`, `cast`), one more raises the base too:
        yes > s(yes + rest) ⇔ yes > s·rest / (1 − s). None where no number would do, as for
        unanimity against a no.
        """
        if self.base in {Base.PRESENT, Base.ENTITLED}:
            base = self.base_of(tally, roll)
            if base == 0:
                return None
            threshold = self.share * base
        else:
            rest = self.base_of(tally, roll) - tally.yes
            if self.share == 1:
                return None if rest else 1
            threshold = self.share * rest / (1 - self.share)
        least = floor(threshold) + 1 if self.strictness is Strictness.MORE_THAN else ceil(threshold)
        return max(least, 1)


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


def preset(name: str) -> Majority:
    """The named rule, or `UnknownRule` with the names there are."""
    if name not in PRESETS:
        raise UnknownRule(f"There is no rule called {name!r}.", presets=sorted(PRESETS))
    return PRESETS[name]
