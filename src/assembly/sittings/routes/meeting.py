# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Open, suspend, resume and close a sitting; add a note to its minutes."""

from litestar import Response, post
from litestar.params import FromPath, JSONBody

from assembly.api.dependencies import Sessions
from assembly.api.problems import NEEDS_TOKEN as TOKEN
from assembly.api.problems import READS_BODY, refusals
from assembly.clock import now
from assembly.errors import (
    AlreadyTaken,
    IllegalMove,
    MarkupInText,
    SittingUnderWay,
    VotingStillOpen,
)
from assembly.identity.guard import Acting, signed_in
from assembly.sittings.minute import add_note
from assembly.sittings.preside import (
    close_sitting,
    open_sitting,
    resume_sitting,
    suspend_sitting,
)
from assembly.sittings.routes.act import PRESIDED, Presiding
from assembly.sittings.routes.planning import HERE, NO_STORE, ONE, moderated
from assembly.sittings.schemas import AddNote, NoteOut, SittingOut


@post(
    ONE + "/opening",
    status_code=200,
    dependencies=PRESIDED,
    guards=[signed_in],
    operation_id="openSitting",
    responses=refusals(*HERE, IllegalMove, SittingUnderWay),
    security=TOKEN,
)
async def begin(chair: Presiding) -> Response[SittingOut]:
    """Open the sitting: its minutes begin with how many are present. Harmless twice. Moderators."""
    return await chair.move(
        lambda act: open_sitting(act.session, act.assembly, act.sitting, at=act.at, by=act.by)
    )


@post(
    ONE + "/suspension",
    status_code=200,
    dependencies=PRESIDED,
    guards=[signed_in],
    operation_id="suspendSitting",
    responses=refusals(*HERE, IllegalMove),
    security=TOKEN,
)
async def suspend(chair: Presiding) -> Response[SittingOut]:
    """Suspend the sitting: every clock in it stands. Harmless twice. Moderators only."""
    return await chair.move(
        lambda act: suspend_sitting(act.session, act.of, act.sitting, at=act.at, by=act.by),
        beside=("floor",),
    )


@post(
    ONE + "/resumption",
    status_code=200,
    dependencies=PRESIDED,
    guards=[signed_in],
    operation_id="resumeSitting",
    responses=refusals(*HERE, IllegalMove),
    security=TOKEN,
)
async def resume(chair: Presiding) -> Response[SittingOut]:
    """Go on with a suspended sitting. A speaker's clock is started by hand. Harmless twice."""
    return await chair.move(
        lambda act: resume_sitting(act.session, act.of, act.sitting, at=act.at, by=act.by)
    )


@post(
    ONE + "/closing",
    status_code=200,
    dependencies=PRESIDED,
    guards=[signed_in],
    operation_id="closeSitting",
    responses=refusals(*HERE, IllegalMove, VotingStillOpen),
    security=TOKEN,
)
async def close(chair: Presiding) -> Response[SittingOut]:
    """Close the sitting for good; what was dealt with is done. Harmless twice. Moderators only."""
    return await chair.move(
        lambda act: close_sitting(act.session, act.of, act.sitting, at=act.at, by=act.by),
        beside=("agenda", "floor"),
    )


@post(
    ONE + "/notes",
    guards=[signed_in],
    operation_id="addMinuteNote",
    responses=refusals(*HERE, *READS_BODY, AlreadyTaken, IllegalMove, MarkupInText),
    security=TOKEN,
)
async def add(
    slug: FromPath[str],
    sitting: FromPath[int],
    data: JSONBody[AddNote],
    sessions: Sessions,
    actor: Acting,
) -> Response[NoteOut]:
    """Add a line to the minutes. It is never changed: a correction is a further note. Moderators.

    Minutes that are published have it from their next version on.
    """
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        row = await add_note(
            session, assembly.id, sitting, data.text, at=now(), by=actor.name, note_id=data.id
        )
    return Response(NoteOut.model_validate(row), status_code=201, headers=NO_STORE)


HANDLERS = [begin, suspend, resume, close, add]
