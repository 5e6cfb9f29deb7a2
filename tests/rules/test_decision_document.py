# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The documents of `assembly decide`: the contract's example, and every way to be wrong."""

import json
from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.errors import MalformedBody, Refusal
from assembly.voting.rules.decision import answer
from assembly.voting.rules.document import LARGEST_DOCUMENT, read_json
from assembly.voting.rules.majority import PRESETS, Base, Majority, Strictness, preset
from assembly.voting.rules.outcome import Rule
from assembly.voting.rules.quorum import CountedIn, Quorum, QuorumOf, Unmet
from assembly.voting.rules.rule_document import read_rule, rule_document
from assembly.voting.rules.sentence import LANGUAGES

EXAMPLE: dict[str, Any] = {
    "rule": {"preset": "two_thirds"},
    "tally": {"yes": 66, "no": 33, "abstain": 4, "blank": 0, "invalid": 0},
    "entitled": 120,
    "present": 110,
    "quorum": {"share": "1/2", "of": "present"},
    "colleges": {
        "nl": {"yes": 40, "no": 20, "abstain": 2, "entitled": 70},
        "fr": {"yes": 26, "no": 13, "abstain": 2, "entitled": 50},
    },
}


def with_(**changes: Any) -> dict[str, Any]:
    """The example with some keys changed; None takes one away."""
    document = deepcopy(EXAMPLE) | changes
    return {key: value for key, value in document.items() if value is not None}


def test_the_example_has_exactly_its_answer():
    told = answer(EXAMPLE)
    spoken = told.pop("sentences")
    assert told == {
        "outcome": "adopted",
        "ground": "majority_met",
        "base": "99",
        "needed_yes": "66",
        "margin": "0",
        "quorum": {"required": "60", "reached": "110", "met": True},
    }
    assert tuple(spoken) == LANGUAGES
    assert spoken["nl"].startswith("Goedgekeurd: 66 van de 99 stemmen voor en tegen waren voor")


def test_a_rule_with_colleges_has_their_verdicts_in_the_answer():
    told = answer(with_(rule={"preset": "two_thirds", "colleges": {"preset": "two_thirds"}}))
    assert told["colleges"] == {
        "nl": {"base": "60", "needed_yes": "40", "margin": "0", "met": True},
        "fr": {"base": "39", "needed_yes": "26", "margin": "0", "met": True},
    }


def test_each_college_may_have_its_own_rule():
    each = {"nl": {"preset": "simple"}, "fr": {"preset": "two_thirds", "base": "entitled"}}
    told = answer(with_(rule={"preset": "two_thirds", "colleges": each}))
    assert (told["outcome"], told["ground"]) == ("not_adopted", "college_not_met")
    assert [part["met"] for part in told["colleges"].values()] == [True, False]


def test_a_void_voting_has_no_outcome():
    quorum = {"number": 111, "of": "present", "unmet": "void"}
    told = answer(with_(quorum=quorum))
    assert (told["outcome"], told["ground"]) == (None, "quorum_not_met")
    assert told["quorum"] == {"required": "111", "reached": "110", "met": False}
    assert (told["base"], told["needed_yes"], told["margin"]) == ("99", "66", "0")


def test_where_no_number_would_do_needed_and_margin_are_null():
    told = answer({"rule": {"preset": "unanimity"}, "tally": {"yes": 9, "no": 1}})
    assert (told["needed_yes"], told["margin"], told["quorum"]) == (None, None, None)


def test_weights_are_decimal_strings_and_stay_exact():
    told = answer(
        {
            "rule": {"share": "3/5", "strictness": "at_least", "base": "entitled"},
            "tally": {"yes": "0.3", "no": "0.1", "abstain": "0.000001"},
            "entitled": "0.5",
        }
    )
    assert (told["outcome"], told["base"], told["needed_yes"]) == ("adopted", "0.5", "0.3")
    assert "stemgewicht" in told["sentences"]["nl"]


def test_the_step_and_the_heads_may_be_given():
    told = answer(
        {
            "rule": {"preset": "absolute_entitled"},
            "tally": {"yes": "10", "no": 0},
            "entitled": "20",
            "step": "0.01",
            "heads": {"entitled": 7, "present": 4},
            "quorum": {"share": "1/2", "of": "present", "counted_in": "heads"},
        }
    )
    assert (told["needed_yes"], told["margin"], told["ground"]) == ("10.01", "-0.01", "tie")
    assert told["quorum"] == {"required": "4", "reached": "4", "met": True}


SIMPLE = {"preset": "simple"}
HALF_CAST = {"share": "1/2", "strictness": "more_than", "base": "cast"}


@pytest.mark.parametrize(
    ("document", "says"),
    [
        pytest.param([], "The document", id="a list"),
        pytest.param(None, "The document", id="null"),
        pytest.param("x", "The document", id="a text"),
        pytest.param({}, "tally", id="nothing"),
        pytest.param(with_(rule=None), "rule", id="no rule"),
        pytest.param(with_(tally=None), "tally", id="no tally"),
        pytest.param(with_(tallly={}), "tallly", id="an unknown key"),
        pytest.param(with_(rule=SIMPLE | {"quorum": {}}), "rule.quorum", id="unknown in the rule"),
        pytest.param(
            with_(tally={"yes": 1, "no": 1, "maybe": 1}), "tally.maybe", id="in the tally"
        ),
        pytest.param(with_(quorum={"of": "present", "x": 1}), "quorum.x", id="in the quorum"),
        pytest.param(
            with_(colleges={"nl": {"yes": 1, "no": 1, "x": 1}}), "colleges.nl.x", id="in a college"
        ),
        pytest.param(with_(heads={"seats": 1}), "heads.seats", id="in the heads"),
        pytest.param(with_(tally={"yes": 1}), "tally.no", id="no is missing"),
        pytest.param(with_(tally={"no": 1}), "tally.yes", id="yes is missing"),
        pytest.param(with_(tally=[1, 2]), "tally", id="a tally that is a list"),
        pytest.param(with_(tally={"yes": 1.0, "no": 0}), "tally.yes", id="a float"),
        pytest.param(with_(tally={"yes": True, "no": 0}), "tally.yes", id="a truth"),
        pytest.param(with_(tally={"yes": "1e3", "no": 0}), "tally.yes", id="an exponent"),
        pytest.param(with_(tally={"yes": -1, "no": 0}), "tally.yes", id="below zero"),
        pytest.param(with_(tally={"yes": [], "no": 0}), "tally.yes", id="a list for a number"),
        pytest.param(with_(entitled="many"), "entitled", id="no number"),
        pytest.param(with_(entitled=-1), "entitled", id="fewer than nobody"),
        pytest.param(
            with_(entitled=99, present=None, quorum=None),
            "ballots",
            id="more ballots than entitled",
        ),
        pytest.param(with_(present=121), "present", id="more present than entitled"),
        pytest.param(with_(rule="simple"), "rule", id="a rule that is a text"),
        pytest.param(with_(rule={}), "rule.share", id="an empty rule"),
        pytest.param(with_(rule={"preset": "landslide"}), "rule.preset", id="an unknown preset"),
        pytest.param(with_(rule={"preset": 1}), "rule.preset", id="a preset that is a number"),
        pytest.param(with_(rule={"preset": ["simple"]}), "rule.preset", id="a list for a preset"),
        pytest.param(with_(rule=SIMPLE | {"share": "1/2"}), "rule.share", id="preset and share"),
        pytest.param(
            with_(rule=SIMPLE | {"strictness": "at_least"}), "rule.strictness", id="and strictness"
        ),
        pytest.param(with_(rule=SIMPLE | {"base": "seats"}), "rule.base", id="an unknown base"),
        *(
            pytest.param(
                with_(rule=HALF_CAST | {"share": share}), "rule.share", id=f"share {share!r}"
            )
            for share in ("0", "0/1", "3/2", "1/0", "-1/2", "0.5", "2", "1 / 2", "½", "", 1, 0.5)
        ),
        pytest.param(
            with_(rule=HALF_CAST | {"strictness": "over"}), "rule.strictness", id="strictness"
        ),
        pytest.param(
            with_(rule={"share": "1/2", "base": "cast"}), "rule.strictness", id="no strictness"
        ),
        pytest.param(
            with_(quorum={"share": "1/2", "number": 3, "of": "voted"}),
            "quorum",
            id="share and number",
        ),
        pytest.param(with_(quorum={"of": "voted"}), "quorum", id="neither"),
        pytest.param(with_(quorum={"share": "1/2"}), "quorum.of", id="a quorum of nobody"),
        pytest.param(with_(quorum={"share": "1/2", "of": "all"}), "quorum.of", id="unknown of"),
        pytest.param(
            with_(quorum={"share": "1/2", "of": "voted", "unmet": "no"}), "quorum.unmet", id="unmet"
        ),
        pytest.param(
            with_(quorum={"number": 1.5, "of": "voted"}), "quorum.number", id="half a head"
        ),
        pytest.param(with_(quorum="1/2"), "quorum", id="a quorum that is a text"),
        pytest.param(with_(present=None), "present", id="a quorum of those nobody counted"),
        pytest.param(with_(colleges=[]), "colleges", id="colleges that are a list"),
        pytest.param(with_(colleges={"nl": 3}), "colleges.nl", id="a college that is a number"),
        pytest.param(
            with_(colleges={"nl": {"yes": 67, "no": 0}}), "yes", id="a part above the whole"
        ),
        pytest.param(with_(rule=SIMPLE | {"colleges": {}}), "rule.colleges", id="no college rule"),
        pytest.param(
            with_(rule=SIMPLE | {"colleges": SIMPLE}, colleges=None), "college", id="none"
        ),
        pytest.param(
            with_(rule=SIMPLE | {"colleges": {"nl": SIMPLE}}), "'fr'", id="a college without a rule"
        ),
        pytest.param(
            with_(rule=SIMPLE | {"colleges": {"nl": SIMPLE, "fr": SIMPLE, "de": SIMPLE}}),
            "'de'",
            id="a rule without a college",
        ),
        pytest.param(with_(heads={"entitled": "1.5"}), "heads.entitled", id="a part of a head"),
        pytest.param(with_(step=0), "step", id="a step of nothing"),
        pytest.param(with_(step=7), "step", id="a step that the counts do not take"),
    ],
)
def test_a_document_that_cannot_be_decided_is_refused_naming_where(document, says):
    with pytest.raises(Refusal) as refusal:
        answer(document)
    assert says in refusal.value.detail


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="half a document"),
        pytest.param(b'{"a": 1, "a": 1}', id="a key twice"),
        pytest.param(b'{"a": {"b": 1, "b": 2}}', id="a key twice, deeper"),
        pytest.param(b'{"a": NaN}', id="not a number"),
        pytest.param(b'{"a": -Infinity}', id="infinity"),
        pytest.param(b'{"a": "\xff"}', id="no UTF-8"),
        pytest.param('\ufeff{"a": 1}'.encode(), id="a byte order mark"),
        pytest.param(b"[" * 200_000, id="very deep"),
        pytest.param(b'{"a":' * 100_000, id="very deep objects"),
        pytest.param(b'{"a": ' + b"1" * 9000 + b"}", id="a number of 9000 digits"),
        pytest.param(b" " * (LARGEST_DOCUMENT + 1), id="too large"),
    ],
)
def test_what_is_no_sound_json_is_refused(data):
    with pytest.raises(MalformedBody):
        read_json(data)


majorities = st.one_of(
    st.builds(
        Majority,
        st.just("custom"),
        st.builds(
            lambda a, b: Fraction(min(a, b), max(a, b)), st.integers(1, 99), st.integers(1, 99)
        ),
        st.sampled_from(Strictness),
        st.sampled_from(Base),
    ),
    st.builds(preset, st.sampled_from(sorted(PRESETS)), st.sampled_from(Base)),
)
quorums = st.one_of(
    st.builds(
        Quorum,
        st.just(Fraction(1, 3)),
        st.none(),
        st.sampled_from(QuorumOf),
        st.sampled_from(Unmet),
        st.sampled_from(CountedIn),
    ),
    st.builds(
        Quorum,
        st.none(),
        st.integers(0, 10**6).map(lambda units: Fraction(units, 100)),
        st.sampled_from(QuorumOf),
        st.sampled_from(Unmet),
        st.just(CountedIn.WEIGHTS),
    ),
)
rules = st.builds(
    Rule,
    majorities,
    st.none() | quorums,
    st.none()
    | majorities
    | st.dictionaries(st.text(max_size=5), majorities, min_size=1, max_size=3),
)


@given(rules)
def test_a_stored_rule_is_read_back(rule):
    stored = json.loads(json.dumps(rule_document(rule)))
    assert read_rule(stored) == rule


def test_the_stored_form_of_a_rule():
    rule = Rule(preset("two_thirds"), Quorum(None, 60, QuorumOf.VOTED), preset("simple"))
    assert rule_document(rule) == {
        "preset": "two_thirds",
        "share": "2/3",
        "strictness": "at_least",
        "base": "yes_no",
        "quorum": {"number": "60", "of": "voted", "unmet": "not_adopted", "counted_in": "heads"},
        "colleges": {
            "preset": "simple",
            "share": "1/2",
            "strictness": "more_than",
            "base": "yes_no",
        },
    }


STORED = rule_document(Rule(preset("two_thirds")))


@pytest.mark.parametrize(
    ("document", "says"),
    [
        pytest.param({}, "preset", id="nothing"),
        pytest.param(STORED | {"share": "3/5"}, "preset", id="a preset with another share"),
        pytest.param(STORED | {"strictness": "more_than"}, "preset", id="another strictness"),
        pytest.param(STORED | {"preset": "landslide"}, "landslide", id="an unknown preset"),
        pytest.param(STORED | {"further": 1}, "further", id="an unknown key"),
        pytest.param(
            {**STORED, "colleges": {"preset": "simple"}}, "colleges.share", id="incomplete"
        ),
    ],
)
def test_a_stored_rule_that_contradicts_itself_is_refused(document, says):
    with pytest.raises(Refusal) as refusal:
        read_rule(document)
    assert says in refusal.value.detail
