# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two assemblies with somebody of every role and a resolution in every state, to be asked about."""

import re
import warnings
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import httpx
from redis.asyncio import Redis
from sqlalchemy import text

from assembly.database import Base
from assembly.doorbell import Doorbell
from assembly.publication.publish_minutes import publish_minutes
from assembly.settings import Settings
from assembly.sittings.preside import close_sitting
from tests.build.house import Build, Hall
from tests.build.sitting import Meeting
from workers.main import build_worker

PROBLEM = "application/problem+json"
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
DIGESTS = re.compile(r"\b[0-9a-f]{16,64}\b|\b[0-9a-f]{12}…")
INSTANTS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(Z|[+-]\d\d:\d\d)")


class Role(StrEnum):
    """Everybody who may stand at the door."""

    PUBLIC = "the public"
    PARTICIPANT = "a participant"
    STRANGER = "a participant of another assembly"
    MODERATOR = "the moderator"
    OTHER_MODERATOR = "the moderator of another assembly"
    STAFF = "staff without an assembly"
    ADMINISTRATOR = "an administrator"


@dataclass
class Town:
    """What the tests ask about, and who asks. `places` fills in the addresses of the routes."""

    build: Build
    client: httpx.AsyncClient
    redis: Redis
    hall: Hall
    other: Hall
    tokens: dict[Role, str]
    places: dict[str, Any]

    def signed(self, role: Role) -> dict[str, str]:
        """The headers of somebody in this role."""
        return bearer(self.tokens[role]) if role in self.tokens else {}

    async def ask(self, role: Role, method: str, path: str, **sent: Any) -> httpx.Response:
        """The answer to this role. Names in braces in the path are places of the town."""
        sent["headers"] = self.signed(role) | sent.get("headers", {})
        return await self.client.request(method, self.address(path), **sent)

    def address(self, path: str) -> str:
        """`/votings/{open}` becomes `/votings/8c3…`."""
        return re.sub(r"\{(\w+)\}", lambda name: str(self.places[name[1]]), path)

    async def kept(self) -> dict[str, object]:
        """All there is: the rows of every table as one digest each, and what Redis holds."""
        return await everything(self.build) | {"redis": await self.redis.dbsize()}


def bearer(token: str) -> dict[str, str]:
    """As a script sends it."""
    return {"Authorization": f"Bearer {token}"}


async def rows(build: Build, sql: str, **values: object) -> list[tuple[Any, ...]]:
    """What the database says, in a transaction of its own."""
    async with build.sessions() as session:
        return [tuple(row) for row in await session.execute(text(sql), values)]


async def everything(build: Build) -> dict[str, object]:
    """Table → how many rows, and a digest of them. When a token was last used does not matter."""
    parts = " UNION ALL ".join(
        f"SELECT '{name}', count(*), md5(string_agg((to_jsonb(t) - 'used_at')::text, '|' "
        f"ORDER BY (to_jsonb(t) - 'used_at')::text)) FROM {name} t"
        for name in Base.metadata.tables
    )
    return {name: (count, digest) for name, count, digest in await rows(build, parts)}


def but_for_chance(words: str, slug: str) -> str:
    """Without what is different by chance: ids, digests, instants and the hall's own name."""
    words = words.replace(slug, "HALL")
    return INSTANTS.sub("INSTANT", DIGESTS.sub("DIGEST", IDS.sub("ID", words)))


def is_problem(answer: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    """The members of the problem document, which is one as RFC 9457 and docs/problems.md say."""
    assert answer.headers["content-type"] == PROBLEM, (answer.status_code, answer.text[:300])
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["type"]) == (status, f"/problems/{slug}"), answer.text
    assert problem["status"] == status
    assert problem["title"] == slug.replace("-", " ").capitalize()
    assert problem["instance"] == httpx.URL(str(answer.request.url)).path
    assert re.fullmatch(r"[A-Z].{8,160}\.", problem["detail"]), problem["detail"]
    assert answer.headers["cache-control"] == "no-store"
    return problem


async def found_town(build: Build, client: httpx.AsyncClient, redis: Redis) -> Town:
    """Eight seats, a sitting that was held; resolutions 1 to 11, with their places below."""
    hall, other = await build.hall(seats=8), await build.hall(seats=1)
    held = Meeting(build, hall)
    await held.debating()
    await held.do(close_sitting)
    await held.do(publish_minutes)
    await build.staff("nobody@example.org")
    await build.staff("head@example.org", administrator=True)
    draft = await build.draft(hall)
    to_table, to_withdraw, on_desk = [await build.draft(hall) for _ in range(3)]
    tabled = await build.tabled(hall)
    for_moderator, for_administrator = [await build.tabled(hall) for _ in range(2)]
    planned = await build.planned(hall)
    opened, to_close = [await build.open_voting(hall) for _ in range(2)]
    closed = await build.open_voting(hall)
    await build.close(closed)
    decided = await build.decided(hall, yes=3, no=1, abstain=1)
    return Town(
        build=build,
        client=client,
        redis=redis,
        hall=hall,
        other=other,
        tokens={
            Role.PARTICIPANT: await build.token_of_seat(hall, 0),
            Role.STRANGER: await build.token_of_seat(other, 0),
            Role.MODERATOR: await build.token_of_staff(hall.email),
            Role.OTHER_MODERATOR: await build.token_of_staff(other.email),
            Role.STAFF: await build.token_of_staff("nobody@example.org"),
            Role.ADMINISTRATOR: await build.token_of_staff("head@example.org"),
        },
        places={
            "slug": hall.slug,
            "other_slug": other.slug,
            "seat": 8,
            "held": held.number,
            "draft": draft.number,
            "to_table": to_table.number,
            "to_withdraw": to_withdraw.number,
            "on_desk": on_desk.number,
            "tabled": tabled.number,
            "for_moderator": for_moderator.number,
            "for_administrator": for_administrator.number,
            "planned": planned.id,
            "open": opened.id,
            "to_close": to_close.id,
            "closed": closed.id,
            "decided": decided.id,
            "held_back": (await build.held(hall)).id,
            "to_release": (await build.held(hall)).id,
            "decided_number": await number_of(build, decided.resolution_id),
            "planned_number": await number_of(build, planned.resolution_id),
            "open_number": await number_of(build, opened.resolution_id),
        },
    )


async def work(settings: Settings, ring: UUID | None = None) -> None:
    """A worker of its own does what there is to do, and what that asks for in its turn."""
    redis = Redis.from_url(settings.redis_url)
    if ring is not None:
        bell = Doorbell.at(settings.redis_url)
        await bell.count(ring)
        await bell.close()
    while True:
        worker = build_worker(settings, burst=True, handle_signals=False)
        await worker.async_run()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # arq closes Redis the old way
            await worker.close()
        if not await redis.zcard("arq:queue"):
            break
    await redis.aclose()


async def number_of(build: Build, resolution_id: UUID) -> int:
    """The number a resolution has in its assembly."""
    ((number,),) = await rows(
        build, "SELECT number FROM resolutions WHERE id = :id", id=resolution_id
    )
    return int(number)
