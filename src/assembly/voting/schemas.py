# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: votings and ballots. No shape here holds a count."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from pydantic import Field, model_validator

from assembly.api.problems import status_of, title_of
from assembly.api.schema import Schema
from assembly.assemblies.rules.representing import MOST_PROXIES
from assembly.assemblies.schemas import SeatNumber, SomebodyOut
from assembly.database import LARGEST
from assembly.voting.electorate import Place
from assembly.voting.queries import VotingView
from assembly.voting.rules.ballot import Choice, Secrecy, offered
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.receipt import Answer, Receipt
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


class ForWhomOut(Schema):
    """Somebody on the roll for whom the one who asks casts, and whether that was done."""

    number: int
    name: str
    weight: str
    voted: bool


class Mine(Schema):
    """What concerns the elector who asks, by the frozen roll. Never what was chosen.

    `may_cast_for` is empty until the voting opens; `represented_by` casts for the one who asks.
    """

    entitled: bool
    voted: bool
    may_cast_for: list[ForWhomOut]
    represented_by: SomebodyOut | None


class CastBallot(Schema):
    """A ballot on its way: the choice, and the tracker the elector's device drew (128 bits)."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"choice"})

    choice: str = Field(max_length=20, json_schema_extra={"enum": [*Choice]})
    tracker: UUID | None = Field(None, description="Random; the server draws one if absent, once")
    for_: SeatNumber | None = Field(
        None, alias="for", description="A seat I represent on the roll; null is my own"
    )


class CastTogether(Schema):
    """Ballots of one who casts for several: each is a ballot of its own."""

    ballots: list[CastBallot] = Field(min_length=1, max_length=MOST_PROXIES + 1)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        seats = [ballot.for_ for ballot in self.ballots]
        if len(set(seats)) < len(seats):
            message = "one ballot a seat: the numbers must differ"
            raise ValueError(message)
        return self


class ReceiptOut(Schema):
    """Proof that the ballot is in the box. Never what it says."""

    voting: UUID
    tracker: UUID
    repeated: bool


class OneProblem(Schema):
    """Why one ballot of several was refused: what its problem document would say."""

    type: str
    title: str
    status: int
    detail: str


class CastForOut(Schema):
    """What became of one ballot of several: a receipt, or why there is none."""

    for_: int = Field(alias="for")
    receipt: ReceiptOut | None
    problem: OneProblem | None


def cast_for_out(voting_id: UUID, number: int, answer: Answer) -> CastForOut:
    """The answer as it goes out, beside the number of the seat."""
    receipt, problem = None, None
    if isinstance(answer, Receipt):
        receipt = ReceiptOut(voting=voting_id, tracker=answer.tracker, repeated=answer.repeated)
    else:
        problem = OneProblem(
            type=f"/problems/{answer.slug}",
            title=title_of(type(answer)),
            status=status_of(type(answer)),
            detail=answer.detail,
        )
    return CastForOut.model_validate({"for": number, "receipt": receipt, "problem": problem})


def mine(place: Place) -> Mine:
    """Where a seat stands on the roll, as it is told."""
    return Mine(
        entitled=place.own is not None,
        voted=place.own is not None and place.own.voted,
        may_cast_for=[ForWhomOut.model_validate(one) for one in place.represents],
        represented_by=place.represented_by and SomebodyOut.model_validate(place.represented_by),
    )


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
