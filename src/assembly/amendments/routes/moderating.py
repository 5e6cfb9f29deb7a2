# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What moderators set about all amendments of a text: terms, order, settled conflicts."""

from litestar import Response, post, put
from litestar.params import FromPath, JSONBody

from assembly.amendments import judge
from assembly.amendments.queries import TermsView
from assembly.amendments.routes.act import HERE, NO_STORE, permitted
from assembly.amendments.schemas import AmendmentTerms, ChooseOrder, SettleConflict, SettledOut
from assembly.amendments.settle import choose_order, settle_conflict
from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.assemblies.rules.wall import read_time
from assembly.clock import now
from assembly.errors import (
    AmbiguousLocalTime,
    AmendmentsClosed,
    AssemblyNotFound,
    ConflictNotFound,
    EmptyText,
    InvalidRequest,
    MarkupInText,
    NoSuchLocalTime,
    ResolutionNotFound,
    UnsoundText,
)
from assembly.identity.guard import Acting, signed_in
from assembly.identity.rules.permissions import Permission


@put(
    HERE + "/amendment-terms",
    guards=[signed_in],
    operation_id="setAmendmentTerms",
    responses=refusals(
        *GUARDED,
        *READS_BODY,
        AssemblyNotFound,
        ResolutionNotFound,
        NoSuchLocalTime,
        AmbiguousLocalTime,
    ),
    security=NEEDS_TOKEN,
)
async def set_terms(
    slug: FromPath[str],
    number: FromPath[int],
    data: JSONBody[AmendmentTerms],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[AmendmentTerms]:
    """Set until when a text may be amended and how many must support it. Moderators only."""
    async with sessions.begin() as session:
        assembly = await permitted(session, slug, actor, Permission.MODERATE)
        closes_at = data.closes_at and read_time(data.closes_at, assembly.time_zone, "closes_at")
        terms = TermsView(closes_at or None, data.supporters_needed)
        resolution = await judge.set_terms(
            session, assembly.id, number, terms, at=now(), by=actor.name
        )
        resolution_id = resolution.id
    await bell.keep_up(resolution_id)
    await bell.changed(slug, f"resolution/{number}")
    return Response(data, headers=NO_STORE)


@put(
    HERE + "/amendment-order",
    status_code=204,
    guards=[signed_in],
    operation_id="chooseAmendmentOrder",
    responses=refusals(
        *GUARDED, *READS_BODY, AssemblyNotFound, ResolutionNotFound, AmendmentsClosed
    ),
    security=NEEDS_TOKEN,
)
async def order(
    slug: FromPath[str],
    number: FromPath[int],
    data: JSONBody[ChooseOrder],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> None:
    """Put amendments to the vote in another order, for a reason on record. Moderators only."""
    async with sessions.begin() as session:
        assembly = await permitted(session, slug, actor, Permission.MODERATE)
        await choose_order(
            session,
            assembly.id,
            number,
            data.amendments,
            data.because,
            at=now(),
            by=actor.name,
        )
    await bell.changed(slug, f"resolution/{number}")


@post(
    HERE + "/settlements",
    guards=[signed_in],
    operation_id="settleConflict",
    responses=refusals(
        *GUARDED,
        *READS_BODY,
        AssemblyNotFound,
        ResolutionNotFound,
        ConflictNotFound,
        AmendmentsClosed,
        InvalidRequest,
        EmptyText,
        MarkupInText,
        UnsoundText,
    ),
    security=NEEDS_TOKEN,
)
async def settle(
    slug: FromPath[str],
    number: FromPath[int],
    data: JSONBody[SettleConflict],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[SettledOut]:
    """Settle a conflict: prefer one side's words, write a third text, or delete the words.

    Moderators only.
    """
    async with sessions.begin() as session:
        assembly = await permitted(session, slug, actor, Permission.MODERATE)
        row = await settle_conflict(
            session, assembly.id, number, data.value(), at=now(), by=actor.name
        )
        out = SettledOut.model_validate(row)
        resolution_id = row.resolution_id
    await bell.keep_up(resolution_id)
    await bell.changed(slug, f"resolution/{number}")
    return Response(out, status_code=201, headers=NO_STORE)


HANDLERS = [set_terms, order, settle]
