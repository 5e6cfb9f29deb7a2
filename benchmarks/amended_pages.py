# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the pages of one resolution with forty amendments cost, in database statements.

The whole application is asked over ASGI in this process, on a real PostgreSQL; what it is measured
against is one statement by key, in a transaction of its own, on the same pool of connections. The
promise is about what the public asks for, again and again: three statements, or less. What the
first reader waits for after something changed, and who is signed in, stands beside it.
"""

import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

from litestar import Litestar
from pydantic import SecretStr
from sqlalchemy import select

from assembly.amendments.file import file_amendment
from assembly.amendments.judge import find_admissible
from assembly.amendments.wanted import Wanted
from assembly.api.warm import Warm
from assembly.app import create_app, front, house
from assembly.assemblies.convene import NewSeat, found_assembly, seat_participants
from assembly.assemblies.models import Assembly
from assembly.clock import now
from assembly.entrance import Entrance
from assembly.identity.enrol import draw_free_codes
from assembly.identity.sign_in import admit, find_code
from assembly.logs import configure
from assembly.resolutions.draft import draft_resolution, move_resolution
from assembly.resolutions.rules.edits import Op, ProvisionEdit
from assembly.resolutions.rules.lifecycle import State
from assembly.resolutions.rules.text import Kind, Provision
from assembly.settings import Settings
from benchmarks.rig import BY, Rig, say

AMENDMENTS = 40
STATEMENTS = 3.0
ROUNDS = 60
HERE = "/resolutions/1"
PAGES = {
    "resolution_with_40_amendments": HERE,
    "list_of_40_amendments": f"{HERE}/amendments",
    "one_of_40_amendments": f"{HERE}/amendments/7",
}


async def amended_assembly(rig: Rig) -> tuple[str, str]:
    """A text of twenty paragraphs with so many amendments; its assembly, and a seat's token."""
    at, slug = now(), f"bench-{secrets.token_hex(4)}"
    async with rig.sessions.begin() as session:
        assembly = await found_assembly(
            session,
            slug=slug,
            name="Bench",
            language="nl",
            time_zone="Europe/Brussels",
            held_on=None,
            at=at,
            by=BY,
        )
        (code,) = await draw_free_codes(session, 1)
        await seat_participants(session, assembly, [NewSeat(1, "Seat 1", code, "-")], at=at, by=BY)
        text = [
            Provision(Kind.PARAGRAPH, "", f"Elke gemeente krijgt {at} bussen, en een tram erbij.")
            for at in range(20)
        ]
        await draft_resolution(session, assembly, title=None, provisions=text, at=at, by=BY)
        await move_resolution(session, assembly.id, 1, State.TABLED, at=at, by=BY)
        for number in range(AMENDMENTS):
            name = f"p{number % 20 + 1}"
            wanted = f"Elke gemeente krijgt {number + 100} bussen, en een tram erbij."
            edit = ProvisionEdit(Op.REPLACE, name, wanted)
            row = await file_amendment(
                session, assembly, 1, Wanted(1, (edit,)), seat_id=None, at=at, by=BY
            )
            await find_admissible(session, assembly.id, 1, row.number, at=at, by=BY)
    async with rig.sessions.begin() as session:
        known = await find_code(session, code)
        assert known is not None
        token, _ = await admit(
            session, known, b"", at=at, lasts=timedelta(hours=1), instead_of=None
        )
    return slug, token


async def ask(entrance: Entrance, path: str, token: str | None = None) -> int:
    """One GET, as a server would hand it over; how many bytes came back."""
    headers = [(b"host", b"bench"), (b"accept", b"text/html")]
    if token:
        headers.append((b"authorization", f"Bearer {token}".encode()))
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("bench", 80),
        "state": {},
    }
    told: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        told.append(message)

    await entrance(scope, receive, send)  # type: ignore[arg-type]
    if told[0]["status"] != 200:
        message = f"{path}: {told[0]['status']}"
        raise RuntimeError(message)
    return sum(len(message.get("body", b"")) for message in told)


async def together(*works: Callable[[], Awaitable[object]]) -> list[float]:
    """Seconds of each, the median of many rounds in which each has its turn."""
    seen: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            began = perf_counter()
            await work()
            seen[place].append(perf_counter() - began)
    return [median(one) for one in seen]


async def main(rig: Rig) -> None:
    """Prints its lines."""
    slug, token = await amended_assembly(rig)
    settings = Settings(
        database_url=rig.environ["DATABASE_URL"],
        redis_url=rig.environ["REDIS_URL"],
        secret_key=SecretStr(rig.environ["SECRET_KEY"]),
        log_level="warning",
    )
    configure(settings.log_level)
    app = create_app(settings)
    async with house(settings)(app):
        for name, rest in PAGES.items():
            await _page(app, name, f"/assemblies/{slug}{rest}", slug, token)


async def _page(app: Litestar, name: str, path: str, slug: str, token: str) -> None:
    entrance = front(app)

    async def statement() -> UUID | None:
        async with app.state.sessions.begin() as session:
            found: UUID | None = await session.scalar(
                select(Assembly.id).where(Assembly.slug == slug)
            )
        return found

    async def again() -> int:
        return await ask(entrance, path)

    async def first() -> int:
        kept, app.state.warm = app.state.warm, Warm()
        try:
            return await ask(front(app), path)  # with a shelf on which nothing stands
        finally:
            app.state.warm = kept

    async def seated() -> int:
        return await ask(entrance, path, token)

    size = await again()
    one, warm, cold, personal = await together(statement, again, first, seated)
    say(
        name,
        warm / one,
        "statements",
        STATEMENTS,
        warm / one / STATEMENTS,
        {
            "what": f"GET over ASGI ÷ one statement of {one * 1e6:.0f} µs on the same pool",
            "bytes": size,
            "ms": round(warm * 1e3, 2),
            "first_reader_after_a_change_ms": round(cold * 1e3, 2),
            "signed_in_ms": round(personal * 1e3, 2),
        },
    )
