# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Founding on the desk: a new assembly by form, or one like another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Sessions
from assembly.api.problems import status_of
from assembly.assemblies.clone import clone_assembly
from assembly.assemblies.convene import found_assembly
from assembly.assemblies.models import Assembly
from assembly.assemblies.rules.called import RollCallNames
from assembly.assemblies.rules.naming import LANGUAGES, RULES, SHORTEST_SLUG, is_slug, suggest_slug
from assembly.assemblies.rules.representing import MOST_PROXIES
from assembly.clock import now
from assembly.errors import Conflict, Refusal
from assembly.identity.enrol import appoint_moderator
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Actor, Permission
from assembly.web.desk_frame import desk_page, frame_for
from assembly.web.rendering import PERSONAL, language_of, redirect, render
from assembly.web.texts import FORM_ERRORS, PROBLEMS, ROLL_CALL_NAMES
from assembly.web.texts import LANGUAGES as LANGUAGE_NAMES

LONGEST = 200
TYPED = (
    "name",
    "slug",
    "language",
    "time_zone",
    "held_on",
    "default_rule",
    "proxies",
    "roll_call_names",
)
TICKED = ("propose", "rehearsal", "addresses")
FIRST = {
    "time_zone": "Europe/Brussels",
    "default_rule": "simple",
    "proxies": "1",
    "propose": "1",
} | {"roll_call_names": RollCallNames.NAMES_STAY.value}


@dataclass(slots=True)
class Founding:
    """What was typed, and what is wrong with it, by field."""

    typed: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Any) -> "Founding":
        """From a form."""
        return cls(
            {name: str(form.get(name) or "")[:LONGEST].strip() for name in (*TYPED, *TICKED)}
        )

    def value(self, name: str) -> str:
        """As it was typed; an address that was left empty is made of the name."""
        word = self.typed.get(name, "")
        return word or (suggest_slug(self.typed.get("name", "")) if name == "slug" else "")

    def day(self) -> date | None:
        """The day of the sitting, or none."""
        try:
            return date.fromisoformat(self.value("held_on")) if self.value("held_on") else None
        except ValueError:
            self.errors["held_on"] = FORM_ERRORS["day"]
            return None

    def check(self, *, settings: bool) -> bool:
        """Whether all of it can be; `settings` are those that a clone takes over."""
        proxies = self.value("proxies")
        sound = {
            "name": bool(self.value("name")),
            "slug": is_slug(self.value("slug")) and len(self.value("slug")) >= SHORTEST_SLUG,
        }
        if settings:
            sound |= {
                "language": self.value("language") in LANGUAGES,
                "time_zone": self.value("time_zone") in available_timezones(),
                "default_rule": self.value("default_rule") in RULES,
                "roll_call_names": self.value("roll_call_names") in {"", *RollCallNames},
                "proxies": proxies.isascii() and proxies.isdigit() and int(proxies) <= MOST_PROXIES,
            }
        words = {"name": "missing_word", "slug": "slug", "time_zone": "zone", "proxies": "whole"}
        for name, fine in sound.items():
            if not fine:
                self.errors[name] = FORM_ERRORS[words.get(name, "choice")]
        self.day()
        return not self.errors


@get("/desk/new", guards=[signed_in])
async def founding_page(request: Request[Any, Any, Any], actor: Acting) -> Response[Any]:
    """The form. Staff only."""
    permit(actor, Permission.FOUND_ASSEMBLY)
    return _form(request, Founding(FIRST | {"language": language_of(request)}))


@post("/desk/new", status_code=200, guards=[signed_in])
async def found(
    request: Request[Any, Any, Any], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """The assembly is there and its people can be seated; or the form again."""
    permit(actor, Permission.FOUND_ASSEMBLY)
    form = Founding.of(await request.form())
    if not form.check(settings=True):
        return _form(request, form)
    try:
        async with sessions.begin() as session:
            assembly = await found_assembly(
                session,
                slug=form.value("slug"),
                name=form.value("name"),
                language=form.value("language"),
                time_zone=form.value("time_zone"),
                held_on=form.day(),
                rehearsal=bool(form.value("rehearsal")),
                proxies_per_holder=int(form.value("proxies")),
                participants_propose=bool(form.value("propose")),
                default_rule=form.value("default_rule"),
                roll_call_names=RollCallNames(
                    form.value("roll_call_names") or RollCallNames.NAMES_STAY
                ),
                at=now(),
                by=actor.name,
            )
            await _appoint(session, assembly, actor)
    except Conflict as refusal:
        form.errors["slug"] = FORM_ERRORS["slug_taken"]
        return _form(request, form, refusal)
    return redirect(request, f"/assemblies/{assembly.slug}/desk/people")


@get("/assemblies/{slug:str}/desk/clone", guards=[signed_in])
async def clone_page(
    request: Request[Any, Any, Any], slug: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """The form for an assembly like this one."""
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
    return desk_page(request, "desk_clone.html", frame, home="/clone", form=Founding({}))


@post("/assemblies/{slug:str}/desk/clone", status_code=200, guards=[signed_in])
async def clone(
    request: Request[Any, Any, Any], slug: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """The other assembly is there, with these people; or the form again."""
    form = Founding.of(await request.form())
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
    refusal: Refusal | None = None
    if form.check(settings=False):
        try:
            async with sessions.begin() as session:
                founded = await clone_assembly(
                    session,
                    frame.assembly,
                    slug=form.value("slug"),
                    name=form.value("name"),
                    held_on=form.day(),
                    addresses=bool(form.value("addresses")),
                    at=now(),
                    by=actor.name,
                )
                await _appoint(session, founded, actor)
            return redirect(request, f"/assemblies/{founded.slug}/desk/people")
        except Conflict as refused:
            refusal = refused
    return desk_page(
        request,
        "desk_clone.html",
        frame,
        home="/clone",
        refusal=refusal,
        status_code=422,
        form=form,
    )


async def _appoint(session: AsyncSession, assembly: Assembly, actor: Actor) -> None:
    if actor.person_id is not None:
        await appoint_moderator(session, assembly.id, actor.person_id, at=now(), by=actor.name)


def _form(
    request: Request[Any, Any, Any], form: Founding, refusal: Refusal | None = None
) -> Response[Any]:
    status = 422 if form.errors else 200
    return render(
        request,
        "desk_new.html",
        headers=PERSONAL,
        status_code=status if refusal is None else status_of(type(refusal)),
        problem=PROBLEMS[refusal.slug] if refusal else None,
        form=form,
        language_names=LANGUAGE_NAMES,
        rule_names=RULES,
        names_told=ROLL_CALL_NAMES,
        zones=sorted(zone for zone in available_timezones() if "/" in zone),
    )


router = Router(
    "/", route_handlers=[founding_page, found, clone_page, clone], include_in_schema=False
)
