# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Score voting: each ballot gives points to options, within a range; the most points win.

An option left blank was not scored: it gets no points from that ballot. With `sum` (the default)
that is the same as 0. With `mean` the ballot does not enter that option's mean at all, so an option
few people know can win; the record says on how many ballots each was scored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Self

from assembly.errors import UnsoundQuestion
from assembly.voting.rules.methods.method import (
    Election,
    Fault,
    Ground,
    Method,
    Question,
    fill,
    ranks_by,
    unsound,
    whole,
)
from assembly.voting.rules.methods.tie import Asked, Lots
from assembly.voting.rules.methods.told import Told, is_whole
from assembly.voting.rules.methods.words import say, sentences

FARTHEST = 1000

Scores = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """Points of each option, the ballots that scored it, and the number that decides.

    `values` are the sums or the means; an option nobody scored has none.
    """

    stage: int
    points: Mapping[str, Fraction]
    scored: Mapping[str, Fraction]
    values: Mapping[str, Fraction]
    total: Fraction
    blank: Fraction


@dataclass(frozen=True, slots=True)
class Score(Method[Scores, Stage, Stage]):
    """Whole points from `lowest` to `highest`, added up or averaged."""

    name: ClassVar[str] = "score"
    lowest: int = 0
    highest: int = 5
    by: str = "sum"

    @classmethod
    def configured(cls, question: Question, settings: Told) -> Self:  # noqa: ARG003
        """Settings: `lowest`, `highest`, and `by` sum or mean."""
        lowest = settings.whole("lowest", 0, -FARTHEST, FARTHEST)
        highest = settings.whole("highest", 5, -FARTHEST, FARTHEST)
        if lowest >= highest:
            raise UnsoundQuestion("The lowest score lies below the highest.")
        return cls(lowest, highest, settings.one_of("by", ("sum", "mean"), "sum"))

    def validate(self, question: Question, ballot: object) -> Scores:
        """An object of ids and whole points, into the order of the options. {} is blank."""
        if not isinstance(ballot, Mapping):
            raise unsound(Fault.WRONG_TYPE)
        given: dict[str, int] = {}
        for id_, points in ballot.items():
            if not is_whole(points):
                raise unsound(Fault.WRONG_TYPE)
            if not self.lowest <= points <= self.highest:
                raise unsound(Fault.SCORE_OUT_OF_RANGE)
            given[question.known(id_)] = points
        return tuple((id_, given[id_]) for id_ in question.ids if id_ in given)

    def count(self, question: Question, papers: Mapping[Scores, Fraction]) -> Stage:
        """Sums, ballots and values in the order of the options."""
        many, scale = whole(papers)
        sums, ballots = dict.fromkeys(question.ids, 0), dict.fromkeys(question.ids, 0)
        for scores, weight in many.items():
            for id_, given in scores:
                sums[id_] += given * weight
                ballots[id_] += weight
        points = {id_: Fraction(some, scale) for id_, some in sums.items()}
        scored = {id_: Fraction(some, scale) for id_, some in ballots.items()}
        values = {
            id_: points[id_] / scored[id_] if self.by == "mean" else points[id_]
            for id_ in question.ids
            if scored[id_]
        }
        blank = papers.get((), Fraction(0))
        total = sum(papers.values(), Fraction(0)) - blank
        return Stage(1, points, scored, values, total, blank)

    def decide(self, question: Question, count: Stage, seed: str) -> Election[Stage]:
        """Options that nobody scored are ranked last and never elected."""
        lots, ranking = Lots(seed), ranks_by(count.values)
        elected = fill(ranking, question.seats, lots, stage=1, asked=Asked.ELECTED)
        unscored = tuple(id_ for id_ in question.ids if id_ not in count.values)
        return Election(
            Ground.DECIDED if elected else Ground.NOBODY_DECIDED,
            elected,
            (),
            (*ranking, unscored) if unscored else ranking,
            count.total + count.blank,
            count.blank,
            (count,),
            lots.ties,
        )

    def explain(self, question: Question, election: Election[Stage], language: str) -> str:
        """The points or the mean of each winner."""
        stage = election.stages[0]

        def describe(id_: str) -> str:
            return say(
                language,
                self.by,
                label=question.label(id_),
                points=stage.values[id_],
                scored=stage.scored[id_],
                total=stage.total,
            )

        return sentences(question, election, language, describe)
