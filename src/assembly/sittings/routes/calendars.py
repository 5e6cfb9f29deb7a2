# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sittings for people's own calendars (RFC 5545)."""

from litestar import Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath

from assembly.api.dependencies import House, Sessions
from assembly.api.problems import refusals
from assembly.assemblies.queries import require_assembly
from assembly.errors import AssemblyNotFound, SittingNotFound
from assembly.sittings.calendar import write_calendar
from assembly.sittings.queries import require_sitting, sittings_of
from assembly.sittings.routes.planning import ALL, ONE

MEDIA_TYPE = "text/calendar"
CALENDAR = ResponseSpec(
    str, generate_examples=False, description="A calendar (RFC 5545)", media_type=MEDIA_TYPE
)


def _answer(calendar: bytes, name: str) -> Response[bytes]:
    return Response(
        calendar,
        media_type=MEDIA_TYPE,
        headers={
            "Cache-Control": "no-cache",
            "Content-Disposition": f'inline; filename="{name}.ics"',
        },
    )


@get(
    ALL + ".ics",
    operation_id="readCalendar",
    responses={200: CALENDAR} | refusals(AssemblyNotFound),
)
async def every(slug: FromPath[str], sessions: Sessions, settings: House) -> Response[bytes]:
    """Every sitting that has an hour, to subscribe to; one that is cancelled says so."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        views = await sittings_of(session, assembly.id)
    return _answer(write_calendar(assembly, views, settings.public_url), slug)


@get(
    ONE + "/sitting.ics",
    operation_id="readSittingCalendar",
    responses={200: CALENDAR} | refusals(AssemblyNotFound, SittingNotFound),
)
async def one(
    slug: FromPath[str],
    sitting: FromPath[int],
    sessions: Sessions,
    settings: House,
) -> Response[bytes]:
    """One sitting. One that has no hour yet is a calendar without an event."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        view = await require_sitting(session, assembly.id, sitting)
    return _answer(write_calendar(assembly, [view], settings.public_url), f"{slug}-{sitting}")


HANDLERS = [every, one]
