# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Single transferable vote, by the weighted inclusive Gregory method of Scottish councils.

The rules are those of the Scottish Local Government Elections Order 2007 (SSI 2007/42), schedule 1,
rules 45 to 52: quota = votes / (seats + 1), fraction dropped, plus 1; whoever reaches it is
elected; the largest surplus goes first, all papers of that candidate moving on at surplus / votes
of the value at which they came, to five decimal places (any remainder is lost); without a surplus
the last one is excluded and the papers move on at the value they had; when as many are left as
there are seats, they are elected. Ties look back to the most recent earlier stage, then to the lot.

`exact` drops nothing instead of computing to five places. Its fractions double their length with
every surplus, so it is for at most eight seats.

Two things stand beside the Order. Candidates without any vote are excluded together where enough
remain, which moves no paper. And with weights the quota is still a whole number of votes, so
scaling all weights may change who is elected.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import ClassVar, Self

from assembly.errors import UnsoundQuestion
from assembly.voting.rules.methods.instant_runoff import Count, count_rankings
from assembly.voting.rules.methods.method import Election, Ground, Method, Question
from assembly.voting.rules.methods.ranking import Ranking, read_ranking, weight_of
from assembly.voting.rules.methods.told import Told
from assembly.voting.rules.methods.transfer import Hall, Stage
from assembly.voting.rules.methods.words import say, sentences

PLACES = 10**5
MOST_EXACT_SEATS = 8


@dataclass(frozen=True, slots=True)
class SingleTransferableVote(Method[Ranking, Count, Stage]):
    """`values` have five decimal places, as the Order says, or are kept exact."""

    name: ClassVar[str] = "stv"
    values: str = "five_places"

    @classmethod
    def configured(cls, question: Question, settings: Told) -> Self:
        """Setting: `values` five_places or exact."""
        values = settings.one_of("values", ("five_places", "exact"), "five_places")
        if values == "exact" and question.seats > MOST_EXACT_SEATS:
            raise UnsoundQuestion(f"Exact values are for at most {MOST_EXACT_SEATS} seats.")
        return cls(values)

    def validate(self, question: Question, ballot: object) -> Ranking:
        """A list of ids, the first preference first; it may stop anywhere."""
        return read_ranking(question, ballot)

    def count(self, question: Question, papers: Mapping[Ranking, Fraction]) -> Count:  # noqa: ARG002
        """The papers themselves: each stage depends on the one before."""
        return count_rankings(papers)

    def decide(self, question: Question, count: Count, seed: str) -> Election[Stage]:
        """Stage by stage. The ranking: the elected in their order, the rest, the excluded last."""
        total = Fraction(weight_of(count.papers), count.scale)
        ballots = total + count.blank
        if not total:
            return Election(
                Ground.NOBODY_DECIDED, (), (), (question.ids,), ballots, count.blank, (), ()
            )
        quota = floor(total / (question.seats + 1)) + 1
        hall = Hall(question, count, quota, None if self.values == "exact" else PLACES, seed)
        hall.run()
        return Election(
            Ground.DECIDED,
            hall.elected,
            (),
            hall.ranking(),
            ballots,
            count.blank,
            tuple(hall.stages),
            hall.lots.ties,
        )

    def explain(self, question: Question, election: Election[Stage], language: str) -> str:
        """The votes of each when elected, and the quota."""
        if not election.stages:
            return sentences(question, election, language, question.label)
        at = {id_: stage for stage in election.stages for id_ in stage.elected}

        def describe(id_: str) -> str:
            stage = at[id_]
            return say(
                language,
                "seat",
                label=question.label(id_),
                votes=stage.votes[id_],
                stage=stage.stage,
            )

        more = say(
            language,
            "quota",
            quota=election.stages[0].quota,
            total=election.ballots - election.blank,
            seats=question.seats,
        )
        return sentences(question, election, language, describe, more)
