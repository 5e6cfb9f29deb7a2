# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What happened next, on the desk: every dossier, and one form at a time to write into it.

A form carries the id its entry will bear: sent again, it is written once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, Sessions
from assembly.clock import now
from assembly.errors import Conflict, InvalidRequest, MarkupInText, Refusal
from assembly.follow_up.rules.dossier import Kind, StepState, Told
from assembly.follow_up.rules.entry import LONGEST_LINK, LONGEST_TEXT
from assembly.follow_up.write import write_entry
from assembly.identity.guard import Acting, signed_in
from assembly.publication.follow_up import follow_ups_in, require_follow_up
from assembly.web.desk_frame import Frame, desk_page, frame_for
from assembly.web.follow_up import follow_ups_shown
from assembly.web.forms import id_in, number_in
from assembly.web.rendering import language_of, redirect
from assembly.web.texts import FORM_ERRORS

HERE = "/assemblies/{slug:str}/desk/follow-up"
FIELDS = {"text": LONGEST_TEXT, "on": 10, "link": LONGEST_LINK, "step": 10, "state": 10}
WRONG = {"text": "entry", "on": "entry_day", "link": "link", "state": "choice", "step": "choice"}
KindAsked = Annotated[str | None, QueryParameter(name="write", max_length=20)]
StepAsked = Annotated[str | None, QueryParameter(name="step", max_length=10)]


@dataclass(slots=True)
class Written:
    """An entry as it was typed, and what is wrong with it, by field."""

    kind: Kind
    typed: Mapping[str, str] = field(default_factory=dict)
    id: str = field(default_factory=lambda: id_in(""))
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Any) -> "Written":
        """From a form; a kind that nobody knows is a step."""
        typed = {
            name: str(form.get(name) or "")[: longest + 1].strip()
            for name, longest in FIELDS.items()
        }
        return cls(kind_in(form.get("kind")) or Kind.STEP, typed, id_in(form.get("id")))

    def value(self, name: str) -> str:
        """As it was typed."""
        return self.typed.get(name, "")

    def told(self) -> Told | None:
        """The entry that was written, or None and a word at each field that cannot be read."""
        on = None
        try:
            on = date.fromisoformat(self.value("on")) if self.value("on") else None
        except ValueError:
            self.errors["on"] = FORM_ERRORS["entry_day"]
        state = self.value("state")
        if self.kind is Kind.STEP and state not in set(StepState):
            self.errors["state"] = FORM_ERRORS["choice"]
        if self.errors:
            return None
        is_step = self.kind is Kind.STEP
        return Told(
            self.kind,
            self.value("text") or None,
            on,
            self.value("link") or None,
            number_in(self.value("step")) or None if is_step else None,
            StepState(state) if is_step else None,
        )


def kind_in(word: object) -> Kind | None:
    """The kind of this name."""
    return Kind(str(word)) if str(word) in set(Kind) else None


@get(HERE, guards=[signed_in])
async def list_desk(
    request: Request[Any, Any, Any], slug: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """Every dossier that is public, with how it stands today."""
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        found = await follow_ups_in(session, frame.assembly, at=now())
        zone = frame.assembly.time_zone
        shown = await follow_ups_shown(session, found, language_of(request), zone)
    return desk_page(request, "desk_follow_ups.html", frame, home="/follow-up", dossiers=shown)


@get(HERE + "/{number:int}", guards=[signed_in])
async def one_desk(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    actor: Acting,
    write: KindAsked = None,
    step: StepAsked = None,
) -> Response[Any]:
    """One dossier; with the form of what is to be written."""
    kind = kind_in(write)
    form = None if kind is None else Written(kind, {"step": step or ""})
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        return await _page(request, session, frame, number, form)


@post(HERE + "/{number:int}", status_code=200, guards=[signed_in])
async def write_on_desk(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The entry is written; what is refused keeps what was typed."""
    form = Written.of(await request.form())
    refusal: Refusal | None = None
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
    try:
        async with sessions.begin() as session:
            await _write(session, frame, number, form, actor.name)
    except Conflict as refused:
        refusal = refused
    if refusal is not None or form.errors:
        async with sessions.begin() as session:
            return await _page(request, session, frame, number, form, refusal)
    await bell.changed(slug, f"resolution/{number}")
    return redirect(request, f"{frame.desk}/follow-up/{number}")


async def _write(session: AsyncSession, frame: Frame, number: int, form: Written, by: str) -> None:
    told = form.told()
    if told is None:
        return
    entry_id = UUID(form.id)
    try:
        await write_entry(session, frame.assembly, number, told, at=now(), by=by, entry_id=entry_id)
    except InvalidRequest as refused:
        for error in refused.facts.get("errors", ()):
            name = str(error["pointer"]).removeprefix("/")
            empty = name == "text" and not form.value("text")
            form.errors[name] = FORM_ERRORS["missing_word" if empty else WRONG[name]]
    except MarkupInText:
        form.errors["text"] = FORM_ERRORS["entry"]


async def _page(
    request: Request[Any, Any, Any],
    session: AsyncSession,
    frame: Frame,
    number: int,
    form: Written | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    found = await require_follow_up(session, frame.assembly, number, at=now())
    zone = frame.assembly.time_zone
    shown = await follow_ups_shown(session, [found], language_of(request), zone)
    return desk_page(
        request,
        "desk_follow_up.html",
        frame,
        home=f"/follow-up/{number}",
        refusal=refusal,
        status_code=422 if form is not None and form.errors else 200,
        dossier=shown[0],
        form=form,
    )


router = Router("/", route_handlers=[list_desk, one_desk, write_on_desk], include_in_schema=False)
