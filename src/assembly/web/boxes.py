# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The public box on a page, and a page that checks it: nobody sends a whole receipt anywhere."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, Router, get
from litestar.params import FromPath, QueryParameter

from assembly.api.dependencies import Sessions
from assembly.assemblies.queries import assembly_of
from assembly.errors import InvalidRequest
from assembly.identity.guard import Acting
from assembly.publication.box_routes import PUBLIC, hex_digits
from assembly.publication.queries import require_record, require_shown
from assembly.voting.box import page_of_trackers, roll_call, trackers_in
from assembly.voting.rules.ballot import Secrecy
from assembly.web.rendering import Asked, render
from assembly.web.views import assembly_shown

PAGE = 500
"""Trackers on one page."""

Starts = Annotated[str, QueryParameter(max_length=50)]
After = Annotated[UUID | None, QueryParameter()]


@get("/votings/{voting_id:uuid}/box", include_in_schema=False)
async def box_page(
    request: Asked,
    voting_id: FromPath[UUID],
    sessions: Sessions,
    actor: Acting,
    starts: Starts = "",
    after: After = None,
) -> Response[str]:
    """Every tracker in pages, or those that begin as asked; of a roll call, names and choices.

    What cannot be the beginning of a tracker finds nothing.
    """
    try:
        digits, possible = hex_digits(starts.strip()), True
    except InvalidRequest:
        digits, possible = "", False
    async with sessions.begin() as session:
        voting = await require_shown(session, voting_id, actor)
        record = (await require_record(session, voting_id)).document
        assembly = await assembly_of(session, voting.assembly_id)
        secret = voting.secrecy is Secrecy.SECRET
        trackers: list[UUID] = []
        if secret and digits:
            trackers = await trackers_in(session, voting_id, digits)
        elif secret:
            trackers = await page_of_trackers(session, voting_id, after=after, limit=PAGE + 1)
        ballots = [] if secret else await roll_call(session, voting_id, assembly.id, digits)
    more = not digits and len(trackers) > PAGE
    shown = trackers[:PAGE] if more else trackers
    return render(
        request,
        "box.html",
        headers=PUBLIC,
        assembly=assembly_shown(assembly),
        number=record["resolution"]["number"],
        amendments=[one["number"] for one in record.get("amendments", ())],
        address=f"/votings/{voting_id}/box",
        secret=secret,
        digest=record["box_digest"],
        starts=starts,
        trackers=shown if possible else [],
        ballots=ballots if possible else [],
        next="?" + urlencode({"after": shown[-1]}) if more else None,
    )


@get("/votings/{voting_id:uuid}/check", include_in_schema=False)
async def check_page(
    request: Asked, voting_id: FromPath[UUID], sessions: Sessions, actor: Acting
) -> Response[str]:
    """A page that works the published bundle out again in the browser, and finds a receipt in it.

    Nobody sends a receipt here: it stays in the page that the reader has before them.
    """
    async with sessions.begin() as session:
        voting = await require_shown(session, voting_id, actor)
        record = (await require_record(session, voting_id)).document
        assembly = await assembly_of(session, voting.assembly_id)
    return render(
        request,
        "check.html",
        headers=PUBLIC,
        assembly=assembly_shown(assembly),
        number=record["resolution"]["number"],
        amendments=[one["number"] for one in record.get("amendments", ())],
        voting=voting_id,
        secret=voting.secrecy is Secrecy.SECRET,
    )


router = Router("/", route_handlers=[box_page, check_page], include_in_schema=False)
