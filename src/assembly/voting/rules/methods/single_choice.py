# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Single choice: each ballot names one option.

`relative`: the most votes win; with more seats each ballot still names one (single
non-transferable vote). `absolute`: more than half of the votes for options win; exactly half does
not. Without such a winner there is a second round, decided as `relative` among those who enter it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Self

from assembly.errors import UnsoundQuestion
from assembly.voting.rules.methods.method import (
    Election,
    Ground,
    Method,
    Question,
    fill,
    ranks_by,
)
from assembly.voting.rules.methods.tie import Asked, Lots
from assembly.voting.rules.methods.told import Told
from assembly.voting.rules.methods.words import names, say, sentences

ENTER = 2


@dataclass(frozen=True, slots=True)
class Stage:
    """Votes for each option. `total` = their sum, `blank` stands beside it."""

    stage: int
    votes: Mapping[str, Fraction]
    total: Fraction
    blank: Fraction


@dataclass(frozen=True, slots=True)
class SingleChoice(Method[str | None, Stage, Stage]):
    """`majority` relative or absolute; `edge`: who of those tied for second place enters."""

    name: ClassVar[str] = "single_choice"
    majority: str = "relative"
    edge: str | None = None

    @classmethod
    def configured(cls, question: Question, settings: Told) -> Self:
        """Settings: `majority` relative or absolute; with absolute, `edge` lot or all."""
        majority = settings.one_of("majority", ("relative", "absolute"), "relative")
        if majority == "relative":
            return cls()
        question.one_seat("single_choice with an absolute majority")
        return cls(majority, settings.one_of("edge", ("lot", "all"), "lot"))

    def validate(self, question: Question, ballot: object) -> str | None:
        """The option's id; null is blank."""
        return None if ballot is None else question.known(ballot)

    def count(self, question: Question, papers: Mapping[str | None, Fraction]) -> Stage:
        """Votes in the order of the options."""
        votes = {id_: papers.get(id_, Fraction(0)) for id_ in question.ids}
        return Stage(1, votes, sum(votes.values(), Fraction(0)), papers.get(None, Fraction(0)))

    def decide(self, question: Question, count: Stage, seed: str) -> Election[Stage]:
        """Options without a vote are ranked last, never elected, and enter no second round."""
        lots, ranking = Lots(seed), ranks_by(count.votes)
        voted = [rank for rank in ranking if count.votes[rank[0]] > 0]
        elected: tuple[str, ...] = ()
        second: tuple[str, ...] = ()
        absolute = self.majority == "absolute"
        if absolute and voted and count.votes[voted[0][0]] * 2 <= count.total:
            second = self._entering(voted, lots)
        else:
            elected = fill(voted, question.seats, lots, stage=1, asked=Asked.ELECTED)
        ground = Ground.DECIDED if elected else Ground.NOBODY_DECIDED
        return Election(
            Ground.SECOND_ROUND if second else ground,
            elected,
            second,
            ranking,
            count.total + count.blank,
            count.blank,
            (count,),
            lots.ties,
        )

    def _entering(self, voted: list[tuple[str, ...]], lots: Lots) -> tuple[str, ...]:
        """The top two. All who are tied at the edge enter, or the lot says who does."""
        if self.edge != "all":
            return fill(voted, ENTER, lots, stage=1, asked=Asked.ENTERS_SECOND_ROUND)
        entering: tuple[str, ...] = ()
        for rank in voted:
            if len(entering) < ENTER:
                entering += rank
        return entering

    def explain(self, question: Question, election: Election[Stage], language: str) -> str:
        """Who has how many votes, or who meets in the second round."""
        stage = election.stages[0]

        def describe(id_: str) -> str:
            label, votes = question.label(id_), stage.votes[id_]
            return say(language, "votes", label=label, votes=votes, total=stage.total)

        if election.ground is Ground.SECOND_ROUND:
            who = names(question, election.second_round)
            more = say(language, "second_round", total=stage.total, who=who)
            return sentences(question, election, language, describe, more)
        return sentences(question, election, language, describe)


def second_round(question: Question, first: Election[Stage]) -> tuple[SingleChoice, Question]:
    """The method and the question of the second round; refused where the first one decided."""
    if first.ground is not Ground.SECOND_ROUND:
        raise UnsoundQuestion("The first round left nothing to a second one.")
    entering = tuple(option for option in question.options if option.id in first.second_round)
    return SingleChoice(), Question(entering)
