# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write the agenda; begin an item, end it, pass it over."""

from typing import Any
from uuid import UUID

from litestar import Response, post, put
from litestar.connection import Request
from litestar.params import FromPath, JSONBody

from assembly.api.bodies import TEXTS
from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import NEEDS_TOKEN, READS_BODY, refusals
from assembly.api.revisions import revision_asked, revision_named
from assembly.clock import now
from assembly.errors import (
    AgendaItemBegun,
    AgendaItemNotFound,
    AlreadyTaken,
    IllegalMove,
    MarkupInText,
    PreconditionMissing,
    ResolutionNotFound,
    SittingNotOpen,
    Stale,
)
from assembly.identity.guard import Acting, signed_in
from assembly.sittings.agenda import add_item, put_agenda
from assembly.sittings.begin import begin_item, end_item, pass_over
from assembly.sittings.routes.planning import HERE, ONE, moderated, shown
from assembly.sittings.schemas import BeginItem, PutAgenda, SittingOut, WriteItem

ITEM = ONE + "/agenda/{item:uuid}"
WRITES = (*READS_BODY, AlreadyTaken, IllegalMove, MarkupInText, ResolutionNotFound)
STEPS = (*HERE, AgendaItemNotFound, IllegalMove)


@put(
    ONE + "/agenda",
    guards=[signed_in],
    operation_id="putAgenda",
    request_max_body_size=TEXTS,
    responses=refusals(*HERE, *WRITES, AgendaItemBegun, PreconditionMissing, Stale),
    security=NEEDS_TOKEN,
)
async def put_all(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sitting: FromPath[int],
    data: JSONBody[PutAgenda],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[SittingOut]:
    """Write the whole agenda in its order. `If-Match` names the sitting's revision: 412 when stale.

    Name the `id` of an item that stays. Moderators only.
    """
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        row = await put_agenda(
            session,
            assembly.id,
            sitting,
            [item.value() for item in data.items],
            revision=revision_asked(request),
            at=now(),
            by=actor.name,
        )
        response = await shown(session, assembly, row, actor)
    await bell.changed(slug, "agenda")
    return response


@post(
    ONE + "/agenda",
    guards=[signed_in],
    operation_id="addAgendaItem",
    responses=refusals(*HERE, *WRITES),
    security=NEEDS_TOKEN,
)
async def add_one(
    slug: FromPath[str],
    sitting: FromPath[int],
    data: JSONBody[WriteItem],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[SittingOut]:
    """Add an item at the end of the agenda; with an `id` drawn by you, once. Moderators only."""
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        row = await add_item(session, assembly.id, sitting, data.value(), at=now(), by=actor.name)
        response = await shown(session, assembly, row, actor)
    await bell.changed(slug, "agenda")
    response.status_code = 201
    return response


@post(
    ITEM + "/beginning",
    status_code=200,
    guards=[signed_in],
    operation_id="beginAgendaItem",
    responses=refusals(*STEPS, *READS_BODY, SittingNotOpen, Stale),
    security=NEEDS_TOKEN,
)
async def begin(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sitting: FromPath[int],
    item: FromPath[UUID],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
    data: JSONBody[BeginItem | None] = None,
) -> Response[SittingOut]:
    """Begin an item; the one before is done. Harmless twice. Moderators only.

    One that was done or passed over is taken up again for a reason. `If-Match` may name what was
    read.
    """
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        row = await begin_item(
            session,
            assembly.id,
            sitting,
            item,
            at=now(),
            by=actor.name,
            because=data.because if data else None,
            revision=revision_named(request),
        )
        response = await shown(session, assembly, row, actor)
    await bell.changed(slug, "agenda")
    await bell.changed(slug, "floor")
    return response


@post(
    ITEM + "/ending",
    status_code=200,
    guards=[signed_in],
    operation_id="endAgendaItem",
    responses=refusals(*STEPS),
    security=NEEDS_TOKEN,
)
async def end(
    slug: FromPath[str],
    sitting: FromPath[int],
    item: FromPath[UUID],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[SittingOut]:
    """End the item that is dealt with. Harmless twice. Moderators only."""
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        row = await end_item(session, assembly.id, sitting, item, at=now(), by=actor.name)
        response = await shown(session, assembly, row, actor)
    await bell.changed(slug, "agenda")
    await bell.changed(slug, "floor")
    return response


@post(
    ITEM + "/passing-over",
    status_code=200,
    guards=[signed_in],
    operation_id="passOverAgendaItem",
    responses=refusals(*STEPS),
    security=NEEDS_TOKEN,
)
async def skip(
    slug: FromPath[str],
    sitting: FromPath[int],
    item: FromPath[UUID],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[SittingOut]:
    """Pass a planned item over; it may be taken up later for a reason. Harmless twice."""
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        row = await pass_over(session, assembly.id, sitting, item, at=now(), by=actor.name)
        response = await shown(session, assembly, row, actor)
    await bell.changed(slug, "agenda")
    return response


HANDLERS = [put_all, add_one, begin, end, skip]
