# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: votings and ballots. No shape here holds a count."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from pydantic import Field, model_validator

from assembly.api.schema import Schema
from assembly.database import LARGEST
from assembly.voting.queries import VotingView
from assembly.voting.rules.ballot import Choice, Secrecy, offered
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.schedule import local_time

WRITTEN = "RFC 3339 with an offset, or 2026-11-22T20:00 on the wall of the assembly's time zone"


class PlanVoting(Schema):
    """A voting on a tabled resolution."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"rule", "opens_at", "closes_at"})

    resolution: int = Field(ge=1, le=LARGEST, description="The resolution's number")
    secrecy: Secrecy = Secrecy.SECRET
    abstain: bool = Field(True, description="Whether abstaining is offered")
    rule: str = Field("simple", max_length=40, description="A preset of docs/voting-rules.md")
    opens_at: str | None = Field(None, max_length=40, description=WRITTEN)
    closes_at: str | None = Field(None, max_length=40, description=WRITTEN)
    accept_small_classes: bool = Field(
        False, description="Open a secret voting although few electors share a weight and college"
    )
    test: bool = Field(False, description="Only to try things: nothing of it is ever public")


class OpenVoting(Schema):
    """What may be said at opening. An empty body says nothing."""

    accept_small_classes: bool = False


class SetSchedule(Schema):
    """The hours of a planned voting. What is absent or null is done by hand."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"opens_at", "closes_at"})

    opens_at: str | None = Field(None, max_length=40, description=WRITTEN)
    closes_at: str | None = Field(None, max_length=40, description=WRITTEN)


class ExtendVoting(Schema):
    """More time: either the new end, or how many seconds later than the present one."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"closes_at"})

    closes_at: str | None = Field(None, max_length=40, description=WRITTEN)
    seconds: int | None = Field(None, ge=1, le=86_400)

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if (self.closes_at is None) == (self.seconds is None):
            message = "say closes_at or seconds, one of them"
            raise ValueError(message)
        return self


class AnnulVoting(Schema):
    """Why the voting is annulled. Everybody may read it."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"because"})

    because: str = Field(max_length=8000, description="10 to 1000 characters")


class RuleOut(Schema):
    """What it takes to adopt."""

    preset: str
    share: str
    strictness: str
    base: str


class ScheduleOut(Schema):
    """When it opens and closes by itself: the instant in UTC, and on the assembly's own wall.

    `missed` names the refusal (docs/problems.md) that kept a planned voting from opening in time.
    """

    time_zone: str
    opens_at: datetime | None
    opens_at_local: str | None
    closes_at: datetime | None
    closes_at_local: str | None
    missed: str | None


class VotingOut(Schema):
    """State and turnout: all that is known of a voting before its record is published."""

    id: UUID
    resolution: int
    state: State
    secrecy: Secrecy
    choices: list[Choice]
    rule: RuleOut
    rehearsal: bool
    test: bool
    schedule: ScheduleOut
    accepts_small_classes: bool
    entitled: int | None
    turnout: int
    roll_digest: str | None
    opened_at: datetime | None
    closed_at: datetime | None
    annulled_at: datetime | None
    annulled_because: str | None
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


def voting_out(
    view: VotingView, *, resolution: int, zone: str, published: bool, me: Mine | None
) -> VotingOut:
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
        test=view.is_test,
        schedule=ScheduleOut(
            time_zone=zone,
            opens_at=view.opens_at,
            opens_at_local=local_time(view.opens_at, zone),
            closes_at=view.closes_at,
            closes_at_local=local_time(view.closes_at, zone),
            missed=view.opening_missed if view.state is State.PLANNED else None,
        ),
        accepts_small_classes=view.accepts_small_classes,
        entitled=view.entitled,
        turnout=view.turnout,
        roll_digest=view.roll_digest,
        opened_at=view.opened_at,
        closed_at=view.closed_at,
        annulled_at=view.annulled_at,
        annulled_because=view.annulled_because,
        published=published,
        me=me,
    )
