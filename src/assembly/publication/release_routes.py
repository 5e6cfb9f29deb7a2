# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A result that is held back: see it beforehand, move its hour, publish it. Moderators only."""

from uuid import UUID

from litestar import Response, Router, post, put
from litestar.params import FromPath, JSONBody

from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.assemblies.rules.wall import read_time
from assembly.clock import now
from assembly.errors import (
    AmbiguousLocalTime,
    IllegalMove,
    ImpossibleSchedule,
    NoSuchLocalTime,
    NotPublished,
    PreviewNotAgreed,
    VotingNotFound,
)
from assembly.identity.guard import Acting, signed_in
from assembly.publication.publish import preview_record, publish_now
from assembly.publication.schemas import MovePublication, PreviewOut, PublishNow
from assembly.voting.hold import move_publication
from assembly.voting.queries import require_voting
from assembly.voting.ring import ring
from assembly.voting.routes import NO_STORE, describe, moderated
from assembly.voting.rules.ballot import Subject
from assembly.voting.schemas import VotingOut

TIMES = (NoSuchLocalTime, AmbiguousLocalTime, ImpossibleSchedule)


@post(
    "/votings/{voting_id:uuid}/preview",
    status_code=200,
    guards=[signed_in],
    operation_id="previewResult",
    responses=refusals(*GUARDED, VotingNotFound, NotPublished, PreviewNotAgreed),
    security=NEEDS_TOKEN,
)
async def preview(
    voting_id: FromPath[UUID], sessions: Sessions, actor: Acting
) -> Response[PreviewOut]:
    """See what the public will read of a counted result that is held back. Looking is an act.

    Only where the voting was planned as `held`; of any other nobody sees the result beforehand.
    """
    async with sessions.begin() as session:
        await moderated(session, voting_id, actor)
        seen = await preview_record(session, voting_id, at=now(), by=actor.name)
        voting = await require_voting(session, voting_id)
    out = PreviewOut(public=False, publish_at=voting.publish_at, record=seen.document)
    return Response(out, headers=NO_STORE)


@put(
    "/votings/{voting_id:uuid}/publication",
    guards=[signed_in],
    operation_id="movePublication",
    responses=refusals(*GUARDED, *READS_BODY, VotingNotFound, IllegalMove, *TIMES),
    security=NEEDS_TOKEN,
)
async def move(
    voting_id: FromPath[UUID],
    data: JSONBody[MovePublication],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[VotingOut]:
    """Move the hour at which a held result is published, with a reason that the record tells."""
    async with sessions.begin() as session:
        assembly = await moderated(session, voting_id, actor)
        hour = data.publish_at and read_time(data.publish_at, assembly.time_zone, "publish_at")
        voting = await move_publication(
            session, voting_id, hour or None, data.because, at=now(), by=actor.name
        )
        out = await describe(session, voting_id, actor)
    await ring(bell, assembly.slug, voting)
    return Response(out, headers=NO_STORE)


@post(
    "/votings/{voting_id:uuid}/publication",
    status_code=200,
    guards=[signed_in],
    operation_id="publishResult",
    responses=refusals(*GUARDED, *READS_BODY, VotingNotFound, IllegalMove),
    security=NEEDS_TOKEN,
)
async def publish(
    voting_id: FromPath[UUID],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
    data: JSONBody[PublishNow | None] = None,
) -> Response[VotingOut]:
    """Publish a held result now. Before its hour it takes a reason. Repeating is harmless.

    The body may be empty.
    """
    because = None if data is None else data.because
    async with sessions.begin() as session:
        assembly = await moderated(session, voting_id, actor)
        await publish_now(session, voting_id, because, at=now(), by=actor.name)
        voting = await require_voting(session, voting_id)
        out = await describe(session, voting_id, actor, published=True)
    await bell.changed(assembly.slug, f"voting/{voting_id}")
    if voting.subject is Subject.AMENDMENTS:
        await bell.keep_up(voting.resolution_id)
    return Response(out, headers=NO_STORE)


router = Router("/", route_handlers=[preview, move, publish], tags=["Votings"])
