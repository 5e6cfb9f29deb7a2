# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: votings and ballots. No shape here holds a count."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from assembly.api.schema import Schema
from assembly.database import LARGEST
from assembly.voting.queries import VotingView
from assembly.voting.rules.ballot import Choice, Secrecy, offered
from assembly.voting.rules.lifecycle import State


class PlanVoting(Schema):
    """A voting on a tabled resolution."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"rule"})

    resolution: int = Field(ge=1, le=LARGEST, description="The resolution's number")
    secrecy: Secrecy = Secrecy.SECRET
    abstain: bool = Field(True, description="Whether abstaining is offered")
    rule: str = Field("simple", max_length=40, description="A preset of docs/voting-rules.md")


class RuleOut(Schema):
    """What it takes to adopt."""

    preset: str
    share: str
    strictness: str
    base: str


class VotingOut(Schema):
    """State and turnout: all that is known of a voting before its record is published."""

    id: UUID
    resolution: int
    state: State
    secrecy: Secrecy
    choices: list[Choice]
    rule: RuleOut
    rehearsal: bool
    entitled: int | None
    turnout: int
    roll_digest: str | None
    opened_at: datetime | None
    closed_at: datetime | None
    published: bool
    me: "Mine | None"


class Mine(Schema):
    """What concerns the elector who asks: on the roll, and has voted. Never what."""

    entitled: bool
    voted: bool


class CastBallot(Schema):
    """A ballot on its way: the choice, and the tracker the elector's device drew (128 bits)."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"choice"})

    choice: str = Field(max_length=20, json_schema_extra={"enum": [*Choice]})
    tracker: UUID | None = Field(None, description="Random; the server draws one if absent, once")


class ReceiptOut(Schema):
    """Proof that the ballot is in the box. Never what it says."""

    voting: UUID
    tracker: UUID
    repeated: bool


def voting_out(view: VotingView, *, resolution: int, published: bool, me: Mine | None) -> VotingOut:
    """The view as it goes out."""
    return VotingOut(
        id=view.id,
        resolution=resolution,
        state=view.state,
        secrecy=view.secrecy,
        choices=list(offered(abstain=view.abstain)),
        rule=RuleOut(
            preset=view.rule.name,
            share=f"{view.rule.share.numerator}/{view.rule.share.denominator}",
            strictness=view.rule.strictness.value,
            base=view.rule.base.value,
        ),
        rehearsal=view.is_rehearsal,
        entitled=view.entitled,
        turnout=view.turnout,
        roll_digest=view.roll_digest,
        opened_at=view.opened_at,
        closed_at=view.closed_at,
        published=published,
        me=me,
    )
