# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""File an amendment, and write it anew. `If-Match` names the revision it was made on."""

from typing import Any

from litestar import Response, post, put
from litestar.connection import Request
from litestar.params import FromPath, JSONBody

from assembly.amendments.file import file_amendment, rewrite_amendment
from assembly.amendments.rights import Right, require_right, seat_of
from assembly.amendments.routes.act import FOUND, HERE, ONE, amended, permitted
from assembly.amendments.schemas import Amended, FileAmendment, WriteAmendment
from assembly.api.bodies import TEXTS
from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import NEEDS_TOKEN, READS_BODY, refusals
from assembly.api.revisions import revision_asked
from assembly.clock import now
from assembly.errors import (
    AlreadyTaken,
    AmendmentLimitReached,
    AmendmentsClosed,
    ChangesNothing,
    EmptyText,
    IllegalMove,
    MarkupInText,
    OverlappingEdits,
    PreconditionMissing,
    Stale,
    UnknownProvision,
    UnknownVersion,
    UnsoundText,
)
from assembly.identity.guard import Acting, signed_in
from assembly.identity.rules.permissions import Permission, may

WRITES = (
    *READS_BODY,
    AmendmentsClosed,
    IllegalMove,
    UnknownVersion,
    UnknownProvision,
    OverlappingEdits,
    ChangesNothing,
    EmptyText,
    MarkupInText,
    UnsoundText,
)


@post(
    HERE + "/amendments",
    guards=[signed_in],
    operation_id="fileAmendment",
    request_max_body_size=TEXTS,
    responses=refusals(*FOUND, *WRITES, AmendmentLimitReached, AlreadyTaken),
    security=NEEDS_TOKEN,
)
async def file(
    slug: FromPath[str],
    number: FromPath[int],
    data: JSONBody[FileAmendment],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Amended]:
    """File an amendment; it gets the next number of its resolution. Participants and moderators.

    Send edits, or the whole text as it should read: the server finds what changed.
    """
    async with sessions.begin() as session:
        assembly = await permitted(session, slug, actor, Permission.AMEND)
        row = await file_amendment(
            session,
            assembly,
            number,
            data.wanted(data.to, data.id),
            seat_id=seat_of(actor, assembly.id),
            at=now(),
            by=actor.name,
        )
        response = await amended(session, row)
    await bell.changed(slug, f"resolution/{number}")
    response.status_code = 201
    here = f"/api/v1/assemblies/{slug}/resolutions/{number}/amendments"
    response.headers["Location"] = f"{here}/{row.number}"
    return response


@put(
    ONE,
    guards=[signed_in],
    operation_id="rewriteAmendment",
    request_max_body_size=TEXTS,
    responses=refusals(*FOUND, *WRITES, Stale, PreconditionMissing),
    security=NEEDS_TOKEN,
)
async def rewrite(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    amendment: FromPath[int],
    data: JSONBody[WriteAmendment],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Amended]:
    """Write a submitted amendment anew. `If-Match` names the revision that was read.

    Also one that waits in conflict with a new version of the text; its author's is judged again.
    """
    async with sessions.begin() as session:
        assembly = await permitted(session, slug, actor, Permission.AMEND)
        await require_right(session, actor, assembly.id, number, amendment, Right.AUTHOR)
        row = await rewrite_amendment(
            session,
            assembly.id,
            number,
            amendment,
            data.wanted(),
            revision=revision_asked(request),
            at=now(),
            by=actor.name,
            moderator=may(actor, Permission.MODERATE, assembly.id),
        )
        response = await amended(session, row)
    await bell.changed(slug, f"resolution/{number}")
    return response


HANDLERS = [file, rewrite]
