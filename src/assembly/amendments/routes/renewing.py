# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write a further version of a text on the table. `If-Match` names the revision that was read."""

from typing import Any

from litestar import Response, post
from litestar.connection import Request
from litestar.params import FromPath, JSONBody

from assembly.amendments.new_version import write_new_version
from assembly.amendments.routes.act import HERE, permitted
from assembly.amendments.schemas import RenewText
from assembly.api.bodies import TEXTS
from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.api.revisions import revision_asked
from assembly.clock import now
from assembly.errors import (
    AdoptedWords,
    AssemblyNotFound,
    EmptyText,
    IllegalMove,
    MarkupInText,
    PreconditionMissing,
    ResolutionNotFound,
    Stale,
    UnsoundText,
)
from assembly.identity.guard import Acting, signed_in
from assembly.identity.rules.permissions import Permission
from assembly.resolutions.routes.writing import drafted
from assembly.resolutions.schemas import Drafted


@post(
    HERE + "/versions",
    guards=[signed_in],
    operation_id="writeNewVersion",
    request_max_body_size=TEXTS,
    responses=refusals(
        *GUARDED,
        *READS_BODY,
        AssemblyNotFound,
        ResolutionNotFound,
        AdoptedWords,
        EmptyText,
        IllegalMove,
        Stale,
        PreconditionMissing,
        MarkupInText,
        UnsoundText,
    ),
    security=NEEDS_TOKEN,
)
async def renew(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    data: JSONBody[RenewText],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Drafted]:
    """Write a further version of a text on the table, with a reason everybody reads. Moderators.

    Undecided amendments go over to it, or wait in conflict for their authors; what was adopted
    stays. Not while it or an amendment to it is under vote.
    """
    async with sessions.begin() as session:
        assembly = await permitted(session, slug, actor, Permission.MODERATE)
        resolution = await write_new_version(
            session,
            assembly.id,
            number,
            revision=revision_asked(request),
            title=data.title,
            provisions=[provision.value() for provision in data.provisions],
            because=data.because,
            at=now(),
            by=actor.name,
        )
        response = drafted(resolution)
        resolution_id = resolution.id
    await bell.keep_up(resolution_id)
    await bell.changed(slug, f"resolution/{number}")
    response.status_code = 201
    response.headers["Location"] = (
        f"/api/v1/assemblies/{slug}/resolutions/{number}/versions/{resolution.current_version}"
    )
    return response


HANDLERS = [renew]
