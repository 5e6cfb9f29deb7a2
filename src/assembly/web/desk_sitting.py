# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The console of one sitting: where it stands, its agenda, the floor. Each part has an address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from litestar import MediaType, Request, Response, Router, get, post
from litestar.params import FromPath

from assembly.api.dependencies import Bell, Sessions
from assembly.clock import now
from assembly.doorbell import Doorbell
from assembly.errors import Conflict, NoSuchAddress, NotFound, Refusal, Stale, Unsound
from assembly.identity.guard import Acting, signed_in
from assembly.identity.rules.permissions import Actor
from assembly.web.desk_frame import desk_page, frame_for
from assembly.web.desk_health import health_of
from assembly.web.rendering import PERSONAL, environment, language_of, prefixed, redirect
from assembly.web.sitting_console import console_of
from assembly.web.sitting_steps import STEPS, Sent

HERE = "/assemblies/{slug:str}/desk/sittings/{sitting:int}"
PARTS = ("state", "agenda", "floor")
FIELDS = ("revision", "item", "speaker", "after", "seat", "kind", "sure")
CHANGED = ("sitting", "agenda", "floor")
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form said, for showing it again."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """As it was typed."""
        return self.values.get(name, "")


@get(HERE, guards=[signed_in])
async def sitting_desk(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sitting: FromPath[int],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The sitting as it is now, with what may be done next."""
    return await _page(request, slug, sitting, sessions, bell, actor)


@get(HERE + "/parts/{part:str}", guards=[signed_in], fragment=True)
async def sitting_part(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sitting: FromPath[int],
    part: FromPath[str],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """One part of the console by itself: `state`, `agenda` or `floor`."""
    language = language_of(request)
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        if part not in PARTS:
            raise NoSuchAddress("There is no such part.")
        console = await console_of(session, frame, sitting, language)
    template = environment(language).get_template(f"_sitting_{part}.html")
    html = template.render(
        language=language,
        url=lambda to: prefixed(language, to),
        assembly=frame.shown,
        ask=None,
        **console.shown(),
    )
    told = {"Content-Language": language, **PERSONAL}
    return Response(html, headers=told, media_type=MediaType.HTML)


@post(HERE + "/{step:str}", status_code=200, guards=[signed_in])
async def take_sitting_step(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sitting: FromPath[int],
    step: FromPath[str],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The step is taken and the console shown again; what is refused is said, and nothing done."""
    sent = await request.form()
    form = {name: str(sent.get(name) or "")[:LONGEST].strip() for name in FIELDS}
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
    if step not in STEPS:
        raise NoSuchAddress("There is no such step.")
    if step == "closing" and not form["sure"]:
        return await _page(request, slug, sitting, sessions, bell, actor, ask="closing")
    act, part = STEPS[step]
    try:
        async with sessions.begin() as session:
            await act(Sent(session, frame, sitting, form, now(), actor.name))
    except (Conflict, NotFound, Stale, Unsound) as refusal:
        typed = Typed(form)
        return await _page(request, slug, sitting, sessions, bell, actor, refusal, typed)
    await ring_all(bell, slug, part)
    return redirect(request, f"{frame.desk}/sittings/{sitting}#{part}")


async def ring_all(bell: Doorbell, slug: str, part: str) -> None:
    """Who looks at the sitting looks again; a step on the floor is about the floor alone."""
    for what in CHANGED if part != "floor" else ("floor",):
        await bell.changed(slug, what)


async def _page(
    request: Request[Any, Any, Any],
    slug: str,
    sitting: int,
    sessions: Sessions,
    bell: Doorbell,
    actor: Actor,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
    ask: str | None = None,
) -> Response[Any]:
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        console = await console_of(session, frame, sitting, language_of(request))
    health = await health_of(bell, request.app.state.hub, frame.assembly.id)
    return desk_page(
        request,
        "desk_sitting.html",
        frame,
        home=f"/sittings/{sitting}",
        refusal=refusal,
        health=health,
        ask=ask,
        form=typed or Typed(),
        when=console.when,
        **console.shown(),
    )


router = Router(
    "/", route_handlers=[sitting_desk, sitting_part, take_sitting_step], include_in_schema=False
)
