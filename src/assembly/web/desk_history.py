# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bringing in history on the desk: send a file, say which column is what, answer, bring in."""

from collections.abc import Mapping
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly import __version__
from assembly.apart.rules.limits import LARGEST_HISTORY
from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import status_of
from assembly.archive.found import Naming
from assembly.archive.histories import (
    Answer,
    accept_history,
    answer_history,
    map_history,
    reject_history,
    send_history,
)
from assembly.archive.history_queries import HistoryView, histories_of, require_history
from assembly.archive.reading.history_apart import read_history_apart
from assembly.archive.rules.mapping import REQUIRED, suggested
from assembly.archive.rules.mapping import Mapping as Columns
from assembly.archive.rules.naming import plain_slug
from assembly.archive.rules.table import Table
from assembly.clock import now
from assembly.errors import (
    Conflict,
    DocumentTooLarge,
    DocumentUnreadable,
    InvalidRequest,
    NoSuchAddress,
    Refusal,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Actor, Permission
from assembly.web.forms import file_in, number_in
from assembly.web.rendering import PERSONAL, language_of, redirect, render
from assembly.web.texts import (
    FORM_ERRORS,
    HISTORY_ASKS,
    HISTORY_FIELDS,
    HISTORY_REPLIES,
    HISTORY_SHAPES,
    HISTORY_STATES,
    IMPORT_FAULTS,
    LANGUAGES,
    PROBLEMS,
)

AROUND = 64 * 1024
"""Bytes of a form beside its file."""
ANSWERS = 2 * 1024 * 1024
"""Bytes of a form with the answers to one page of questions."""
QUESTIONS, LINES = 50, 200
"""Shown at a time."""
STEPS = ("mapping", "answers", "withdrawal", "acceptance", "rejection")
FAULTS = {"name": "missing_word", "slug": "slug", "held_on": "day", "time_zone": "zone"}
"""What is said at a field; at the others, to choose or fill in something that fits."""
ALL = "/desk/history"
ONE = ALL + "/{history_id:uuid}"


@get(ALL, guards=[signed_in])
async def histories_page(
    request: Request[Any, Any, Any], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """The form for a file, and what was sent before. For whoever may found an assembly."""
    permit(actor, Permission.FOUND_ASSEMBLY)
    return await _all(request, sessions, actor)


@post(ALL, guards=[signed_in], status_code=200, request_max_body_size=LARGEST_HISTORY + AROUND)
async def send_history_form(
    request: Request[Any, Any, Any], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """To the page of the file; or the form again, with the reason."""
    permit(actor, Permission.FOUND_ASSEMBLY)
    try:
        file, data = await file_in(request, "history", LARGEST_HISTORY)
        table = await read_history_apart(data, file)
        async with sessions.begin() as session:
            history_id, _ = await send_history(
                session, data, table, file=file, at=now(), by=actor.name
            )
    except (Conflict, DocumentTooLarge, DocumentUnreadable) as refusal:
        return await _all(request, sessions, actor, refusal)
    return redirect(request, f"{ALL}/{history_id}")


@get(ONE, guards=[signed_in])
async def history_page(
    request: Request[Any, Any, Any], history_id: FromPath[UUID], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """The columns with what stands in them, the questions, and what would be brought in."""
    permit(actor, Permission.FOUND_ASSEMBLY)
    return await _one(request, history_id, sessions, actor)


@post(ONE + "/{step:str}", guards=[signed_in], status_code=200, request_max_body_size=ANSWERS)
async def take_history_step(
    request: Request[Any, Any, Any],
    history_id: FromPath[UUID],
    step: FromPath[str],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The step is taken and the file shown again; what is refused says why and stays typed."""
    permit(actor, Permission.FOUND_ASSEMBLY)
    if step not in STEPS:
        raise NoSuchAddress("There is no such step.")
    typed = {str(name): str(value) for name, value in (await request.form()).items()}
    try:
        async with sessions.begin() as session:
            slug = await _take(session, history_id, actor, step, typed)
    except (Conflict, InvalidRequest) as refusal:
        return await _one(request, history_id, sessions, actor, refusal, typed)
    if slug is not None:
        await bell.changed(slug, "resolutions")
    return redirect(request, ALL if step == "rejection" else f"{ALL}/{history_id}")


async def _take(
    session: AsyncSession, history_id: UUID, actor: Actor, step: str, typed: Mapping[str, str]
) -> str | None:
    """The slug of what was brought in just now."""
    at, revision = now(), number_in(typed.get("revision"))
    if step == "mapping":
        await _map(session, history_id, actor, typed, revision)
    elif step in {"answers", "withdrawal"}:
        back = [Answer(typed.get("question", ""), "")]
        answers = _answers(typed) if step == "answers" else back
        if answers:
            await answer_history(session, history_id, actor, answers, revision=revision, at=at)
    elif step == "rejection":
        await reject_history(session, history_id, actor, at=at)
    else:
        brought = await accept_history(
            session,
            history_id,
            actor,
            revision=revision,
            importer=f"assembly {__version__}",
            at=at,
        )
        return brought.assembly.slug if brought else None
    return None


async def _map(
    session: AsyncSession, history_id: UUID, actor: Actor, typed: Mapping[str, str], revision: int
) -> None:
    name = typed.get("name", "").strip()
    day = typed.get("held_on", "").strip()
    if not name:
        raise InvalidRequest(
            "The assembly has no name.", errors=[{"pointer": "/name", "detail": "1 to 200 letters"}]
        )
    try:
        held_on = date.fromisoformat(day) if day else None
    except ValueError:
        raise InvalidRequest(
            "This is no day.", errors=[{"pointer": "/held_on", "detail": "such as 2025-11-22"}]
        ) from None
    await map_history(
        session,
        history_id,
        actor,
        revision=revision,
        part=typed.get("part", ""),
        columns={field: typed.get(f"column-{field}", "") for field in HISTORY_FIELDS},
        naming=Naming(
            typed.get("slug", "").strip() or (plain_slug(name) if name else ""),
            name,
            typed.get("language", ""),
            typed.get("time_zone", "").strip(),
        ),
        held_on=held_on,
        at=now(),
    )


def _answers(typed: Mapping[str, str]) -> list[Answer]:
    """What was answered on the form: who fills in one field and chooses nothing means that one."""
    found = []
    for name in typed:
        kind, _, key = name.partition("-")
        if kind != "reply":
            continue
        value, reason = typed.get(f"value-{key}", ""), typed.get(f"reason-{key}", "")
        reply = typed[name]
        if not reply and bool(value.strip()) != bool(reason.strip()):
            reply = "value" if value.strip() else "leave-out"
        if reply:
            found.append(Answer(key, reply, value, reason))
    return found


async def _all(
    request: Request[Any, Any, Any],
    sessions: Sessions,
    actor: Actor,
    refusal: Refusal | None = None,
) -> Response[Any]:
    async with sessions.begin() as session:
        histories = await histories_of(session, actor)
    unreadable = isinstance(refusal, DocumentUnreadable)
    return render(
        request,
        "desk_histories.html",
        headers=PERSONAL,
        home=ALL,
        status_code=200 if refusal is None else status_of(type(refusal)),
        problem=PROBLEMS[refusal.slug] if refusal else None,
        fault=IMPORT_FAULTS[refusal.facts["code"]] if refusal and unreadable else None,
        detail=refusal.detail if refusal and unreadable else None,
        histories=histories,
        states=HISTORY_STATES,
    )


async def _one(
    request: Request[Any, Any, Any],
    history_id: UUID,
    sessions: Sessions,
    actor: Actor,
    refusal: Refusal | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response[Any]:
    async with sessions.begin() as session:
        view = await require_history(session, history_id, actor)
    errors = refusal.facts.get("errors", []) if refusal else []
    wrong = {str(one["pointer"]).rpartition("/")[2] for one in errors}
    part = request.query_params.get("part") or (typed or {}).get("part") or view.mapping.part
    return render(
        request,
        "desk_history.html",
        headers=PERSONAL,
        home=f"{ALL}/{history_id}",
        status_code=200 if refusal is None else status_of(type(refusal)),
        problem=PROBLEMS[refusal.slug] if refusal else None,
        faults={name: FORM_ERRORS[FAULTS.get(name, "choice")] for name in wrong},
        foreign=_foreign(view),
        it=view,
        part=view.table.part(part),
        chosen=_chosen(view, part),
        typed=_named(view, language_of(request)) | dict(typed or {}),
        needed=REQUIRED,
        questions=view.history.open[:QUESTIONS],
        lines=view.history.lines[:LINES],
        states=HISTORY_STATES,
        fields=HISTORY_FIELDS,
        asks=HISTORY_ASKS,
        shapes=HISTORY_SHAPES,
        replies=HISTORY_REPLIES,
        language_names=LANGUAGES,
    )


def _chosen(view: HistoryView, part: str) -> Mapping[str, str]:
    """The columns as they are chosen, or as they are suggested for a part."""
    columns: Columns = view.mapping
    one = view.table.part(part)
    if part != columns.part and one is not None:
        columns = suggested(Table(view.table.format, view.table.unit, (one,)))
    return {field.value: name for field, name in columns.columns.items()}


def _foreign(view: HistoryView) -> list[str]:
    """The first rows with letters that another encoding would show as others."""
    part = view.table.part(view.mapping.part)
    rows = (" | ".join(row.cells) for row in part.rows) if part else iter(())
    return list(islice((words for words in rows if not words.isascii()), 5))


def _named(view: HistoryView, language: str) -> dict[str, str]:
    """What the assembly will be called, as far as somebody said so."""
    naming = view.naming or Naming(language=language)
    return {
        "name": naming.name or "",
        "slug": naming.slug or "",
        "language": naming.language,
        "time_zone": naming.time_zone,
        "held_on": view.held_on.isoformat() if view.held_on else "",
    }


router = Router(
    "/",
    route_handlers=[histories_page, send_history_form, history_page, take_history_step],
    include_in_schema=False,
)
