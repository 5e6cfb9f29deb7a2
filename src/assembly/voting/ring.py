# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What follows when a voting has changed: the next thing to do for it, and word to who listens."""

from assembly.doorbell import Doorbell
from assembly.voting.models import Voting
from assembly.voting.queries import VotingView
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.schedule import WARNINGS


async def ring(bell: Doorbell, slug: str, voting: Voting | VotingView) -> None:
    """After the commit: what has to be done next for the voting, and that it changed."""
    match voting.state:
        case State.PLANNED if voting.opens_at is not None and not voting.opening_missed:
            await bell.open_at(voting.id, voting.opens_at)
        case State.OPEN if voting.closes_at is not None:
            await bell.close_at(voting.id, voting.closes_at, WARNINGS)
        case State.COUNTED if voting.publish_at is not None and voting.released_at is None:
            await bell.publish_at(voting.id, voting.publish_at)
        case State.CLOSED:
            await bell.count(voting.id)
        case State.ANNULLED:
            await bell.unlink(voting.id)
    await bell.changed(slug, f"voting/{voting.id}", test=voting.is_test)
