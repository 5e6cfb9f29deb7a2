# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/log`: whether the log only grew since a checkpoint that somebody kept, in plain words.

The form is the address: whoever has it asks the same of the log of today.
"""

from typing import Annotated

from litestar import Response, Router, get
from litestar.params import QueryParameter

from assembly.api.dependencies import Sessions
from assembly.api.problems import status_of
from assembly.audit.compare import Compared, compare_checkpoints
from assembly.audit.queries import latest
from assembly.audit.rules.growth import Growth
from assembly.errors import CheckpointNotFound, ForeignCheckpoint, Refusal, UnsoundCheckpoint
from assembly.web.rendering import Asked, render
from assembly.web.texts import LOG_GROWTH, PROBLEMS

LONGEST = 10_000
HEADERS = {"Cache-Control": "no-cache"}

Note = Annotated[str, QueryParameter(max_length=LONGEST)]


@get("/log")
async def log_page(
    request: Asked, sessions: Sessions, kept: Note = "", other: Note = ""
) -> Response[str]:
    """The form, the newest checkpoint to keep, and what the pasted ones say of the log."""
    found: Compared | None = None
    refusal: Refusal | None = None
    async with sessions.begin() as session:
        newest = await latest(session)
        try:
            if kept.strip() or other.strip():
                found = await compare_checkpoints(session, kept or other, other if kept else "")
        except (CheckpointNotFound, ForeignCheckpoint, UnsoundCheckpoint) as problem:
            refusal = problem
    return render(
        request,
        "log.html",
        headers=HEADERS,
        status_code=200 if refusal is None else status_of(type(refusal)),
        kept=kept,
        other=other,
        found=found,
        fits=found is not None and found.growth in {Growth.SAME, Growth.GREW},
        words=LOG_GROWTH,
        problem=None if refusal is None else PROBLEMS[refusal.slug],
        newest=None if newest is None else newest.note,
    )


router = Router("/", route_handlers=[log_page], include_in_schema=False)
