# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write an amendment: the text in one box, a preview of what was changed, and then it is filed.

Nothing typed is ever lost: what is refused comes back beside the same text. A form that is sent
twice files once, because it brings the id of what it files. A text that changed meanwhile is said,
and what was typed is carried over to it.
"""

from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID, uuid4

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.file import file_amendment, rewrite_amendment
from assembly.amendments.wanted import Wanted
from assembly.api.bodies import TEXTS
from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import status_of
from assembly.clock import now
from assembly.errors import Conflict, Refusal, Stale, Unsound
from assembly.identity.guard import Acting, signed_in
from assembly.identity.rules.permissions import Actor, Permission, may
from assembly.resolutions.rules.plain import read_plain, write_plain
from assembly.web.amending_draft import Preview, Task, preview_of, task_for
from assembly.web.amendments import HERE
from assembly.web.forms import HIGHEST, id_in, number_in
from assembly.web.rendering import PERSONAL, language_of, redirect, render
from assembly.web.texts import PROBLEMS

LONGEST = 10_000
Number = Annotated[int | None, QueryParameter(ge=1, le=HIGHEST)]


@dataclass(slots=True)
class Typed:
    """What stands in the form. `version` is the one it was made on, `revision` of a rewriting."""

    text: str = ""
    reason: str = ""
    version: int = 0
    on_text: int = 0
    revision: int = 0
    to: int | None = None
    edit: int | None = None
    id: str = field(default_factory=lambda: str(uuid4()))

    @classmethod
    async def of(cls, request: Request[Any, Any, Any]) -> "Typed":
        """From a form; a number that is none is 0, which no text has."""
        form = await request.form()
        return cls(
            text=str(form.get("text") or ""),
            reason=str(form.get("reason") or "")[:LONGEST],
            version=number_in(form.get("version")),
            on_text=number_in(form.get("on_text")),
            revision=number_in(form.get("revision")),
            to=number_in(form.get("to")) or None,
            edit=number_in(form.get("edit")) or None,
            id=id_in(form.get("id")),
        )

    @property
    def wanted(self) -> Wanted:
        """As the verb takes it."""
        return Wanted(
            self.version,
            text=read_plain(self.text),
            to=self.to,
            reason=self.reason,
            id=UUID(self.id),
        )


@get(HERE + "/amend", guards=[signed_in])
async def form_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    actor: Acting,
    to: Number = None,
    edit: Number = None,
) -> Response[Any]:
    """The text as it stands, to be changed; `to` an amendment, or `edit` one's own."""
    task = await _task(request, sessions, slug, number, actor, to, edit)
    typed = Typed(
        text=write_plain(task.present),
        reason=task.edited.reason or "" if task.edited else "",
        version=task.version,
        on_text=task.on_text,
        revision=task.edited.revision if task.edited else 0,
        to=to,
        edit=edit,
    )
    return _form(request, task, typed)


@post(HERE + "/amend", status_code=200, guards=[signed_in], request_max_body_size=TEXTS)
async def amend(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """First the preview; once that is agreed to, the amendment is filed and shown."""
    typed, form = await Typed.of(request), await request.form()
    task = await _task(request, sessions, slug, number, actor, typed.to, typed.edit)
    if "again" in form:
        return _form(request, task, typed)
    try:
        _require_same_ground(task, typed)
        if "sure" not in form:
            async with sessions.begin() as session:
                preview = await preview_of(session, task, typed.wanted, language_of(request))
            return _form(request, task, typed, preview=preview)
        async with sessions.begin() as session:
            filed = await _keep(session, task, typed, actor)
    except (Conflict, Unsound, Stale) as refusal:
        task = await _task(request, sessions, slug, number, actor, typed.to, typed.edit)
        typed.revision = task.edited.revision if task.edited else 0
        if task.parent is not None:
            typed.version, typed.on_text = task.version, task.on_text
        return _form(request, task, typed, refusal)
    await bell.keep_up(task.decision.resolution.id)
    await bell.changed(slug, f"resolution/{number}")
    return redirect(request, f"{task.here}/amendments/{filed}")


async def _task(
    request: Request[Any, Any, Any],
    sessions: Sessions,
    slug: str,
    number: int,
    actor: Actor,
    to: int | None,
    edit: int | None,
) -> Task:
    language = language_of(request)
    async with sessions.begin() as session:
        return await task_for(session, slug, number, actor, language, to=to, edit=edit)


def _require_same_ground(task: Task, typed: Typed) -> None:
    """An amendment to an amendment is written on what that one says now."""
    if task.parent is not None and typed.on_text != task.on_text:
        raise Stale(
            "The amendment was written anew meanwhile; read it again and repeat your change.",
            yours=typed.on_text,
            current=task.on_text,
        )


async def _keep(session: AsyncSession, task: Task, typed: Typed, actor: Actor) -> int:
    """Filed, or written anew; the number of the amendment."""
    moderates = may(actor, Permission.MODERATE, task.assembly.id)
    at, by = now(), actor.name
    if typed.edit is not None:
        row = await rewrite_amendment(
            session,
            task.assembly.id,
            task.decision.resolution.number,
            typed.edit,
            typed.wanted,
            revision=typed.revision,
            at=at,
            by=by,
            moderator=moderates,
        )
    else:
        seat_id = None if moderates else actor.seat_id
        row = await file_amendment(
            session,
            task.assembly,
            task.decision.resolution.number,
            typed.wanted,
            seat_id=seat_id,
            at=at,
            by=by,
        )
    return row.number


def _form(
    request: Request[Any, Any, Any],
    task: Task,
    typed: Typed,
    refusal: Refusal | None = None,
    preview: Preview | None = None,
) -> Response[Any]:
    """The form, or the preview; where something was refused, what was typed and why not."""
    return render(
        request,
        "amend.html",
        headers=PERSONAL,
        home=f"{task.here}/amend",
        status_code=200 if refusal is None else status_of(type(refusal)),
        assembly=task.shown,
        resolution=task.decision.resolution,
        task=task,
        typed=typed,
        preview=preview,
        problem=PROBLEMS[refusal.slug] if refusal else None,
        place=refusal.facts.get("provision") if refusal else None,
        limit=refusal.facts.get("limit") if refusal else None,
        ground=write_plain(task.ground) if isinstance(refusal, Stale) else None,
    )


router = Router("/", route_handlers=[form_page, amend], include_in_schema=False)
