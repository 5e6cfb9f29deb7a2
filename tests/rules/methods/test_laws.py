# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Laws that hold for every box: of all methods together, and of some alone."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assembly.voting.rules.methods.method import Ground
from assembly.voting.rules.methods.registry import METHODS
from tests.rules.methods.elections import (
    BALLOTS,
    IDS,
    SEED,
    boxes,
    decide,
    question_of,
    rankings,
    renamed,
    seats_for,
    weak_orders,
    whole_weights,
)

every_method = pytest.mark.parametrize("method", METHODS)
quick = settings(max_examples=25, deadline=None)


# ── of all methods
@every_method
@quick
@given(data=st.data())
def test_the_order_of_ballots_never_matters(method, data):
    box, seats = data.draw(boxes(method)), data.draw(seats_for(method))
    shuffled = data.draw(st.permutations(box))
    assert decide(method, box, seats=seats) == decide(method, shuffled, seats=seats)


@every_method
@quick
@given(data=st.data())
def test_one_ballot_of_weight_two_is_two_ballots(method, data):
    box, seats = data.draw(boxes(method)), data.draw(seats_for(method))
    halves = [(ballot, weight / 2) for ballot, weight in box] * 2
    assert decide(method, box, seats=seats) == decide(method, halves, seats=seats)


@pytest.mark.parametrize("method", [name for name in METHODS if name != "stv"])
@quick
@given(data=st.data(), times=st.sampled_from([2, 7, 100]))
def test_scaling_every_count_keeps_who_is_elected(method, data, times):
    """Not promised by stv, whose quota is a whole number and whose values have five places."""
    box, seats = data.draw(boxes(method)), data.draw(seats_for(method))
    scaled = [(ballot, weight * times) for ballot, weight in box]
    one, other = (decide(method, some, seats=seats) for some in (box, scaled))
    assert (one.elected, one.ranking, one.ties) == (other.elected, other.ranking, other.ties)


@every_method
@quick
@given(data=st.data())
def test_no_option_is_favoured_for_its_name_or_its_place(method, data):
    box, seats = data.draw(boxes(method)), data.draw(seats_for(method))
    names = dict(zip(IDS, data.draw(st.permutations(IDS)), strict=True))
    one = decide(method, box, seats=seats)
    other = decide(
        method,
        [(renamed(ballot, names), weight) for ballot, weight in box],
        ids=data.draw(st.permutations(IDS)),
        seats=seats,
    )
    if all(tie.lot is None for tie in one.ties):
        assert {names[id_] for id_ in one.elected} == set(other.elected)
        assert [{names[id_] for id_ in rank} for rank in one.ranking] == [
            set(rank) for rank in other.ranking
        ]


UNANIMOUS = {
    "single_choice": "c",
    "approval": ["c"],
    "score": {"c": 5, "a": 1},
    "majority_judgment": {id_: "good" if id_ == "c" else "fair" for id_ in IDS},
    "instant_runoff": ["c", "a"],
    "schulze": ["c", "a"],
    "stv": ["c", "a"],
}


@every_method
@given(many=st.integers(1, 50))
def test_whom_everybody_prefers_is_elected(method, many):
    election = decide(method, [(UNANIMOUS[method], many)])
    assert election.elected == ("c",)
    assert election.ties == ()


@every_method
@quick
@given(data=st.data())
def test_every_option_is_ranked_once_and_no_seat_is_filled_twice(method, data):
    box, seats = data.draw(boxes(method)), data.draw(seats_for(method))
    election = decide(method, box, seats=seats)
    assert sorted(id_ for rank in election.ranking for id_ in rank) == sorted(IDS)
    assert len(set(election.elected)) == len(election.elected) <= seats
    assert election.ballots == sum(weight for _, weight in box)
    assert (election.ground is Ground.NOBODY_DECIDED) == (election.ballots == election.blank)


@every_method
@quick
@given(data=st.data())
def test_without_a_lot_the_seed_changes_nothing(method, data):
    box, seats = data.draw(boxes(method)), data.draw(seats_for(method))
    one = decide(method, box, seats=seats)
    if all(tie.lot is None for tie in one.ties):
        assert one == decide(method, box, seats=seats, seed="b7" * 32)


@every_method
@quick
@given(data=st.data(), seed=st.sampled_from([SEED, "00" * 32, "b7" * 32]))
def test_the_same_seed_decides_the_same_again(method, data, seed):
    box = data.draw(boxes(method))
    assert decide(method, box, seed=seed) == decide(method, list(box), seed=seed)


@every_method
def test_a_box_of_blank_ballots_elects_nobody(method):
    blanks: dict[str, Any] = {"single_choice": None, "score": {}, "majority_judgment": {}}
    blank = blanks.get(method, [])
    election = decide(method, [(blank, 3)])
    assert election.ground is Ground.NOBODY_DECIDED
    assert not election.elected
    assert election.ballots == election.blank == 3
    assert decide(method, []).ground is Ground.NOBODY_DECIDED


@every_method
@quick
@given(data=st.data())
def test_every_sentence_is_whole_in_every_language(method, data):
    box, seats = data.draw(boxes(method)), data.draw(seats_for(method))
    election = decide(method, box, seats=seats)
    question = question_of(seats=seats)
    rule = METHODS[method]()
    for language in ("nl", "fr", "de", "en"):
        words = rule.explain(question, election, language)
        assert words.endswith(".")
        assert "{" not in words
        assert election.ground is Ground.NOBODY_DECIDED or all(
            question.label(id_) in words for id_ in election.elected
        )


# ── of ranked methods
@quick
@given(box=st.lists(st.tuples(weak_orders(), whole_weights), min_size=1, max_size=9))
def test_who_wins_every_comparison_wins_under_schulze(box):
    election = decide("schulze", box)
    for stage in election.stages:
        for id_ in IDS:
            row = stage.preferred[id_]
            if all(row[other] > stage.preferred[other][id_] for other in row):
                assert election.elected == (id_,) == (stage.wins_all,)
                assert election.ties == ()


@quick
@given(box=boxes("schulze"))
def test_no_path_to_a_schulze_winner_is_stronger_than_the_one_back(box):
    for stage in decide("schulze", box).stages:
        for winner in stage.winners:
            for other, back in stage.paths[winner].items():
                to = stage.paths[other][winner]
                assert to is None or (
                    back is not None and (back.for_, -back.against) >= (to.for_, -to.against)
                )


@quick
@given(box=boxes("instant_runoff"))
def test_first_on_more_than_half_of_the_ballots_wins_an_instant_runoff(box):
    marked = [(ballot, weight) for ballot, weight in box if ballot]
    total = sum((weight for _, weight in marked), Fraction(0))
    for id_ in IDS:
        if 2 * sum(weight for ballot, weight in marked if ballot[0] == id_) > total:
            election = decide("instant_runoff", box)
            assert election.elected == (id_,)
            assert len(election.stages) == 1


@quick
@given(box=boxes("instant_runoff"))
def test_no_vote_is_lost_between_the_counts_of_an_instant_runoff(box):
    election = decide("instant_runoff", box)
    for stage in election.stages:
        assert sum(stage.votes.values()) == stage.total
        assert stage.total + stage.exhausted == election.ballots - election.blank
    for one, next_ in pairwise(election.stages):
        assert set(one.votes) - set(one.excluded) == set(next_.votes)
        assert all(next_.votes[id_] >= one.votes[id_] for id_ in next_.votes)


@quick
@given(box=boxes("stv"), seats=st.integers(1, 4), values=st.sampled_from(["five_places", "exact"]))
def test_no_vote_is_lost_between_the_stages_of_stv(box, seats, values):
    election = decide("stv", box, seats=seats, settings={"values": values})
    valid = election.ballots - election.blank
    for stage in election.stages:
        assert sum(stage.votes.values()) + stage.exhausted + stage.lost == valid
        assert min(stage.votes.values()) >= 0
        assert values == "five_places" or stage.lost == 0
    for one, next_ in pairwise(election.stages):
        assert (next_.exhausted, next_.lost) >= (one.exhausted, one.lost)


@quick
@given(box=boxes("stv"), seats=st.integers(1, 4))
def test_stv_fills_every_seat_and_who_has_the_quota_first_is_elected_first(box, seats):
    election = decide("stv", box, seats=seats)
    if election.ground is Ground.NOBODY_DECIDED:
        return
    assert len(election.elected) == seats
    first = election.stages[0]
    assert set(first.elected) >= {id_ for id_, many in first.votes.items() if many >= first.quota}
    assert first.quota * (seats + 1) > election.ballots - election.blank


@quick
@given(box=st.lists(st.tuples(rankings, whole_weights), min_size=1, max_size=9), times=st.just(10))
def test_scaling_whole_ballots_under_stv_may_only_change_the_quota_downwards(box, times):
    """The caveat, said exactly: ten times the ballots have at most ten times the quota."""
    one, other = (
        decide("stv", [(ballot, weight * by) for ballot, weight in box], seats=2)
        for by in (1, times)
    )
    for small, large in zip(one.stages[:1], other.stages[:1], strict=True):
        assert large.quota <= times * small.quota


def test_a_solid_group_gets_its_seats_under_stv():
    """Two quotas of ballots behind three candidates elect two of them, however they rank them."""
    box = [(["a", "b", "c"], 20), (["c", "a", "b"], 18), (["b", "c", "a"], 4), (["d", "e"], 21)]
    election = decide("stv", box, seats=2)
    assert election.stages[0].quota == 22
    assert len({"a", "b", "c"} & set(election.elected)) >= 1
    election = decide("stv", [*box[:3], (["d"], 11), (["e"], 9)], seats=2)
    assert set(election.elected) < {"a", "b", "c"}


# ── of grades and points
@quick
@given(box=boxes("score"), more=BALLOTS["score"])
def test_five_points_more_never_hurt(box, more):
    before = decide("score", box)
    if not before.elected:
        return
    winner = before.elected[0]
    after = decide("score", [*box, ({**more, **dict.fromkeys(more, 0), winner: 5}, 1)])
    assert after.elected == before.elected


@quick
@given(box=boxes("majority_judgment"))
def test_half_of_the_ballots_grade_the_winner_at_least_as_the_record_says(box):
    for stage in decide("majority_judgment", box).stages:
        for gauge in stage.gauges.values():
            assert gauge.better * 2 <= stage.total
            assert gauge.worse * 2 < stage.total or gauge.worse == 0
            assert sum(gauge.counts.values()) == stage.total
