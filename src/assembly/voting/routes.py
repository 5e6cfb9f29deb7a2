# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Planning, opening, casting, closing. Reading votings and results is `publication`'s."""

from uuid import UUID, uuid4

from litestar import Response, Router, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.assemblies.queries import assembly_of, require_assembly
from assembly.clock import now
from assembly.errors import (
    AlreadyVoted,
    AssemblyNotFound,
    CollegesMissing,
    IllegalMove,
    NobodyToVote,
    NotEntitled,
    NotPermitted,
    ResolutionNotFound,
    SmallClasses,
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
from assembly.voting.cast import Paper, Receipt
from assembly.voting.close import close_voting
from assembly.voting.dependencies import BallotIntake
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.queries import assembly_id_of, is_elector, require_voting, voted_among
from assembly.voting.schemas import (
    CastBallot,
    Mine,
    PlanVoting,
    ReceiptOut,
    VotingOut,
    voting_out,
)
from assembly.voting.terms import read_terms

NO_STORE = {"Cache-Control": "no-store"}
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
        UnsoundNumber,
    ),
    security=NEEDS_TOKEN,
)
async def plan(
    slug: FromPath[str], data: JSONBody[PlanVoting], sessions: Sessions, bell: Bell, actor: Acting
) -> Response[VotingOut]:
    """Plan a voting on a tabled resolution. Moderators only."""
    terms = Terms(
        data.secrecy,
        data.abstain,
        read_terms(data.rule, data.quorum),
        electorate=data.electorate,
        medium=data.medium,
        accept_small_classes=data.accept_small_classes,
    )
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        voting = await plan_voting(
            session, assembly, data.resolution, terms, at=now(), by=actor.name
        )
        out = await describe(session, voting.id, actor)
    await bell.changed(slug, f"voting/{voting.id}")
    return Response(
        out, status_code=201, headers={**NO_STORE, "Location": f"/api/v1/votings/{voting.id}"}
    )


@post(
    "/votings/{voting_id:uuid}/opening",
    status_code=200,
    guards=[signed_in],
    operation_id="openVoting",
    responses=refusals(
        *GUARDED, VotingNotFound, IllegalMove, NobodyToVote, CollegesMissing, SmallClasses
    ),
    security=NEEDS_TOKEN,
)
async def open_(
    voting_id: FromPath[UUID], sessions: Sessions, bell: Bell, actor: Acting
) -> Response[VotingOut]:
    """Open the voting: roll, rule and text are frozen, ballots are taken. Repeating is harmless."""
    async with sessions.begin() as session:
        permit(actor, Permission.MODERATE, await assembly_id_of(session, voting_id))
        voting = await open_voting(session, voting_id, at=now(), by=actor.name)
        slug = (await assembly_of(session, voting.assembly_id)).slug
        out = await describe(session, voting_id, actor)
    await bell.changed(slug, f"voting/{voting_id}")
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
        permit(actor, Permission.MODERATE, await assembly_id_of(session, voting_id))
        voting = await close_voting(session, voting_id, at=now(), by=actor.name)
        slug = (await assembly_of(session, voting.assembly_id)).slug
        out = await describe(session, voting_id, actor)
    await bell.count(voting_id)
    await bell.changed(slug, f"voting/{voting_id}")
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
    voting_id: FromPath[UUID],
    data: JSONBody[CastBallot],
    sessions: Sessions,
    intake: BallotIntake,
    actor: Acting,
) -> Response[ReceiptOut]:
    """Cast a ballot: 201 with a receipt once it is on disk, 200 when it was there already.

    Sending the same choice and tracker again is safe and gives the same receipt. A secret ballot is
    final; a roll-call ballot may be replaced until closing.
    """
    if actor.seat_id is None or actor.assembly_id is None:
        async with sessions.begin() as session:
            permit(actor, Permission.CAST, await assembly_id_of(session, voting_id))
        raise NotPermitted("Only a participant casts.", permission=Permission.CAST.value)
    paper = Paper(
        actor.seat_id, data.tracker or uuid4(), data.choice, actor.seat_id, actor.assembly_id
    )
    return receipt_of(voting_id, await intake.cast(voting_id, paper))


def receipt_of(voting_id: UUID, receipt: Receipt) -> Response[ReceiptOut]:
    """What the elector keeps."""
    return Response(
        ReceiptOut(voting=voting_id, tracker=receipt.tracker, repeated=receipt.repeated),
        status_code=200 if receipt.repeated else 201,
        headers=NO_STORE,
    )


async def describe(
    session: AsyncSession, voting_id: UUID, actor: Actor, *, published: bool = False
) -> VotingOut:
    """The voting as this actor may see it."""
    await session.flush()
    view = await require_voting(session, voting_id)
    resolution = await resolution_by_id(session, view.resolution_id)
    me = None
    if actor.seat_id is not None and actor.assembly_id == view.assembly_id:
        me = Mine(
            entitled=await is_elector(session, voting_id, actor.seat_id),
            voted=bool(await voted_among(session, voting_id, [actor.seat_id])),
        )
    return voting_out(view, resolution=resolution.number, published=published, me=me)


router = Router("/", route_handlers=[plan, open_, close, cast], tags=["Votings"])
