# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ballots that rank options: first, second, third … as many as one likes.

Counting by transfer moves papers from option to option; a pile holds them.
"""

from collections.abc import Container, Iterable, Mapping
from fractions import Fraction

from assembly.voting.rules.methods.method import Fault, Question, unsound

Ranking = tuple[str, ...]
Pile = list[tuple[Ranking, int]]
"""Papers in one hand: a ranking, and how many, in the unit of the count."""


def read_ranking(question: Question, ballot: object) -> Ranking:
    """A list of ids, the first preference first. An empty list is blank."""
    if not isinstance(ballot, list):
        raise unsound(Fault.WRONG_TYPE)
    ranked = tuple(question.known(id_) for id_ in ballot)
    if len(set(ranked)) < len(ranked):
        raise unsound(Fault.DUPLICATE_OPTION)
    return ranked


def deal(papers: Iterable[tuple[Ranking, int]], continuing: Container[str]) -> dict[str, Pile]:
    """The papers by their next available preference; those without one are under ''."""
    piles: dict[str, Pile] = {}
    for ranking, many in papers:
        to = next((id_ for id_ in ranking if id_ in continuing), "")
        piles.setdefault(to, []).append((ranking, many))
    return piles


def weight_of(pile: Iterable[tuple[Ranking, int]]) -> int:
    """How many papers lie there."""
    return sum(many for _, many in pile)


def without_votes(votes: Mapping[str, Fraction]) -> list[str]:
    """Those nobody votes for. Excluding them together moves nothing and changes nothing."""
    return [id_ for id_, many in votes.items() if not many]
