# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether counts and roll can be those of one voting, before anything is decided on them."""

from dataclasses import astuple

from assembly.errors import ImpossibleCounts, UnsoundNumber
from assembly.voting.rules.majority import Roll
from assembly.voting.rules.tally import Tally


def require_sound(tally: Tally, roll: Roll) -> None:
    """Nothing where they can; else a refusal.

    `ImpossibleCounts`: more in the box than all who are entitled have. `UnsoundNumber`: a count
    that the roll's step does not reach, because needed and margin are told in that step.
    """
    if roll.entitled is not None and tally.ballots > roll.entitled:
        raise ImpossibleCounts(
            f"There are more ballots ({tally.ballots}) than entitled ({roll.entitled}).",
            what="tally",
        )
    for count in astuple(tally):
        if count % roll.step:
            raise UnsoundNumber(f"{count} is no multiple of the step {roll.step}.", what="step")
