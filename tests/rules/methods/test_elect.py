# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`assembly elect`: what is read, what is refused and by which name, and what is answered."""

import json
from fractions import Fraction
from typing import Any

import pytest
from click.testing import CliRunner, Result

from assembly.cli import cli
from assembly.errors import (
    InvalidRequest,
    MalformedBody,
    Refusal,
    UnknownMethod,
    UnsoundBallot,
    UnsoundQuestion,
)
from assembly.voting.rules.methods.elect import elect
from assembly.voting.rules.methods.method import Election, Option, Question
from assembly.voting.rules.methods.registry import METHODS
from assembly.voting.rules.methods.single_choice import SingleChoice, Stage, second_round
from assembly.voting.rules.methods.words import exact, number

SECRET = "zwijgen"
OPTIONS = [{"id": "a", "label": "Ann"}, {"id": "b", "label": "Bo"}, {"id": "c"}]


def told(method: str = "single_choice", **more: Any) -> dict[str, Any]:
    return {
        "method": method,
        "options": OPTIONS,
        "roll_digest": "ab" * 32,
        "ballots": [],
        **more,
    }


def elected(whole: dict[str, Any]) -> dict[str, Any]:
    return elect(json.dumps(whole).encode())


# ── ballots that do not fit
@pytest.mark.parametrize(
    ("method", "settings", "ballot", "fault"),
    [
        pytest.param("single_choice", {}, 3, "wrong_type", id="a number for an option"),
        pytest.param("single_choice", {}, SECRET, "unknown_option", id="a write-in"),
        pytest.param("approval", {}, "a", "wrong_type", id="no list"),
        pytest.param("approval", {}, [["a"]], "wrong_type", id="a list in the list"),
        pytest.param("approval", {}, ["a", SECRET], "unknown_option", id="approves of nobody"),
        pytest.param("approval", {}, ["a", "a"], "duplicate_option", id="approves twice"),
        pytest.param("approval", {"most": 1}, ["a", "b"], "too_many", id="approves too often"),
        pytest.param("score", {}, ["a"], "wrong_type", id="points without points"),
        pytest.param("score", {}, {"a": True}, "wrong_type", id="true is no score"),
        pytest.param("score", {}, {"a": "5"}, "wrong_type", id="a score in words"),
        pytest.param("score", {}, {"a": 6}, "score_out_of_range", id="above the highest"),
        pytest.param("score", {}, {"a": -1}, "score_out_of_range", id="below the lowest"),
        pytest.param("score", {}, {SECRET: 1}, "unknown_option", id="points for nobody"),
        pytest.param("majority_judgment", {}, ["a"], "wrong_type", id="grades without grades"),
        pytest.param("majority_judgment", {}, {"a": 1}, "wrong_type", id="a grade in numbers"),
        pytest.param("majority_judgment", {}, {"a": SECRET}, "unknown_grade", id="another grade"),
        pytest.param("majority_judgment", {}, {"a": "good"}, "missing_grade", id="not all graded"),
        pytest.param("instant_runoff", {}, "abc", "wrong_type", id="a ranking in one word"),
        pytest.param("instant_runoff", {}, ["a", "b", "a"], "duplicate_option", id="ranks twice"),
        pytest.param("stv", {}, ["a", None], "wrong_type", id="a gap in the ranking"),
        pytest.param("stv", {}, ["a", SECRET], "unknown_option", id="ranks nobody"),
        pytest.param("schulze", {}, [["a", "b"], "a"], "duplicate_option", id="in two ranks"),
        pytest.param("schulze", {}, {"a": 1}, "wrong_type", id="places in numbers"),
        pytest.param("schulze", {}, [[["a"]]], "wrong_type", id="a rank in a rank"),
    ],
)
def test_a_ballot_that_does_not_fit_is_named_and_not_repeated(method, settings, ballot, fault):
    ballots = [{"ballot": None if method == "single_choice" else []}, {"ballot": ballot}]
    if method in {"score", "majority_judgment"}:
        ballots[0]["ballot"] = {}
    with pytest.raises(UnsoundBallot) as refusal:
        elected(told(method, settings=settings, ballots=ballots))
    assert refusal.value.facts == {"fault": fault, "place": 2}
    assert SECRET not in str(refusal.value.facts) + refusal.value.detail


@pytest.mark.parametrize(
    ("method", "one", "other"),
    [
        pytest.param("approval", ["b", "a"], ["a", "b"], id="approvals have no order"),
        pytest.param("schulze", ["a"], [["a"], ["c", "b"]], id="those left out are last"),
        pytest.param("schulze", ["a", "b"], ["a", "b", "c"], id="the last may be left out"),
        pytest.param("schulze", [], [["a", "b", "c"]], id="all equal is blank"),
    ],
)
def test_ballots_that_say_the_same_have_one_normal_form(method, one, other):
    question = Question(tuple(Option(id_, id_) for id_ in "abc"))
    rule = METHODS[method]()
    assert rule.validate(question, one) == rule.validate(question, other)


# ── questions that cannot be put
@pytest.mark.parametrize(
    "whole",
    [
        pytest.param(told(options=[]), id="no options"),
        pytest.param(told(options=[*OPTIONS, {"id": "a"}]), id="an id twice"),
        pytest.param(told(seats=4), id="more seats than options"),
        pytest.param(told("instant_runoff", seats=2), id="two winners of an instant runoff"),
        pytest.param(told("schulze", seats=2), id="two Schulze winners"),
        pytest.param(
            told(seats=2, settings={"majority": "absolute"}), id="two with an absolute majority"
        ),
        pytest.param(told("score", settings={"lowest": 5, "highest": 5}), id="no range"),
        pytest.param(told("majority_judgment", settings={"grades": ["x"]}), id="one grade"),
        pytest.param(told("majority_judgment", settings={"grades": ["x", "x"]}), id="equal grades"),
        pytest.param(
            told(
                "stv",
                options=[{"id": str(i)} for i in range(12)],
                seats=9,
                settings={"values": "exact"},
            ),
            id="exact values for nine seats",
        ),
    ],
)
def test_a_question_that_cannot_be_put_is_refused(whole):
    with pytest.raises(UnsoundQuestion):
        elected(whole)


def test_an_unknown_method_is_refused_with_those_there_are():
    with pytest.raises(UnknownMethod) as refusal:
        elected(told("borda"))
    assert refusal.value.facts == {"methods": list(METHODS)}


# ── keys and forms
@pytest.mark.parametrize(
    ("whole", "pointer"),
    [
        pytest.param(told(quota=3), "/quota", id="a key nobody knows"),
        pytest.param(
            told(settings={"edge": "lot"}), "/settings/edge", id="edge without a majority"
        ),
        pytest.param(told("stv", settings={"most": 1}), "/settings/most", id="another's setting"),
        pytest.param(told("approval", settings={"most": 4}), "/settings/most", id="out of bounds"),
        pytest.param(told(settings={"majority": "big"}), "/settings/majority", id="another word"),
        pytest.param(told(settings=[]), "/settings", id="settings as a list"),
        pytest.param(
            told("majority_judgment", settings={"grades": ["x", 1]}), "/settings/grades", id="grade"
        ),
        pytest.param(told(seats=0), "/seats", id="no seats"),
        pytest.param(told(seats=True), "/seats", id="true is no number"),
        pytest.param(told(options="abc"), "/options", id="options as a word"),
        pytest.param(told(options=[{"id": "ü"}]), "/options/0/id", id="an id with other signs"),
        pytest.param(told(options=[{"id": "a", "x": 1}]), "/options/0/x", id="a key of an option"),
        pytest.param(told(options=[{"id": "a", "label": " "}]), "/options/0/label", id="no label"),
        pytest.param(told(roll_digest="AB" * 32), "/roll_digest", id="a digest in capitals"),
        pytest.param(told(voting_id="a\nb"), "/voting_id", id="two lines"),
        pytest.param(told(ballots={}), "/ballots", id="ballots as an object"),
        pytest.param(told(ballots=[3]), "/ballots/0", id="a ballot without its key"),
        pytest.param(told(ballots=[{}]), "/ballots/0/ballot", id="nothing on it"),
        pytest.param(
            told(ballots=[{"ballot": "a", "name": "x"}]), "/ballots/0/name", id="a name beside it"
        ),
        *(
            pytest.param(
                told(ballots=[{"ballot": "a", "count": count}]),
                "/ballots/0/count",
                id=f"a count of {count}",
            )
            for count in (0, -1, True, None, "1e9", "1/3", "0.0000001", "", "٣")
        ),
    ],
)
def test_what_cannot_be_read_is_named(whole, pointer):
    with pytest.raises(InvalidRequest) as refusal:
        elected(whole)
    assert [error["pointer"] for error in refusal.value.facts["errors"]] == [pointer]


def test_a_missing_digest_is_named():
    whole = told()
    del whole["roll_digest"]
    with pytest.raises(InvalidRequest) as refusal:
        elected(whole)
    assert refusal.value.facts["errors"][0]["pointer"] == "/roll_digest"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="half an object"),
        pytest.param(b'"\xff"', id="not UTF-8"),
        pytest.param(b"[" * 100_000, id="too deep"),
        pytest.param(b'{"seats": NaN}', id="not a number"),
        pytest.param(b'{"seats": 1.0}', id="a number with a point"),
        pytest.param(b'{"ballots": [{"ballot": {"a": 1, "a": 5}}]}', id="a key twice"),
        pytest.param(b'{"seats": ' + b"9" * 5_000 + b"}", id="an endless number"),
    ],
)
def test_what_is_no_json_is_refused(text):
    with pytest.raises(MalformedBody):
        elect(text)


def test_an_election_is_no_list():
    with pytest.raises(InvalidRequest):
        elect(b"[]")


# ── answers
def test_weights_are_exact():
    ballots = [{"ballot": "a", "count": "0.1"}] * 3 + [{"ballot": "b", "count": "0.3"}]
    record = elected(told(ballots=ballots))
    assert record["stages"][0]["votes"] == {"a": "0.3", "b": "0.3", "c": "0"}
    assert record["ties"][0]["among"] == ["a", "b"]


def test_the_settings_of_a_record_decide_the_same_again():
    whole = told(settings={"majority": "absolute"}, ballots=[{"ballot": "a"}])
    record = elected(whole)
    assert record["settings"] == {"majority": "absolute", "edge": "lot"}
    assert elected(whole | {"settings": record["settings"]}) == record


def test_a_label_that_is_not_given_is_the_id():
    record = elected(told(ballots=[{"ballot": "c"}]))
    assert record["explanation"]["nl"] == "Gekozen: c (1 van 1 stemmen)."


@pytest.mark.parametrize(
    ("value", "written", "dutch"),
    [
        (Fraction(12), "12", "12"),
        (Fraction(5, 2), "2.5", "2,5"),
        (Fraction(-1, 4), "-0.25", "−0,25"),
        (Fraction(7, 3), "7/3", "7/3"),
        (Fraction(1, 10**6), "0.000001", "0,000001"),
        (Fraction(1, 10**7), "1/10000000", "1/10000000"),
    ],
    ids=str,
)
def test_numbers_are_decimals_where_six_places_hold_them(value, written, dutch):
    assert (exact(value), number(value, "nl")) == (written, dutch)
    assert Fraction(exact(value)) == value


def test_a_second_round_is_a_question_of_its_own():
    question = Question(tuple(Option(id_, id_) for id_ in "abc"))
    rule = SingleChoice("absolute", "lot")
    votes: dict[str | None, Fraction] = {"a": Fraction(4), "b": Fraction(3), "c": Fraction(2)}
    first: Election[Stage] = rule.decide(question, rule.count(question, votes), "00" * 32)
    second, asked = second_round(question, first)
    assert (second.majority, asked.ids) == ("relative", ("a", "b"))
    decided = second.decide(
        asked, second.count(asked, {"a": Fraction(4), "b": Fraction(5)}), "00" * 32
    )
    assert decided.elected == ("b",)
    with pytest.raises(UnsoundQuestion):
        second_round(asked, decided)


# ── the command
def run(*arguments: str, told: str) -> Result:
    return CliRunner().invoke(cli, ["elect", *arguments], input=told)


def test_the_command_answers_with_the_record():
    whole = told(ballots=[{"ballot": "b", "count": 2}, {"ballot": "a"}])
    answer = run(told=json.dumps(whole))
    assert answer.exit_code == 0
    assert json.loads(answer.output) == elected(whole)


def test_the_command_refuses_the_whole_election():
    answer = run(told=json.dumps(told(ballots=[{"ballot": SECRET}])))
    assert isinstance(answer.exception, Refusal)
    assert answer.output == ""


def test_lines_are_answered_line_by_line():
    good, bad = told(ballots=[{"ballot": "a"}]), told(ballots=[{"ballot": SECRET}])
    answer = run("--lines", told=f"{json.dumps(good)}\n\n{json.dumps(bad)}\nnonsense\n")
    lines = [json.loads(line) for line in answer.output.splitlines()]
    assert lines[0] == elected(good)
    assert lines[1]["error"]["type"] == "unsound-ballot"
    assert (lines[1]["error"]["fault"], lines[1]["error"]["place"]) == ("unknown_option", 1)
    assert lines[2]["error"]["type"] == "malformed-body"
    assert SECRET not in answer.output
