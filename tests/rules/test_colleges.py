# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Colleges: the whole and every part of it must reach a majority."""

import pytest

from assembly.errors import ImpossibleCounts, UnknownRule, UnsoundNumber
from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.rules.college import College
from assembly.voting.rules.majority import Base, Roll, preset
from assembly.voting.rules.outcome import Ground, Rule, decide
from assembly.voting.rules.tally import Tally

SIMPLE = preset("simple")
ROLL = Roll(120, 110)


def colleges(nl: tuple[int, int], fr: tuple[int, int]) -> dict[str, College]:
    return {
        "nl": College(Tally(*nl, 0), Roll(70)),
        "fr": College(Tally(*fr, 0), Roll(50)),
    }


@pytest.mark.parametrize(
    ("nl", "fr", "ground", "met"),
    [
        pytest.param((40, 20), (26, 13), Ground.MAJORITY_MET, [True, True], id="both"),
        pytest.param((46, 14), (20, 19), Ground.MAJORITY_MET, [True, True], id="barely"),
        pytest.param((47, 13), (19, 20), Ground.COLLEGE_NOT_MET, [True, False], id="one fails"),
        pytest.param((50, 10), (16, 16), Ground.COLLEGE_NOT_MET, [True, False], id="one ties"),
        pytest.param((66, 3), (0, 0), Ground.COLLEGE_NOT_MET, [True, False], id="one is silent"),
        pytest.param((0, 0), (0, 0), Ground.COLLEGE_NOT_MET, [False, False], id="both are silent"),
    ],
)
def test_every_college_must_reach_its_own_majority(nl, fr, ground, met):
    rule = Rule(preset("two_thirds"), college_rule=SIMPLE)
    verdict = decide(Tally(66, 33, 4), ROLL, rule, colleges=colleges(nl, fr))
    assert verdict.ground is ground
    assert [college.met for college in verdict.colleges] == met
    assert [college.name for college in verdict.colleges] == ["nl", "fr"]


@pytest.mark.parametrize(
    ("tally", "ground"),
    [
        (Tally(10, 20, 0), Ground.MAJORITY_NOT_MET),
        (Tally(10, 10, 0), Ground.TIE),
        (Tally(0, 0, 9), Ground.NOBODY_DECIDED),
    ],
)
def test_the_whole_comes_before_the_colleges(tally, ground):
    rule = Rule(SIMPLE, college_rule=SIMPLE)
    verdict = decide(tally, ROLL, rule, colleges=colleges((0, 0), (0, 0)))
    assert (verdict.outcome, verdict.ground) == (Outcome.NOT_ADOPTED, ground)


def test_a_college_has_numbers_of_its_own_and_those_of_the_whole_stay():
    rule = Rule(SIMPLE, college_rule=preset("two_thirds"))
    verdict = decide(Tally(66, 33, 4), ROLL, rule, colleges=colleges((41, 19), (25, 14)))
    assert (verdict.base, verdict.needed_yes, verdict.margin) == (99, 34, 32)
    nl, fr = verdict.colleges
    assert (nl.base, nl.needed_yes, nl.margin, nl.met) == (60, 38, 3, True)
    assert (fr.base, fr.needed_yes, fr.margin, fr.met) == (39, 28, -3, False)


def test_each_college_may_have_a_rule_of_its_own():
    each = {"nl": SIMPLE, "fr": preset("simple", Base.ENTITLED)}
    rule = Rule(SIMPLE, college_rule=each)
    verdict = decide(Tally(66, 33, 4), ROLL, rule, colleges=colleges((41, 19), (25, 14)))
    assert [(college.base, college.met) for college in verdict.colleges] == [
        (60, True),
        (50, False),
    ]


def test_colleges_without_a_rule_about_them_decide_nothing():
    verdict = decide(Tally(66, 33, 4), ROLL, SIMPLE, colleges=colleges((0, 33), (0, 0)))
    assert (verdict.ground, verdict.colleges) == (Ground.MAJORITY_MET, ())


@pytest.mark.parametrize(
    ("college_rule", "parts"),
    [
        pytest.param(SIMPLE, None, id="no counts at all"),
        pytest.param(SIMPLE, {}, id="no colleges"),
        pytest.param({"nl": SIMPLE}, colleges((1, 0), (1, 0)), id="a college without a rule"),
        pytest.param(
            {"nl": SIMPLE, "fr": SIMPLE, "de": SIMPLE},
            colleges((1, 0), (1, 0)),
            id="a rule without its college",
        ),
    ],
)
def test_rule_and_colleges_must_belong_together(college_rule, parts):
    with pytest.raises(UnknownRule):
        decide(Tally(9, 0, 0), ROLL, Rule(SIMPLE, college_rule=college_rule), colleges=parts)


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        (colleges((6, 0), (6, 0)), "colleges.yes"),
        (colleges((0, 3), (0, 3)), "colleges.no"),
        ({"nl": College(Tally(0, 0, 2), Roll())}, "colleges.abstain"),
        ({"nl": College(Tally(0, 0, 0, 1), Roll())}, "colleges.blank"),
        ({"nl": College(Tally(0, 0, 0, 0, 1), Roll())}, "colleges.invalid"),
        ({"nl": College(Tally(0, 0, 0), Roll(121))}, "colleges.entitled"),
        ({"nl": College(Tally(0, 0, 0), Roll(None, 111))}, "colleges.present"),
    ],
    ids=["yes", "no", "abstain", "blank", "invalid", "entitled", "present"],
)
def test_the_parts_are_never_more_than_the_whole(parts, what):
    with pytest.raises(ImpossibleCounts) as refusal:
        decide(Tally(11, 5, 1), ROLL, SIMPLE, colleges=parts)
    assert refusal.value.facts["what"] == what


def test_a_college_with_more_ballots_than_people_is_refused():
    with pytest.raises(ImpossibleCounts):
        decide(Tally(9, 0, 0), ROLL, SIMPLE, colleges={"nl": College(Tally(3, 0, 0), Roll(2))})


def test_more_ballots_or_more_present_than_entitled_is_refused():
    with pytest.raises(ImpossibleCounts):
        decide(Tally(9, 0, 0, 0, 1), Roll(9), SIMPLE)
    with pytest.raises(ImpossibleCounts):
        Roll(9, 10)


def test_a_count_that_the_step_does_not_reach_is_refused():
    with pytest.raises(UnsoundNumber, match="step"):
        decide(Tally(1, 0, 0), Roll(step=2), SIMPLE)
