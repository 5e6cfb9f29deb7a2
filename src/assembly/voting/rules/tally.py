# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Counting: the numbers of one voting. The order of counting never matters."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass

from assembly.errors import UnsoundNumber
from assembly.voting.rules.ballot import Choice
from assembly.voting.rules.exact import Exact, exactly


@dataclass(frozen=True, slots=True)
class Tally:
    """How many ballots said what, or how much weight. Blank and invalid come from paper only."""

    yes: Exact
    no: Exact
    abstain: Exact
    blank: Exact = 0
    invalid: Exact = 0

    def __post_init__(self) -> None:
        if min(astuple(self)) < 0:
            raise UnsoundNumber("A count is never negative.", what="tally")

    @property
    def expressed(self) -> Exact:
        """yes + no: who said one or the other."""
        return exactly(self.yes + self.no)

    @property
    def cast(self) -> Exact:
        """yes + no + abstain + blank. Invalid papers never enter a base."""
        return exactly(self.yes + self.no + self.abstain + self.blank)

    @property
    def ballots(self) -> Exact:
        """Everything that was in the box."""
        return exactly(self.cast + self.invalid)


def tally_of(counts: Mapping[Choice, Exact]) -> Tally:
    """The tally of an electronic box; a choice nobody made counts 0."""
    return Tally(
        yes=counts.get(Choice.YES, 0),
        no=counts.get(Choice.NO, 0),
        abstain=counts.get(Choice.ABSTAIN, 0),
    )
