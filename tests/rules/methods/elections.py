# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Small elections for the tests: ballots of every method, drawn and decided."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from assembly.voting.rules.methods.method import Election, Option, Question, gather
from assembly.voting.rules.methods.registry import METHODS, method_named
from assembly.voting.rules.methods.told import Told

IDS = ("a", "b", "c", "d", "e")
SEED = "5a" * 32
GRADES = ["good", "fair", "poor"]
SETTINGS: dict[str, dict[str, Any]] = {"majority_judgment": {"grades": GRADES}}
MANY_SEATS = ("single_choice", "approval", "score", "majority_judgment", "stv")

Ballots = list[tuple[Any, Fraction]]


def question_of(ids: Iterable[str] = IDS, seats: int = 1) -> Question:
    return Question(tuple(Option(id_, id_.upper()) for id_ in ids), seats)


def decide(
    method: str,
    ballots: Iterable[tuple[Any, Fraction | int]],
    *,
    ids: Iterable[str] = IDS,
    seats: int = 1,
    settings: Mapping[str, Any] | None = None,
    seed: str = SEED,
) -> Election[Any]:
    """Ballots as they are cast, validated, counted and decided."""
    question = question_of(ids, seats)
    told = Told(SETTINGS.get(method, {}) if settings is None else settings)
    rule = method_named(method, question, told)
    papers = gather((rule.validate(question, one), Fraction(many)) for one, many in ballots)
    return rule.decide(question, rule.count(question, papers), seed)


rankings = st.permutations(IDS).flatmap(
    lambda order: st.integers(0, len(IDS)).map(lambda stop: list(order[:stop]))
)


@st.composite
def weak_orders(draw: st.DrawFn) -> list[list[str]]:
    ranks: dict[int, list[str]] = {}
    for id_ in draw(rankings):
        ranks.setdefault(draw(st.integers(0, 3)), []).append(id_)
    return [ranks[place] for place in sorted(ranks)]


BALLOTS: dict[str, st.SearchStrategy[Any]] = {
    "single_choice": st.none() | st.sampled_from(IDS),
    "approval": st.lists(st.sampled_from(IDS), unique=True),
    "score": st.dictionaries(st.sampled_from(IDS), st.integers(0, 5)),
    "majority_judgment": st.just({})
    | st.fixed_dictionaries({id_: st.sampled_from(GRADES) for id_ in IDS}),
    "instant_runoff": rankings,
    "schulze": weak_orders(),
    "stv": rankings,
}

whole_weights = st.integers(1, 9).map(Fraction)
weights = whole_weights | st.integers(1, 4_000).map(lambda many: Fraction(many, 1000))


def boxes(method: str, many: st.SearchStrategy[Fraction] = weights) -> st.SearchStrategy[Ballots]:
    """Up to 14 kinds of ballots, each with its weight."""
    return st.lists(st.tuples(BALLOTS[method], many), min_size=1, max_size=14)


def seats_for(method: str) -> st.SearchStrategy[int]:
    return st.integers(1, 4) if method in MANY_SEATS else st.just(1)


def renamed(ballot: Any, names: Mapping[str, str]) -> Any:
    """The same ballot where the options bear other ids. Grades and scores stay."""
    if isinstance(ballot, dict):
        return {names[id_]: given for id_, given in ballot.items()}
    if isinstance(ballot, list):
        return [renamed(one, names) for one in ballot]
    return None if ballot is None else names[ballot]


assert set(BALLOTS) == set(METHODS)
