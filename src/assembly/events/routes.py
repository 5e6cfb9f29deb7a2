# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`GET /api/v1/events/{slug}`: a stream of server-sent events (WHATWG HTML, 9.2)."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from litestar import Request, Router, get
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, QueryParameter, SkipValidation
from litestar.response import Stream

from assembly.api.dependencies import Sessions
from assembly.api.problems import refusals
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import require_assembly
from assembly.errors import AssemblyNotFound, InvalidRequest, Unavailable
from assembly.events.hub import Hub
from assembly.events.slot import SILENCE, STILL_HERE
from assembly.identity.guard import Acting
from assembly.publication.queries import in_the_house

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
STREAM = ResponseSpec(
    str,
    generate_examples=False,
    description="Events `hello`, `change` and `warning`, each with a version as its id",
    media_type="text/event-stream",
)

Most = Annotated[
    int | None, QueryParameter(ge=1, le=10_000, description="End after so many events, hello first")
]
Listening = NamedDependency[SkipValidation[Hub]]


def _hub(state: State) -> Hub:
    hub: Hub = state.hub
    return hub


PROVIDED = {"hub": Provide(_hub, sync_to_thread=False)}


@get(
    "/events/{slug:str}",
    operation_id="listen",
    responses={200: STREAM} | refusals(AssemblyNotFound, InvalidRequest, Unavailable),
)
async def listen(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sessions: Sessions,
    hub: Listening,
    actor: Acting,
    limit: Most = None,
) -> Stream:
    """What changes in an assembly, as it changes: names to fetch and a version, never contents.

    The first event has the present version; `Last-Event-ID` says which one the client knows.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
    hub.require_room()
    last = request.headers.get("last-event-id")
    most = 1 if request.scope["state"].get("head") else limit
    insider = in_the_house(actor, assembly.id)
    return Stream(
        _stream(hub, assembly, insider=insider, last=last, most=most),
        media_type="text/event-stream",
        headers=HEADERS,
    )


async def _stream(
    hub: Hub, assembly: Assembly, *, insider: bool, last: str | None, most: int | None
) -> AsyncIterator[bytes]:
    """Until the client goes, the process ends, or so many events were sent."""
    async with hub.listening(assembly.id, assembly.slug, insider=insider, last=last) as listener:
        yield b"retry: 2000\n"
        event, sent = listener.hello, 0
        while True:
            if event is not None:
                yield event.wire
                sent += 1
            elif listener.ended:
                return
            else:
                yield STILL_HERE
            if sent == most:
                return
            event = await listener.heard(SILENCE)


router = Router("/", route_handlers=[listen], tags=["Public"])
