# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Does it adopt, why, by how much? Tables a jurist can sign, and laws that hold for all counts."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.errors import UnknownRule, UnsoundNumber
from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.rules.ballot import Choice
from assembly.voting.rules.majority import (
    PRESETS,
    Base,
    Majority,
    Roll,
    Strictness,
    preset,
)
from assembly.voting.rules.outcome import Ground, decide
from assembly.voting.rules.sentence import LANGUAGES, rule_words, sentence, sentences
from assembly.voting.rules.tally import Tally, tally_of

ADOPTED, NOT = Outcome.ADOPTED, Outcome.NOT_ADOPTED
ROLL = Roll(entitled=120, present=110)


@pytest.mark.parametrize(
    ("rule", "yes", "no", "abstain", "outcome", "ground", "base", "needed", "margin"),
    [
        pytest.param("simple", 10, 10, 0, NOT, Ground.TIE, 20, 11, -1, id="a tie does not adopt"),
        pytest.param(
            "simple", 11, 10, 0, ADOPTED, Ground.MAJORITY_MET, 21, 11, 0, id="one more yes adopts"
        ),
        pytest.param(
            "simple", 50, 51, 9, NOT, Ground.MAJORITY_NOT_MET, 101, 52, -2, id="fewer yes than no"
        ),
        pytest.param(
            "simple",
            1,
            0,
            50,
            ADOPTED,
            Ground.MAJORITY_MET,
            1,
            1,
            0,
            id="abstentions do not count among yes and no",
        ),
        pytest.param("simple", 0, 0, 0, NOT, Ground.NOBODY_DECIDED, 0, 1, -1, id="nobody voted"),
        pytest.param("simple", 0, 0, 7, NOT, Ground.NOBODY_DECIDED, 0, 1, -1, id="all abstained"),
        pytest.param(
            "absolute_cast",
            10,
            5,
            5,
            NOT,
            Ground.TIE,
            20,
            11,
            -1,
            id="half of the ballots cast is a tie",
        ),
        pytest.param(
            "absolute_cast",
            11,
            5,
            5,
            ADOPTED,
            Ground.MAJORITY_MET,
            21,
            11,
            0,
            id="more than half of the ballots cast",
        ),
        pytest.param(
            "absolute_present",
            55,
            0,
            0,
            NOT,
            Ground.TIE,
            110,
            56,
            -1,
            id="half of those present is a tie",
        ),
        pytest.param(
            "absolute_entitled",
            61,
            2,
            0,
            ADOPTED,
            Ground.MAJORITY_MET,
            120,
            61,
            0,
            id="more than half of those entitled",
        ),
        pytest.param(
            "two_thirds",
            66,
            33,
            4,
            ADOPTED,
            Ground.MAJORITY_MET,
            99,
            66,
            0,
            id="exactly two thirds is enough",
        ),
        pytest.param(
            "two_thirds",
            65,
            33,
            4,
            NOT,
            Ground.MAJORITY_NOT_MET,
            98,
            66,
            -1,
            id="one short of two thirds",
        ),
        pytest.param(
            "three_quarters",
            3,
            1,
            0,
            ADOPTED,
            Ground.MAJORITY_MET,
            4,
            3,
            0,
            id="exactly three quarters",
        ),
        pytest.param(
            "four_fifths",
            3,
            1,
            0,
            NOT,
            Ground.MAJORITY_NOT_MET,
            4,
            4,
            -1,
            id="three quarters is less than four fifths",
        ),
        pytest.param(
            "unanimity",
            5,
            0,
            3,
            ADOPTED,
            Ground.MAJORITY_MET,
            5,
            1,
            4,
            id="unanimity among those who decided",
        ),
        pytest.param(
            "unanimity",
            99,
            1,
            0,
            NOT,
            Ground.MAJORITY_NOT_MET,
            100,
            None,
            None,
            id="one no breaks unanimity and no number of yes mends it",
        ),
    ],
)
def test_the_rule_decides(rule, yes, no, abstain, outcome, ground, base, needed, margin):
    verdict = decide(Tally(yes, no, abstain), ROLL, preset(rule))
    assert (verdict.outcome, verdict.ground) == (outcome, ground)
    assert (verdict.base, verdict.needed_yes, verdict.margin) == (base, needed, margin)


def test_a_base_of_nobody_present_never_adopts_and_names_no_number():
    verdict = decide(Tally(0, 0, 0), Roll(entitled=0, present=0), preset("absolute_present"))
    assert verdict.ground is Ground.NOBODY_DECIDED
    assert verdict.needed_yes is None


counts = st.builds(
    Tally,
    yes=st.integers(0, 300),
    no=st.integers(0, 300),
    abstain=st.integers(0, 300),
    blank=st.integers(0, 50),
    invalid=st.integers(0, 50),
)
shares = st.builds(
    lambda over, of: Fraction(min(over, of), max(over, of)),
    st.integers(1, 40),
    st.integers(1, 40),
)
rules = st.builds(
    lambda share, strictness, base: Majority(
        "custom", share, Strictness.AT_LEAST if share == 1 else strictness, base
    ),
    shares,
    st.sampled_from(Strictness),
    st.sampled_from(Base),
)


@given(counts, rules)
def test_margin_is_not_negative_exactly_when_adopted(tally, rule):
    roll = Roll(entitled=1000, present=950)
    verdict = decide(tally, roll, rule)
    reached = verdict.margin is not None and verdict.margin >= 0
    assert reached == (verdict.outcome is ADOPTED)


@given(counts, rules)
def test_needed_yes_is_the_smallest_that_adopts(tally, rule):
    roll = Roll(entitled=100_000, present=950)
    needed = decide(tally, roll, rule).needed_yes
    if needed is None:
        return

    def met_with(yes):
        changed = Tally(yes, tally.no, tally.abstain, tally.blank, tally.invalid)
        return rule.is_met(yes, rule.base_of(changed, roll))

    assert met_with(needed)
    assert not met_with(needed - 1)


@given(counts, rules)
def test_one_more_yes_never_undoes_an_adoption(tally, rule):
    roll = Roll(entitled=1000, present=950)
    more = Tally(tally.yes + 1, tally.no, tally.abstain, tally.blank, tally.invalid)
    if decide(tally, roll, rule).outcome is ADOPTED:
        assert decide(more, roll, rule).outcome is ADOPTED


@given(counts, rules)
def test_one_more_no_never_adopts(tally, rule):
    roll = Roll(entitled=1000, present=950)
    more = Tally(tally.yes, tally.no + 1, tally.abstain, tally.blank, tally.invalid)
    if decide(tally, roll, rule).outcome is NOT:
        assert decide(more, roll, rule).outcome is NOT


@given(counts, rules, st.integers(2, 9))
def test_scaling_all_counts_keeps_the_outcome(tally, rule, times):
    def decided(by):
        scaled = Tally(
            tally.yes * by, tally.no * by, tally.abstain * by, tally.blank * by, tally.invalid * by
        )
        return decide(scaled, Roll(entitled=1000 * by, present=950 * by), rule).outcome

    assert decided(1) is decided(times)


@given(st.lists(st.sampled_from(Choice)), st.randoms(use_true_random=False))
def test_the_order_of_counting_never_matters(choices, shuffler):
    shuffled = list(choices)
    shuffler.shuffle(shuffled)
    first, second = ({c: some.count(c) for c in Choice} for some in (choices, shuffled))
    assert tally_of(first) == tally_of(second)
    assert tally_of(first).cast == len(choices)


def test_invalid_papers_enter_no_base():
    verdict = decide(Tally(6, 5, 0, blank=0, invalid=20), ROLL, preset("absolute_cast"))
    assert verdict.base == 11


def test_a_count_is_never_negative():
    with pytest.raises(UnsoundNumber, match="never negative"):
        Tally(-1, 0, 0)


@pytest.mark.parametrize(
    ("share", "strictness"),
    [
        pytest.param(Fraction(0), Strictness.AT_LEAST, id="a share of nothing"),
        pytest.param(Fraction(3, 2), Strictness.AT_LEAST, id="a share above everything"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(share, strictness):
    with pytest.raises(UnknownRule):
        Majority("custom", share, strictness, Base.CAST)


@pytest.mark.parametrize("base", Base)
def test_more_than_everything_may_be_asked_and_never_adopts(base):
    rule = Majority("custom", Fraction(1), Strictness.MORE_THAN, base)
    assert not rule.is_possible
    verdict = decide(Tally(5, 0, 0), Roll(entitled=5, present=5), rule)
    assert (verdict.outcome, verdict.needed_yes, verdict.margin) == (NOT, None, None)


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("base", Base)
def test_a_preset_keeps_its_name_on_another_base(name, base):
    changed = preset(name, base)
    assert (changed.name, changed.base) == (name, base)
    assert (changed.share, changed.strictness) == (preset(name).share, preset(name).strictness)


def test_an_unknown_preset_is_refused_with_the_names_there_are():
    with pytest.raises(UnknownRule) as refusal:
        preset("landslide")
    assert refusal.value.facts["presets"] == sorted(PRESETS)


def test_the_sentence_says_outcome_numbers_and_what_was_needed():
    tally = Tally(50, 51, 9)
    verdict = decide(tally, ROLL, preset("simple"))
    assert sentence(verdict, tally, preset("simple"), "nl") == (
        "Niet goedgekeurd: 50 van de 101 stemmen voor en tegen waren voor, 52 nodig bij 51 stemmen "
        "tegen (meer dan de helft van de stemmen voor en tegen). Voor 50, tegen 51, onthouding 9."
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", PRESETS)
@pytest.mark.parametrize("tally", [Tally(3, 3, 0), Tally(0, 0, 2), Tally(9, 1, 0)], ids=str)
def test_every_language_has_a_whole_sentence_for_every_ground(language, rule, tally):
    verdict = decide(tally, ROLL, preset(rule))
    assert verdict.outcome is not None
    words = sentences(verdict, tally, preset(rule))[language]
    assert words.startswith(verdict.outcome.label(language))
    assert "{" not in words
    assert words.endswith(".")


def test_unanimity_is_said_without_at_least():
    assert rule_words(preset("unanimity"), "nl") == "eenparigheid van de stemmen voor en tegen"
