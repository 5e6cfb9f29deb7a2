# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Planning, opening, casting, closing, extending, annulling. Reading is `publication`'s."""

from datetime import datetime
from uuid import UUID, uuid4

from litestar import Response, Router, post, put
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import assembly_of, require_assembly
from assembly.assemblies.rules.wall import read_time
from assembly.clock import now
from assembly.errors import (
    AlreadyVoted,
    AmbiguousLocalTime,
    AmendmentNotFound,
    AmendmentsInConflict,
    AmendmentsUndecided,
    AssemblyNotFound,
    CollegesMissing,
    EndTooNear,
    IllegalMove,
    ImpossibleSchedule,
    NobodyToVote,
    NoSuchLocalTime,
    NotEntitled,
    OutOfOrder,
    ResolutionNotFound,
    ResultHeld,
    SmallClasses,
    SplitAsked,
    StillInConflict,
    TrackerTaken,
    Unavailable,
    UnknownChoice,
    UnknownRule,
    UnsoundNumber,
    VotingNotFound,
    VotingNotOpen,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Actor, Permission
from assembly.resolutions.queries import resolution_by_id
from assembly.voting.annul import annul_voting
from assembly.voting.cast import Paper, Receipt
from assembly.voting.close import close_voting
from assembly.voting.dependencies import CastingBooth
from assembly.voting.electorate import place_of
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.queries import assembly_id_of, require_voting
from assembly.voting.ring import ring
from assembly.voting.rules.release import Gate
from assembly.voting.rules.schedule import Schedule
from assembly.voting.schedule import extend_voting, reschedule_voting
from assembly.voting.schemas import (
    AnnulVoting,
    CastBallot,
    CastForOut,
    CastTogether,
    ExtendVoting,
    OpenVoting,
    PlanVoting,
    ReceiptOut,
    SetSchedule,
    VotingOut,
    cast_for_out,
    mine,
    voting_out,
)
from assembly.voting.terms import read_terms
from assembly.voting.together import Wanted

NO_STORE = {"Cache-Control": "no-store"}
TIMES = (NoSuchLocalTime, AmbiguousLocalTime, ImpossibleSchedule)
TURNS = (AmendmentsUndecided, AmendmentsInConflict, OutOfOrder, SplitAsked, StillInConflict)
NONE_NEW = ResponseSpec(
    list[CastForOut],
    generate_examples=False,
    description="No ballot entered now: each was in the box before, or was refused",
)
SAME_RECEIPT = ResponseSpec(
    ReceiptOut, generate_examples=False, description="It was in the box before: the same receipt"
)


@post(
    "/assemblies/{slug:str}/votings",
    guards=[signed_in],
    operation_id="planVoting",
    responses=refusals(
        *GUARDED,
        *READS_BODY,
        AssemblyNotFound,
        ResolutionNotFound,
        IllegalMove,
        UnknownRule,
        *TIMES,
        UnsoundNumber,
        *TURNS,
        AmendmentNotFound,
    ),
    security=NEEDS_TOKEN,
)
async def plan(
    slug: FromPath[str], data: JSONBody[PlanVoting], sessions: Sessions, bell: Bell, actor: Acting
) -> Response[VotingOut]:
    """Plan a voting on a tabled resolution or on amendments to it. Moderators only.

    It is opened by hand or at its hour. Whether its result is public at once or held back is said
    now, and frozen when it opens. Amendments are voted on in the order of the plan, the text
    itself after them.

    A test voting leaves the resolution as it is, and nobody outside the assembly sees it.
    """
    rule = read_terms(data.rule, data.quorum)
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        terms = Terms(
            data.secrecy,
            data.abstain,
            rule,
            electorate=data.electorate,
            medium=data.medium,
            test=data.test,
            accept_small_classes=data.accept_small_classes,
            schedule=_schedule(data, assembly.time_zone),
            gate=Gate(data.release, _time(data.publish_at, assembly.time_zone, "publish_at")),
        )
        voting = await plan_voting(
            session,
            assembly,
            data.resolution,
            terms,
            at=now(),
            by=actor.name,
            amendments=sorted(set(data.amendments)),
        )
        out = await describe(session, voting.id, actor)
    await ring(bell, slug, voting)
    return Response(
        out, status_code=201, headers={**NO_STORE, "Location": f"/api/v1/votings/{voting.id}"}
    )


@post(
    "/votings/{voting_id:uuid}/opening",
    status_code=200,
    guards=[signed_in],
    operation_id="openVoting",
    responses=refusals(
        *GUARDED,
        *READS_BODY,
        VotingNotFound,
        IllegalMove,
        NobodyToVote,
        CollegesMissing,
        SmallClasses,
        EndTooNear,
        *TURNS,
    ),
    security=NEEDS_TOKEN,
)
async def open_(
    voting_id: FromPath[UUID],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
    data: JSONBody[OpenVoting | None] = None,
) -> Response[VotingOut]:
    """Open the voting: roll, rule and text are frozen, ballots are taken. Repeating is harmless.

    The body may be empty.
    """
    accept = data is not None and data.accept_small_classes
    async with sessions.begin() as session:
        assembly = await moderated(session, voting_id, actor)
        voting = await open_voting(
            session, voting_id, at=now(), by=actor.name, accept_small_classes=accept
        )
        out = await describe(session, voting_id, actor)
    await ring(bell, assembly.slug, voting)
    return Response(out, headers=NO_STORE)


@post(
    "/votings/{voting_id:uuid}/closing",
    status_code=200,
    guards=[signed_in],
    operation_id="closeVoting",
    responses=refusals(*GUARDED, VotingNotFound, IllegalMove),
    security=NEEDS_TOKEN,
)
async def close(
    voting_id: FromPath[UUID], sessions: Sessions, bell: Bell, actor: Acting
) -> Response[VotingOut]:
    """Close the voting: no ballot enters any more, and the count follows by itself."""
    async with sessions.begin() as session:
        assembly = await moderated(session, voting_id, actor)
        voting = await close_voting(session, voting_id, at=now(), by=actor.name)
        out = await describe(session, voting_id, actor)
    await ring(bell, assembly.slug, voting)
    return Response(out, headers=NO_STORE)


@put(
    "/votings/{voting_id:uuid}/schedule",
    guards=[signed_in],
    operation_id="scheduleVoting",
    responses=refusals(*GUARDED, *READS_BODY, VotingNotFound, IllegalMove, *TIMES),
    security=NEEDS_TOKEN,
)
async def schedule(
    voting_id: FromPath[UUID],
    data: JSONBody[SetSchedule],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[VotingOut]:
    """Set when a planned voting opens and closes by itself. The server's clock decides."""
    async with sessions.begin() as session:
        assembly = await moderated(session, voting_id, actor)
        hours = _schedule(data, assembly.time_zone)
        voting = await reschedule_voting(session, voting_id, hours, at=now(), by=actor.name)
        out = await describe(session, voting_id, actor)
    await ring(bell, assembly.slug, voting)
    return Response(out, headers=NO_STORE)


@post(
    "/votings/{voting_id:uuid}/extension",
    status_code=200,
    guards=[signed_in],
    operation_id="extendVoting",
    responses=refusals(*GUARDED, *READS_BODY, VotingNotFound, VotingNotOpen, *TIMES),
    security=NEEDS_TOKEN,
)
async def extend(
    voting_id: FromPath[UUID],
    data: JSONBody[ExtendVoting],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[VotingOut]:
    """Move the end of an open voting to later, or give it its first; never once it was reached."""
    async with sessions.begin() as session:
        assembly = await moderated(session, voting_id, actor)
        until = data.closes_at and read_time(data.closes_at, assembly.time_zone, "closes_at")
        voting = await extend_voting(
            session,
            voting_id,
            until=until or None,
            seconds=data.seconds,
            clock=now,
            by=actor.name,
        )
        out = await describe(session, voting_id, actor)
    await ring(bell, assembly.slug, voting)
    return Response(out, headers=NO_STORE)


@post(
    "/votings/{voting_id:uuid}/annulment",
    status_code=200,
    guards=[signed_in],
    operation_id="annulVoting",
    responses=refusals(*GUARDED, *READS_BODY, VotingNotFound, IllegalMove, ResultHeld),
    security=NEEDS_TOKEN,
)
async def annul(
    voting_id: FromPath[UUID],
    data: JSONBody[AnnulVoting],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[VotingOut]:
    """Annul the voting for good: its resolution is on the table again, its record stays readable.

    The same reason again changes nothing.
    """
    async with sessions.begin() as session:
        assembly = await moderated(session, voting_id, actor)
        voting = await annul_voting(session, voting_id, data.because, at=now(), by=actor.name)
        out = await describe(session, voting_id, actor)
    await ring(bell, assembly.slug, voting)
    return Response(out, headers=NO_STORE)


@post(
    "/votings/{voting_id:uuid}/ballots",
    guards=[signed_in],
    operation_id="castBallot",
    responses={200: SAME_RECEIPT}
    | refusals(
        *GUARDED,
        *READS_BODY,
        NotEntitled,
        VotingNotFound,
        VotingNotOpen,
        AlreadyVoted,
        TrackerTaken,
        UnknownChoice,
        Unavailable,
    ),
    security=NEEDS_TOKEN,
)
async def cast(
    voting_id: FromPath[UUID], data: JSONBody[CastBallot], booth: CastingBooth
) -> Response[ReceiptOut]:
    """Cast a ballot: 201 with a receipt once it is on disk, 200 when it was there already.

    Sending the same choice and tracker again is safe and gives the same receipt. A secret ballot is
    final; a roll-call ballot may be replaced until closing.
    """
    seat_id, assembly_id = await booth.require_seat(voting_id)
    elector = seat_id
    if data.for_ is not None:
        reach = await booth.reach(voting_id, [data.for_])
        if data.for_ in reach.refused:
            raise reach.refused[data.for_]
        elector = reach.seats[data.for_]
    paper = Paper(elector, data.tracker or uuid4(), data.choice, seat_id, assembly_id)
    return receipt_of(voting_id, await booth.intake.cast(voting_id, paper))


@post(
    "/votings/{voting_id:uuid}/ballots/together",
    guards=[signed_in],
    operation_id="castTogether",
    responses={200: NONE_NEW} | refusals(*GUARDED, *READS_BODY, VotingNotFound),
    security=NEEDS_TOKEN,
)
async def cast_for_several(
    voting_id: FromPath[UUID], data: JSONBody[CastTogether], booth: CastingBooth
) -> Response[list[CastForOut]]:
    """Cast for all whom I represent, and for myself: each is a ballot of its own.

    Answers in the order sent, 201 when any ballot entered now. One that is refused says why and
    harms no other. Sending the same again is safe.
    """
    wanted = [Wanted(one.for_, one.tracker or uuid4(), one.choice) for one in data.ballots]
    told = await booth.cast_together(voting_id, wanted)
    new = any(isinstance(answer, Receipt) and not answer.repeated for _, answer in told)
    return Response(
        [cast_for_out(voting_id, number, answer) for number, answer in told],
        status_code=201 if new else 200,
        headers=NO_STORE,
    )


def receipt_of(voting_id: UUID, receipt: Receipt) -> Response[ReceiptOut]:
    """What the elector keeps."""
    return Response(
        ReceiptOut(voting=voting_id, tracker=receipt.tracker, repeated=receipt.repeated),
        status_code=200 if receipt.repeated else 201,
        headers=NO_STORE,
    )


def _schedule(data: PlanVoting | SetSchedule, zone: str) -> Schedule:
    """The hours as instants."""
    return Schedule(
        opens_at=_time(data.opens_at, zone, "opens_at"),
        closes_at=_time(data.closes_at, zone, "closes_at"),
    )


def _time(words: str | None, zone: str, field: str) -> datetime | None:
    return None if words is None else read_time(words, zone, field)


async def moderated(session: AsyncSession, voting_id: UUID, actor: Actor) -> Assembly:
    """The assembly of this voting, if the actor moderates it; `VotingNotFound`."""
    assembly_id = await assembly_id_of(session, voting_id)
    permit(actor, Permission.MODERATE, assembly_id)
    return await assembly_of(session, assembly_id)


async def describe(
    session: AsyncSession, voting_id: UUID, actor: Actor, *, published: bool = False
) -> VotingOut:
    """The voting as this actor may see it."""
    await session.flush()
    view = await require_voting(session, voting_id)
    resolution = await resolution_by_id(session, view.resolution_id)
    zone = (await assembly_of(session, view.assembly_id)).time_zone
    me = None
    if actor.seat_id is not None and actor.assembly_id == view.assembly_id:
        me = mine(await place_of(session, voting_id, actor.seat_id))
    return voting_out(view, resolution=resolution.number, zone=zone, published=published, me=me)


router = Router(
    "/",
    route_handlers=[plan, open_, close, schedule, extend, annul, cast, cast_for_several],
    tags=["Votings"],
)
