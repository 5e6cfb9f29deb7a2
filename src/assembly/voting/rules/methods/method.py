# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The shape every method has: validate a ballot, count, decide, explain.

A method is a frozen value: its class is the rule, its fields are the settings. It counts papers,
which are ballots in their normal form with how many say so, as exact fractions, so the order of
ballots cannot matter. Chance decides only where a seat, a place in the second round or the next
step hangs on it; elsewhere the ranking shows equals as equals.
"""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import ClassVar, Generic, Self, TypeVar

from assembly.errors import UnsoundBallot, UnsoundQuestion
from assembly.voting.rules.methods.tie import Asked, Lots, Tie
from assembly.voting.rules.methods.told import Told

MOST_OPTIONS = 200

B = TypeVar("B", bound=Hashable)
C = TypeVar("C")
S = TypeVar("S")


class Fault(StrEnum):
    """Why a ballot cannot be counted."""

    WRONG_TYPE = "wrong_type"
    UNKNOWN_OPTION = "unknown_option"
    DUPLICATE_OPTION = "duplicate_option"
    TOO_MANY = "too_many"
    SCORE_OUT_OF_RANGE = "score_out_of_range"
    UNKNOWN_GRADE = "unknown_grade"
    MISSING_GRADE = "missing_grade"


_SAID = {
    Fault.WRONG_TYPE: "The ballot does not have the form of this method.",
    Fault.UNKNOWN_OPTION: "The ballot names an option that is not offered.",
    Fault.DUPLICATE_OPTION: "The ballot names an option twice.",
    Fault.TOO_MANY: "The ballot names more options than it may.",
    Fault.SCORE_OUT_OF_RANGE: "The ballot gives a score outside the range.",
    Fault.UNKNOWN_GRADE: "The ballot gives a grade that is not offered.",
    Fault.MISSING_GRADE: "The ballot does not grade every option.",
}


def unsound(fault: Fault) -> UnsoundBallot:
    """The refusal for this fault. It never repeats what the ballot says."""
    return UnsoundBallot(_SAID[fault], fault=fault.value)


class Ground(StrEnum):
    """Why the election ends as it does."""

    DECIDED = "decided"
    SECOND_ROUND = "second_round"
    NOBODY_DECIDED = "nobody_decided"


@dataclass(frozen=True, slots=True)
class Option:
    """What may be chosen: a stable id, and a label in the assembly's own words."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is put to the assembly, and how many seats or places it fills."""

    options: tuple[Option, ...]
    seats: int = 1

    def __post_init__(self) -> None:
        if not 1 <= len(self.options) <= MOST_OPTIONS:
            raise UnsoundQuestion(f"A question offers 1 to {MOST_OPTIONS} options.")
        if len(set(self.ids)) < len(self.options):
            raise UnsoundQuestion("Two options have the same id.")
        if not 1 <= self.seats <= len(self.options):
            raise UnsoundQuestion("There are as many seats as options, or fewer, and at least one.")

    @property
    def ids(self) -> tuple[str, ...]:
        """The options in the order in which they are offered."""
        return tuple(option.id for option in self.options)

    def label(self, id_: str) -> str:
        """The words of an option."""
        return next(option.label for option in self.options if option.id == id_)

    def known(self, value: object) -> str:
        """The option this names. Refused as `wrong_type` or `unknown_option`."""
        if not isinstance(value, str):
            raise unsound(Fault.WRONG_TYPE)
        if value not in self.ids:
            raise unsound(Fault.UNKNOWN_OPTION)
        return value

    def one_seat(self, method: str) -> None:
        """Nothing when one seat is filled; the methods that know only one winner ask it."""
        if self.seats > 1:
            raise UnsoundQuestion(f"{method} fills one seat; for more, take stv or approval.")


Ranks = tuple[tuple[str, ...], ...]
"""From first to last; those in one rank are equal."""


@dataclass(frozen=True, slots=True)
class Election(Generic[S]):
    """What was decided, with everything that carries it.

    `ballots` = all that were counted, of which `blank` expressed nothing. `elected` may be shorter
    than the seats: an option that nobody supports is not elected by approval, score or plurality.
    """

    ground: Ground
    elected: tuple[str, ...]
    second_round: tuple[str, ...]
    ranking: Ranks
    ballots: Fraction
    blank: Fraction
    stages: tuple[S, ...]
    ties: tuple[Tie, ...]


class Method(ABC, Generic[B, C, S]):
    """One way to come from ballots to an election. B: normal form, C: count, S: stage record."""

    name: ClassVar[str]

    @classmethod
    @abstractmethod
    def configured(cls, question: Question, settings: Told) -> Self:
        """The method with these settings, fit for this question. Reads only its own keys."""

    @abstractmethod
    def validate(self, question: Question, ballot: object) -> B:
        """The normal form, equal for ballots that say the same; else `UnsoundBallot`."""

    @abstractmethod
    def count(self, question: Question, papers: Mapping[B, Fraction]) -> C:
        """The numbers that decide."""

    @abstractmethod
    def decide(self, question: Question, count: C, seed: str) -> Election[S]:
        """A pure function of the question, the count and the seed of the lot."""

    @abstractmethod
    def explain(self, question: Question, election: Election[S], language: str) -> str:
        """What was decided, in one or a few plain sentences with the numbers."""


def gather(ballots: Iterable[tuple[B, Fraction]]) -> dict[B, Fraction]:
    """Equal ballots together."""
    papers: dict[B, Fraction] = {}
    for ballot, weight in ballots:
        papers[ballot] = papers.get(ballot, Fraction(0)) + weight
    return papers


def whole(papers: Mapping[B, Fraction]) -> tuple[dict[B, int], int]:
    """The same papers in integers, and by how much they were multiplied: 1 without weights."""
    scale = lcm(*(weight.denominator for weight in papers.values()))
    return {ballot: int(weight * scale) for ballot, weight in papers.items()}, scale


def ranks_by(values: Mapping[str, Fraction]) -> Ranks:
    """The highest value first, equal values in one rank, in the order in which they came."""
    found: dict[Fraction, list[str]] = {}
    for option, value in values.items():
        found.setdefault(value, []).append(option)
    return tuple(tuple(found[value]) for value in sorted(found, reverse=True))


def fill(
    ranks: Sequence[Sequence[str]], places: int, lots: Lots, *, stage: int, asked: Asked
) -> tuple[str, ...]:
    """The first `places` of these ranks; a rank that does not fit whole is cut by lot."""
    taken: list[str] = []
    for rank in ranks:
        if len(taken) == places:
            break
        taken += lots.favour(rank, places - len(taken), stage=stage, asked=asked)
    return tuple(taken)
