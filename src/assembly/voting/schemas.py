# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: votings and ballots. No shape here holds a count."""

from datetime import datetime
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Self
from uuid import UUID

from pydantic import Field, model_validator

from assembly.api.problems import status_of, title_of
from assembly.api.schema import Schema
from assembly.assemblies.rules.representing import MOST_PROXIES
from assembly.assemblies.rules.wall import local_time
from assembly.assemblies.schemas import SeatNumber, SomebodyOut
from assembly.database import LARGEST
from assembly.voting.electorate import Place
from assembly.voting.queries import VotingView
from assembly.voting.rules.ballot import Choice, Electorate, Medium, Secrecy, Subject, offered
from assembly.voting.rules.exact import write_exact
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.outcome import Rule
from assembly.voting.rules.paper import Agreement
from assembly.voting.rules.receipt import Answer, Receipt
from assembly.voting.rules.release import Release
from assembly.voting.rules.rule_document import rule_document

WRITTEN = "RFC 3339 with an offset, or 2026-11-22T20:00 on the wall of the assembly's time zone"


class PlanVoting(Schema):
    """A voting on a tabled resolution. docs/voting-rules.md explains rules and quorums."""

    judged_later: ClassVar[frozenset[str]] = frozenset(
        {"rule", "quorum", "opens_at", "closes_at", "publish_at"}
    )

    resolution: int = Field(ge=1, le=LARGEST, description="The resolution's number")
    amendments: list[int] = Field(
        default_factory=list,
        max_length=500,
        description="Numbers of amendments to it, voted on together; none is the text itself",
    )
    secrecy: Secrecy = Secrecy.SECRET
    abstain: bool = Field(True, description="Whether abstaining is offered")
    rule: Annotated[str, Field(max_length=40)] | dict[str, Any] = Field(
        "simple",
        description="A preset by name, or an object: a preset with another base, or share,"
        " strictness and base; `colleges` asks for a majority in each college too",
    )
    quorum: dict[str, Any] | None = Field(
        None, description="A share of all entitled or a number, `of` whom, and what if unmet"
    )
    electorate: Electorate = Electorate.ALL
    medium: Medium = Medium.ELECTRONIC
    opens_at: str | None = Field(None, max_length=40, description=WRITTEN)
    closes_at: str | None = Field(None, max_length=40, description=WRITTEN)
    release: Release = Field(
        Release.AT_ONCE,
        description="Whether the result is public once counted, or held back: frozen at opening",
    )
    publish_at: str | None = Field(
        None, max_length=40, description=f"When a held result is published by itself. {WRITTEN}"
    )
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


class MajorityOut(Schema):
    """A share of a base."""

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


class QuorumOut(Schema):
    """How many must take part: a share of those entitled, or a number."""

    share: str | None
    number: str | None
    of: str
    unmet: str
    counted_in: str


class RuleOut(MajorityOut):
    """What it takes to adopt. `colleges` is one rule for every college, or one for each by name."""

    quorum: QuorumOut | None
    colleges: MajorityOut | dict[str, MajorityOut] | None


class WeightsOut(Schema):
    """The weights of the roll, exactly; all of them are multiples of the step."""

    entitled: str
    present: str
    step: str


class ReleaseOut(Schema):
    """When the result becomes public. A held one is published then, or by a moderator's act.

    `held_back` says that it is counted and nobody may read it yet. Why an hour was moved stands in
    the record.
    """

    kind: Release
    publish_at: datetime | None
    publish_at_local: str | None
    held_back: bool
    released_at: datetime | None


class PaperOut(Schema):
    """Who votes on paper, and whether the count of the papers is there. Never what it says."""

    marked: int
    needed: bool
    agreed: bool


class VotingOut(Schema):
    """State and turnout: all that is known of a voting before its record is published."""

    id: UUID
    resolution: int
    subject: Subject
    amendments: list[int]
    state: State
    secrecy: Secrecy
    choices: list[Choice]
    rule: RuleOut
    electorate: Electorate
    medium: Medium
    rehearsal: bool
    test: bool
    schedule: ScheduleOut
    release: ReleaseOut
    accepts_small_classes: bool
    entitled: int | None
    present: int | None
    represented: int | None
    weights: WeightsOut | None
    small_classes: bool | None
    paper: PaperOut | None
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


class PaperVoters(Schema):
    """The seats that vote on paper from now on."""

    seats: list[int] = Field(min_length=1, max_length=500)


class PaperLineIn(Schema):
    """The papers of one class of electors; a roll without weights and colleges has one class."""

    weight: str = Field("1", max_length=20, pattern=r"^[0-9]{1,10}(\.[0-9]{1,6})?$")
    college: str | None = Field(None, min_length=1, max_length=40)
    yes: int = Field(ge=0, le=LARGEST)
    no: int = Field(ge=0, le=LARGEST)
    abstain: int = Field(0, ge=0, le=LARGEST)
    blank: int = Field(0, ge=0, le=LARGEST)
    invalid: int = Field(0, ge=0, le=LARGEST)
    papers: int = Field(ge=0, le=LARGEST, description="All of them together")


class PaperCountIn(Schema):
    """What one moderator counted. A second one must enter the same; nobody is shown either."""

    lines: list[PaperLineIn] = Field(min_length=1, max_length=1000)


class PaperCountOut(Schema):
    """How the entry stands to the one before: entered, differs or agreed. Never a number."""

    told: Agreement
    message: str


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
        subject=view.subject,
        amendments=list(view.amendments),
        state=view.state,
        secrecy=view.secrecy,
        choices=list(offered(abstain=view.abstain)),
        rule=_rule(view.rule),
        electorate=view.electorate,
        medium=view.medium,
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
        release=ReleaseOut(
            kind=view.release,
            publish_at=view.publish_at,
            publish_at_local=local_time(view.publish_at, zone),
            held_back=view.is_held,
            released_at=view.released_at,
        ),
        accepts_small_classes=view.accepts_small_classes,
        entitled=view.entitled,
        present=view.present,
        represented=view.represented,
        weights=_weights(view),
        small_classes=view.small_classes,
        paper=None
        if view.medium is Medium.ELECTRONIC
        else PaperOut(marked=view.on_paper, needed=view.needs_papers, agreed=view.papers_agreed),
        turnout=view.turnout,
        roll_digest=view.roll_digest,
        opened_at=view.opened_at,
        closed_at=view.closed_at,
        annulled_at=view.annulled_at,
        annulled_because=view.annulled_because,
        published=published,
        me=me,
    )


def _rule(rule: Rule) -> RuleOut:
    document = rule_document(rule)
    if document["quorum"] is not None:
        document["quorum"] = {"share": None, "number": None, **document["quorum"]}
    return RuleOut.model_validate(document)


def _weights(view: VotingView) -> WeightsOut | None:
    if view.entitled_weight is None or view.present_weight is None or view.weight_step is None:
        return None
    return WeightsOut(
        entitled=write_exact(Fraction(view.entitled_weight)),
        present=write_exact(Fraction(view.present_weight)),
        step=write_exact(Fraction(view.weight_step)),
    )
