# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Majority judgment: each ballot grades every option; the best middle grade wins.

M. Balinski, R. Laraki, "Majority Judgment" (MIT Press, 2011): the majority grade of an option is
the lower middle of its grades. Those with the same majority grade are told apart by taking one
majority grade away from each, again and again, until their majority grades differ.

Taking the middle away walks outwards from it (`middle.py`). Written so, the rule needs no loop over
ballots, and weights need not be whole; for whole ballots it is the rule of the book, one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from typing import ClassVar, Self

from assembly.errors import UnsoundQuestion
from assembly.voting.rules.methods.method import (
    Election,
    Fault,
    Ground,
    Method,
    Question,
    Ranks,
    fill,
    unsound,
    whole,
)
from assembly.voting.rules.methods.middle import depths, grade_at, walks
from assembly.voting.rules.methods.tie import Asked, Lots
from assembly.voting.rules.methods.told import Told, refuse
from assembly.voting.rules.methods.words import say, sentences

GRADES = ("excellent", "very_good", "good", "acceptable", "poor", "reject")
"""The six of the book, best first, where a question names none of its own."""
MOST_GRADES = 20

Grades = tuple[int, ...]
"""A place in the list of grades for each option in turn: 0 is the best. Empty is blank."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """An option's ballots by grade, best first; its majority grade; those above and below it."""

    counts: Mapping[str, Fraction]
    grade: str
    better: Fraction
    worse: Fraction


@dataclass(frozen=True, slots=True)
class Parting:
    """Where options with equal grades so far part: so many middle grades taken, then these.

    `removed` counts the ballots taken from the middle of each before the first difference.
    """

    among: tuple[str, ...]
    removed: Fraction
    grades: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stage:
    """The gauges, and how options with one majority grade were told apart."""

    stage: int
    gauges: Mapping[str, Gauge]
    partings: tuple[Parting, ...]
    total: Fraction
    blank: Fraction


@dataclass(frozen=True, slots=True)
class Count:
    """Ballots by grade for each option, best grade first."""

    grades: Mapping[str, tuple[Fraction, ...]]
    total: Fraction
    blank: Fraction


@dataclass(frozen=True, slots=True)
class MajorityJudgment(Method[Grades, Count, Stage]):
    """Where `ungraded` is worst, an option without a grade has the worst; else it is refused."""

    name: ClassVar[str] = "majority_judgment"
    grades: tuple[str, ...] = GRADES
    ungraded: str = "refused"

    @classmethod
    def configured(cls, question: Question, settings: Told) -> Self:  # noqa: ARG003
        """Settings: `grades`, best first, and `ungraded` refused or worst."""
        grades: tuple[str, ...] = GRADES
        if settings.has("grades"):
            told = settings.many("grades", MOST_GRADES)
            grades = tuple(word for word in told if isinstance(word, str) and word.strip())
            if len(grades) != len(told) or max(map(len, grades), default=0) > 60:  # noqa: PLR2004
                raise refuse(settings.at("grades"), "These must be texts of 1 to 60 characters.")
        if len(set(grades)) < len(grades) or len(grades) < 2:  # noqa: PLR2004
            raise UnsoundQuestion("There are at least two grades, and no two are the same.")
        return cls(grades, settings.one_of("ungraded", ("refused", "worst"), "refused"))

    def validate(self, question: Question, ballot: object) -> Grades:
        """An object of ids and grades. {} is blank, whatever is done with missing grades."""
        if not isinstance(ballot, Mapping):
            raise unsound(Fault.WRONG_TYPE)
        given: dict[str, int] = {}
        for id_, grade in ballot.items():
            if not isinstance(grade, str):
                raise unsound(Fault.WRONG_TYPE)
            if grade not in self.grades:
                raise unsound(Fault.UNKNOWN_GRADE)
            given[question.known(id_)] = self.grades.index(grade)
        if not given:
            return ()
        if len(given) < len(question.options) and self.ungraded == "refused":
            raise unsound(Fault.MISSING_GRADE)
        return tuple(given.get(id_, len(self.grades) - 1) for id_ in question.ids)

    def count(self, question: Question, papers: Mapping[Grades, Fraction]) -> Count:
        """Every option is graded on every ballot that is not blank."""
        many, scale = whole(papers)
        counts = [[0] * len(self.grades) for _ in question.ids]
        for given, weight in many.items():
            for row, grade in zip(counts, given, strict=bool(given)):
                row[grade] += weight
        blank = papers.get((), Fraction(0))
        by_option = {
            id_: tuple(Fraction(some, scale) for some in row)
            for id_, row in zip(question.ids, counts, strict=True)
        }
        return Count(by_option, sum(papers.values(), Fraction(0)) - blank, blank)

    def decide(self, question: Question, count: Count, seed: str) -> Election[Stage]:
        """Only options with exactly the same grades are left to the lot."""
        lots = Lots(seed)
        if not count.total:
            ranking: Ranks = (question.ids,)
            stage = Stage(1, {}, (), count.total, count.blank)
            elected: tuple[str, ...] = ()
        else:
            outwards = walks(count.grades, count.total)
            order = sorted(question.ids, key=lambda id_: outwards[id_])
            groups = groupby(order, key=lambda id_: outwards[id_])
            ranking = tuple(tuple(group) for _, group in groups)
            gauges = {id_: self._gauge(count, id_) for id_ in question.ids}
            steps = depths(count.grades, count.total)
            partings = self._partings(ranking, outwards, steps)
            stage = Stage(1, gauges, partings, count.total, count.blank)
            elected = fill(ranking, question.seats, lots, stage=1, asked=Asked.ELECTED)
        return Election(
            Ground.DECIDED if elected else Ground.NOBODY_DECIDED,
            elected,
            (),
            ranking,
            count.total + count.blank,
            count.blank,
            (stage,),
            lots.ties,
        )

    def _gauge(self, count: Count, id_: str) -> Gauge:
        row = count.grades[id_]
        middle = grade_at(row, count.total / 2, lower=True)
        return Gauge(
            dict(zip(self.grades, row, strict=True)),
            self.grades[middle],
            sum(row[:middle], Fraction(0)),
            sum(row[middle + 1 :], Fraction(0)),
        )

    def _partings(
        self, ranking: Ranks, outwards: Mapping[str, Grades], steps: list[Fraction]
    ) -> tuple[Parting, ...]:
        """For each two neighbours in the ranking with one majority grade: where they part."""
        found: list[Parting] = []
        for above, below in pairwise(ranking):
            one, other = outwards[above[0]], outwards[below[0]]
            if one[0] != other[0]:
                continue
            place = next(
                i for i, pair in enumerate(zip(one, other, strict=True)) if len({*pair}) > 1
            )
            among = (*above, *below)
            grades = {id_: self.grades[outwards[id_][place]] for id_ in among}
            removed = 2 * steps[place // 2] + place % 2
            found.append(Parting(among, removed, grades))
        return tuple(found)

    def explain(self, question: Question, election: Election[Stage], language: str) -> str:
        """The majority grade of each winner, and how many ballots were above and below it."""
        gauges = election.stages[0].gauges

        def describe(id_: str) -> str:
            gauge = gauges[id_]
            return say(
                language,
                "grade",
                label=question.label(id_),
                grade=gauge.grade,
                better=gauge.better,
                worse=gauge.worse,
            )

        return sentences(question, election, language, describe)
