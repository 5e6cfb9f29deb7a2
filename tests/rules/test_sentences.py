# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sentence that the press reads: why, with the numbers, in four languages."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.voting.rules.college import College
from assembly.voting.rules.majority import PRESETS, Base, Majority, Roll, Strictness, preset
from assembly.voting.rules.outcome import Rule, Verdict, decide
from assembly.voting.rules.quorum import CountedIn, Heads, Quorum, QuorumOf, Unmet
from assembly.voting.rules.sentence import LANGUAGES, condition, rule_words, sentence, sentences
from assembly.voting.rules.tally import Tally

SIMPLE = preset("simple")
ROLL = Roll(120, 110)
HALF = Fraction(1, 2)
VOID = Quorum(HALF, None, QuorumOf.PRESENT, Unmet.VOID)
PARTS = {
    "nl": College(Tally(50, 10, 0), Roll(60)),
    "fr": College(Tally(16, 23, 0), Roll(60)),
}


def said(
    tally: Tally,
    roll: Roll,
    rule: Rule | Majority,
    language: str,
    colleges: dict[str, College] | None = None,
) -> str:
    verdict = decide(tally, roll, rule, colleges=colleges)
    return sentence(verdict, tally, rule, language)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nl",
            (
                "Geen uitslag: het quorum is niet gehaald, want 50 van de 120 stemgerechtigden "
                "waren aanwezig, 60 nodig (minstens de helft van de stemgerechtigden). De stemming "
                "is nietig en de resolutie komt terug op tafel. Voor 9, tegen 1, onthouding 4."
            ),
        ),
        (
            "fr",
            (
                "Sans résultat\u00a0: le quorum n’est pas atteint\u00a0; 50 ayants droit sur 120 "
                "étaient présents, il en fallait 60 (au moins la moitié des ayants droit). Le vote "
                "est nul et la résolution revient sur la table. Pour 9, contre 1, abstention 4."
            ),
        ),
        (
            "de",
            (
                "Ohne Ergebnis: das Quorum ist nicht erreicht; 50 von 120 Stimmberechtigten waren "
                "anwesend; nötig: 60 (mindestens die Hälfte der Stimmberechtigten). Die Abstimmung "
                "ist nichtig, und die Vorlage kommt zurück auf den Tisch. Ja 9, Nein 1, "
                "Enthaltung 4."
            ),
        ),
        (
            "en",
            (
                "No outcome: the quorum was not reached; 50 of the 120 people entitled to vote "
                "were present, 60 needed (at least half of those entitled to vote). The voting is "
                "void and the resolution returns to the table. For 9, against 1, abstention 4."
            ),
        ),
    ],
)
def test_a_void_voting_says_what_was_missing_and_what_follows(language, words):
    assert said(Tally(9, 1, 4), Roll(120, 50), Rule(SIMPLE, VOID), language) == words


@pytest.mark.parametrize(
    ("tally", "rule", "words"),
    [
        pytest.param(
            Tally(10, 10, 3),
            SIMPLE,
            "Not approved: 10 of the 20 votes for and against were for, exactly half, and that is "
            "no majority; 11 needed with 10 against (more than half of the votes for and against). "
            "For 10, against 10, abstention 3.",
            id="a tie",
        ),
        pytest.param(
            Tally(0, 0, 4),
            SIMPLE,
            "Not approved: nobody voted for or against; 1 needed (more than half of the votes for "
            "and against). For 0, against 0, abstention 4.",
            id="nobody",
        ),
        pytest.param(
            Tally(9, 1, 0, 2, 1),
            preset("unanimity"),
            "Not approved: 9 of the 10 votes for and against were for; unanimity of the votes for "
            "and against was needed. For 9, against 1, abstention 0, blank 2, invalid 1.",
            id="one no against unanimity",
        ),
        pytest.param(
            Tally(1, 0, 4),
            SIMPLE,
            "Approved: the only vote was for; 1 needed (more than half of the votes for and "
            "against). For 1, against 0, abstention 4.",
            id="one vote",
        ),
        pytest.param(
            Tally(1, 2, 0),
            Majority("custom", Fraction(7, 13), Strictness.MORE_THAN, Base.CAST),
            "Not approved: 1 of the 3 votes cast was for; 3 needed with 2 other votes (more than "
            "7/13 of the votes cast, abstentions included). For 1, against 2, abstention 0.",
            id="a share without a name",
        ),
    ],
)
def test_the_reason_is_told_in_plain_words(tally, rule, words):
    assert said(tally, ROLL, rule, "en") == words


def test_a_failed_college_is_named_with_its_numbers():
    words = said(Tally(66, 33, 4), ROLL, Rule(SIMPLE, None, SIMPLE), "nl", colleges=PARTS)
    assert words == (
        "Niet goedgekeurd: de meerderheid is gehaald in het geheel, maar niet in het college ‘fr’. "
        "In het geheel: 66 van de 99 stemmen voor en tegen waren voor, 34 nodig bij 33 stemmen "
        "tegen (meer dan de helft van de stemmen voor en tegen). In het college ‘fr’: 16 van de 39 "
        "stemmen voor en tegen waren voor, 24 nodig bij 23 stemmen tegen (meer dan de helft van de "
        "stemmen voor en tegen). Voor 66, tegen 33, onthouding 4."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_colleges_that_agree_are_told_each(language):
    rule = Rule(
        SIMPLE,
        None,
        {"nl": SIMPLE, "fr": Majority("custom", Fraction(2, 5), Strictness.AT_LEAST, Base.YES_NO)},
    )
    words = said(Tally(66, 33, 4), ROLL, rule, language, colleges=PARTS)
    for number in (66, 99, 34, 50, 60, 11, 16, 39):
        assert re.search(rf"\b{number}\b", words), number
    assert "nl" in words
    assert "fr" in words


@pytest.mark.parametrize(
    ("language", "number"), [("nl", "12,5"), ("fr", "12,5"), ("de", "12,5"), ("en", "12.5")]
)
def test_weights_are_called_so_and_written_as_the_language_does(language, number):
    tally = Tally(Fraction("12.5"), Fraction("7.25"), 1)
    rule = Rule(SIMPLE, Quorum(HALF, None, QuorumOf.VOTED, counted_in=CountedIn.WEIGHTS))
    verdict = decide(tally, Roll(Fraction("30.5"), step=Fraction(1, 100)), rule)
    words = sentence(verdict, tally, rule, language, weighted=True)
    assert number in words
    called = {"nl": "stemgewicht", "fr": "poids", "de": "Stimmgewicht", "en": "voting weight"}
    assert words.count(called[language]) >= 3


def test_a_quorum_of_heads_speaks_of_heads_where_weights_decide():
    tally = Tally(Fraction("12.5"), 1, 1)
    rule = Rule(SIMPLE, Quorum(HALF, None, QuorumOf.PRESENT))
    verdict = decide(tally, Roll(step=HALF), rule, heads=Heads(9, 5))
    words = sentence(verdict, tally, rule, "en", weighted=True)
    assert "5 of the 9 people entitled to vote were present, 5 needed" in words


counts = st.integers(0, 60)
rules = st.builds(
    lambda name, base, quorum: Rule(preset(name, base), quorum),
    st.sampled_from(sorted(PRESETS)),
    st.sampled_from(Base),
    st.one_of(
        st.none(),
        st.builds(
            Quorum, st.just(HALF), st.none(), st.sampled_from(QuorumOf), st.sampled_from(Unmet)
        ),
        st.builds(
            Quorum,
            st.none(),
            st.integers(0, 99),
            st.sampled_from(QuorumOf),
            st.sampled_from(Unmet),
        ),
    ),
)


@given(st.builds(Tally, counts, counts, counts, counts, counts), rules, st.integers(0, 300))
def test_every_sentence_is_whole_and_holds_its_numbers(tally, rule, present):
    verdict = decide(tally, Roll(300, present), rule)
    for language, words in sentences(verdict, tally, rule).items():
        assert_whole(words)
        for number in numbers_of(verdict, tally):
            assert re.search(rf"(?<!\d){number}(?!\d)", words), (language, number, words)
        assert_whole(condition(rule, language))
        assert "{" not in rule_words(rule, language)


def numbers_of(verdict: Verdict, tally: Tally) -> list[object]:
    numbers: list[object] = [tally.yes, tally.no, tally.abstain]
    numbers += [count for count in (tally.blank, tally.invalid) if count]
    if verdict.quorum is not None:
        numbers += [verdict.quorum.required, verdict.quorum.reached]
    if verdict.quorum is None or verdict.quorum.met:
        numbers += [] if verdict.needed_yes is None else [verdict.needed_yes]
        numbers += [verdict.base] if verdict.base not in {0, 1} else []
    return numbers


def assert_whole(words: str) -> None:
    assert words[0].isupper()
    assert words.endswith(".")
    for fault in ("{", "}", "  ", "..", " .", " ,", "'", "None"):
        assert fault not in words, words


@given(st.integers(1, 40), st.integers(1, 40), st.sampled_from(Strictness), st.sampled_from(Base))
def test_every_share_has_words_in_every_language(over, under, strictness, base):
    share = Fraction(min(over, under), max(over, under))
    rule = Majority("custom", share, strictness, base)
    for language in LANGUAGES:
        words = rule_words(rule, language)
        assert (f"{share.numerator}/{share.denominator}" in words) == (share.denominator > 10)
        assert "de les" not in words
        assert "de un" not in words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "meer dan drie vijfde van de stemmen voor en tegen"),
        ("fr", "plus des trois cinquièmes des voix pour et contre"),
        ("de", "mehr als drei Fünftel der Ja- und Nein-Stimmen"),
        ("en", "more than three fifths of the votes for and against"),
    ],
)
def test_three_fifths_are_said_as_people_say_them(language, words):
    rule = Majority("custom", Fraction(3, 5), Strictness.MORE_THAN, Base.YES_NO)
    assert rule_words(rule, language) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nl",
            (
                "Goedgekeurd bij minstens twee derde van de stemmen voor en tegen. Ook elk college "
                "moet zijn meerderheid halen: meer dan de helft van de stemmen voor en tegen. "
                "Quorum: minstens 60 stemgerechtigden aanwezig. Anders is de resolutie "
                "niet goedgekeurd."
            ),
        ),
        (
            "fr",
            (
                "Approuvée si elle obtient au moins les deux tiers des voix pour et contre. Chaque "
                "collège doit aussi donner sa majorité\u00a0: plus de la moitié des voix pour et "
                "contre. Quorum\u00a0: au moins 60 ayants droit en séance. Sinon, la "
                "résolution n’est pas approuvée."
            ),
        ),
        (
            "de",
            (
                "Angenommen, wenn sie mindestens zwei Drittel der Ja- und Nein-Stimmen erhält. "
                "Auch jedes Kollegium muss für sich zustimmen: mehr als die Hälfte der Ja- und "
                "Nein-Stimmen. Quorum: mindestens 60 Stimmberechtigte anwesend. Sonst ist "
                "sie nicht angenommen."
            ),
        ),
        (
            "en",
            (
                "Approved when it gets at least two thirds of the votes for and against. Every "
                "college must reach its majority too: more than half of the votes for and against. "
                "Quorum: at least 60 people present. Otherwise it is not approved."
            ),
        ),
    ],
)
def test_an_elector_reads_all_conditions_before_choosing(language, words):
    quorum = Quorum(None, 60, QuorumOf.PRESENT)
    assert condition(Rule(preset("two_thirds"), quorum, SIMPLE), language) == words
