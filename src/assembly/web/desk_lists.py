# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lists of people on the desk: send a file, look at every cell, apply it, undo it."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.apart.rules.limits import LARGEST_DOCUMENT
from assembly.api.dependencies import Bell, Sessions
from assembly.assemblies.list_queries import ListView, lists_of, require_list
from assembly.assemblies.reading.apart import read_list_apart
from assembly.assemblies.rules.list_states import ListState
from assembly.assemblies.rules.seat_list import Mark
from assembly.assemblies.seat_lists import (
    apply_list,
    compare_list,
    reject_list,
    send_list,
    undo_list,
)
from assembly.clock import now
from assembly.errors import (
    Conflict,
    DocumentTooLarge,
    DocumentUnreadable,
    InvalidRequest,
    NoSuchAddress,
    Refusal,
)
from assembly.identity.guard import Acting, signed_in
from assembly.identity.rules.permissions import Actor
from assembly.web.desk_frame import Frame, desk_page, frame_for
from assembly.web.forms import file_in
from assembly.web.rendering import redirect
from assembly.web.texts import (
    IMPORT_FAULTS,
    LIST_COLUMNS,
    LIST_FINDINGS,
    LIST_MARKS,
    LIST_REASONS,
    LIST_STATES,
)

AROUND = 64 * 1024
TICKS = 512 * 1024
"""Bytes of a form with a tick for each row."""
STEPS = ("application", "comparison", "undoing", "rejection")
ALL = "/assemblies/{slug:str}/desk/lists"
ONE = ALL + "/{list_id:uuid}"


@get(ALL, guards=[signed_in])
async def lists_page(
    request: Request[Any, Any, Any], slug: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """The form for a file, and what was sent before."""
    return await _all(request, slug, sessions, actor)


@post(ALL, guards=[signed_in], status_code=200, request_max_body_size=LARGEST_DOCUMENT + AROUND)
async def send_list_form(
    request: Request[Any, Any, Any], slug: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """To the list with every cell; or the form again, with the reason."""
    async with sessions.begin() as session:
        await frame_for(session, slug, actor)
    try:
        file, data = await file_in(request, "list")
        sheet = await read_list_apart(data, file)
        async with sessions.begin() as session:
            frame = await frame_for(session, slug, actor)
            list_id, _ = await send_list(
                session,
                frame.assembly,
                data,
                sheet,
                file=file[-200:] or "list",
                at=now(),
                by=actor.name,
            )
    except (Conflict, DocumentTooLarge, DocumentUnreadable) as refusal:
        return await _all(request, slug, sessions, actor, refusal)
    return redirect(request, f"{frame.desk}/lists/{list_id}")


@get(ONE, guards=[signed_in])
async def list_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    list_id: FromPath[UUID],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """Every cell: new, changed, doubtful or wrong, and why."""
    return await _one(request, slug, list_id, sessions, actor)


@post(
    ONE + "/{step:str}",
    guards=[signed_in],
    status_code=200,
    request_max_body_size=TICKS,
)
async def take_list_step(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    list_id: FromPath[UUID],
    step: FromPath[str],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The step is taken and the list shown again; what is refused says why."""
    if step not in STEPS:
        raise NoSuchAddress("There is no such step.")
    form = await request.form()
    kept = {int(word) for word in form.getall("row", []) if str(word).isdecimal()}
    roll = str(form.get("roll") or "")[:64]
    try:
        async with sessions.begin() as session:
            frame = await frame_for(session, slug, actor)
            view = await require_list(session, frame.assembly.id, list_id)
            await _take(session, frame, view, step, kept, roll, actor.name)
    except (Conflict, InvalidRequest) as refusal:
        return await _one(request, slug, list_id, sessions, actor, refusal)
    await bell.changed(slug, "attendance")
    to = "lists" if step == "rejection" else f"lists/{list_id}"
    return redirect(request, f"{frame.desk}/{to}")


async def _take(
    session: AsyncSession,
    frame: Frame,
    view: ListView,
    step: str,
    kept: set[int],
    roll: str,
    by: str,
) -> None:
    assembly, at = frame.assembly, now()
    match step:
        case "application":
            out = [row.at for row in view.preview.rows if row.at not in kept]
            await apply_list(session, assembly, view.id, roll=roll, leave_out=out, at=at, by=by)
        case "comparison":
            await compare_list(session, assembly, view.id)
        case "undoing":
            await undo_list(session, assembly, view.id, at=at, by=by)
        case _:
            await reject_list(session, assembly, view.id, at=at, by=by)


async def _all(
    request: Request[Any, Any, Any],
    slug: str,
    sessions: Sessions,
    actor: Actor,
    refusal: Refusal | None = None,
) -> Response[Any]:
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        lists = await lists_of(session, frame.assembly.id)
    unreadable = isinstance(refusal, DocumentUnreadable)
    return desk_page(
        request,
        "desk_lists.html",
        frame,
        refusal=refusal,
        home="/lists",
        fault=IMPORT_FAULTS[refusal.facts["code"]] if refusal and unreadable else None,
        lists=lists,
        list_states=LIST_STATES,
    )


async def _one(
    request: Request[Any, Any, Any],
    slug: str,
    list_id: UUID,
    sessions: Sessions,
    actor: Actor,
    refusal: Refusal | None = None,
) -> Response[Any]:
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        view = await require_list(session, frame.assembly.id, list_id)
    return desk_page(
        request,
        "desk_list.html",
        frame,
        refusal=refusal,
        home=f"/lists/{list_id}",
        it=view,
        told=refusal.facts if refusal else {},
        waits=view.state is ListState.PREVIEWED,
        wrong=sum(row.mark is Mark.WRONG for row in view.preview.rows),
        list_states=LIST_STATES,
        marks=LIST_MARKS,
        reasons=LIST_REASONS,
        findings=LIST_FINDINGS,
        headings=LIST_COLUMNS,
    )


router = Router(
    "/",
    route_handlers=[lists_page, send_list_form, list_page, take_list_step],
    include_in_schema=False,
)
