# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""My receipts: of votings by name from the server, of secret ones from the device alone."""

from typing import Any

from litestar import Request, Response, Router, get

from assembly.api.dependencies import Sessions
from assembly.identity.guard import Acting, signed_in
from assembly.publication.queries import receipts_by_name
from assembly.web.me import me_here
from assembly.web.rendering import PERSONAL, redirect, render


@get("/my-receipts", include_in_schema=False, guards=[signed_in])
async def my_receipts(
    request: Request[Any, Any, Any], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """The last ballots by name that this seat cast, once they are published; and what is here.

    Of a secret voting the server does not know which receipt is whose, so it can show none.
    """
    if actor.seat_id is None or actor.assembly_id is None:
        return redirect(request, "/desk")
    async with sessions.begin() as session:
        me = await me_here(session, actor)
        named = await receipts_by_name(session, actor.assembly_id, actor.seat_id)
    return render(
        request,
        "my_receipts.html",
        headers=PERSONAL,
        assembly=me.assembly,
        seat=me,
        named=named,
    )


router = Router("/", route_handlers=[my_receipts], include_in_schema=False)
