# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Counting: the numbers of one voting. The order of counting never matters."""

from collections.abc import Mapping
from dataclasses import dataclass

from assembly.voting.rules.ballot import Choice


@dataclass(frozen=True, slots=True)
class Tally:
    """How many ballots said what. Blank and invalid come from paper only."""

    yes: int
    no: int
    abstain: int
    blank: int = 0
    invalid: int = 0

    def __post_init__(self) -> None:
        if min(self.yes, self.no, self.abstain, self.blank, self.invalid) < 0:
            message = "a count is never negative"
            raise ValueError(message)

    @property
    def cast(self) -> int:
        """yes + no + abstain + blank. Invalid papers never enter a base."""
        return self.yes + self.no + self.abstain + self.blank

    @property
    def ballots(self) -> int:
        """Everything that was in the box."""
        return self.cast + self.invalid


def tally_of(counts: Mapping[Choice, int]) -> Tally:
    """The tally of an electronic box; a choice nobody made counts 0."""
    return Tally(
        yes=counts.get(Choice.YES, 0),
        no=counts.get(Choice.NO, 0),
        abstain=counts.get(Choice.ABSTAIN, 0),
    )
