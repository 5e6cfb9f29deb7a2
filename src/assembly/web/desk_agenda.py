# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""An item of an agenda on a page of its own: add one, change one, take one up again.

These forms are not on the part of the console that changes by itself, so nothing typed is lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, Sessions
from assembly.clock import now
from assembly.errors import (
    AgendaItemNotFound,
    Conflict,
    InvalidRequest,
    MarkupInText,
    Refusal,
    ResolutionNotFound,
    Stale,
)
from assembly.identity.guard import Acting, signed_in
from assembly.identity.rules.permissions import Actor
from assembly.sittings.agenda import add_item
from assembly.sittings.begin import begin_item
from assembly.sittings.queries import ItemView, SittingView, agenda_of, require_sitting
from assembly.sittings.rules.agenda import (
    LONGEST_DAY,
    LONGEST_SPEECH,
    SHORTEST_SPEECH,
    Planned,
    sound_item,
)
from assembly.sittings.rules.lifecycle import ItemKind
from assembly.web.desk_frame import Frame, desk_page, frame_for
from assembly.web.desk_sitting import ring_all
from assembly.web.forms import id_in, number_in
from assembly.web.rendering import redirect
from assembly.web.sitting_steps import Sent, rewrite_item
from assembly.web.texts import FORM_ERRORS

HERE = "/assemblies/{slug:str}/desk/sittings/{sitting:int}/items"
LONGEST = 2000
FIELDS = ("kind", "title", "resolution", "minutes", "speaking_seconds", "because")
TICKS = ("alternates", "new_voices_first", "floor_open")


@dataclass(slots=True)
class Written:
    """An item as it was typed, on which revision, and what is wrong with it, by field."""

    typed: Mapping[str, str] = field(default_factory=dict)
    revision: int = 0
    id: str = field(default_factory=lambda: id_in(""))
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Any) -> "Written":
        """From a form."""
        names = (*FIELDS, *TICKS)
        typed = {name: str(form.get(name) or "")[:LONGEST].strip() for name in names}
        return cls(typed, number_in(form.get("revision")), id_in(form.get("id")))

    @classmethod
    def as_it_is(cls, item: ItemView, revision: int) -> "Written":
        """From what stands on the agenda."""
        ticked = {name: "1" if getattr(item, name) else "" for name in TICKS}
        numbers = {
            "minutes": item.minutes,
            "speaking_seconds": item.speaking_seconds,
            "resolution": item.resolution.number if item.resolution else None,
        }
        words = {name: "" if number is None else str(number) for name, number in numbers.items()}
        named = {"kind": item.kind.value, "title": item.own_title or ""}
        return cls(ticked | words | named, revision, str(item.id))

    def value(self, name: str) -> str:
        """As it was typed."""
        return self.typed.get(name, "")

    def _number(self, name: str, least: int, most: int, wrong: str) -> int | None:
        if not self.value(name):
            return None
        number = number_in(self.value(name), most)
        if number < least:
            self.errors[name] = FORM_ERRORS[wrong]
        return number

    def planned(self, item_id: UUID) -> Planned | None:
        """The item that was written, or None and a word at each field that is wrong."""
        if self.value("kind") not in set(ItemKind):
            self.errors["kind"] = FORM_ERRORS["choice"]
            return None
        item = Planned(
            ItemKind(self.value("kind")),
            self.value("title") or None,
            self._number("resolution", 1, 10**9, "whole"),
            self._number("minutes", 1, LONGEST_DAY, "minutes"),
            self._number("speaking_seconds", SHORTEST_SPEECH, LONGEST_SPEECH, "seconds"),
            alternates=bool(self.value("alternates")),
            new_voices_first=bool(self.value("new_voices_first")),
            floor_open=bool(self.value("floor_open")),
            id=item_id,
        )
        try:
            sound_item(item)
        except (InvalidRequest, MarkupInText):
            empty = not self.value("title")
            self.errors["title"] = FORM_ERRORS["item_name" if empty else "line"]
        return None if self.errors else item


@get(HERE + "/{item:uuid}", guards=[signed_in])
async def item_desk(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sitting: FromPath[int],
    item: FromPath[UUID],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """The item with everything about it that may be changed."""
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        return await _page(request, session, frame, sitting, item)


@get(HERE, guards=[signed_in])
async def new_item(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sitting: FromPath[int],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """An empty form for one item more."""
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        return await _page(request, session, frame, sitting, None)


@post(HERE, status_code=200, guards=[signed_in])
async def add_to_agenda(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sitting: FromPath[int],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The item stands last on the agenda; once, however often the form is sent."""
    return await _write(request, slug, sitting, None, sessions, bell, actor)


@post(HERE + "/{item:uuid}", status_code=200, guards=[signed_in])
async def change_item(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sitting: FromPath[int],
    item: FromPath[UUID],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The item is as it was written, or is taken up again for the reason that was given."""
    return await _write(request, slug, sitting, item, sessions, bell, actor)


async def _write(
    request: Request[Any, Any, Any],
    slug: str,
    sitting: int,
    item: UUID | None,
    sessions: Sessions,
    bell: Bell,
    actor: Actor,
) -> Response[Any]:
    sent_form = await request.form()
    form, again = Written.of(sent_form), "again" in sent_form
    refusal: Refusal | None = None
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
    try:
        async with sessions.begin() as session:
            revision = {"revision": str(form.revision), "item": str(item)}
            sent = Sent(session, frame, sitting, revision, now(), actor.name)
            await (_again(sent, form) if item and again else _put(sent, form, item))
    except (Conflict, Stale) as refused:
        refusal = refused
    except ResolutionNotFound:
        form.errors["resolution"] = FORM_ERRORS["resolution"]
    if refusal is not None or form.errors:
        async with sessions.begin() as session:
            return await _page(request, session, frame, sitting, item, form, refusal)
    await ring_all(bell, slug, "agenda")
    return redirect(request, f"{frame.desk}/sittings/{sitting}#agenda")


async def _put(sent: Sent, form: Written, item: UUID | None) -> None:
    planned = form.planned(item or UUID(form.id))
    if planned is None:
        return
    if item is not None:
        await rewrite_item(sent, planned)
    else:
        await add_item(sent.session, sent.assembly_id, sent.number, planned, at=sent.at, by=sent.by)


async def _again(sent: Sent, form: Written) -> None:
    try:
        await begin_item(
            sent.session,
            sent.assembly_id,
            sent.number,
            sent.item,
            at=sent.at,
            by=sent.by,
            because=form.value("because"),
            revision=sent.revision,
        )
    except InvalidRequest:
        form.errors["because"] = FORM_ERRORS["reason"]


async def _page(
    request: Request[Any, Any, Any],
    session: AsyncSession,
    frame: Frame,
    number: int,
    item_id: UUID | None,
    form: Written | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    """After a refusal the form is on what stands there now: saving again takes its place."""
    view: SittingView = await require_sitting(session, frame.assembly.id, number)
    items = await agenda_of(session, view.id, drafts=True)
    item = next((one for one in items if one.id == item_id), None)
    if item is None and item_id is not None:
        raise AgendaItemNotFound("There is no such item on this agenda.")
    if form is None:
        form = Written.as_it_is(item, view.revision) if item else Written(revision=view.revision)
    elif item and not form.value("kind"):
        because = {"because": form.value("because")}
        form.typed = {**Written.as_it_is(item, view.revision).typed, **because}
    if isinstance(refusal, Stale):
        form.revision = view.revision
    return desk_page(
        request,
        "desk_item.html",
        frame,
        home=f"/sittings/{number}",
        refusal=refusal,
        status_code=422 if form.errors else 200,
        sitting=view,
        item=item,
        kinds=[kind.value for kind in ItemKind],
        form=form,
    )


router = Router(
    "/",
    route_handlers=[new_item, item_desk, add_to_agenda, change_item],
    include_in_schema=False,
)
