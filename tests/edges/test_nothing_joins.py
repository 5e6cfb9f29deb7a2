# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""After a whole secret voting over HTTP nothing kept joins a ballot with a person.

Every table, every log line at debug, every message and every key of Redis is searched for a place
where a tracker or a choice stands beside a seat, a person, a code or a token.
"""

import asyncio
import json
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import httpx
import structlog
from redis.asyncio import Redis

from assembly.database import Base
from assembly.settings import Settings
from tests.build.house import Build
from tests.edges.town import bearer, rows, work

CHOICES = ["yes", "no", "abstain", "yes", "no"]
BESIDE_NOBODY = {"ballots"}
"""Where trackers stand: beside a choice and nobody."""


async def test_no_trace_joins_a_ballot_with_a_person(
    build: Build, client: httpx.AsyncClient, redis: Redis, settings: Settings
) -> None:
    hall = await build.hall(seats=len(CHOICES))
    resolution = await build.tabled(hall)
    chair = bearer(await build.token_of_staff(hall.email))
    trackers = [str(uuid4()) for _ in CHOICES]
    heard: list[str] = []
    listening = redis.pubsub()
    await listening.psubscribe("*")
    with structlog.testing.capture_logs() as logged:
        planned = await client.post(
            f"/api/v1/assemblies/{hall.slug}/votings",
            json={"resolution": resolution.number},
            headers=chair,
        )
        voting = planned.json()["id"]
        await client.post(f"/api/v1/votings/{voting}/opening", headers=chair)
        tokens = [await build.token_of_seat(hall, index) for index in range(len(CHOICES))]
        kept = await asyncio.gather(
            *(
                client.post(
                    f"/api/v1/votings/{voting}/ballots",
                    json={"choice": choice, "tracker": tracker},
                    headers=bearer(token),
                )
                for choice, tracker, token in zip(CHOICES, trackers, tokens, strict=True)
            )
        )
        assert [answer.status_code for answer in kept] == [201] * len(CHOICES)
        again = await client.post(
            f"/api/v1/votings/{voting}/ballots",
            json={"choice": "no", "tracker": str(uuid4())},
            headers=bearer(tokens[0]),
        )
        assert again.status_code == 409
        await client.post(f"/api/v1/votings/{voting}/closing", headers=chair)
        await work(settings)
        while message := await listening.get_message(timeout=0.2):
            heard.append(str(message["data"]))
    await listening.aclose()
    published = await client.get(f"/api/v1/votings/{voting}/box")
    assert sorted(published.json()["trackers"]) == sorted(trackers)

    people = [str(seat) for seat in hall.seats]
    people += [str(one) for (one,) in await rows(build, "SELECT person_id FROM seats")]
    people += [*tokens, *(str(code) for code in hall.codes)]
    for table in Base.metadata.tables:
        lines = [
            str(line) for (line,) in await rows(build, f"SELECT to_jsonb(t)::text FROM {table} t")
        ]
        assert not joined(lines, trackers, people), table
        if table not in BESIDE_NOBODY:
            assert not [line for line in lines if any(one in line for one in trackers)], table
        if table in {"participations", "electors", "tokens", "audit_entries"}:
            assert not [line for line in lines if '"yes"' in line or '"no"' in line], table
    said = [json.dumps(line, default=str) for line in logged]
    assert said, "something was logged"
    held = [str(key) + str(await value_of(redis, key)) for key in await redis.keys("*")]
    for line in (*said, *heard, *held):
        assert not [one for one in (*trackers, *people) if one in line], line
        assert '"choice"' not in line
        assert '"abstain"' not in line


def joined(lines: Iterable[str], trackers: list[str], people: list[str]) -> list[str]:
    return [
        line
        for line in lines
        if any(one in line for one in trackers) and any(one in line for one in people)
    ]


async def value_of(redis: Redis, key: bytes) -> Any:
    reads: dict[str, list[Any]] = {
        "string": ["GET", key],
        "hash": ["HGETALL", key],
        "zset": ["ZRANGE", key, 0, -1, "WITHSCORES"],
        "list": ["LRANGE", key, 0, -1],
        "set": ["SMEMBERS", key],
    }
    kind = (await redis.type(key)).decode()
    return await redis.execute_command(*reads.get(kind, ["DUMP", key]))
