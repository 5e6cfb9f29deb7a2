# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the house is, for the console: who is connected, whether changes go round, and the counter.

Each in words, with what to do where it is not well. Ballots need none of this.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import MediaType, Request, Response, Router, get
from litestar.params import FromPath

from assembly.api.dependencies import Bell, Sessions
from assembly.doorbell import Doorbell
from assembly.events.hub import Hub
from assembly.identity.guard import Acting, signed_in
from assembly.web.desk_frame import frame_for
from assembly.web.rendering import PERSONAL, environment, language_of


@dataclass(frozen=True, slots=True)
class Health:
    """What was seen just now. The devices are those that listen to this one web process."""

    redis: bool
    worker: bool
    signed_in: int
    others: int

    @property
    def well(self) -> bool:
        """Nothing to do."""
        return self.redis and self.worker


async def health_of(bell: Doorbell, hub: Hub, assembly_id: UUID) -> Health:
    """As it is now. Never raises: what does not answer is not well."""
    redis = await bell.alive()
    heard = hub.heard_by(assembly_id)
    return Health(redis, redis and await bell.worker_seen(), heard.insiders, heard.others)


@get("/assemblies/{slug:str}/desk/health", guards=[signed_in], fragment=True)
async def health_part(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The part of the console that says how the house is, by itself."""
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
    language = language_of(request)
    health = await health_of(bell, request.app.state.hub, frame.assembly.id)
    html = environment(language).get_template("_health.html").render(health=health)
    told = {"Content-Language": language, **PERSONAL}
    return Response(html, headers=told, media_type=MediaType.HTML)


router = Router("/", route_handlers=[health_part], include_in_schema=False)
