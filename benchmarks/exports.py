# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A hundred thousand published outcomes to a file, against a bare COPY of the same rows."""

import asyncio
import time
import urllib.request
from collections.abc import Iterator
from uuid import UUID

import asyncpg
import psutil

from assembly.clock import now
from assembly.publication.publish import publish_record
from assembly.tables import METADATA
from assembly.voting.close import close_voting
from assembly.voting.count import count_voting
from benchmarks.rig import BY, UVICORN, Rig, open_hall, say

RECORDS = 100_000
SEATS = 20
FORMS = ("csv", "json", "jsonld", "xlsx")
TABLES = ("resolutions", "versions", "provisions", "votings", "records")
CHUNK = 256 * 1024

WRITTEN = {
    f"{of}{table}": ", ".join(
        f"(made).{column.name}" if of else column.name
        for column in METADATA.tables[table].columns
        if column.computed is None
    )
    for table in ("resolutions", "provisions")
    for of in ("", "of_")
}
"""The columns that are not written by PostgreSQL itself."""
CLONE = """
CREATE TEMP TABLE new ON COMMIT DROP AS
    SELECT n AS number, gen_random_uuid() AS resolution, gen_random_uuid() AS voting
    FROM generate_series(2, {records}) AS n;
INSERT INTO resolutions ({resolutions})
    SELECT {of_resolutions} FROM (
        SELECT jsonb_populate_record(r, jsonb_build_object(
        'id', new.resolution, 'number', new.number)) AS made
        FROM new, resolutions AS r WHERE r.id = '{resolution}'
        OFFSET 0) AS copied;
INSERT INTO versions
    SELECT (jsonb_populate_record(v, jsonb_build_object('resolution_id', new.resolution))).*
    FROM new, versions AS v WHERE v.resolution_id = '{resolution}';
INSERT INTO provisions ({provisions})
    SELECT {of_provisions} FROM (
        SELECT jsonb_populate_record(p, jsonb_build_object('resolution_id', new.resolution)) AS made
        FROM new, provisions AS p WHERE p.resolution_id = '{resolution}'
        OFFSET 0) AS copied;
INSERT INTO votings
    SELECT (jsonb_populate_record(v, jsonb_build_object(
        'id', new.voting, 'resolution_id', new.resolution))).*
    FROM new, votings AS v WHERE v.id = '{voting}';
INSERT INTO records
    SELECT (jsonb_populate_record(v, jsonb_build_object(
        'voting_id', new.voting, 'resolution_id', new.resolution))).*
    FROM new, records AS v WHERE v.voting_id = '{voting}';
"""
BARE = """
SELECT r.number, r.title, r.language, r.state, r.decided_at, v.digest, v.line_width,
       (SELECT json_agg(json_build_array(p.kind, p.marker, p.text, p.level, p.provision_id)
                        ORDER BY p.place)
        FROM provisions p
        WHERE p.resolution_id = r.id AND p.version = r.current_version),
       c.document, c.digest, c.published_at
FROM resolutions r
JOIN versions v ON v.resolution_id = r.id AND v.ordinal = r.current_version
JOIN records c ON c.resolution_id = r.id
WHERE r.assembly_id = $1 AND r.state IN ('adopted', 'not_adopted')
ORDER BY r.number
"""


async def publish_many(rig: Rig) -> tuple[UUID, str]:
    """One outcome as the house makes it, and copies of its rows; the assembly and its slug."""
    _, (voting,) = await open_hall(rig.sessions, SEATS, 1)
    async with rig.sessions.begin() as session:
        await close_voting(session, voting, at=now(), by=BY)
    async with rig.sessions.begin() as session:
        await count_voting(session, voting, at=now())
    async with rig.sessions.begin() as session:
        await publish_record(session, voting, at=now())
    connection = await asyncpg.connect(rig.environ["DATABASE_URL"])
    row = await connection.fetchrow(
        "SELECT a.id, a.slug, v.resolution_id FROM votings v JOIN assemblies a"
        " ON a.id = v.assembly_id WHERE v.id = $1",
        voting,
    )
    if row is None:
        message = "the voting is not there"
        raise RuntimeError(message)
    async with connection.transaction():
        for table in TABLES:  # copies did not take the steps that the triggers watch
            await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        await connection.execute(
            CLONE.format(records=RECORDS, resolution=row["resolution_id"], voting=voting, **WRITTEN)
        )
        await connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            await connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    for table in TABLES:
        await connection.execute(f"VACUUM ANALYZE {table}")
    await connection.close()
    return row["id"], row["slug"]


async def copied(rig: Rig, assembly: UUID) -> float:
    """Rows a second of a bare COPY, thrown away as they come."""
    connection = await asyncpg.connect(rig.environ["DATABASE_URL"])

    async def away(_: bytes) -> None:
        pass

    began = time.perf_counter()
    told = await connection.copy_from_query(BARE, assembly, output=away)
    took = time.perf_counter() - began
    await connection.close()
    if told != f"COPY {RECORDS}":
        message = f"the bare copy has {told}"
        raise RuntimeError(message)
    return RECORDS / took


def download(address: str, server: psutil.Process) -> Iterator[tuple[int, int, int]]:
    """Bytes so far, memory of the server now, resolutions announced."""
    with urllib.request.urlopen(address, timeout=600) as answer:
        announced = int(answer.headers["X-Total-Count"])
        size = 0
        while chunk := answer.read(CHUNK):
            size += len(chunk)
            yield size, server.memory_info().rss, announced


def measure(address: str, server: psutil.Process) -> tuple[float, float, int, int, int]:
    """Seconds, seconds to the first bytes, bytes, and the memory at a tenth and at its most."""
    began = time.perf_counter()
    seen = [(time.perf_counter() - began, *one) for one in download(address, server)]
    took = time.perf_counter() - began
    if seen[-1][3] != RECORDS:
        message = f"{seen[-1][3]} resolutions were announced"
        raise RuntimeError(message)
    early = max(memory for _, _, memory, _ in seen[: len(seen) // 10 or 1])
    most = max(memory for _, _, memory, _ in seen)
    return took, seen[0][0], seen[-1][1], early, most


async def main(rig: Rig) -> None:
    """Prints its lines."""
    assembly, slug = await publish_many(rig)
    bare = max([await copied(rig, assembly) for _ in range(2)])
    with rig.web(UVICORN) as port:
        server = next(
            one
            for one in psutil.Process().children(recursive=True)
            if "web" in one.cmdline() and str(port) in one.cmdline()
        )
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60).close()
        for form in FORMS:
            address = f"http://127.0.0.1:{port}/api/v1/assemblies/{slug}/export/{form}"
            took, first, size, early, most = await asyncio.to_thread(measure, address, server)
            say(
                f"export_{form}",
                RECORDS / took,
                "rows/s",
                bare,
                RECORDS / took / bare,
                {
                    "what": f"{RECORDS} published outcomes over HTTP ÷ bare COPY of their rows",
                    "seconds": round(took, 1),
                    "first_bytes_s": round(first, 2),
                    "megabytes": round(size / 1e6, 1),
                    "memory_mb_at_a_tenth": round(early / 1e6),
                    "memory_mb_at_its_most": round(most / 1e6),
                },
            )
