# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Any two versions of a text beside each other, as far as the reader may see them."""

from typing import Annotated, Any

from litestar import Request, Response, Router, get
from litestar.params import FromPath, QueryParameter

from assembly.api.dependencies import Sessions
from assembly.identity.guard import Acting
from assembly.publication.queries import decision_for, require_version, versions_shown
from assembly.resolutions.rules.between import edits_between
from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.find import find_changes
from assembly.web.amendments import HERE, answer, frame_values
from assembly.web.forms import HIGHEST
from assembly.web.redlines import ModeAsked, mode_links, mode_of, redline_of
from assembly.web.rendering import language_of
from assembly.web.views import day_of

First = Annotated[int | None, QueryParameter(name="from", ge=1, le=HIGHEST)]
Second = Annotated[int | None, QueryParameter(name="to", ge=1, le=HIGHEST)]


@get(HERE + "/compare")
async def compare_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    actor: Acting,
    first: First = None,
    second: Second = None,
    show: ModeAsked = None,
) -> Response[Any]:
    """What changed from one version to another; else from the last but one to the latest."""

    async def values() -> dict[str, Any]:
        async with sessions.begin() as session:
            assembly, decision = await decision_for(session, slug, number, actor)
            lines = await versions_shown(session, decision)
            latest = decision.resolution.version
            to = second or latest
            since = first or max(decision.first_version, to - 1)
            old = await require_version(session, decision, since)
            new = await require_version(session, decision, to)
            frame = frame_values(assembly, decision, actor)
        edits = edits_between(old.provisions, new.provisions)
        changes = find_changes(Base(old.provisions), edits) if edits else []
        return frame | {
            "versions": [
                (line.ordinal, day_of(line.written_at, assembly.time_zone), line.written_as.value)
                for line in lines
            ],
            "old": old,
            "new": new,
            "redline": redline_of(
                old.provisions,
                changes,
                language=decision.resolution.language,
                mode=mode_of(show),
                width=old.line_width,
                reader=language_of(request),
            ),
            "links": mode_links(request),
        }

    return await answer(request, sessions, slug, actor, "compare.html", values)


router = Router("/", route_handlers=[compare_page], include_in_schema=False)
