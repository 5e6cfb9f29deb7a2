# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who must take part: exactly the required number is enough, in heads and in weights."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.errors import ImpossibleCounts, UnknownRule, UnsoundNumber
from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.rules.majority import Roll, preset
from assembly.voting.rules.outcome import Ground, Rule, decide
from assembly.voting.rules.quorum import (
    CountedIn,
    Heads,
    Quorum,
    QuorumOf,
    Unmet,
    check_quorum,
)
from assembly.voting.rules.tally import Tally

HALF = Fraction(1, 2)
TALLY = Tally(30, 10, 9, blank=6, invalid=5)


@pytest.mark.parametrize(
    ("share", "number", "of", "entitled", "present", "required", "reached", "met"),
    [
        pytest.param(HALF, None, "present", 120, 60, 60, 60, True, id="exactly half are present"),
        pytest.param(HALF, None, "present", 120, 59, 60, 59, False, id="one below half"),
        pytest.param(HALF, None, "present", 121, 60, 61, 60, False, id="half of an odd number"),
        pytest.param(HALF, None, "present", 121, 61, 61, 61, True, id="rounded up, and reached"),
        pytest.param(HALF, None, "voted", 120, 60, 60, 60, True, id="every paper has voted"),
        pytest.param(HALF, None, "voted", 122, 60, 61, 60, False, id="one paper below"),
        pytest.param(
            Fraction(1, 3), None, "expressed", 120, 60, 40, 40, True, id="for and against alone"
        ),
        pytest.param(
            Fraction(1, 3), None, "expressed", 121, 60, 41, 40, False, id="one yes or no below"
        ),
        pytest.param(Fraction(1), None, "present", 60, 60, 60, 60, True, id="everybody"),
        pytest.param(None, 60, "present", None, 60, 60, 60, True, id="a number, reached"),
        pytest.param(None, 61, "present", None, 60, 61, 60, False, id="a number, one below"),
        pytest.param(None, 0, "voted", 120, 0, 0, 60, True, id="a quorum of nobody"),
        pytest.param(None, 200, "voted", 120, 60, 200, 60, False, id="more than there are"),
    ],
)
def test_the_quorum_is_held_against_those_it_names(
    share, number, of, entitled, present, required, reached, met
):
    rule = Rule(preset("simple"), Quorum(share, number, QuorumOf(of)))
    verdict = decide(TALLY, Roll(entitled, present), rule)
    assert verdict.quorum is not None
    assert (verdict.quorum.required, verdict.quorum.reached) == (required, reached)
    assert verdict.quorum.met is met
    assert verdict.ground is (Ground.MAJORITY_MET if met else Ground.QUORUM_NOT_MET)


@pytest.mark.parametrize(
    ("unmet", "outcome"), [(Unmet.NOT_ADOPTED, Outcome.NOT_ADOPTED), (Unmet.VOID, None)]
)
@pytest.mark.parametrize("tally", [Tally(9, 0, 0), Tally(5, 5, 0), Tally(0, 9, 0), Tally(0, 0, 0)])
def test_an_unmet_quorum_comes_before_every_other_ground(unmet, outcome, tally):
    rule = Rule(preset("simple"), Quorum(HALF, None, QuorumOf.PRESENT, unmet))
    verdict = decide(tally, Roll(120, 10), rule)
    assert (verdict.outcome, verdict.ground) == (outcome, Ground.QUORUM_NOT_MET)


def test_base_needed_and_margin_are_told_whatever_the_quorum_says():
    quorum = Quorum(HALF, None, QuorumOf.PRESENT, Unmet.VOID)
    verdict = decide(Tally(9, 1, 0), Roll(120, 10), Rule(preset("simple"), quorum))
    assert (verdict.base, verdict.needed_yes, verdict.margin) == (10, 2, 7)


def test_a_void_rule_whose_quorum_is_met_decides_as_any_other():
    rule = Rule(preset("simple"), Quorum(None, 3, QuorumOf.VOTED, Unmet.VOID))
    assert decide(Tally(1, 2, 0), Roll(9, 9), rule).outcome is Outcome.NOT_ADOPTED
    assert decide(Tally(2, 1, 0), Roll(9, 9), rule).outcome is Outcome.ADOPTED


WEIGHED = Tally(Fraction("60.25"), Fraction("30.5"), Fraction("0.25"))
SCALES = Roll(Fraction("182.01"), Fraction("91.01"), Fraction(1, 100))


def test_a_quorum_in_weights_is_rounded_up_to_their_step():
    quorum = Quorum(HALF, None, QuorumOf.VOTED, counted_in=CountedIn.WEIGHTS)
    check = decide(WEIGHED, SCALES, Rule(preset("simple"), quorum)).quorum
    assert check is not None
    assert (check.required, check.reached, check.met) == (Fraction("91.01"), 91, False)


def test_a_quorum_of_heads_is_held_against_heads_where_weights_decide():
    rule = Rule(preset("simple"), Quorum(HALF, None, QuorumOf.PRESENT))
    verdict = decide(WEIGHED, SCALES, rule, heads=Heads(entitled=7, present=4))
    assert verdict.quorum is not None
    assert (verdict.quorum.required, verdict.quorum.reached) == (4, 4)
    assert verdict.ground is Ground.MAJORITY_MET


def test_heads_are_never_guessed_from_weights():
    rule = Rule(preset("simple"), Quorum(HALF, None, QuorumOf.PRESENT))
    with pytest.raises(UnsoundNumber, match="give the heads"):
        decide(WEIGHED, SCALES, rule)


@pytest.mark.parametrize(
    ("share", "number"),
    [
        pytest.param(None, None, id="neither a share nor a number"),
        pytest.param(HALF, 60, id="both"),
        pytest.param(Fraction(0), None, id="a share of nothing"),
        pytest.param(Fraction(3, 2), None, id="more than everybody"),
        pytest.param(None, -1, id="fewer than nobody"),
        pytest.param(None, HALF, id="half a head"),
    ],
)
def test_a_quorum_that_makes_no_sense_is_refused(share, number):
    with pytest.raises(UnknownRule):
        Quorum(share, number, QuorumOf.VOTED)


@pytest.mark.parametrize(
    ("quorum", "missing"),
    [
        (Quorum(HALF, None, QuorumOf.VOTED), "entitled"),
        (Quorum(None, 3, QuorumOf.PRESENT), "present"),
    ],
    ids=["a share without the roll", "presence that nobody wrote down"],
)
def test_a_number_that_the_quorum_needs_must_be_given(quorum, missing):
    with pytest.raises(UnsoundNumber) as refusal:
        decide(Tally(3, 0, 0), Roll(), Rule(preset("simple"), quorum))
    assert refusal.value.facts["what"] == missing


@pytest.mark.parametrize(
    "numbers",
    [(3, 4, None, None), (3, None, 4, None), (None, None, 3, 4)],
    ids=["more present than entitled", "more voted than entitled", "more expressed than voted"],
)
def test_heads_that_cannot_be_are_refused(numbers):
    with pytest.raises(ImpossibleCounts):
        Heads(*numbers)


@given(st.integers(0, 500), st.integers(1, 60), st.integers(1, 60), st.integers(0, 500))
def test_required_is_the_smallest_whole_number_at_the_share(entitled, over, under, present):
    share = Fraction(min(over, under), max(over, under))
    heads = Heads(entitled, min(present, entitled), 0, 0)
    check = check_quorum(Quorum(share, None, QuorumOf.PRESENT), heads)
    assert check.required >= share * entitled > check.required - 1
    assert check.met == (min(present, entitled) >= share * entitled)
