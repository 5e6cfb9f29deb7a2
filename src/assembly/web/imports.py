# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bringing in proposals on the desk: send a file, look at what was understood, accept, undo."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath

from assembly.apart.rules.limits import LARGEST_DOCUMENT
from assembly.api.dependencies import Bell, Sessions
from assembly.archive.import_queries import imports_of, require_import
from assembly.archive.take_in import accept_import, reject_import, send_document, undo_import
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
from assembly.resolutions.chapters import drafts_of
from assembly.web.desk_frame import desk_page, frame_for
from assembly.web.forms import file_in
from assembly.web.rendering import redirect
from assembly.web.texts import IMPORT_DOUBTS, IMPORT_FAULTS, IMPORT_STATES

AROUND = 64 * 1024
"""Bytes of a form beside its file."""
STEPS = ("acceptance", "rejection", "undoing")
ALL = "/assemblies/{slug:str}/desk/imports"


@get(ALL, include_in_schema=False, guards=[signed_in])
async def imports_page(
    request: Request[Any, Any, Any], slug: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """What was brought in, and a form for more."""
    return await _list(request, slug, sessions, actor)


@post(
    ALL,
    include_in_schema=False,
    guards=[signed_in],
    status_code=200,
    request_max_body_size=LARGEST_DOCUMENT + AROUND,
)
async def send_form(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The file waits to be read, and its page is shown; or the form again, with the reason."""
    async with sessions.begin() as session:
        await frame_for(session, slug, actor)
    try:
        file, data = await file_in(request, "document")
        async with sessions.begin() as session:
            frame = await frame_for(session, slug, actor)
            import_id, _ = await send_document(
                session, frame.assembly, data, file=file, at=now(), by=actor.name
            )
    except (Conflict, DocumentTooLarge, DocumentUnreadable) as refusal:
        return await _list(request, slug, sessions, actor, refusal)
    await bell.read_import(import_id)
    return redirect(request, f"{frame.desk}/imports/{import_id}")


@get(ALL + "/{import_id:uuid}", include_in_schema=False, guards=[signed_in])
async def import_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    import_id: FromPath[UUID],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """One document: waiting, understood with its doubts, refused, accepted or undone."""
    return await _one(request, slug, import_id, sessions, actor)


@post(
    ALL + "/{import_id:uuid}/{step:str}",
    include_in_schema=False,
    guards=[signed_in],
    status_code=200,
)
async def take_import_step(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    import_id: FromPath[UUID],
    step: FromPath[str],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The step is taken and the document shown again; what is refused says why."""
    if step not in STEPS:
        raise NoSuchAddress("There is no such step.")
    form = await request.form()
    kept = {int(word) for word in form.getall("item", []) if str(word).isdecimal()}
    at, by = now(), actor.name
    try:
        async with sessions.begin() as session:
            frame = await frame_for(session, slug, actor)
            view = await require_import(session, frame.assembly.id, import_id)
            if step == "acceptance":
                items = [one.item for one in view.document.proposals] if view.document else []
                await accept_import(
                    session,
                    frame.assembly,
                    import_id,
                    leave_out=[item for item in items if item not in kept],
                    at=at,
                    by=by,
                )
            elif step == "undoing":
                await undo_import(session, frame.assembly.id, import_id, at=at, by=by)
            else:
                await reject_import(session, frame.assembly.id, import_id, at=at, by=by)
    except (Conflict, InvalidRequest) as refusal:
        return await _one(request, slug, import_id, sessions, actor, refusal)
    await bell.changed(slug, "resolutions")
    return redirect(request, f"{frame.desk}/imports/{import_id}")


async def _list(
    request: Request[Any, Any, Any],
    slug: str,
    sessions: Sessions,
    actor: Actor,
    refusal: Refusal | None = None,
) -> Response[Any]:
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        imports = await imports_of(session, frame.assembly.id)
    return desk_page(
        request,
        "imports.html",
        frame,
        refusal=refusal,
        home="/imports",
        imports=imports,
        import_states=IMPORT_STATES,
    )


async def _one(
    request: Request[Any, Any, Any],
    slug: str,
    import_id: UUID,
    sessions: Sessions,
    actor: Actor,
    refusal: Refusal | None = None,
) -> Response[Any]:
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        view = await require_import(session, frame.assembly.id, import_id)
        numbers = {item: number for item, number, _ in await drafts_of(session, import_id)}
    return desk_page(
        request,
        "import.html",
        frame,
        refusal=refusal,
        home=f"/imports/{import_id}",
        it=view,
        document=view.document,
        numbers=numbers,
        fault=IMPORT_FAULTS[view.refusal["code"]] if view.refusal else None,
        doubt_words=IMPORT_DOUBTS,
        import_states=IMPORT_STATES,
    )


router = Router(
    "/",
    route_handlers=[imports_page, send_form, import_page, take_import_step],
    include_in_schema=False,
)
