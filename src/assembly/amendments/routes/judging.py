# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Find an amendment admissible or not, or take it over without a vote."""

from functools import partial

from litestar import Response, post
from litestar.params import FromPath, JSONBody

from assembly.amendments import judge
from assembly.amendments.rights import Right
from assembly.amendments.routes.act import FOUND, ONE, Place, act
from assembly.amendments.schemas import Amended, JudgeAmendment
from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import NEEDS_TOKEN, READS_BODY, refusals
from assembly.errors import AmendmentsClosed, IllegalMove, SupportersMissing
from assembly.identity.guard import Acting, signed_in
from assembly.identity.rules.permissions import Permission


@post(
    ONE + "/admission",
    status_code=200,
    guards=[signed_in],
    operation_id="admitAmendment",
    responses=refusals(*FOUND, AmendmentsClosed, IllegalMove, SupportersMissing),
    security=NEEDS_TOKEN,
)
async def admit(
    slug: FromPath[str],
    number: FromPath[int],
    amendment: FromPath[int],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Amended]:
    """Find an amendment admissible: it is public, and may be put to the vote. Moderators only."""
    place = Place(slug, number, amendment)
    return await act(judge.find_admissible, place, sessions, bell, actor, Permission.MODERATE)


@post(
    ONE + "/rejection",
    status_code=200,
    guards=[signed_in],
    operation_id="rejectAmendment",
    responses=refusals(*FOUND, *READS_BODY, AmendmentsClosed, IllegalMove),
    security=NEEDS_TOKEN,
)
async def reject(
    slug: FromPath[str],
    number: FromPath[int],
    amendment: FromPath[int],
    data: JSONBody[JudgeAmendment],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Amended]:
    """Find an amendment inadmissible, for a reason everybody may read. Moderators only."""
    place = Place(slug, number, amendment)
    return await act(
        partial(judge.find_inadmissible, because=data.because),
        place,
        sessions,
        bell,
        actor,
        Permission.MODERATE,
        keep_up=True,
    )


@post(
    ONE + "/taking-over",
    status_code=200,
    guards=[signed_in],
    operation_id="takeOverAmendment",
    responses=refusals(*FOUND, AmendmentsClosed, IllegalMove),
    security=NEEDS_TOKEN,
)
async def take_over(
    slug: FromPath[str],
    number: FromPath[int],
    amendment: FromPath[int],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Amended]:
    """Take an amendment into the text without a vote. Sponsors of the text, and moderators."""
    place = Place(slug, number, amendment)
    return await act(
        judge.take_over,
        place,
        sessions,
        bell,
        actor,
        Permission.AMEND,
        right=Right.SPONSOR,
        keep_up=True,
    )


HANDLERS = [admit, reject, take_over]
