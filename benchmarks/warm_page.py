# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The public page of a decided resolution that was read before, against a no-op GET.

Over HTTP: requests a second of the page ÷ those of a route that does nothing, on the same server
with the same number of clients. Then over ASGI in this process: how many statements the database
gets for the page once it is warm.
"""

import asyncio
import sys
import time
from functools import partial

from litestar import Litestar
from pydantic import SecretStr
from sqlalchemy import event
from sqlalchemy.engine import Engine

from assembly.app import create_app, front, house
from assembly.assemblies.queries import assembly_of
from assembly.clock import now
from assembly.logs import configure
from assembly.publication.publish import publish_record
from assembly.settings import Settings
from assembly.voting.close import close_voting
from assembly.voting.count import count_voting
from assembly.voting.queries import require_voting
from benchmarks.amended_pages import ask
from benchmarks.load import compare, request
from benchmarks.rig import BY, Rig, open_hall, say

SERVER = [sys.executable, "-m", "benchmarks.app"]
NOTHING = request("GET", "/bench/nothing")
CLIENTS = 50
READS = 2000
ROUNDS = 3
PROMISE = 0.8
SEATS = 20
PATIENCE = 20.0


async def published(rig: Rig) -> str:
    """The path of the page of a resolution that was decided here."""
    _, (voting_id,) = await open_hall(rig.sessions, SEATS, 1)
    async with rig.sessions.begin() as session:
        await close_voting(session, voting_id, at=now(), by=BY)
    async with rig.sessions.begin() as session:
        await count_voting(session, voting_id, at=now())
    async with rig.sessions.begin() as session:
        await publish_record(session, voting_id, at=now())
        voting = await require_voting(session, voting_id)
        slug = (await assembly_of(session, voting.assembly_id)).slug
    return f"/assemblies/{slug}/resolutions/1"


def reading(path: str, _round: int) -> list[bytes]:
    """The same reading, again and again."""
    return [request("GET", path)] * READS


async def statements(app: Litestar, path: str) -> tuple[int, int]:
    """Of the first reading, and of ten once it is warm."""
    sent: list[str] = []

    def note(*told: object) -> None:
        sent.append(str(told[2]))

    entrance = front(app)
    end = time.monotonic() + PATIENCE
    while app.state.news.moment is None and time.monotonic() < end:
        await asyncio.sleep(0.05)
    event.listen(Engine, "before_cursor_execute", note)
    try:
        await ask(entrance, path)
        first = len(sent)
        for _ in range(10):
            await ask(entrance, path)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return first, len(sent) - first


async def main(rig: Rig) -> None:
    """Prints its lines."""
    path = await published(rig)
    pages = {"decided_here": path, "of_caruna": "/assemblies/caruna-2025/resolutions/19"}
    with rig.web(SERVER) as port:
        for name, page in pages.items():
            ours, theirs = await compare(
                port,
                partial(reading, page),
                lambda _: [NOTHING] * READS,
                clients=CLIENTS,
                rounds=ROUNDS,
            )
            say(
                f"warm_page_{name}",
                ours.per_second,
                "1/s",
                theirs.per_second,
                ours.per_second / theirs.per_second,
                {
                    "what": f"GET {page} ÷ a GET that does nothing, {CLIENTS} clients",
                    "promise": PROMISE,
                    "p50_ms": round(ours.p50, 2),
                    "p99_ms": round(ours.p99, 2),
                    "statuses": {str(status): count for status, count in ours.statuses.items()},
                },
            )
    settings = Settings(
        database_url=rig.environ["DATABASE_URL"],
        redis_url=rig.environ["REDIS_URL"],
        secret_key=SecretStr(rig.environ["SECRET_KEY"]),
        log_level="warning",
    )
    configure(settings.log_level)
    app = create_app(settings)
    async with house(settings)(app):
        for name, page in pages.items():
            first, warm = await statements(app, page)
            say(
                f"warm_page_statements_{name}",
                warm,
                "statements",
                0,
                None,
                {"what": f"of ten readings of {page} once warm", "first_reading": first},
            )
