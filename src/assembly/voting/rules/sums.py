# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""From ballots by class to what is decided on: heads, weights, and each college apart.

A class is a weight and a college: what travels with a ballot. Whoever has the roll and the ballots
of each class gets the same sums, so the count, the record and `assembly verify` add up alike.
"""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from fractions import Fraction

from assembly.voting.rules.college import College
from assembly.voting.rules.exact import Exact, exactly
from assembly.voting.rules.majority import Roll
from assembly.voting.rules.outcome import Rule, Verdict, decide
from assembly.voting.rules.quorum import Heads
from assembly.voting.rules.sentence import sentences
from assembly.voting.rules.tally import Tally

Class = tuple[Fraction, str | None]
NOBODY = Tally(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many of one class are on the roll, and how many of them count as present."""

    entitled: int
    present: int


@dataclass(frozen=True, slots=True)
class Weights:
    """A part of the roll and its ballots, counted in weights."""

    entitled: Exact
    present: Exact
    tally: Tally


@dataclass(frozen=True, slots=True)
class Sum:
    """A part of the roll and its ballots: heads always, weights where the roll has weights."""

    entitled: int
    present: int
    tally: Tally
    weights: Weights | None

    @property
    def deciding(self) -> Tally:
        """The counts in the unit that decides."""
        return self.tally if self.weights is None else self.weights.tally

    def roll(self, step: Exact) -> Roll:
        """This part of the roll in the unit that decides."""
        part = self.weights or self
        return Roll(part.entitled, part.present, step)


@dataclass(frozen=True, slots=True)
class Sums:
    """The whole and each college by name. The step is that of the roll's weights, 1 for heads."""

    whole: Sum
    colleges: Mapping[str, Sum]
    step: Exact

    @property
    def weighted(self) -> bool:
        """Whether somebody's weight is not one."""
        return self.whole.weights is not None


def add_up(
    roll: Mapping[Class, Standing], ballots: Iterable[tuple[Class, Tally]], step: Exact
) -> Sums:
    """The sums of these ballots on this roll. Weights count as soon as one on the roll is not 1."""
    cast = list(ballots)
    weighted = any(weight != 1 for weight, _ in roll)
    names = sorted({college for _, college in roll if college is not None})
    return Sums(
        _sum(roll, cast, weighted=weighted),
        {
            name: _sum(
                {one: heads for one, heads in roll.items() if one[1] == name},
                [(one, tally) for one, tally in cast if one[1] == name],
                weighted=weighted,
            )
            for name in names
        },
        step if weighted else 1,
    )


def decide_sums(rule: Rule, sums: Sums) -> Verdict:
    """The verdict: in weights where the roll has weights; a quorum in heads unless it says so."""
    whole = sums.whole
    return decide(
        whole.deciding,
        whole.roll(sums.step),
        rule,
        heads=Heads(whole.entitled, whole.present, whole.tally.ballots, whole.tally.expressed),
        colleges={
            name: College(part.deciding, part.roll(sums.step))
            for name, part in sorted(sums.colleges.items())
        },
    )


def say(rule: Rule, sums: Sums, verdict: Verdict) -> dict[str, str]:
    """The sentence in every language, with the counts that decided."""
    return sentences(verdict, sums.whole.deciding, rule, weighted=sums.weighted)


def _sum(roll: Mapping[Class, Standing], cast: list[tuple[Class, Tally]], *, weighted: bool) -> Sum:
    return Sum(
        entitled=sum(heads.entitled for heads in roll.values()),
        present=sum(heads.present for heads in roll.values()),
        tally=together(tally for _, tally in cast),
        weights=Weights(
            exactly(sum((one[0] * heads.entitled for one, heads in roll.items()), Fraction(0))),
            exactly(sum((one[0] * heads.present for one, heads in roll.items()), Fraction(0))),
            together(_times(tally, one[0]) for one, tally in cast),
        )
        if weighted
        else None,
    )


def together(tallies: Iterable[Tally]) -> Tally:
    """All of them as one."""
    counts = [astuple(tally) for tally in tallies] or [astuple(NOBODY)]
    return Tally(*(exactly(sum(column, 0)) for column in zip(*counts, strict=True)))


def _times(tally: Tally, weight: Fraction) -> Tally:
    return Tally(*(exactly(count * weight) for count in astuple(tally)))
