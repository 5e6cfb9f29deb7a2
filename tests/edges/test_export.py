# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Large files over a real socket: whole or visibly broken, never cut short in silence."""

import asyncio
import csv
import io
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from assembly.errors import Unexpected
from assembly.publication.exporting import Asked, export, snapshot
from assembly.publication.formats.registry import FORMATS
from assembly.publication.spool import Spool
from assembly.settings import Settings
from assembly.tables import METADATA
from tests.build.house import Build
from tests.build.running import Web, environ_of, free_port
from tests.conftest import run_sql
from tests.edges.town import rows

MANY = 5_000
SLUG = "long-history"
THROWN_OUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE application_name = 'assembly-web' AND datname = current_database()
"""
ROW_19 = "a.slug = 'caruna-2025' AND r.number = 19"
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
    SELECT n, gen_random_uuid() AS id FROM generate_series(1, {many}) AS n;
INSERT INTO assemblies
    SELECT (jsonb_populate_record(a, jsonb_build_object(
        'id', '{assembly}', 'slug', '{slug}', 'last_number', {many}))).*
    FROM assemblies AS a WHERE slug = 'caruna-2025';
INSERT INTO sources
    SELECT (jsonb_populate_record(s, jsonb_build_object(
        'id', '{assembly}', 'assembly_id', '{assembly}'))).* FROM sources AS s;
INSERT INTO resolutions ({resolutions})
    SELECT {of_resolutions} FROM (
        SELECT jsonb_populate_record(r, jsonb_build_object(
        'id', new.id, 'number', new.n, 'assembly_id', '{assembly}',
        'source_id', '{assembly}')) AS made
        FROM new, resolutions AS r JOIN assemblies AS a ON a.id = r.assembly_id WHERE {row}
        OFFSET 0) AS copied;
INSERT INTO versions
    SELECT (jsonb_populate_record(v, jsonb_build_object('resolution_id', new.id))).*
    FROM new, versions AS v JOIN resolutions AS r ON r.id = v.resolution_id
    JOIN assemblies AS a ON a.id = r.assembly_id WHERE {row};
INSERT INTO provisions ({provisions})
    SELECT {of_provisions} FROM (
        SELECT jsonb_populate_record(v, jsonb_build_object('resolution_id', new.id)) AS made
        FROM new, provisions AS v JOIN resolutions AS r ON r.id = v.resolution_id
    JOIN assemblies AS a ON a.id = r.assembly_id WHERE {row}
        OFFSET 0) AS copied;
"""


@pytest.fixture(scope="module")
async def long_history(build: Build, settings: Settings, history: str) -> str:
    """Five thousand resolutions: number 19 of Caruna over and over."""
    assembly = "00000000-0000-4000-8000-000000000001"
    async with build.sessions.begin() as session:
        filled = CLONE.format(many=MANY, assembly=assembly, slug=SLUG, row=ROW_19, **WRITTEN)
        for statement in filled.split(";")[:-1]:
            await session.execute(text(statement))
    for table in ("resolutions", "versions", "provisions"):
        await run_sql(settings.database_url, f"VACUUM ANALYZE {table}")
    return SLUG


@pytest.fixture(scope="module")
async def web(
    settings: Settings, project: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Web]:
    folder = tmp_path_factory.mktemp("web")
    web = Web(environ_of(settings, project), folder / "web.log", free_port())
    web.start()
    async with asyncio.timeout(60):
        while not await web.serves():
            await asyncio.sleep(0.05)
    yield web
    web.stop()


async def test_five_thousand_come_whole_and_in_chunks(web: Web, long_history):
    async with httpx.AsyncClient(base_url=web.url, timeout=120) as client:
        for form in ("csv", "json", "xlsx"):
            path = f"/api/v1/assemblies/{long_history}/export/{form}"
            async with client.stream("GET", path) as answer:
                assert answer.status_code == 200
                assert answer.headers["x-total-count"] == str(MANY)
                chunks = [chunk async for chunk in answer.aiter_raw()]
            assert len(chunks) > 2
            content = b"".join(chunks)
            if form == "csv":
                table = csv.DictReader(io.StringIO(content.decode(), newline=""))
                assert [int(row["number"]) for row in table] == list(range(1, MANY + 1))
            if form == "json":
                document = json.loads(content)
                assert document["count"] == len(document["resolutions"]) == MANY


async def test_a_file_whose_database_goes_away_is_broken_off_and_never_ended(
    web: Web, long_history, settings
):
    """A reader of HTTP sees that the end is missing: the last chunk never comes."""
    async with httpx.AsyncClient(base_url=web.url, timeout=120) as client:
        path = f"/api/v1/assemblies/{long_history}/export/json"
        read = bytearray()

        async def read_on() -> None:
            async with client.stream("GET", path) as answer:
                assert answer.status_code == 200
                await run_sql(settings.database_url, THROWN_OUT)
                async for chunk in answer.aiter_raw():
                    read.extend(chunk)

        with pytest.raises(httpx.RemoteProtocolError):
            await read_on()
        assert b'"count"' not in read
        async with client.stream("GET", path.replace("json", "csv")) as answer:
            assert answer.status_code == 200  # the next one is whole again
            assert len([line async for line in answer.aiter_lines()]) > MANY


async def test_who_stops_reading_leaves_nothing_going_on(web: Web, long_history, build: Build):
    async with httpx.AsyncClient(base_url=web.url, timeout=120) as client:
        for _ in range(4):
            path = f"/api/v1/assemblies/{long_history}/export/jsonld"
            async with client.stream("GET", path) as answer:
                assert answer.status_code == 200
        async with asyncio.timeout(30):
            while await rows(
                build,
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'assembly-web'"
                " AND datname = current_database() AND xact_start IS NOT NULL",
            ):
                await asyncio.sleep(0.1)


LOSE = (
    "ALTER TABLE versions DISABLE TRIGGER USER",
    "ALTER TABLE provisions DISABLE TRIGGER USER",
    "DELETE FROM provisions WHERE resolution_id = :id",
    "DELETE FROM versions WHERE resolution_id = :id",
)


async def test_a_file_with_fewer_than_were_counted_fails(build: Build, long_history):
    """The words of one are lost, in a transaction that is taken back: it counts and is not read."""
    asked = Asked(FORMATS["csv"], "http://x", "http://x/api/v1/export/csv", long_history)
    ((lost,),) = await rows(
        build,
        "SELECT r.id FROM resolutions r JOIN assemblies a ON a.id = r.assembly_id"
        " WHERE a.slug = :slug AND r.number = 777",
        slug=long_history,
    )
    async with build.sessions() as session:
        for statement in LOSE:
            named = {"id": lost} if ":id" in statement else {}
            await session.execute(text(statement), named)

        async def write() -> None:
            async for _ in export(session, asked):
                pass

        with pytest.raises(Unexpected, match=f"{MANY - 1} of {MANY}"):
            await write()
        await session.rollback()


async def test_a_snapshot_sees_one_moment(build: Build, history):
    async with snapshot(build.sessions) as session:
        before = (await session.execute(text("SELECT count(*) FROM assemblies"))).scalar_one()
        await build.hall(seats=1)
        after = (await session.execute(text("SELECT count(*) FROM assemblies"))).scalar_one()
    assert before == after


async def test_what_failed_is_told_to_the_reader_in_the_middle():
    spool = Spool()
    spool.put(b"x" * 100_000)
    chunks = spool.chunks()
    first = await anext(chunks)
    spool.fail(Unexpected("gone"))
    with pytest.raises(Unexpected, match="gone"):
        await anext(chunks)
    spool.close()
    assert 0 < len(first) < 100_000


async def test_the_command_writes_a_whole_file_with_progress_or_none(
    settings: Settings, project: Path, long_history, tmp_path: Path
):
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "assembly", "export", *words],
            env=environ_of(settings, project),
            capture_output=True,
            text=True,
            check=False,
        )

    file = tmp_path / "all.csv"
    told = await asyncio.to_thread(run, "csv", str(file), "--slug", long_history)
    assert told.returncode == 0, told.stderr
    assert f"{MANY} resolutions" in told.stdout
    assert f"{MANY} of {MANY}" in told.stderr
    table = csv.DictReader(io.StringIO(file.read_bytes().decode(), newline=""))
    assert len(list(table)) == MANY
    for words in (("tiff", str(file)), ("csv", str(tmp_path / "x.csv"), "--slug", "nobody")):
        told = await asyncio.to_thread(run, *words)
        assert told.returncode == 1
        assert "Traceback" not in told.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["all.csv"]
