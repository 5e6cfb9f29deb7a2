# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A second opinion: libraries written by others, and rules written again, naively, for the test.

What they do differently is left out of the comparison, and each test says what that is.
"""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations
from typing import Any

import pyrankvote
import pytest
import votelib.convert
import votelib.evaluate.cardinal
import votelib.evaluate.condorcet
import votelib.evaluate.core
import votelib.evaluate.sequential
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.rules.methods.elections import (
    BALLOTS,
    GRADES,
    IDS,
    boxes,
    decide,
    weak_orders,
    whole_weights,
)

quick = settings(max_examples=50, deadline=None)


@st.composite
def contested(draw: st.DrawFn, *, least: int = 1) -> list[tuple[list[str], int]]:
    """Everybody is somebody's first, by numbers in which ties are rare; `least` are ranked."""
    box = []
    for first in [*IDS, *draw(st.lists(st.sampled_from(IDS), max_size=7))]:
        others = draw(st.permutations([id_ for id_ in IDS if id_ != first]))
        box.append(([first, *others[: draw(st.integers(least - 1, 4))]], draw(st.integers(1, 61))))
    return box


def counted(box, form):
    """Equal ballots together in another library's form; blank ones are left out."""
    found: Counter[Any] = Counter()
    for ballot, weight in box:
        if ballot:
            found[form(ballot)] += int(weight)
    return dict(found)


# ── votelib
@quick
@given(box=boxes("single_choice", whole_weights))
def test_plurality_is_votelibs(box):
    """Without ties for the seat."""
    election = decide("single_choice", box)
    assume(election.elected and not election.ties)
    votes = counted(box, lambda ballot: ballot)
    assert votelib.evaluate.core.Plurality().evaluate(votes, 1) == list(election.elected)


@quick
@given(box=boxes("approval", whole_weights), seats=st.integers(1, 3))
def test_approval_is_votelibs(box, seats):
    """Without ties, and where enough options are approved of to fill the seats."""
    election = decide("approval", box, seats=seats)
    assume(len(election.elected) == seats and not election.ties)
    sums = votelib.convert.ApprovalToSimpleVotes().convert(counted(box, frozenset))
    theirs = votelib.evaluate.core.Plurality().evaluate(sums, seats)
    assert set(theirs) == set(election.elected)
    stage = election.stages[0]
    assert sums == {id_: many for id_, many in stage.approvals.items() if many}


@quick
@given(box=boxes("score", whole_weights), by=st.sampled_from(["sum", "mean"]))
def test_score_is_votelibs(box, by):
    """Without ties. Its means are exact as ours; who is not scored is left out by both."""
    election = decide("score", box, settings={"by": by})
    assume(election.elected and not election.ties)
    votes = counted(box, lambda ballot: frozenset(ballot.items()))
    theirs = votelib.evaluate.cardinal.ScoreVoting(by).evaluate(votes, 1)
    assert theirs == list(election.elected)


@quick
@given(box=st.lists(st.tuples(weak_orders(), whole_weights), min_size=1, max_size=9))
def test_schulze_is_votelibs(box):
    """Its strengths know only the votes for a victory, ours also those against: where it has one
    winner so have we, the same. It does not know options that no ballot names: all are named.
    """
    box = [*box, ([list(IDS)], 1)]
    votes = counted(
        box,
        lambda ballot: tuple(
            frozenset(rank) if len(rank) > 1 else rank[0] for rank in ballot if rank
        ),
    )
    pairs = votelib.convert.RankedToCondorcetVotes().convert(votes)
    assume(pairs)
    every = dict.fromkeys(permutations(IDS, 2), 0) | pairs
    paths = votelib.evaluate.condorcet.Schulze.widest_paths(every)
    strongest = {
        one
        for one in IDS
        if all(
            paths.get((other, one), 0) <= paths.get((one, other), 0)
            for other in IDS
            if other != one
        )
    }
    election = decide("schulze", box)
    assert set(election.stages[0].winners) <= strongest
    if len(strongest) == 1:
        assert set(election.elected) == strongest
    for (one, other), strength in paths.items():
        ours = election.stages[0].paths[one][other]
        assert (ours.for_ if ours else 0) == strength


@quick
@given(box=contested(least=len(IDS)), seats=st.integers(1, 3))
def test_exact_stv_is_votelibs(box, seats):
    """Without ties, and where no two surpluses wait at once: it moves those together, and elected
    candidates go on receiving papers meanwhile. It drops nothing, so ours is told not to either.
    It takes the exhausted papers for a candidate, so every ballot ranks everybody.
    """
    election = decide("stv", box, seats=seats, settings={"values": "exact"})
    assume(election.elected and not election.ties)
    assume(all(len(stage.elected) <= 1 for stage in election.stages[:-1]))
    selector = votelib.evaluate.sequential.TransferableVoteSelector(quota_function="droop")
    theirs = selector.evaluate(counted(box, tuple), seats)
    assert set(theirs) == set(election.elected)


# ── pyrankvote
@quick
@given(box=contested())
def test_instant_runoff_is_pyrankvotes(box):
    """Without ties: it breaks them by second choices, or by chance. It counts in floats and takes
    exactly half for enough, so boxes in which somebody has exactly half are left out too.
    """
    election = decide("instant_runoff", box)
    assume(election.elected and not election.ties)
    for stage in election.stages:
        assume(all(many * 2 != stage.total for many in stage.votes.values()))
        assume(len(set(stage.votes.values())) == len(stage.votes))
    candidates = {id_: pyrankvote.Candidate(id_) for id_ in IDS}
    ballots = [
        pyrankvote.Ballot(ranked_candidates=[candidates[id_] for id_ in ballot])
        for ballot, many in box
        if ballot
        for _ in range(many)
    ]
    theirs = pyrankvote.instant_runoff_voting(list(candidates.values()), ballots)
    assert [winner.name for winner in theirs.get_winners()] == list(election.elected)


# ── written again
def middle_grades(grades: list[int]) -> Iterator[int]:
    """The book's rule, ballot by ballot: 0 is the best grade, so the lower middle is the higher."""
    left = sorted(grades)
    while left:
        yield left.pop(len(left) // 2)


@quick
@given(
    box=st.lists(st.tuples(BALLOTS["majority_judgment"], st.integers(1, 6)), min_size=1, max_size=9)
)
def test_majority_judgment_takes_the_middle_away_ballot_by_ballot(box):
    election = decide("majority_judgment", box)
    assume(election.elected)
    sequences = {
        id_: tuple(
            middle_grades(
                [GRADES.index(ballot[id_]) for ballot, many in box if ballot for _ in range(many)]
            )
        )
        for id_ in IDS
    }
    ranked = sorted(IDS, key=lambda id_: sequences[id_])
    assert [id_ for rank in election.ranking for id_ in rank] == ranked
    for parting in election.stages[0].partings:
        one, other = sequences[parting.among[0]], sequences[parting.among[-1]]
        place = next(i for i in range(len(one)) if one[i] != other[i])
        assert parting.removed == place
        assert {GRADES.index(grade) for grade in parting.grades.values()} == {
            one[place],
            other[place],
        }


@quick
@given(
    box=st.lists(st.tuples(BALLOTS["majority_judgment"], st.integers(1, 6)), min_size=1, max_size=9)
)
def test_the_majority_grades_are_votelibs(box):
    """Only the grades: it takes whole groups away where grades are equal, and may stop there."""
    election = decide("majority_judgment", box)
    assume(election.elected)
    points = {grade: -place for place, grade in enumerate(GRADES)}
    votes = counted(
        box, lambda ballot: frozenset((id_, points[grade]) for id_, grade in ballot.items())
    )
    medians = votelib.convert.ScoreToSimpleVotes(function="median_low").convert(votes)
    gauges = election.stages[0].gauges
    assert {id_: points[gauge.grade] for id_, gauge in gauges.items()} == medians


class Paper:
    """One paper of the naive count below: whose it is, and its value in 1/100,000."""

    def __init__(self, ranking: list[str]) -> None:
        self.ranking = ranking
        self.value = 100_000
        self.holder: str | None = ranking[0]


class Tied(Exception):
    """The naive count met a tie, also one of nobody's votes; it breaks none."""


class NaiveCount:
    """SSI 2007/42, rules 45 to 52, with one paper for each ballot."""

    def __init__(self, box: list[tuple[list[str], int]], seats: int) -> None:
        self.papers = [Paper(ranking) for ranking, many in box if ranking for _ in range(many)]
        self.seats = seats
        self.quota = (len(self.papers) // (seats + 1) + 1) * 100_000
        self.continuing, self.elected, self.waiting = set(IDS), set[str](), set[str]()
        self.votes = {
            id_: sum(paper.value for paper in self.papers if paper.holder == id_) for id_ in IDS
        }

    def run(self) -> set[str]:
        while True:
            for id_ in sorted(self.continuing):
                if self.votes[id_] >= self.quota:
                    self.continuing.remove(id_)
                    self.elected.add(id_)
                    self.waiting |= {id_} if self.votes[id_] > self.quota else set()
            if len(self.elected) == self.seats:
                return self.elected
            if len(self.elected) + len(self.continuing) <= self.seats:
                return self.elected | self.continuing
            if self.waiting:
                self.transfer(self.only(self.waiting, max(self.votes[w] for w in self.waiting)))
            else:
                least = min(self.votes[c] for c in self.continuing)
                self.exclude(self.only(self.continuing, least))

    def only(self, among: set[str], votes: int) -> str:
        found = [id_ for id_ in among if self.votes[id_] == votes]
        if len(found) > 1:
            raise Tied
        return found[0]

    def transfer(self, owner: str) -> None:
        surplus, total = self.votes[owner] - self.quota, self.votes[owner]
        self.waiting.remove(owner)
        self.votes[owner] = self.quota
        for paper in [paper for paper in self.papers if paper.holder == owner]:
            paper.value = surplus * paper.value // total
            self.move(paper)

    def exclude(self, owner: str) -> None:
        self.continuing.remove(owner)
        self.votes[owner] = 0
        for paper in [paper for paper in self.papers if paper.holder == owner]:
            self.move(paper)

    def move(self, paper: Paper) -> None:
        paper.holder = next((id_ for id_ in paper.ranking if id_ in self.continuing), None)
        if paper.holder:
            self.votes[paper.holder] += paper.value


@quick
@given(box=contested(), seats=st.integers(1, 4))
def test_stv_is_the_order_paper_by_paper(box, seats):
    count = NaiveCount(box, seats)
    try:
        elected = count.run()
    except Tied:
        assume(False)
    else:
        election = decide("stv", box, seats=seats)
        assert set(election.elected) == elected
        final = {id_: Fraction(many, 100_000) for id_, many in count.votes.items()}
        assert election.stages[-1].votes == final


def test_an_instant_runoff_with_a_thousand_random_like_ballots_is_redone_by_hand():
    """Every ranking of five a number of times that follows from its place: no ties, no chance."""
    box = [(list(order), 1 + place * place % 37) for place, order in enumerate(permutations(IDS))]
    left = list(IDS)
    while True:
        held: Counter[str] = Counter()
        for ballot, many in box:
            held[next(id_ for id_ in ballot if id_ in left)] += many
        best, most = held.most_common(1)[0]
        if most * 2 > sum(held.values()):
            break
        left.remove(min(left, key=lambda id_: held[id_]))
    election = decide("instant_runoff", box)
    assert election.elected == (best,)
    assert election.stages[-1].votes[best] == Fraction(most)
    assert election.ties == ()


@pytest.mark.parametrize("library", [votelib, pyrankvote])
def test_the_second_opinion_is_free_to_use(library):
    """Both are under the MIT licence, and only the tests need them."""
    from importlib.metadata import metadata

    assert "MIT" in str(metadata(library.__name__).get_all("Classifier"))
