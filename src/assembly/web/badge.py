# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a participant shows at the door: a code of a few minutes as a picture and as letters."""

from typing import Any

import segno
from litestar import MediaType, Request, Response, Router, get
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import House, Sessions
from assembly.assemblies.door import door_code
from assembly.assemblies.queries import assembly_of
from assembly.assemblies.rules.check_in import key_of
from assembly.clock import now
from assembly.errors import NotPermitted
from assembly.identity.guard import Acting, signed_in
from assembly.identity.rules.permissions import Actor, Permission
from assembly.settings import Settings
from assembly.web.hours import moment_shown
from assembly.web.me import me_here
from assembly.web.rendering import PERSONAL, environment, language_of, redirect, render


@get("/my-votings/door", guards=[signed_in])
async def badge_page(
    request: Request[Any, Any, Any], sessions: Sessions, settings: House, actor: Acting
) -> Response[Any]:
    """The code of one's own seat; a page that is open longer fetches the next one by itself."""
    if actor.seat_id is None or actor.assembly_id is None:
        return redirect(request, "/desk")
    async with sessions.begin() as session:
        me = await me_here(session, actor)
        badge = await _badge(session, settings, actor, language_of(request))
    return render(
        request,
        "badge.html",
        headers=PERSONAL,
        home="/my-votings/door",
        assembly=me.assembly,
        seat=me,
        badge=Markup(badge),  # noqa: S704 - from a template of ours, which escapes
    )


@get("/my-votings/door/now", guards=[signed_in], fragment=True)
async def badge_now(
    request: Request[Any, Any, Any], sessions: Sessions, settings: House, actor: Acting
) -> Response[Any]:
    """The part with the code, by itself."""
    if actor.seat_id is None or actor.assembly_id is None:
        message = "Only who has a seat is checked in."
        raise NotPermitted(message, permission=Permission.BE_CHECKED_IN.value)
    language = language_of(request)
    async with sessions.begin() as session:
        html = await _badge(session, settings, actor, language)
    told = {"Content-Language": language, **PERSONAL}
    return Response(html, headers=told, media_type=MediaType.HTML)


async def _badge(session: AsyncSession, settings: Settings, actor: Actor, language: str) -> str:
    """The code as it is now, or since when its owner is checked in."""
    assert actor.assembly_id is not None  # noqa: S101 - it was seen to
    assert actor.seat_id is not None  # noqa: S101
    at = now()
    zone = (await assembly_of(session, actor.assembly_id)).time_zone
    key = key_of(settings.secret_key.get_secret_value())
    own = await door_code(session, actor.assembly_id, actor.seat_id, key=key, at=at)
    plain = own.code.replace("-", "")
    picture = segno.make(plain, error="q", micro=False, boost_error=False)
    html: str = (
        environment(language)
        .get_template("_badge.html")
        .render(
            own=own,
            picture=picture.svg_data_uri(scale=10, border=4, light="#fff"),
            until=moment_shown(own.until, zone, at, language),
            since=own.since and moment_shown(own.since, zone, at, language),
            made=at.isoformat(),
        )
    )
    return html


router = Router("/", route_handlers=[badge_page, badge_now], include_in_schema=False)
