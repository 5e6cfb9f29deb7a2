# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a quorum stands before the count: as a number, without telling a choice.

Who is present and who has voted may be told at any time; how many said yes or no only by the count.
"""

from dataclasses import dataclass

from assembly.voting.rules.exact import Exact, next_step
from assembly.voting.rules.quorum import Heads, Quorum, QuorumOf


@dataclass(frozen=True, slots=True)
class QuorumNow:
    """What is needed, and how much of it there is. `reached` is None until the count tells it.

    All numbers are heads, or weights where the quorum counts those.
    """

    of: QuorumOf
    entitled: Exact
    required: Exact
    reached: Exact | None
    in_weights: bool

    @property
    def met(self) -> bool | None:
        """Whether exactly the required number is there, or more. None while nobody can know."""
        return None if self.reached is None else self.reached >= self.required

    @property
    def missing(self) -> Exact:
        """How much more it takes: 0 when it is met, and while nobody can know."""
        return 0 if self.reached is None else max(0, self.required - self.reached)


def quorum_now(quorum: Quorum, heads: Heads, *, step: Exact = 1) -> QuorumNow:
    """The quorum held against these numbers, as `check_quorum` will at the count.

    A share of nobody is 0, and met. `heads.expressed` is never asked for: it would tell choices.
    """
    entitled = heads.entitled or 0
    if quorum.number is not None:
        required = quorum.number
    else:
        required = next_step((quorum.share or 0) * entitled, step, beyond=False)
    reached = {QuorumOf.PRESENT: heads.present, QuorumOf.VOTED: heads.voted}.get(quorum.of)
    return QuorumNow(quorum.of, entitled, required, reached, quorum.in_weights)
