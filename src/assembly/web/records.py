# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was published of an outcome, version by version; each has its address for ever."""

from typing import Any

from litestar import Response, Router, get
from litestar.params import FromPath

from assembly.api.dependencies import Sessions
from assembly.assemblies.queries import require_assembly
from assembly.publication.queries import public_mark, require_decision
from assembly.publication.record_versions import current_of, require_record_version
from assembly.web.rendering import Asked, public_page
from assembly.web.views import assembly_shown, day_of


@get(
    "/assemblies/{slug:str}/resolutions/{number:int}/records/{version:int}",
    include_in_schema=False,
)
async def record_page(
    request: Asked,
    slug: FromPath[str],
    number: FromPath[int],
    version: FromPath[int],
    sessions: Sessions,
) -> Response[bytes]:
    """One version, and all there are."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        mark = await public_mark(session, assembly.id)

    async def values() -> dict[str, Any]:
        async with sessions.begin() as session:
            decision = await require_decision(session, assembly.id, number)
            one, every = await require_record_version(session, assembly.id, decision, version)
        return {
            "assembly": assembly_shown(assembly),
            "number": number,
            "one": one,
            "every": every,
            "current": one is current_of(decision, every),
            "days": {each.version: day_of(each.at, assembly.time_zone) for each in every},
        }

    return await public_page(request, mark, "record.html", values)


router = Router("/", route_handlers=[record_page], include_in_schema=False)
