# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The projector: what a whole hall looks at, on an address of its own, without controls.

It shows what is public. In the browser of somebody who is in the house it also shows who speaks. It
is made once for each state of the assembly, language and kind of reader, and kept. A hall of
several languages is shown each of them in turn.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import segno
from litestar import MediaType, Response, Router, get
from litestar.params import FromPath, QueryParameter
from markupsafe import Markup

from assembly import __version__
from assembly.api.dependencies import House, Sessions
from assembly.api.warm import Content, Warm
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.events.queries import standing_of
from assembly.identity.guard import Acting
from assembly.identity.rules.permissions import Actor
from assembly.sittings.queries import in_the_hall
from assembly.web.holes import HOLE, fill
from assembly.web.projection import projection_of
from assembly.web.rendering import (
    PERSONAL,
    Asked,
    environment,
    language_of,
    prefixed,
    render,
)
from assembly.web.texts import LANGUAGES
from assembly.web.views import assembly_shown

LOOKS = ("dark", "light")
QUIET = 4
"""Modules without ink around a QR code (ISO/IEC 18004)."""
TURN = 20
"""Seconds that each of several languages stands there. By the clock, so that all screens agree."""
LookAsked = Annotated[str | None, QueryParameter(max_length=10)]
TonguesAsked = Annotated[
    str | None,
    QueryParameter(name="lang", max_length=20, description="`fr`, or in turn: `nl,fr`"),
]


@get("/assemblies/{slug:str}/projector", include_in_schema=False)
async def projector_page(
    request: Asked,
    slug: FromPath[str],
    sessions: Sessions,
    settings: House,
    actor: Acting,
    look: LookAsked = None,
    tongues: TonguesAsked = None,
) -> Response[str]:
    """The whole screen: a slim strip, and the part that changes. A look nobody knows is none.

    With several languages the strip is in the first one.
    """
    at, languages = now(), languages_of(request, tongues)
    language = turn_of(languages, at)
    assembly, html, etag = await _part(request, slug, sessions, settings, actor, at, languages)
    return render(
        request,
        "projector.html",
        headers=PERSONAL,
        language=languages[0],
        asked=f"?lang={','.join(languages)}" if tongues else "",
        turn=TURN if len(languages) > 1 else None,
        assembly=assembly_shown(assembly),
        look=look if look in LOOKS else None,
        zone=assembly.time_zone,
        time=at.astimezone(ZoneInfo(assembly.time_zone)).strftime("%H:%M"),
        etag=etag,
        now=Markup(fill(html, language, at)),  # noqa: S704 - from a template of ours, which escapes
    )


@get("/assemblies/{slug:str}/projector/now", include_in_schema=False, fragment=True)
async def projector_now(
    request: Asked,
    slug: FromPath[str],
    sessions: Sessions,
    settings: House,
    actor: Acting,
    tongues: TonguesAsked = None,
) -> Response[Any]:
    """The part of the screen that changes, by itself: 304 for who has it in this state."""
    at, languages = now(), languages_of(request, tongues)
    language = turn_of(languages, at)
    _, html, etag = await _part(request, slug, sessions, settings, actor, at, languages)
    told = {
        "Content-Language": language,
        "Cache-Control": "no-cache",
        "Vary": "Authorization, Cookie",
        "ETag": etag,
    }
    if request.headers.get("if-none-match") == etag:
        return Response(b"", status_code=304, headers=told, media_type=MediaType.HTML)
    return Response(fill(html, language, at), headers=told, media_type=MediaType.HTML)


async def _part(
    request: Asked,
    slug: str,
    sessions: Sessions,
    settings: House,
    actor: Actor,
    at: datetime,
    languages: Sequence[str],
) -> tuple[Assembly, str, str]:
    """The part with its holes, and its mark: another one whenever anything on it is.

    Kept for a minute at most, because a new result grows old without anything happening. The code
    to join with stays the same while languages change, so that it can be read in peace.
    """
    language, first = turn_of(languages, at), languages[0]
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        house = in_the_hall(actor, assembly.id)
        standing = await standing_of(session, assembly.id)
        floor = standing.sittings.floor if house else None
        key = repr(
            ("projector", __version__, slug, standing.version, floor, first, language, f"{at:%H%M}")
        )
        warm: Warm = request.app.state.warm
        kept = warm.get(key)
        if kept is None:
            projection = await projection_of(session, assembly, language, house=house, at=at)
            join = settings.public_url + prefixed(first, "/join")
            template: Any = environment(language).get_template("_projected.html")
            html = template.render(
                language=language,
                assembly=assembly_shown(assembly),
                p=projection.shown,
                sitting_open=projection.sitting_open,
                address=join.partition("://")[2],
                qr=qr_of(join),
                made=HOLE.format("now", ""),
            ).encode()
            kept = Content(html, b"")
            warm.put(key, kept)
    etag = f'W/"{hashlib.sha256(kept.plain).hexdigest()[:32]}"'
    return assembly, kept.plain.decode(), etag


def languages_of(request: Asked, asked: str | None) -> tuple[str, ...]:
    """Those asked for that there are, each once, in their order; else the address's."""
    known = [one for one in (asked or "").split(",") if one in LANGUAGES]
    return tuple(dict.fromkeys(known)) or (language_of(request),)


def turn_of(languages: Sequence[str], at: datetime) -> str:
    """Whose turn it is at this moment."""
    return languages[int(at.timestamp()) // TURN % len(languages)]


def qr_of(link: str) -> tuple[int, str]:
    """How many modules wide, with the quiet zone, and the path of the dark ones."""
    matrix = segno.make(link, error="m", micro=False).matrix
    strokes = (
        f"M{begin + QUIET} {row + QUIET}h{end - begin}v1h-{end - begin}z"
        for row, modules in enumerate(matrix)
        for begin, end in _runs(modules)
    )
    return len(matrix) + 2 * QUIET, "".join(strokes)


def _runs(modules: Sequence[int]) -> list[tuple[int, int]]:
    """Where dark modules begin, and where they end."""
    edges = [
        place
        for place, (before, after) in enumerate(pairwise([0, *modules, 0]))
        if bool(before) != bool(after)
    ]
    return list(zip(edges[::2], edges[1::2], strict=True))


router = Router("/", route_handlers=[projector_page, projector_now], include_in_schema=False)
