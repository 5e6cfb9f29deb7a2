# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lead the floor: call, stop the clock, end a speech, open and close the list. Moderators only."""

from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath, JSONBody

from assembly.api.problems import NEEDS_TOKEN, READS_BODY, refusals
from assembly.errors import FloorClosed, NobodyWaiting, SittingNotOpen
from assembly.identity.guard import signed_in
from assembly.sittings.ask import set_list
from assembly.sittings.routes.act import PRESIDED, Presiding
from assembly.sittings.routes.planning import HERE
from assembly.sittings.routes.speaking import FLOOR, LED, SPEAKER
from assembly.sittings.schemas import CallNext, FloorOut
from assembly.sittings.speak import (
    call_next,
    call_speaker,
    end_speech,
    pause_clock,
    start_clock,
)


@post(
    FLOOR + "/next",
    status_code=200,
    dependencies=PRESIDED,
    guards=[signed_in],
    operation_id="callNextSpeaker",
    responses=refusals(*HERE, *READS_BODY, FloorClosed, NobodyWaiting, SittingNotOpen),
    security=NEEDS_TOKEN,
)
async def call_on(data: JSONBody[CallNext], chair: Presiding) -> Response[FloorOut]:
    """Call the first in the list; whoever speaks has ended. Moderators only.

    `after` is the `last_called` you saw: when somebody was called meanwhile, nothing is done.
    """
    return await chair.lead(
        lambda act: call_next(
            act.session, act.of, act.sitting, after=data.after, at=act.at, by=act.by
        )
    )


@post(
    SPEAKER + "/calling",
    status_code=200,
    dependencies=PRESIDED,
    guards=[signed_in],
    operation_id="callSpeaker",
    responses=refusals(*LED, FloorClosed, SittingNotOpen),
    security=NEEDS_TOKEN,
)
async def call_one(speaker: FromPath[UUID], chair: Presiding) -> Response[FloorOut]:
    """Call this one, whatever the order says; whoever speaks has ended. Harmless twice."""
    return await chair.lead(
        lambda act: call_speaker(act.session, act.of, act.sitting, speaker, at=act.at, by=act.by)
    )


@post(
    SPEAKER + "/pause",
    status_code=200,
    dependencies=PRESIDED,
    guards=[signed_in],
    operation_id="pauseSpeaker",
    responses=refusals(*LED),
    security=NEEDS_TOKEN,
)
async def pause(speaker: FromPath[UUID], chair: Presiding) -> Response[FloorOut]:
    """Let the speaker's clock stand. Harmless twice. Moderators only."""
    return await chair.lead(
        lambda act: pause_clock(act.session, act.of, act.sitting, speaker, at=act.at, by=act.by)
    )


@post(
    SPEAKER + "/continuation",
    status_code=200,
    dependencies=PRESIDED,
    guards=[signed_in],
    operation_id="continueSpeaker",
    responses=refusals(*LED, SittingNotOpen),
    security=NEEDS_TOKEN,
)
async def go_on(speaker: FromPath[UUID], chair: Presiding) -> Response[FloorOut]:
    """Let the speaker's clock run again. Harmless twice. Moderators only."""
    return await chair.lead(
        lambda act: start_clock(act.session, act.of, act.sitting, speaker, at=act.at, by=act.by)
    )


@post(
    SPEAKER + "/ending",
    status_code=200,
    dependencies=PRESIDED,
    guards=[signed_in],
    operation_id="endSpeech",
    responses=refusals(*LED),
    security=NEEDS_TOKEN,
)
async def end(speaker: FromPath[UUID], chair: Presiding) -> Response[FloorOut]:
    """End a speech without calling the next one. Harmless twice. Moderators only."""
    return await chair.lead(
        lambda act: end_speech(act.session, act.of, act.sitting, speaker, at=act.at, by=act.by)
    )


@post(
    FLOOR + "/opening",
    status_code=200,
    dependencies=PRESIDED,
    guards=[signed_in],
    operation_id="openList",
    responses=refusals(*HERE, FloorClosed),
    security=NEEDS_TOKEN,
)
async def open_list(chair: Presiding) -> Response[FloorOut]:
    """Open the list of speakers of the current item. Harmless twice. Moderators only."""
    return await chair.lead(
        lambda act: set_list(act.session, act.of, act.sitting, is_open=True, at=act.at, by=act.by)
    )


@post(
    FLOOR + "/closing",
    status_code=200,
    dependencies=PRESIDED,
    guards=[signed_in],
    operation_id="closeList",
    responses=refusals(*HERE, FloorClosed),
    security=NEEDS_TOKEN,
)
async def close_list(chair: Presiding) -> Response[FloorOut]:
    """Close the list; who waits keeps waiting. Harmless twice. Moderators only."""
    return await chair.lead(
        lambda act: set_list(act.session, act.of, act.sitting, is_open=False, at=act.at, by=act.by)
    )


HANDLERS = [call_on, call_one, pause, go_on, end, open_list, close_list]
