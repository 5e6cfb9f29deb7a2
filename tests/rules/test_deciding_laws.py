# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Laws that hold for all counts, in heads and in weights, and an oracle that shares no code."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.rules.exact import Exact, exactly, step_of
from assembly.voting.rules.majority import Base, Majority, Roll, Strictness
from assembly.voting.rules.outcome import Ground, Rule, decide
from assembly.voting.rules.quorum import CountedIn, Quorum, QuorumOf, Unmet
from assembly.voting.rules.tally import Tally

ADOPTED = Outcome.ADOPTED

shares = st.builds(
    lambda over, of: Fraction(min(over, of), max(over, of)), st.integers(1, 40), st.integers(1, 40)
)
majorities = st.builds(
    Majority, st.just("custom"), shares, st.sampled_from(Strictness), st.sampled_from(Base)
)


@st.composite
def votings(draw: st.DrawFn) -> tuple[Tally, Roll]:
    """Counts with up to six decimals, on a roll with room for one more step."""
    step = exactly(Fraction(1, 10 ** draw(st.integers(0, 6))))
    units = st.integers(0, 30 if step == 1 else 10**7)
    tally = Tally(*(exactly(draw(units) * step) for _ in range(5)))
    entitled = exactly(tally.ballots + (1 + draw(units)) * step)
    present = exactly(draw(st.integers(0, int(entitled / step))) * step)
    return tally, Roll(entitled, present, step)


quorums = st.one_of(
    st.none(),
    st.builds(
        Quorum,
        shares,
        st.none(),
        st.sampled_from(QuorumOf),
        st.sampled_from(Unmet),
        st.just(CountedIn.WEIGHTS),
    ),
)
rules = st.builds(Rule, majorities, quorums)


@given(votings(), rules)
def test_one_more_yes_never_undoes_an_adoption(voting, rule):
    tally, roll = voting
    more = replace(tally, yes=tally.yes + roll.step)
    if decide(tally, roll, rule).outcome is ADOPTED:
        assert decide(more, roll, rule).outcome is ADOPTED


@given(votings(), majorities)
def test_one_more_no_never_adopts(voting, rule):
    tally, roll = voting
    more = replace(tally, no=tally.no + roll.step)
    if decide(tally, roll, rule).outcome is not ADOPTED:
        assert decide(more, roll, rule).outcome is not ADOPTED


@given(votings(), rules, st.integers(2, 9))
def test_scaling_all_numbers_keeps_the_verdict(voting, rule, times):
    tally, roll = voting
    counts = (tally.yes, tally.no, tally.abstain, tally.blank, tally.invalid)
    scaled = Tally(*(exactly(count * times) for count in counts))
    entitled, present = roll.entitled or 0, roll.present or 0
    larger = Roll(exactly(entitled * times), exactly(present * times), exactly(roll.step * times))
    first, second = decide(tally, roll, rule), decide(scaled, larger, rule)
    assert (first.outcome, first.ground) == (second.outcome, second.ground)


@given(votings(), rules)
def test_margin_is_not_negative_exactly_when_the_majority_is_met(voting, rule):
    tally, roll = voting
    verdict = decide(tally, roll, rule)
    met = rule.majority.is_met(tally.yes, verdict.base)
    assert (verdict.margin is not None and verdict.margin >= 0) == met
    assert (verdict.needed_yes is None) == (verdict.margin is None)


@given(votings(), majorities)
def test_needed_is_the_smallest_that_adopts_in_steps(voting, rule):
    tally, roll = voting
    needed = decide(tally, roll, rule).needed_yes
    if needed is None:
        return
    wide = replace(roll, entitled=None) if rule.base is not Base.ENTITLED else roll
    enough, one_less = (replace(tally, yes=exactly(yes)) for yes in (needed, needed - roll.step))
    assert needed % roll.step == 0
    if wide.entitled is None or enough.ballots <= wide.entitled:
        assert decide(enough, wide, rule).outcome is ADOPTED
        assert decide(one_less, wide, rule).outcome is not ADOPTED


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 999)), max_size=30), st.randoms())
def test_the_order_of_counting_weights_never_matters(ballots, shuffler):
    def counted(some: list[tuple[int, int]]) -> Tally:
        sums: list[Exact] = [0] * 5
        for choice, weight in some:
            sums[choice] = exactly(sums[choice] + Fraction(weight, 100))
        return Tally(*sums)

    shuffled = list(ballots)
    shuffler.shuffle(shuffled)
    assert counted(ballots) == counted(shuffled)


def oracle(tally: Tally, roll: Roll, rule: Rule) -> tuple[str | None, str]:
    """The semantics once more, in whole millionths and by multiplying out; no engine code."""

    def units(number: Exact | None) -> int:
        return int((number or 0) * 10**6)

    yes, no, abstain, blank, invalid = map(
        units, (tally.yes, tally.no, tally.abstain, tally.blank, tally.invalid)
    )
    if rule.quorum is not None and rule.quorum.share is not None:
        took_part = {
            "present": units(roll.present),
            "voted": yes + no + abstain + blank + invalid,
            "expressed": yes + no,
        }[rule.quorum.of.value]
        share = rule.quorum.share
        if took_part * share.denominator < share.numerator * units(roll.entitled):
            void = rule.quorum.unmet is Unmet.VOID
            return (None if void else "not_adopted"), "quorum_not_met"
    base = {
        "yes_no": yes + no,
        "cast": yes + no + abstain + blank,
        "present": units(roll.present),
        "entitled": units(roll.entitled),
    }[rule.majority.base.value]
    if base == 0:
        return "not_adopted", "nobody_decided"
    left, right = yes * rule.majority.share.denominator, rule.majority.share.numerator * base
    strict = rule.majority.strictness is Strictness.MORE_THAN
    if (left > right if strict else left >= right) and not (strict and rule.majority.share == 1):
        return "adopted", "majority_met"
    tie = strict and rule.majority.share.denominator == 2 and left == right
    return "not_adopted", "tie" if tie else "majority_not_met"


@given(votings(), rules)
def test_the_engine_and_the_oracle_agree(voting, rule):
    tally, roll = voting
    verdict = decide(tally, roll, rule)
    outcome = verdict.outcome and verdict.outcome.value
    assert (outcome, verdict.ground.value) == oracle(tally, roll, rule)


@given(votings(), majorities)
def test_weights_never_lose_a_millionth(voting, rule):
    """Just below and just above a threshold, the last decimal decides."""
    tally, roll = voting
    assume(rule.base is Base.ENTITLED and rule.is_possible)
    threshold = rule.share * (roll.entitled or 0)
    met = decide(tally, roll, rule).ground is Ground.MAJORITY_MET
    strict = rule.strictness is Strictness.MORE_THAN
    assert met == (tally.yes > threshold if strict else tally.yes >= threshold)


def test_six_decimals_decide():
    rule = Majority("custom", Fraction(1, 2), Strictness.MORE_THAN, Base.YES_NO)
    tally = Tally(Fraction("0.500001"), Fraction("0.5"), 0)
    roll = Roll(step=step_of([tally.yes, tally.no]))
    assert decide(tally, roll, rule).outcome is ADOPTED
    assert decide(tally, roll, rule).needed_yes == Fraction("0.500001")
    assert decide(replace(tally, yes=Fraction("0.5")), roll, rule).ground is Ground.TIE
