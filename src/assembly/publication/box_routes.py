# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What everybody may check of a published voting: box, roll, and all of it in one bundle."""

import re
from typing import Annotated, Any
from uuid import UUID

from litestar import MediaType, Response, Router, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Sessions
from assembly.api.problems import refusals
from assembly.audit.queries import keys_of, proof_of
from assembly.audit.rules.checkpoint import read_note
from assembly.audit.rules.keys import write_key
from assembly.errors import InvalidRequest, NotPublished, VotingNotFound
from assembly.identity.guard import Acting
from assembly.publication.queries import require_record, require_shown
from assembly.publication.rules.logged import ACT
from assembly.publication.rules.record import canonical_json
from assembly.publication.rules.sealed import Ballots, SealedBox, write_box, write_roll
from assembly.publication.rules.verify import BUNDLE
from assembly.publication.schemas import BallotOut, BoxOut, BundleOut, RollLineOut, RollOut
from assembly.voting.box import NamedBallot, roll_call, trackers_in
from assembly.voting.queries import VotingView
from assembly.voting.roll import roll_lines
from assembly.voting.rules.ballot import Secrecy

PUBLIC = {"Cache-Control": "public, max-age=60"}
HEX = re.compile(r"[0-9a-f]{2,32}", re.ASCII)

Starts = Annotated[
    str,
    QueryParameter(
        pattern=r"^(|[0-9A-Fa-f-]{2,36})$",
        description="Only trackers that begin with these 2 to 32 hex digits; nobody needs to send"
        " a whole tracker",
    ),
]

BUNDLE_SPEC = ResponseSpec(BundleOut, generate_examples=False, description="The bundle")


@get(
    "/votings/{voting_id:uuid}/box",
    operation_id="readBox",
    responses=refusals(VotingNotFound, NotPublished, InvalidRequest),
)
async def read_box(
    voting_id: FromPath[UUID], sessions: Sessions, actor: Acting, starts: Starts = ""
) -> Response[BoxOut]:
    """Every tracker in the box, once the record is published; by name for a roll call.

    SHA-256 over the lines, sorted, LF after each, is the record's `box_digest`. A line is the
    tracker, or for a roll call seat number, tracker and choice with single spaces.
    """
    digits = hex_digits(starts)
    async with sessions.begin() as session:
        voting = await require_shown(session, voting_id, actor)
        record = await require_record(session, voting_id)
        trackers, ballots = await contents_of(session, voting, digits)
    return Response(
        BoxOut(
            voting=voting_id,
            secrecy=voting.secrecy.value,
            digest=record.document["box_digest"],
            trackers=trackers,
            ballots=None
            if ballots is None
            else [BallotOut.model_validate(ballot) for ballot in ballots],
        ),
        headers=PUBLIC,
    )


@get(
    "/votings/{voting_id:uuid}/roll",
    operation_id="readRoll",
    responses=refusals(VotingNotFound, NotPublished),
)
async def read_roll(
    voting_id: FromPath[UUID], sessions: Sessions, actor: Acting
) -> Response[RollOut]:
    """The frozen roll, once the record is published: seat numbers, weights, colleges, proxies."""
    async with sessions.begin() as session:
        await require_shown(session, voting_id, actor)
        record = await require_record(session, voting_id)
        entries = await roll_lines(session, voting_id)
    return Response(
        RollOut(
            voting=voting_id,
            digest=record.document["roll"]["digest"],
            lines=[RollLineOut.model_validate(line) for line in write_roll(entries)],
        ),
        headers=PUBLIC,
    )


@get(
    "/votings/{voting_id:uuid}/bundle",
    operation_id="readBundle",
    responses={200: BUNDLE_SPEC} | refusals(VotingNotFound, NotPublished),
)
async def read_bundle(
    voting_id: FromPath[UUID], sessions: Sessions, actor: Acting
) -> Response[bytes]:
    """Record, digest, roll, box and place in the log: what `assembly verify` checks. No names.

    `log` is null for the moment between publication and the next checkpoint, a few seconds.
    """
    async with sessions.begin() as session:
        voting = await require_shown(session, voting_id, actor)
        record = await require_record(session, voting_id)
        entries = await roll_lines(session, voting_id)
        trackers, ballots = await contents_of(session, voting, "")
        log = await log_part(session, voting_id)
    bundle: dict[str, Any] = {
        "format": BUNDLE,
        "record": record.document,
        "digest": record.digest,
        "roll": write_roll(entries),
        "box": write_box(_sealed(trackers, ballots)),
        "log": log,
    }
    return Response(canonical_json(bundle), headers=PUBLIC, media_type=MediaType.JSON)


async def log_part(session: AsyncSession, voting_id: UUID) -> dict[str, Any] | None:
    """Where in the log the publication stands; None for the moment before the worker appends it."""
    proved = await proof_of(session, ACT, f"voting:{voting_id}")
    if proved is None:
        return None
    notes = [one.note for one in (proved.checkpoint, proved.before) if one is not None]
    used = {line.short for note in notes for line in read_note(note).signatures}
    return {
        "leaf": proved.leaf,
        "index": proved.index,
        "path": [one.hex() for one in proved.path],
        "checkpoint": proved.checkpoint.note,
        "before": proved.before and proved.before.note,
        "bridge": [one.hex() for one in proved.bridge],
        "keys": [write_key(key) for key, _ in await keys_of(session) if key.short in used],
    }


async def contents_of(
    session: AsyncSession, voting: VotingView, digits: str
) -> tuple[list[UUID] | None, list[NamedBallot] | None]:
    """The trackers of a secret voting, or the ballots of a roll call; the other is None."""
    if voting.secrecy is Secrecy.SECRET:
        return await trackers_in(session, voting.id, digits), None
    return None, await roll_call(session, voting.id, voting.assembly_id, digits)


def hex_digits(starts: str) -> str:
    """The digits somebody read from a receipt, without what groups them; `InvalidRequest`."""
    digits = starts.replace("-", "").replace(" ", "").lower()
    if starts and not HEX.fullmatch(digits):
        raise InvalidRequest(
            "A tracker begins with 2 to 32 hexadecimal digits.",
            errors=[{"pointer": "/starts", "detail": "2 to 32 hexadecimal digits"}],
        )
    return digits


def _sealed(trackers: list[UUID] | None, ballots: list[NamedBallot] | None) -> SealedBox:
    return SealedBox(
        None if trackers is None else tuple(map(str, trackers)),
        None
        if ballots is None
        else Ballots(
            [one.seat for one in ballots],
            [str(one.tracker) for one in ballots],
            [str(one.choice) for one in ballots],
        ),
    )


router = Router("/", route_handlers=[read_box, read_roll, read_bundle], tags=["Public"])
