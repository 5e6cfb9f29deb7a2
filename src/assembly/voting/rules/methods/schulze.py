# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Schulze method: compare every two options, and follow chains of victories.

M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
single-winner election method", Social Choice and Welfare 36 (2011), with strength by winning votes
(its section 2.2): of two victories the one with more votes for it is stronger, and of those with
equally many the one with fewer against it. A path is as strong as its weakest victory. An option
wins when no other has a stronger path to it than it has back; whoever wins every comparison wins.
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
    Ranks,
    fill,
    unsound,
    whole,
)
from assembly.voting.rules.methods.tie import Asked, Lots
from assembly.voting.rules.methods.told import Told
from assembly.voting.rules.methods.words import say, sentences

Matrix = list[list[int]]
Strengths = list[list[tuple[int, int]]]
NO_PATH = (0, 0)
"""Weaker than every victory, which has more votes for it than nothing."""


@dataclass(frozen=True, slots=True)
class Strength:
    """The weakest victory of a path: votes for it and against it."""

    for_: Fraction
    against: Fraction


@dataclass(frozen=True, slots=True)
class Stage:
    """`preferred[a][b]`: ballots with a above b. `paths[a][b]`: the strongest path, or None.

    `wins_all` is the option that wins every comparison, if there is one.
    """

    stage: int
    preferred: Mapping[str, Mapping[str, Fraction]]
    paths: Mapping[str, Mapping[str, Strength | None]]
    wins_all: str | None
    winners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """Ballots with one option above the other, in units of 1/scale, in the order of the options."""

    preferred: Matrix
    scale: int
    ballots: Fraction
    blank: Fraction


@dataclass(frozen=True, slots=True)
class Schulze(Method[Ranks, Count, Stage]):
    """It has no settings."""

    name: ClassVar[str] = "schulze"

    @classmethod
    def configured(cls, question: Question, settings: Told) -> Self:  # noqa: ARG003
        """One seat; no settings."""
        question.one_seat(cls.name)
        return cls()

    def validate(self, question: Question, ballot: object) -> Ranks:
        """A list of ids or of lists of equal ids, first to last. Those missing are last, equal."""
        if not isinstance(ballot, list):
            raise unsound(Fault.WRONG_TYPE)
        told = [rank if isinstance(rank, list) else [rank] for rank in ballot]
        ranks = [[question.known(id_) for id_ in rank] for rank in told]
        named = [id_ for rank in ranks for id_ in rank]
        if len(set(named)) < len(named):
            raise unsound(Fault.DUPLICATE_OPTION)
        ranks.append([id_ for id_ in question.ids if id_ not in named])
        kept = tuple(tuple(sorted(rank, key=question.ids.index)) for rank in ranks if rank)
        return kept if len(kept) > 1 else ()

    def count(self, question: Question, papers: Mapping[Ranks, Fraction]) -> Count:
        """Every comparison. A ballot with all options in one rank prefers nothing: it is blank."""
        place = {id_: i for i, id_ in enumerate(question.ids)}
        preferred = [[0] * len(place) for _ in place]
        many, scale = whole(papers)
        for ranks, weight in many.items():
            below = [place[id_] for rank in ranks for id_ in rank]
            for rank in ranks:
                del below[: len(rank)]
                for id_ in rank:
                    row = preferred[place[id_]]
                    for other in below:
                        row[other] += weight
        total = sum(papers.values(), Fraction(0))
        return Count(preferred, scale, total, papers.get((), Fraction(0)))

    def decide(self, question: Question, count: Count, seed: str) -> Election[Stage]:
        """Of several winners the lot takes one. The ranking takes the winners away and repeats."""
        lots, ids = Lots(seed), question.ids
        if count.ballots == count.blank:
            return Election(
                Ground.NOBODY_DECIDED, (), (), (ids,), count.ballots, count.blank, (), ()
            )
        strengths = _strongest_paths(count.preferred)
        ranking: list[tuple[str, ...]] = []
        left = list(range(len(ids)))
        while left:
            best = [a for a in left if all(strengths[b][a] <= strengths[a][b] for b in left)]
            ranking.append(tuple(ids[a] for a in best))
            left = [a for a in left if a not in best]
        stage = _record(ids, count, strengths, ranking[0])
        elected = fill(ranking, 1, lots, stage=1, asked=Asked.ELECTED)
        return Election(
            Ground.DECIDED,
            elected,
            (),
            tuple(ranking),
            count.ballots,
            count.blank,
            (stage,),
            lots.ties,
        )

    def explain(self, question: Question, election: Election[Stage], language: str) -> str:
        """Whether the winner wins every comparison, and the closest one or the closest path."""
        if not election.elected or len(question.options) == 1:
            return sentences(question, election, language, question.label)
        stage, winner = election.stages[0], election.elected[0]
        others = [id_ for id_ in question.ids if id_ != winner]
        key = "condorcet" if stage.wins_all == winner else "paths"
        told: Mapping[str, tuple[Fraction, Fraction]] = {
            id_: (stage.preferred[winner][id_], stage.preferred[id_][winner])
            if stage.wins_all == winner
            else (_for(stage.paths[winner][id_]), _for(stage.paths[id_][winner]))
            for id_ in others
        }
        rival = min(others, key=lambda id_: told[id_][0] - told[id_][1])
        more = say(
            language,
            key,
            label=question.label(winner),
            rival=question.label(rival),
            for_=told[rival][0],
            against=told[rival][1],
        )
        return sentences(question, election, language, question.label, more)


def _for(strength: Strength | None) -> Fraction:
    return strength.for_ if strength else Fraction(0)


def _strongest_paths(preferred: Matrix) -> Strengths:
    """Floyd and Warshall's algorithm, over (votes for, −votes against)."""
    every = range(len(preferred))
    paths = [
        [
            (preferred[a][b], -preferred[b][a]) if preferred[a][b] > preferred[b][a] else NO_PATH
            for b in every
        ]
        for a in every
    ]
    for middle in every:
        for start in every:
            for end in every:
                if len({start, middle, end}) == 3:  # noqa: PLR2004 - three different options
                    through = min(paths[start][middle], paths[middle][end])
                    paths[start][end] = max(paths[start][end], through)
    return paths


def _record(
    ids: tuple[str, ...], count: Count, strengths: Strengths, winners: tuple[str, ...]
) -> Stage:
    def exact(many: int) -> Fraction:
        return Fraction(many, count.scale)

    every = range(len(ids))
    all_won = [
        a
        for a in every
        if all(count.preferred[a][b] > count.preferred[b][a] for b in every if b != a)
    ]
    return Stage(
        1,
        {ids[a]: {ids[b]: exact(count.preferred[a][b]) for b in every if b != a} for a in every},
        {
            ids[a]: {
                ids[b]: None
                if strengths[a][b] == NO_PATH
                else Strength(exact(strengths[a][b][0]), exact(-strengths[a][b][1]))
                for b in every
                if b != a
            }
            for a in every
        },
        ids[all_won[0]] if all_won else None,
        winners,
    )
