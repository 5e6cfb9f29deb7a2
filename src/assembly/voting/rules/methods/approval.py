# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Approval voting: each ballot names every option it can live with; the most named win.

S. J. Brams, P. C. Fishburn, "Approval Voting", American Political Science Review 72 (1978). With
more than one seat: the most approved fill them (block approval).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Self

from assembly.voting.rules.methods.method import (
    Election,
    Fault,
    Ground,
    Method,
    Question,
    fill,
    ranks_by,
    unsound,
)
from assembly.voting.rules.methods.tie import Asked, Lots
from assembly.voting.rules.methods.told import Told
from assembly.voting.rules.methods.words import say, sentences


@dataclass(frozen=True, slots=True)
class Stage:
    """On how many ballots each option was approved. `total` = ballots that approve of any."""

    stage: int
    approvals: Mapping[str, Fraction]
    total: Fraction
    blank: Fraction


@dataclass(frozen=True, slots=True)
class Approval(Method[tuple[str, ...], Stage, Stage]):
    """`most` approvals on a ballot, or as many as there are options."""

    name: ClassVar[str] = "approval"
    most: int | None = None

    @classmethod
    def configured(cls, question: Question, settings: Told) -> Self:
        """Setting: `most`, from 1 to the number of options."""
        if not settings.has("most"):
            return cls()
        return cls(settings.whole("most", None, 1, len(question.options)))

    def validate(self, question: Question, ballot: object) -> tuple[str, ...]:
        """A list of ids, into the order of the options. An empty list is blank."""
        if not isinstance(ballot, list):
            raise unsound(Fault.WRONG_TYPE)
        named = [question.known(id_) for id_ in ballot]
        if len(set(named)) < len(named):
            raise unsound(Fault.DUPLICATE_OPTION)
        if self.most is not None and len(named) > self.most:
            raise unsound(Fault.TOO_MANY)
        return tuple(id_ for id_ in question.ids if id_ in named)

    def count(self, question: Question, papers: Mapping[tuple[str, ...], Fraction]) -> Stage:
        """Approvals in the order of the options."""
        approvals = dict.fromkeys(question.ids, Fraction(0))
        for approved, weight in papers.items():
            for id_ in approved:
                approvals[id_] += weight
        blank = papers.get((), Fraction(0))
        return Stage(1, approvals, sum(papers.values(), Fraction(0)) - blank, blank)

    def decide(self, question: Question, count: Stage, seed: str) -> Election[Stage]:
        """Options that nobody approves of are ranked last and never elected."""
        lots, ranking = Lots(seed), ranks_by(count.approvals)
        named = [rank for rank in ranking if count.approvals[rank[0]] > 0]
        elected = fill(named, question.seats, lots, stage=1, asked=Asked.ELECTED)
        return Election(
            Ground.DECIDED if elected else Ground.NOBODY_DECIDED,
            elected,
            (),
            ranking,
            count.total + count.blank,
            count.blank,
            (count,),
            lots.ties,
        )

    def explain(self, question: Question, election: Election[Stage], language: str) -> str:
        """On how many of the ballots that approve of anything each winner stands."""
        stage = election.stages[0]

        def describe(id_: str) -> str:
            label, votes = question.label(id_), stage.approvals[id_]
            return say(language, "approved", label=label, votes=votes, total=stage.total)

        return sentences(question, election, language, describe)
