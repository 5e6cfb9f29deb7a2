# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A whole installation of its own, to be killed part by part: durable servers, web, worker."""

import asyncio
import os
import socket
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

import httpx
import psutil
import pytest

from assembly.clock import now
from assembly.doorbell import Doorbell
from assembly.identity.enrol import appoint_moderator
from assembly.local.kept import Command
from assembly.local.servers import Servers, local_servers
from assembly.migrate import upgrade
from assembly.settings import Settings
from assembly.voting.models import Voting
from assembly.voting.rules.ballot import Secrecy
from benchmarks.crowd import BY, Crowd, gather_crowd, open_voting_for
from tests.build.house import Build
from tests.build.load import Elector, Line, Told
from tests.verbs.reading import acts, one, rows

PATIENCE = 60.0
CROWD = 3000
"""Seats of the assembly all these tests vote in."""


async def until(
    question: Callable[[], Awaitable[object]], what: str, seconds: float = PATIENCE
) -> None:
    """It came to hold, or the test fails."""
    end = time.monotonic() + seconds
    while not await question():
        assert time.monotonic() < end, f"{what} in {seconds:.0f} s"
        await asyncio.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Door:
    """One web process, and its address, which it keeps after it was killed."""

    def __init__(self, folder: Path, environ: dict[str, str]) -> None:
        self.port = free_port()
        words = [sys.executable, "-m", "assembly", "web", "--port", str(self.port)]
        log = folder / f"web-{self.port}.jsonl"
        self.process = Command("web", words, log=log, environ=environ)

    async def ready(self) -> tuple[int, str]:
        """What it says of itself; (0, "") when it does not answer."""
        line = Line(self.port)
        try:
            told = await line.ask("GET", "/health/ready")
        except ConnectionError:
            return 0, ""
        finally:
            await line.close()
        return told.status, str(told.body["status"])

    async def says(self, *words: str) -> bool:
        return (await self.ready())[1] in words

    async def opens(self) -> None:
        """It runs and takes ballots."""
        self.process.start()
        await until(
            partial(self.says, "ready", "degraded"), "the web process does not take ballots"
        )

    def kill(self) -> None:
        """SIGKILL."""
        assert self.process.alive()
        self.process.kill()

    async def post(self, path: str, token: str) -> Told:
        line = Line(self.port)
        try:
            return await line.ask("POST", path, token)
        finally:
            await line.close()


class Assembly:
    """A crowd of signed-in electors with two moderators."""

    def __init__(self, build: Build, crowd: Crowd, moderators: list[str]) -> None:
        self.build = build
        self.crowd = crowd
        self.moderators = moderators

    async def open(self, secrecy: Secrecy = Secrecy.SECRET) -> Voting:
        return await open_voting_for(self.build.sessions, self.crowd, secrecy)

    def electors(self, count: int, first: int = 0) -> list[Elector]:
        """The first so many, each with one ballot to cast."""
        last = first + count
        pairs = zip(self.crowd.seats[first:last], self.crowd.tokens[first:last], strict=True)
        return [Elector(seat, token) for seat, token in pairs]


class Installation:
    """Servers, two web processes and a worker."""

    def __init__(self, servers: Servers, folder: Path, project: Path) -> None:
        self.servers = servers
        self.folder = folder
        self.environ = {
            **os.environ,
            "DATABASE_URL": servers.database_url,
            "REDIS_URL": servers.redis_url,
            "SECRET_KEY": "only-for-tests-" + "x" * 32,
            "ARGON2_MEMORY_KIB": "64",
            "SWEEP_SECONDS": "1",
            "LOG_LEVEL": "warning",
            "PYTHONPATH": f"{project / 'src'}{os.pathsep}{project}",
        }
        self.migrated = False
        self.gathered: Assembly | None = None
        self.doors = [Door(folder, self.environ) for _ in range(2)]
        self.worker = Command(
            "worker",
            [sys.executable, "-m", "workers"],
            log=folder / "worker.jsonl",
            environ=self.environ,
        )

    @property
    def ports(self) -> list[int]:
        return [door.port for door in self.doors]

    async def whole(self) -> None:
        """Everything runs."""
        self.servers.postgres.start()
        self.servers.valkey.start()
        self.worker.start()
        for door in self.doors:
            door.process.start()
        for door in self.doors:
            await until(partial(door.says, "ready"), "not ready")

    def kill_postgres(self) -> None:
        """SIGKILL for the postmaster and then for everything it started: as a power cut, nearly."""
        postgres = self.servers.postgres
        assert postgres.pid is not None
        postmaster = psutil.Process(postgres.pid)
        all_of_it = [postmaster, *postmaster.children(recursive=True)]
        assert len(all_of_it) > 4
        for process in all_of_it:
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue
        postgres.kill()
        psutil.wait_procs(all_of_it, timeout=60)


@pytest.fixture(scope="package")
def own_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with local_servers(tmp_path_factory.mktemp("crash"), durable=True) as servers:
        yield servers


@pytest.fixture(scope="package")
def rooms(
    own_servers: Servers, tmp_path_factory: pytest.TempPathFactory, project: Path
) -> Iterator[Installation]:
    installation = Installation(own_servers, tmp_path_factory.mktemp("doors"), project)
    yield installation
    for process in (*(door.process for door in installation.doors), installation.worker):
        process.kill()


@pytest.fixture
def settings(own_servers: Servers) -> Settings:
    return Settings(
        database_url=own_servers.database_url,
        redis_url=own_servers.redis_url,
        secret_key="only-for-tests-" + "x" * 32,
        argon2_memory_kib=64,
        argon2_passes=1,
    )


@pytest.fixture
async def installation(rooms: Installation, settings: Settings, build: Build) -> object:
    """All of it runs before a test, and is well again after it, whatever was killed."""
    if not rooms.migrated:
        await asyncio.to_thread(upgrade, settings.database_url)
        rooms.migrated = True
    await rooms.whole()
    yield rooms
    await rooms.whole()
    await until(partial(_at_rest, build), "a connection stays in a transaction", 60)
    for door in rooms.doors:
        assert await door.ready() == (200, "ready")
        assert "Traceback" not in door.process.log.read_text()


async def _at_rest(build: Build) -> bool:
    """No connection of web or worker is in a transaction that does nothing, or waits for a lock."""
    found = await one(
        build,
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name IN ('assembly-web', 'assembly-worker')"
        " AND (state LIKE 'idle in transaction%' OR wait_event_type = 'Lock')",
    )
    return not found


@pytest.fixture
async def assembly(installation: Installation, build: Build) -> Assembly:
    """The same for all these tests, each of which opens votings of its own."""
    if installation.gathered is None:
        installation.gathered = await gathered(build, CROWD)
    found = installation.gathered
    return Assembly(build, found.crowd, found.moderators)


async def gathered(build: Build, seats: int) -> Assembly:
    crowd = await gather_crowd(build.sessions, seats)
    moderators = []
    for number in range(2):
        email = f"moderator-{number}@{crowd.assembly.slug}.example.org"
        person_id = await build.staff(email)
        async with build.sessions.begin() as session:
            await appoint_moderator(session, crowd.assembly.id, person_id, at=now(), by=BY)
        moderators.append(await build.token_of_staff(email))
    return Assembly(build, crowd, moderators)


@pytest.fixture
async def bell(settings: Settings) -> AsyncIterator[Doorbell]:
    bell = Doorbell.at(settings.redis_url)
    yield bell
    await bell.close()


# ── what must hold at the end ─────────────────────────────────────────────────
async def require_box(build: Build, voting: Voting, electors: Sequence[Elector]) -> None:
    """The box holds the ballots of these electors, each once, and nothing else."""
    box = await rows(
        build, "SELECT tracker, choice FROM ballots WHERE voting_id = :id", id=voting.id
    )
    theirs = Counter((one.tracker, one.choice) for one in electors)
    assert not theirs - Counter(box), "acknowledged and not in the box"
    assert not Counter(box) - theirs, "in the box and not theirs"
    marks = await rows(
        build, "SELECT seat_id FROM participations WHERE voting_id = :id", id=voting.id
    )
    assert Counter(seat for (seat,) in marks) == Counter(one.seat_id for one in electors)


async def is_published(build: Build, voting_id: UUID) -> bool:
    found = await one(build, "SELECT count(*) FROM records WHERE voting_id = :id", id=voting_id)
    return bool(found)


async def close(door: Door, voting: Voting, token: str) -> None:
    told = await door.post(f"/api/v1/votings/{voting.id}/closing", token)
    assert told.status == 200, told


async def require_result(
    build: Build, voting: Voting, choices: Counter[str], door: Door, patience: float = PATIENCE
) -> None:
    """The result is published, once, and has these choices and no others."""
    await until(partial(is_published, build, voting.id), "no record", patience)
    turnout = choices.total()
    assert await rows(
        build,
        "SELECT yes, no, abstain, blank, invalid, turnout FROM results WHERE voting_id = :id",
        id=voting.id,
    ) == [(choices["yes"], choices["no"], choices["abstain"], 0, 0, turnout)]
    done = await acts(build, f"voting:{voting.id}")
    assert (done["close_voting"], done["count_voting"], done["publish_record"]) == (1, 1, 1)
    outcome = "adopted" if choices["yes"] > choices["no"] else "not_adopted"
    assert await rows(
        build,
        "SELECT r.state FROM resolutions r JOIN votings v ON v.resolution_id = r.id"
        " WHERE v.id = :id",
        id=voting.id,
    ) == [(outcome,)]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{door.port}") as public:
        told = await public.get(f"/api/v1/votings/{voting.id}/result")
    assert told.status_code == 200, told.text
    assert f'"turnout":{turnout},' in told.text
