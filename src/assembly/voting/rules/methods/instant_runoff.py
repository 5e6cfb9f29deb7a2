# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Instant runoff (the alternative vote): the last one leaves until one has more than half.

Half of the votes that remain: a paper whose every choice has left is exhausted and counts no more.
Of several with the fewest votes the one with fewer at the most recent earlier count leaves, else
the lot says who (the same order as for `stv`). Options without any vote leave together, which
moves no paper.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Self

from assembly.voting.rules.methods.method import (
    Election,
    Ground,
    Method,
    Question,
    Ranks,
    ranks_by,
    whole,
)
from assembly.voting.rules.methods.ranking import (
    Pile,
    Ranking,
    deal,
    read_ranking,
    weight_of,
    without_votes,
)
from assembly.voting.rules.methods.tie import Asked, Lots
from assembly.voting.rules.methods.told import Told
from assembly.voting.rules.methods.words import say, sentences


@dataclass(frozen=True, slots=True)
class Stage:
    """One count: votes of those still in, papers exhausted so far, and who leaves after it.

    votes + exhausted = the ballots that are not blank, at every stage.
    """

    stage: int
    votes: Mapping[str, Fraction]
    total: Fraction
    exhausted: Fraction
    excluded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """The papers, in units of 1/scale, with the blank ones apart."""

    papers: tuple[tuple[Ranking, int], ...]
    scale: int
    blank: Fraction


def count_rankings(papers: Mapping[Ranking, Fraction]) -> Count:
    """The papers of a count by transfer."""
    many, scale = whole({ranking: some for ranking, some in papers.items() if ranking})
    return Count(tuple(sorted(many.items())), scale, papers.get((), Fraction(0)))


@dataclass(frozen=True, slots=True)
class InstantRunoff(Method[Ranking, Count, Stage]):
    """It has no settings."""

    name: ClassVar[str] = "instant_runoff"

    @classmethod
    def configured(cls, question: Question, settings: Told) -> Self:  # noqa: ARG003
        """One seat; no settings."""
        question.one_seat(cls.name)
        return cls()

    def validate(self, question: Question, ballot: object) -> Ranking:
        """A list of ids, the first preference first; it may stop anywhere."""
        return read_ranking(question, ballot)

    def count(self, question: Question, papers: Mapping[Ranking, Fraction]) -> Count:  # noqa: ARG002
        """The papers themselves: each count depends on who left before."""
        return count_rankings(papers)

    def decide(self, question: Question, count: Count, seed: str) -> Election[Stage]:
        """The ranking: the winner, those still in by their votes, then who left, last first."""
        lots, total = Lots(seed), weight_of(count.papers)
        ballots = Fraction(total, count.scale) + count.blank
        if not total:
            return Election(
                Ground.NOBODY_DECIDED, (), (), (question.ids,), ballots, count.blank, (), ()
            )
        stages: list[Stage] = []
        dealt = deal(count.papers, question.ids)
        piles: dict[str, Pile] = {id_: dealt.get(id_, []) for id_ in question.ids}
        exhausted = 0
        while True:
            held = {id_: weight_of(pile) for id_, pile in piles.items()}
            remaining = total - exhausted
            ahead = max(held, key=held.__getitem__)
            over = held[ahead] * 2 > remaining
            votes = {id_: Fraction(many, count.scale) for id_, many in held.items()}
            leaving = () if over else _leaving(votes, stages, lots)
            stages.append(
                Stage(
                    len(stages) + 1,
                    votes,
                    Fraction(remaining, count.scale),
                    Fraction(exhausted, count.scale),
                    leaving,
                )
            )
            if over:
                break
            moving = [paper for id_ in leaving for paper in piles.pop(id_)]
            for to, pile in deal(moving, piles).items():
                if to:
                    piles[to] = piles[to] + pile
                else:
                    exhausted += weight_of(pile)
        ranking = _ranking(ahead, stages)
        return Election(
            Ground.DECIDED,
            (ahead,),
            (),
            ranking,
            ballots,
            count.blank,
            tuple(stages),
            lots.ties,
        )

    def explain(self, question: Question, election: Election[Stage], language: str) -> str:
        """The winner's votes in the last count, of those that remained."""

        def describe(id_: str) -> str:
            last = election.stages[-1]
            return say(
                language,
                "round",
                label=question.label(id_),
                votes=last.votes[id_],
                total=last.total,
                stage=last.stage,
            )

        return sentences(question, election, language, describe)


def _leaving(votes: Mapping[str, Fraction], stages: list[Stage], lots: Lots) -> tuple[str, ...]:
    """All without a vote, else the one with the fewest."""
    if nobodys := without_votes(votes):
        return tuple(nobodys)
    fewest = min(votes.values())
    last = [id_ for id_, many in votes.items() if many == fewest]
    earlier = [stage.votes for stage in stages]
    return (lots.one_of(last, earlier, stage=len(stages) + 1, asked=Asked.EXCLUDED),)


def _ranking(winner: str, stages: list[Stage]) -> Ranks:
    others = {id_: many for id_, many in stages[-1].votes.items() if id_ != winner}
    left = tuple(stage.excluded for stage in reversed(stages) if stage.excluded)
    return ((winner,), *ranks_by(others), *left)
