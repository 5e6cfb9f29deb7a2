# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The door on the desk: one field for numbers, names and codes, and who came last.

The only page that may use the camera, and only where a moderator presses for it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, House, Sessions
from assembly.api.observe import WITH_CAMERA
from assembly.assemblies.check_in import check_in, undo_check_in
from assembly.assemblies.door import latest_arrivals, present_since, sitters_of
from assembly.assemblies.queries import seat_id_of
from assembly.assemblies.room import Stay, presence_now
from assembly.assemblies.rules.check_in import LONGEST, key_of
from assembly.clock import now
from assembly.errors import Conflict, InvalidRequest, Refusal, SeatAmbiguous, SeatNotFound
from assembly.identity.guard import Acting, signed_in
from assembly.web.desk_frame import Frame, desk_page, frame_for
from assembly.web.forms import number_in
from assembly.web.rendering import PERSONAL, redirect

HERE = "/assemblies/{slug:str}/desk/door"


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody who came, as the page shows it; `mark` names the stay in the form that undoes it."""

    number: int
    name: str
    hour: str
    is_over: bool
    mark: str


@get(HERE, guards=[signed_in])
async def door(
    request: Request[Any, Any, Any], slug: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """The field, what became of what was typed last, and the last ten who came."""
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        return await _door(request, session, frame)


@post(HERE, status_code=200, guards=[signed_in])
async def let_in(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sessions: Sessions,
    settings: House,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """Who was typed or scanned is in the room; what is refused says why.

    Sent again, the page says that they were checked in before. What was refused stands beside the
    field and not in it: a hand scanner would type on behind it.
    """
    form = await request.form()
    typed = str(form.get("typed") or "")[:LONGEST]
    key = key_of(settings.secret_key.get_secret_value())
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
    try:
        async with sessions.begin() as session:
            done = await check_in(session, frame.assembly, typed, key=key, at=now(), by=actor.name)
    except (Conflict, SeatNotFound, InvalidRequest) as refusal:
        async with sessions.begin() as session:
            return await _door(request, session, frame, typed, refusal)
    await bell.changed(slug, "attendance")
    told = {"seat": done.number} | ({"before": "1"} if done.before else {})
    return redirect(request, f"{frame.desk}/door?{urlencode(told)}")


@post(HERE + "/undoing", status_code=200, guards=[signed_in])
async def take_back(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The check-in that is named is taken back; a later one of the same seat is not."""
    form = await request.form()
    number, since = number_in(form.get("number")), _instant(str(form.get("since") or ""))
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        if since is not None:
            await undo_check_in(session, frame.assembly, number, since, at=now(), by=actor.name)
    await bell.changed(slug, "attendance")
    return redirect(request, f"{frame.desk}/door")


def _instant(word: str) -> datetime | None:
    """As a page of ours wrote it."""
    try:
        found = datetime.fromisoformat(word)
    except ValueError:
        return None
    return found if found.tzinfo else None


async def _door(
    request: Request[Any, Any, Any],
    session: AsyncSession,
    frame: Frame,
    typed: str = "",
    refusal: Refusal | None = None,
) -> Response[Any]:
    zone = frame.assembly.time_zone
    arrivals = [_arrived(stay, zone) for stay in await latest_arrivals(session, frame.assembly.id)]
    several = refusal.facts.get("numbers", []) if isinstance(refusal, SeatAmbiguous) else []
    meant = await sitters_of(session, frame.assembly.id) if several else []
    asked = number_in(request.query_params.get("seat", "")) if refusal is None else 0
    return desk_page(
        request,
        "desk_door.html",
        frame,
        home="/door",
        headers=PERSONAL | WITH_CAMERA,
        refusal=refusal,
        typed=typed,
        arrivals=arrivals,
        done=await _done(session, frame, asked, zone) if asked else None,
        before="before" in request.query_params,
        meant=[one for one in meant if one.number in several],
        presence=await presence_now(session, frame.assembly.id),
    )


async def _done(session: AsyncSession, frame: Frame, number: int, zone: str) -> Arrived | None:
    """Who was checked in, as far as that is still so."""
    seat_id = await seat_id_of(session, frame.assembly.id, number)
    if seat_id is None or (since := await present_since(session, seat_id)) is None:
        return None
    (sitter,) = await sitters_of(session, frame.assembly.id, [seat_id])
    return _arrived(Stay(sitter.number, sitter.name, since, None), zone)


def _arrived(stay: Stay, zone: str) -> Arrived:
    return Arrived(
        stay.number,
        stay.name,
        f"{stay.arrived_at.astimezone(ZoneInfo(zone)):%H:%M}",
        stay.left_at is not None,
        stay.arrived_at.isoformat(),
    )


router = Router("/", route_handlers=[door, let_in, take_back], include_in_schema=False)
