# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Paper over HTTP: who votes on paper, and the two blind entries of what was counted."""

from fractions import Fraction
from uuid import UUID

from litestar import Response, Router, post
from litestar.params import FromPath, JSONBody

from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.clock import now
from assembly.errors import (
    AlreadyVoted,
    IllegalMove,
    NotEntitled,
    NotPermitted,
    PapersDoNotReconcile,
    VotingNotFound,
    VotingNotOpen,
)
from assembly.identity.guard import Acting, signed_in
from assembly.identity.rules.permissions import Permission
from assembly.voting.paper import enter_paper_count, mark_paper_voters
from assembly.voting.routes import NO_STORE, describe, moderated
from assembly.voting.rules.paper import Agreement, PaperLine
from assembly.voting.rules.tally import Tally
from assembly.voting.schemas import (
    PaperCountIn,
    PaperCountOut,
    PaperLineIn,
    PaperVoters,
    VotingOut,
)

MESSAGES = {
    Agreement.ENTERED: "The entry is kept. A second moderator must enter the same.",
    Agreement.DIFFERS: "The entry is kept. It differs from the one before: count again.",
    Agreement.AGREED: "Both entries say the same; the papers are counted.",
}


@post(
    "/votings/{voting_id:uuid}/paper-voters",
    status_code=200,
    guards=[signed_in],
    operation_id="markPaperVoters",
    responses=refusals(
        *GUARDED, *READS_BODY, NotEntitled, VotingNotFound, AlreadyVoted, VotingNotOpen, IllegalMove
    ),
    security=NEEDS_TOKEN,
)
async def mark(
    voting_id: FromPath[UUID],
    data: JSONBody[PaperVoters],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[VotingOut]:
    """These seats vote on paper, all or none of them, for good. Repeating is harmless.

    A ballot on a device is refused to them from now on. Moderators only, while the voting is open.
    """
    async with sessions.begin() as session:
        assembly = await moderated(session, voting_id, actor)
        await mark_paper_voters(session, voting_id, data.seats, at=now(), by=actor.name)
        out = await describe(session, voting_id, actor)
    await bell.changed(assembly.slug, f"voting/{voting_id}")
    return Response(out, headers=NO_STORE)


@post(
    "/votings/{voting_id:uuid}/paper-count",
    status_code=200,
    guards=[signed_in],
    operation_id="enterPaperCount",
    responses=refusals(*GUARDED, *READS_BODY, VotingNotFound, IllegalMove, PapersDoNotReconcile),
    security=NEEDS_TOKEN,
)
async def enter(
    voting_id: FromPath[UUID],
    data: JSONBody[PaperCountIn],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[PaperCountOut]:
    """What you counted, after closing: a line for each weight and college of the paper voters.

    Nobody is shown what was entered. Once two moderators in a row have entered the same, the count
    follows by itself. Entering the same twice counts once.
    """
    async with sessions.begin() as session:
        await moderated(session, voting_id, actor)
        if actor.person_id is None:
            raise NotPermitted("Only a person counts.", permission=Permission.MODERATE.value)
        told = await enter_paper_count(
            session,
            voting_id,
            [_line(line) for line in data.lines],
            at=now(),
            person_id=actor.person_id,
            by=actor.name,
        )
    if told is Agreement.AGREED:
        await bell.count(voting_id)
    return Response(PaperCountOut(told=told, message=MESSAGES[told]), headers=NO_STORE)


def _line(line: PaperLineIn) -> PaperLine:
    return PaperLine(
        Fraction(line.weight),
        line.college,
        Tally(line.yes, line.no, line.abstain, line.blank, line.invalid),
        line.papers,
    )


router = Router("/", route_handlers=[mark, enter], tags=["Votings"])
