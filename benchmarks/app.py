# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The application as it is, with further routes beside it: two no-ops, and casting one by one.

They are ordinary routes with everything every route has: token, body, answer, headers, log line.
"""

import sys
from uuid import UUID, uuid4

import uvicorn
from litestar import Response, get, post
from litestar.params import FromPath, JSONBody
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from assembly.api.dependencies import Sessions
from assembly.app import create_app, front, settled
from assembly.entrance import Entrance
from assembly.errors import AlreadyVoted, NotEntitled, VotingNotOpen
from assembly.identity.guard import Acting, signed_in
from assembly.logs import configure
from assembly.settings import Settings
from assembly.voting.models import Ballot, Elector, Participation, Voting
from assembly.voting.rules.ballot import Choice
from assembly.voting.rules.lifecycle import State
from assembly.voting.schemas import CastBallot, ReceiptOut


@get("/bench/nothing")
async def nothing() -> str:
    """What the smallest reading costs, and nothing else."""
    return "nothing"


@post("/bench/noop", guards=[signed_in])
async def noop(data: JSONBody[CastBallot], actor: Acting) -> Response[ReceiptOut]:
    """What every request costs, and nothing else."""
    assert actor.seat_id is not None
    return Response(
        ReceiptOut(voting=actor.seat_id, tracker=data.tracker or uuid4(), repeated=False)
    )


@post("/bench/votings/{voting_id:uuid}/ballots", guards=[signed_in])
async def one_by_one(
    voting_id: FromPath[UUID], data: JSONBody[CastBallot], sessions: Sessions, actor: Acting
) -> Response[ReceiptOut]:
    """One ORM transaction a ballot, written as one would without thinking of crowds."""
    tracker = data.tracker or uuid4()
    try:
        async with sessions.begin() as session:
            voting = await session.get_one(Voting, voting_id, with_for_update={"read": True})
            if voting.state is not State.OPEN:
                raise VotingNotOpen("This voting is closed.")
            elector = await session.scalar(
                select(Elector).where(
                    Elector.voting_id == voting_id, Elector.seat_id == actor.seat_id
                )
            )
            if elector is None:
                raise NotEntitled("You are not on the roll of this voting.")
            session.add(Participation(voting_id=voting_id, seat_id=elector.seat_id, on_paper=False))
            session.add(
                Ballot(
                    voting_id=voting_id,
                    tracker=tracker,
                    choice=Choice(data.choice),
                    weight=elector.weight,
                    college=elector.college,
                )
            )
    except IntegrityError as error:
        raise AlreadyVoted("You have voted already.") from error
    return Response(ReceiptOut(voting=voting_id, tracker=tracker, repeated=False))


def asgi() -> Entrance:
    """As `assembly.app.asgi`, with these routes."""
    settings = Settings()
    configure(settings.log_level, for_good=True)
    return settled(front(create_app(settings, further=[nothing, noop, one_by_one])))


if __name__ == "__main__":
    uvicorn.run(
        "benchmarks.app:asgi",
        factory=True,
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
    )
