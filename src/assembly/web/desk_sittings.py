# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sittings of an assembly on the desk: all of them, plan one, cancel one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, Sessions
from assembly.assemblies.rules.wall import read_time
from assembly.clock import now
from assembly.errors import (
    AmbiguousLocalTime,
    Conflict,
    ImpossibleSchedule,
    InvalidRequest,
    MarkupInText,
    NoSuchLocalTime,
    Refusal,
)
from assembly.identity.guard import Acting, signed_in
from assembly.sittings.plan import Plan, cancel_sitting, plan_sitting
from assembly.sittings.queries import SittingView, sittings_of
from assembly.web.desk_frame import Frame, desk_page, frame_for
from assembly.web.forms import id_in, number_in
from assembly.web.rendering import language_of, redirect
from assembly.web.sitting_views import when_words
from assembly.web.texts import FORM_ERRORS, PROBLEMS

LONGEST = 2000
FIELDS = ("title", "place", "planned_for", "planned_until", "cancel", "because")


@dataclass(slots=True)
class Planning:
    """What was typed, on which revision or under which new id, and what is wrong, by field."""

    typed: Mapping[str, str] = field(default_factory=dict)
    revision: int = 0
    id: str = field(default_factory=lambda: id_in(""))
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Any) -> "Planning":
        """From a form."""
        typed = {name: str(form.get(name) or "")[:LONGEST].strip() for name in FIELDS}
        return cls(typed, number_in(form.get("revision")), id_in(form.get("id")))

    @classmethod
    def as_it_is(cls, view: SittingView, zone: str) -> "Planning":
        """The plan that stands there, on the assembly's wall."""
        hours = {
            name: f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}" if at else ""
            for name, at in (
                ("planned_for", view.planned_for),
                ("planned_until", view.planned_until),
            )
        }
        typed = {"title": view.title, "place": view.place or "", **hours}
        return cls(typed, view.revision)

    def value(self, name: str) -> str:
        """As it was typed."""
        return self.typed.get(name, "")

    def time(self, name: str, zone: str) -> datetime | None:
        """The instant on the assembly's wall; a word at the field where it is none."""
        if not self.value(name):
            return None
        try:
            return read_time(self.value(name), zone, name)
        except InvalidRequest:
            self.errors[name] = FORM_ERRORS["no_time"]
        except (NoSuchLocalTime, AmbiguousLocalTime) as refusal:
            self.errors[name] = PROBLEMS[refusal.slug].title
        return None

    def plan(self, zone: str) -> Plan | None:
        """What is planned, or None and a word at each field that is wrong."""
        begins, ends = self.time("planned_for", zone), self.time("planned_until", zone)
        if self.errors:
            return None
        plan = Plan(self.value("title"), self.value("place") or None, begins, ends)
        try:
            return plan.sound()
        except ImpossibleSchedule:
            self.errors["planned_until"] = FORM_ERRORS["after"]
        except (InvalidRequest, MarkupInText) as refusal:
            name = "place" if "place" in str(refusal.facts) else "title"
            self.errors[name] = FORM_ERRORS["line" if self.value(name) else "missing_word"]
        return None


@get("/assemblies/{slug:str}/desk/sittings", guards=[signed_in])
async def sittings(
    request: Request[Any, Any, Any], slug: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """Every sitting, the latest first, and a form to plan one."""
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        return await _list(request, session, frame, Planning())


@post("/assemblies/{slug:str}/desk/sittings", status_code=200, guards=[signed_in])
async def plan_or_cancel(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The sitting is planned, or the one that was named is cancelled; once, however often sent."""
    form = Planning.of(await request.form())
    refusal: Refusal | None = None
    number: int | None = None
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
    try:
        async with sessions.begin() as session:
            if form.value("cancel"):
                await _cancel(session, frame, form, actor.name)
            else:
                number = await _plan(session, frame, form, actor.name)
    except Conflict as refused:
        refusal = refused
    if refusal is not None or form.errors:
        async with sessions.begin() as session:
            return await _list(request, session, frame, form, refusal)
    await bell.changed(slug, "sitting")
    return redirect(request, f"{frame.desk}/sittings" + (f"/{number}" if number else ""))


async def _plan(session: AsyncSession, frame: Frame, form: Planning, by: str) -> int | None:
    plan = form.plan(frame.assembly.time_zone)
    if plan is None:
        return None
    row = await plan_sitting(
        session, frame.assembly, plan, at=now(), by=by, sitting_id=UUID(form.id)
    )
    return row.number


async def _cancel(session: AsyncSession, frame: Frame, form: Planning, by: str) -> None:
    number, because = number_in(form.value("cancel")), form.value("because")
    try:
        await cancel_sitting(session, frame.assembly.id, number, because, at=now(), by=by)
    except InvalidRequest:
        form.errors["because"] = FORM_ERRORS["reason"]


async def _list(
    request: Request[Any, Any, Any],
    session: AsyncSession,
    frame: Frame,
    form: Planning,
    refusal: Refusal | None = None,
) -> Response[Any]:
    zone, language = frame.assembly.time_zone, language_of(request)
    views = await sittings_of(session, frame.assembly.id)
    return desk_page(
        request,
        "desk_sittings.html",
        frame,
        home="/sittings",
        refusal=refusal,
        status_code=422 if form.errors else 200,
        sittings=[(view, when_words(view, zone, language)) for view in reversed(views)],
        form=form,
    )


router = Router("/", route_handlers=[sittings, plan_or_cancel], include_in_schema=False)
